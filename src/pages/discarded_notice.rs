//! That a draft was thrown away, with one button that brings it back for ten minutes.

use super::edit_context::{failure, keeps};
use super::form_token::form_token;
use crate::accounts::Session;
use crate::domain::Side;
use crate::domain::clock::time;
use crate::editing::{UNDO_SECONDS, discarded};
use crate::store::DraftRow;
use crate::web::links::editing_address;
use crate::web::{App, Failure, Pairs};
use leptos::prelude::*;
use uuid::Uuid;

/// The draft of a listing that somebody's side threw away and can bring back; one of somebody else's listing is none.
async fn own_discarded(app: &App, session: &Session, id: Uuid) -> Result<Option<DraftRow>, Failure> {
    let side = Side::of(session.account.role);
    let found = discarded(&app.store, id, side, app.clock.seconds()).await.map_err(failure)?;
    let Some(row) = found else { return Ok(None) };
    Ok(keeps(app, session, row.organization).await?.then_some(row))
}

/// What a page says after something was thrown away, or could not be brought back; nothing otherwise.
///
/// # Errors
/// When the database does not answer.
pub async fn discarded_notice(app: &App, session: &Session, pairs: &Pairs) -> Result<Option<AnyView>, Failure> {
    if pairs.first("late").is_some() {
        let words = "It could not be brought back: it is too late, or a new draft has been begun.";
        return Ok(Some(view! { <div class="notice" role="status"><p>{words}</p></div> }.into_any()));
    }
    let Some(id) = pairs.first("discarded").and_then(|id| Uuid::try_parse(id).ok()) else { return Ok(None) };
    let Some(row) = own_discarded(app, session, id).await? else { return Ok(None) };
    let name = &row.draft.service.name;
    let named = if name.is_empty() { "the new listing".to_owned() } else { format!("“{name}”") };
    let (action, until) = (format!("{}/bring-back", editing_address(id)), time(row.saved + UNDO_SECONDS));
    let token = form_token(session);
    Ok(Some(
        view! {
            <div class="notice" role="status" id="discarded">
                <p>{format!("Your changes of {named} are thrown away. Families see what they saw.")}</p>
                <form method="post" action=action>
                    {token}
                    <p><button class="btn second">"Bring them back"</button>" "<span class="small quiet">{format!("You can until {until}.")}</span></p>
                </form>
            </div>
        }
        .into_any(),
    ))
}
