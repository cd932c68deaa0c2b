//! Throwing a draft away, and bringing it back within ten minutes. Each side can do this with its own draft alone.

use super::submit::step_on;
use super::{Actor, EditError, LoadedDraft, UNDO_SECONDS, load};
use crate::domain::{DraftState, MessageKind, Side};
use crate::store::{DraftMessage, DraftRow, Store};
use uuid::Uuid;

/// Throws a side's own draft away. Families see what they saw.
///
/// # Errors
/// Stale when it waits for the council, or there is none.
pub async fn discard(store: &Store, actor: &Actor, id: Uuid) -> Result<(), EditError> {
    let loaded = load(store, id, actor.side()).await?;
    if loaded.is_waiting() {
        return Err(EditError::Stale);
    }
    let message = (MessageKind::ThrownAway, String::new());
    step_on(store, actor, &loaded, (DraftState::Dropped, 0), message, "threw a change away").await
}

/// The draft of a listing that a side has thrown away and can still bring back; none when it is too late, or when the side
/// has begun another.
///
/// # Errors
/// When the database does not answer.
pub async fn discarded(store: &Store, id: Uuid, side: Side, now: i64) -> Result<Option<DraftRow>, EditError> {
    // At the tenth minute it is over.
    let Some(row) = store.dropped_draft(id, side, now - UNDO_SECONDS + 1).await? else { return Ok(None) };
    Ok(store.open_draft(id, side).await?.is_none().then_some(row))
}

/// Brings back what was thrown away, as far as it had come.
///
/// # Errors
/// Stale when it is too late, or the side has begun another draft meanwhile.
pub async fn bring_back(store: &Store, actor: &Actor, id: Uuid) -> Result<(), EditError> {
    let row = discarded(store, id, actor.side(), actor.now).await?.ok_or(EditError::Stale)?;
    let state = state_before(&store.draft_messages(row.id).await?);
    let published = store.service_now(id).await?;
    let organization = row.organization;
    let loaded = LoadedDraft { id, organization, side: row.side, published, draft: Some(row), other: None };
    let message = (MessageKind::BroughtBack, String::new());
    step_on(store, actor, &loaded, (state, 0), message, "brought a change back").await
}

/// How far a draft had come before it was thrown away: what the council sent back is still sent back.
fn state_before(messages: &[DraftMessage]) -> DraftState {
    let passed_over = [MessageKind::ThrownAway, MessageKind::BroughtBack];
    match messages.iter().rev().map(|m| m.kind).find(|kind| !passed_over.contains(kind)) {
        Some(MessageKind::Returned | MessageKind::Part) => DraftState::Returned,
        _ => DraftState::Writing,
    }
}
