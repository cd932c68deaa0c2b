//! `/council/listings/{id}/past`: every version of a listing with who made it, and putting an earlier one back.

use crate::accounts::Session;
use crate::domain::clock::time;
use crate::domain::text::paragraphs;
use crate::domain::wording::date;
use crate::domain::{Role, Service};
use crate::editing::{EditError, HistoryEntry, entries, roll_back};
use crate::pages::edit_context::{actor, failure, site};
use crate::pages::entry_changes::entry_changes;
use crate::pages::form_token::form_token;
use crate::pages::staff_page::{StaffPage, answer};
use crate::ui::error_summary;
use crate::ui::form::{FormQuestion, prose};
use crate::web::{App, CurrentUser, Failure, Pairs, SignedForm, Visitor, redirect};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;
use uuid::Uuid;

/// The most letters of a reason.
const NOTE: usize = 1_000;

async fn past(app: &App, id: &str) -> Result<(Service, Vec<HistoryEntry>), Failure> {
    let id = Uuid::try_parse(id).map_err(|_| Failure::NotFound)?;
    let (service, _) = app.store.service_now(id).await?.ok_or(Failure::NotFound)?;
    let found = entries(&app.store.revisions(id).await?, &app.area);
    Ok((service, found))
}

/// The past.
///
/// # Errors
/// Not found when there is no such listing.
pub async fn list_revisions(
    State(app): State<App>,
    visitor: Visitor,
    CurrentUser(session): CurrentUser,
    Path(id): Path<String>,
    pairs: Pairs,
) -> Result<Response, Failure> {
    let (service, found) = past(&app, &id).await?;
    let done = pairs.first("done").is_some();
    page(&app, &visitor, &session, &service, &found, done, None, String::new()).await
}

#[allow(clippy::too_many_arguments)]
async fn page(
    app: &App,
    visitor: &Visitor,
    session: &Session,
    service: &Service,
    found: &[HistoryEntry],
    done: bool,
    error: Option<(i64, String)>,
    typed: String,
) -> Result<Response, Failure> {
    let title = format!("The past of {}", service.name);
    let about = StaffPage {
        title: if error.is_some() { format!("Error: {title}") } else { title.clone() },
        at: Some(("/council/listings", false)),
        status: error.as_ref().map(|_| StatusCode::UNPROCESSABLE_ENTITY),
    };
    // Editors put back; reviewers read.
    let writes = matches!(session.account.role, Role::Editor | Role::Admin);
    answer(app, visitor, session, about, || {
        let items: Vec<_> = found
            .iter()
            .enumerate()
            .map(|(n, entry)| {
                let when = entry.on.map_or_else(|| "At the start".to_owned(), |on| format!("{}, {}", date(on), time(entry.at)));
                let who = if entry.who.is_empty() { entry.by.to_owned() } else { format!("{}. By {}", entry.by, entry.who) };
                // The newest is what families see.
                let back = (n > 0 && writes).then(|| {
                    let field = format!("note-{}", entry.number);
                    let mut asked = FormQuestion::new(field, "Why do you put it back?").hint("Families see this.");
                    let mine = error.as_ref().filter(|(number, _)| *number == entry.number);
                    asked.error = mine.map(|(_, message)| message.clone());
                    let wrong = mine.is_some();
                    let text = if mine.is_some() { typed.clone() } else { String::new() };
                    let action = format!("/council/listings/{}/past", service.id);
                    let (number, about) = (entry.number.to_string(), format!(" of {when}"));
                    view! {
                        <details open=wrong><summary>"Put this version back"<span class="vh">{about}</span></summary>
                        <form class="flow" method="post" action=action novalidate=true>
                            {form_token(session)}
                            <input type="hidden" name="number" value=number/>
                            {prose(asked, &text, 2)}
                            <p><button class="btn second">"Put it back"</button></p>
                        </form></details>
                    }
                });
                view! { <li class="card flow"><h2>{when.clone()}</h2><p class="quiet">{format!("{who}.")}</p>{entry_changes(entry)}{back}</li> }
            })
            .collect();
        let none = items.is_empty().then(|| view! { <p>"It has not changed since it came here."</p> });
        let errors: Vec<_> = error.iter().map(|(n, m)| (format!("note-{n}"), m.clone())).collect();
        let said = done.then(|| view! { <div class="notice" role="status"><p>"Put back. Families see it now."</p></div> });
        let public = format!("/services/{}", service.slug);
        view! {
            {error_summary("There is something to put right", &errors)}
            {said}
            <h1>{title.clone()}</h1>
            <p class="links"><a href=public>"What families see now"</a></p>
            {none}
            <ol class="plain flow section-gap">{items}</ol>
        }
        .into_any()
    })
    .await
}

/// Puts an earlier version back.
///
/// # Errors
/// Not found when there is no such listing or version, or for those who may only read.
pub async fn restore_revision(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: SignedForm,
) -> Result<Response, Failure> {
    let CurrentUser(session) = form.signed;
    if !matches!(session.account.role, Role::Editor | Role::Admin) {
        return Err(Failure::NotFound);
    }
    let (service, found) = past(&app, &id).await?;
    let number: i64 = form.pairs.first("number").and_then(|n| n.parse().ok()).ok_or(Failure::NotFound)?;
    let typed = form.pairs.first(&format!("note-{number}")).unwrap_or_default().to_owned();
    let note = paragraphs(&typed);
    let long = note.chars().count();
    let wrong = if note.is_empty() {
        Some("Write why, so that families and the people who run it know".to_owned())
    } else {
        (long > NOTE).then(|| format!("Write at most {NOTE} letters here. You wrote {long}"))
    };
    let message = match wrong {
        Some(message) => message,
        None => match roll_back(&app.store, &app.area, &actor(&app, &session), &site(&app), service.id, number, note)
            .await
        {
            Ok(done) => {
                app.until_seen(done.number.unwrap_or_default()).await;
                app.mailer.wake();
                return Ok(redirect(&format!("/council/listings/{}/past?done=1", service.id)));
            }
            Err(EditError::Stale) => "Somebody changed it meanwhile. Look again".to_owned(),
            Err(EditError::NothingNew) => "That is what families see now".to_owned(),
            Err(error) => return Err(failure(error)),
        },
    };
    page(&app, &visitor, &session, &service, &found, false, Some((number, message)), typed).await
}
