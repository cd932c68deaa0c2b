//! What the council decides about a draft, and taking it back within ten minutes.

use super::decision::Decision;
use super::mail::{MailSite, decided_id, decided_mail};
use super::publish::publication;
use super::{Actor, EditError, LoadedDraft, edit, moved};
use crate::area::Area;
use crate::domain::{CheckedBy, Draft, DraftState, MessageKind, RevisionKind, RevisionSide};
use crate::editing::{Field, changes, merged};
use crate::store::{Committed, DraftMessage, DraftRow, EditTransaction, Publication, Store, StoreError};
use uuid::Uuid;

/// A decision can be taken back for so many seconds; its mail waits as long.
pub const UNDO_SECONDS: i64 = 10 * 60;

/// Decides about a draft that waits. `seen` is the version and the published change number that were shown.
///
/// # Errors
/// Stale when the draft or the listing is another than what was shown.
pub async fn decide(
    store: &Store,
    area: &Area,
    actor: &Actor,
    site: &MailSite,
    draft: Uuid,
    seen: (i64, Option<u64>),
    decision: Decision,
) -> Result<Committed, EditError> {
    let row = store.draft(draft).await?.ok_or(EditError::Gone)?;
    if row.version != seen.0 || !row.state.is_waiting() {
        return Err(EditError::Stale);
    }
    let published = store.service_now(row.service).await?;
    if published.as_ref().map(|(_, n)| *n) != seen.1 {
        return Err(EditError::Stale);
    }
    if let Decision::Part(fields, _) = &decision {
        // A new listing is approved as a whole: half of it could not be found.
        let Some((now, _)) = &published else { return Err(EditError::NothingNew) };
        let part = merged(&row.draft, Some(now), Some(fields));
        if changes(Some(now), &part, area).is_empty() {
            return Err(EditError::NothingNew);
        }
    }
    let sender = sender(&store.draft_messages(draft).await?).unwrap_or(row.saved_by.clone());
    let loaded = decided_on(&row, published);
    let (kind, text, what, state) = match &decision {
        Decision::Approve => (MessageKind::Approved, String::new(), "approved a change", DraftState::Published),
        Decision::Part(_, reason) => {
            (MessageKind::Part, reason.clone(), "approved part of a change", DraftState::Returned)
        }
        Decision::Return(reason) => (MessageKind::Returned, reason.clone(), "sent a change back", DraftState::Returned),
        Decision::Ask(question) => (MessageKind::Asked, question.clone(), "asked a question", DraftState::Asked),
    };
    let mut after = row.draft.clone();
    let publish = match &decision {
        Decision::Approve => Some(publication(&loaded, None, &row, actor, CheckedBy::Provider)),
        Decision::Part(fields, _) => {
            let part = publication(&loaded, Some(fields), &row, actor, CheckedBy::Provider);
            after.base = Some(part.service.clone());
            // What was not approved is still to be sent; everything else is as families see it now.
            let left: Vec<Field> = Field::ALL.into_iter().filter(|f| !fields.contains(f)).collect();
            after.service = merged(&row.draft, Some(&part.service), Some(&left));
            Some(part)
        }
        Decision::Return(_) | Decision::Ask(_) => None,
    };
    let name = row.draft.service.name.clone();
    let sent = if state == DraftState::Asked { row.sent } else { 0 };
    let mail = decided_mail(site, &sender, &row, &decision, actor.now);
    let edit = EditTransaction {
        draft: Some(moved(&loaded, after, state, sent)),
        publish,
        message: Some((kind, text)),
        mail: vec![(mail, actor.now + UNDO_SECONDS)],
        what: (what.to_owned(), name),
        ..edit(actor)
    };
    store.commit(&edit).await?.ok_or(EditError::Stale)
}

/// A listing with the draft that is decided about.
fn decided_on(row: &DraftRow, published: Option<(crate::domain::Service, u64)>) -> LoadedDraft {
    let (id, organization, side) = (row.service, row.organization, row.side);
    LoadedDraft { id, organization, side, published, draft: Some(row.clone()), other: None }
}

/// Who sent a draft last.
fn sender(messages: &[DraftMessage]) -> Option<String> {
    messages.iter().rev().find(|m| m.kind.is_sent()).map(|m| m.who.clone())
}

