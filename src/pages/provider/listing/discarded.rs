//! After a draft was thrown away: saying so, and one button that brings it back for ten minutes.

use super::own;
use crate::domain::Side;
use crate::editing::{EditError, bring_back};
use crate::pages::edit_context::{actor, failure, keeps};
use crate::web::links::editing_address;
use crate::web::{App, Failure, SignedForm, redirect};
use axum::extract::{Path, State};
use axum::response::Response;
use uuid::Uuid;

/// Brings back what was thrown away.
///
/// # Errors
/// Not found when it is somebody else's listing.
pub async fn restore_draft(
    State(app): State<App>,
    Path(id): Path<String>,
    form: SignedForm,
) -> Result<Response, Failure> {
    let crate::web::CurrentUser(session) = form.signed;
    let service = Uuid::try_parse(&id).map_err(|_| Failure::NotFound)?;
    // A new listing that was thrown away is nowhere but in that draft.
    let theirs = match app.store.dropped_draft(service, Side::of(session.account.role), 0).await? {
        Some(row) => keeps(&app, &session, row.organization).await?,
        None => own(&app, &session, &id).await.map(|_| true)?,
    };
    if !theirs {
        return Err(Failure::NotFound);
    }
    match bring_back(&app.store, &actor(&app, &session), service).await {
        Ok(()) => Ok(redirect(&format!("{}?done=brought-back", editing_address(service)))),
        Err(EditError::Stale) => Ok(redirect(&format!("{}?late=1", session.account.role.home()))),
        Err(error) => Err(failure(error)),
    }
}