/// What was said and still holds: a decision that was taken back is none any more, and neither is its reason.
pub fn in_force(messages: &[DraftMessage]) -> Vec<&DraftMessage> {
    let next = messages.iter().skip(1).map(Some).chain([None]);
    let undone = |m: &DraftMessage, next: Option<&DraftMessage>| {
        m.kind.is_decision() && next.is_some_and(|n| n.kind == MessageKind::Undone)
    };
    messages.iter().zip(next).filter(|(m, next)| !undone(m, *next)).map(|(m, _)| m).collect()
}

/// What was decided within ten minutes and can still be taken back, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn decided_lately(store: &Store, now: i64) -> Result<Vec<(DraftRow, DraftMessage)>, StoreError> {
    let decided = store.decided_since(now - UNDO_SECONDS).await?.into_iter().filter_map(|one| {
        let last = one.last.filter(|last| can_be_undone(&one.row, last, one.is_open_again, one.listed, now))?;
        Some((one.row, last))
    });
    Ok(decided.collect())
}

/// Whether a decision, the last thing that was said about a draft, was made within ten minutes with nothing after it. Given
/// are whether its side has an open draft of the listing, and the change number that the listing has now.
fn can_be_undone(row: &DraftRow, last: &DraftMessage, is_open: bool, listed: Option<u64>, now: i64) -> bool {
    // The mail goes at the tenth minute: then it is over. Whatever came after the decision made another version of the draft.
    if !last.kind.is_decision() || row.version != last.version || now - last.at >= UNDO_SECONDS {
        return false;
    }
    if last.kind == MessageKind::Approved && is_open {
        return false;
    }
    // Every change of a listing gives it another number: an import, "still right", another decision.
    !last.kind.is_approval() || last.made.is_some_and(|made| Some(made.number) == listed)
}

/// Takes a decision back: within ten minutes, and only when nothing came after it. Families see exactly what they saw.
///
/// # Errors
/// Stale when it is too late or something came after.
pub async fn undo(store: &Store, actor: &Actor, draft: Uuid, version: i64) -> Result<(), EditError> {
    let row = store.draft(draft).await?.filter(|r| r.version == version).ok_or(EditError::Stale)?;
    let messages = store.draft_messages(draft).await?;
    let last = messages.last().cloned().ok_or(EditError::Stale)?;
    let sent = messages.iter().rev().find(|m| m.kind == MessageKind::Sent).map_or(last.at, |m| m.at);
    let mut after = row.draft.clone();
    let mut publish = None;
    let published = store.service_now(row.service).await?;
    let is_open = store.open_draft(row.service, row.side).await?.is_some();
    if !can_be_undone(&row, &last, is_open, published.as_ref().map(|(_, number)| *number), actor.now) {
        return Err(EditError::Stale);
    }
    if let Some(made) = last.made {
        // The revision before is what the decision replaced, to the letter; a new listing had none.
        let revisions = store.revisions(row.service).await?;
        let before = revisions.into_iter().find(|r| r.number == made.revision - 1).map(|r| r.service);
        let before = before.filter(|_| row.draft.base.is_some());
        let (now, _) = published.clone().ok_or(EditError::Stale)?;
        if last.kind == MessageKind::Part {
            // The whole change waits again, as it was sent.
            let sent = merged(&row.draft, Some(&now), None);
            after = Draft { base: before.clone(), service: sent, ..row.draft.clone() };
        }
        publish = Some(Publication {
            gone: before.is_none(),
            service: before.unwrap_or(now),
            expects: Some(made.number),
            kind: RevisionKind::Undo,
            side: RevisionSide::Council,
            note: String::new(),
            takes_back: Some(made.revision),
        });
    }
    let edit = EditTransaction {
        draft: Some(moved(&decided_on(&row, published), after, DraftState::Sent, sent)),
        publish,
        message: Some((MessageKind::Undone, String::new())),
        cancel_mail: Some(decided_id(draft, version)),
        what: ("took a decision back".to_owned(), row.draft.service.name.clone()),
        ..edit(actor)
    };
    store.commit(&edit).await?.map(drop).ok_or(EditError::Stale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_that_was_taken_back_is_not_in_force() {
        let message = |kind: MessageKind| DraftMessage {
            at: 1,
            version: 1,
            kind,
            who: String::new(),
            text: kind.word().to_owned(),
            made: None,
        };
        use MessageKind::{Approved, Returned, Sent, Undone};
        let all = [Sent, Returned, Undone, Approved].map(message);
        assert_eq!(in_force(&all).iter().map(|m| m.kind).collect::<Vec<_>>(), [Sent, Undone, Approved]);
    }
}
