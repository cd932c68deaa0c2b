//! What the council decides about a draft, and taking it back within ten minutes.

use super::publishing::publication;
use super::{Actor, EditError, Loaded, deed, moved};
use crate::area::Area;
use crate::domain::{CheckedBy, Draft, DraftState};
use crate::editing::{Field, changes, merged};
use crate::store::{Deed, Done, DraftMessage, DraftRow, Publication, QueuedMail, Store, StoreError};
use uuid::Uuid;

/// A decision can be taken back for so many seconds; its mail waits as long.
pub const UNDO_SECONDS: i64 = 10 * 60;

/// What the council decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Families see all of it.
    Approve,
    /// Families see these fields; the rest goes back with a reason.
    Part(Vec<Field>, String),
    /// It goes back, with a reason.
    Return(String),
    /// It stays in the queue, with a question.
    Ask(String),
}

/// Who is told, and how the site is called in mail.
#[derive(Clone, Debug)]
pub struct Site {
    /// "Lancashire Local Offer".
    pub name: String,
    /// Where links lead.
    pub base_url: String,
}

/// Decides about a draft that waits. `seen` is the version and the published change number that were shown.
///
/// # Errors
/// Stale when the draft or the listing is another than what was shown.
pub async fn decide(
    store: &Store,
    area: &Area,
    actor: &Actor,
    site: &Site,
    draft: Uuid,
    seen: (i64, Option<u64>),
    decision: Decision,
) -> Result<Done, EditError> {
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
    let loaded = Loaded { id: row.service, organization: row.organization, published, draft: Some(row.clone()) };
    let (kind, text, what, state) = match &decision {
        Decision::Approve => ("approved", String::new(), "approved a change", DraftState::Published),
        Decision::Part(_, reason) => ("part", reason.clone(), "approved part of a change", DraftState::Returned),
        Decision::Return(reason) => ("returned", reason.clone(), "sent a change back", DraftState::Returned),
        Decision::Ask(question) => ("asked", question.clone(), "asked a question", DraftState::Asked),
    };
    let mut after = row.draft.clone();
    let publish = match &decision {
        Decision::Approve => Some(publication(&loaded, None, &row, actor, CheckedBy::Provider)),
        Decision::Part(fields, _) => {
            let part = publication(&loaded, Some(fields), &row, actor, CheckedBy::Provider);
            after.base = Some(part.service.clone());
            // What was not approved is still to be sent; everything else is as families see it now.
            let mut rest = part.service.clone();
            if let Some(base) = &row.draft.base {
                let left = |f: &Field| !f.same(base, &row.draft.service) && !fields.contains(f);
                Field::ALL.into_iter().filter(left).for_each(|f| f.copy(&row.draft.service, &mut rest));
            }
            after.service = rest;
            Some(part)
        }
        Decision::Return(_) | Decision::Ask(_) => None,
    };
    let name = row.draft.service.name.clone();
    let sent = if state == DraftState::Asked { row.sent } else { 0 };
    let mail = decided_mail(site, &sender, &row, &decision, actor.now);
    let deed = Deed {
        draft: Some(moved(&loaded, after, state, sent)),
        publish,
        message: Some((kind, text)),
        mail: vec![(mail, actor.now + UNDO_SECONDS)],
        what: (what.to_owned(), name),
        ..deed(actor)
    };
    store.carry_out(&deed).await?.ok_or(EditError::Stale)
}

/// Who sent a draft last.
fn sender(messages: &[DraftMessage]) -> Option<String> {
    messages.iter().rev().find(|m| m.kind == "sent" || m.kind == "answered").map(|m| m.who.clone())
}

/// Names a decision's mail, so that it can be taken back.
fn mail_id(draft: Uuid, version: i64) -> String {
    Uuid::new_v5(&draft, &version.to_le_bytes()).to_string()
}

fn decided_mail(site: &Site, to: &str, row: &DraftRow, decision: &Decision, now: i64) -> QueuedMail {
    let name = &row.draft.service.name;
    let page = format!("{}/provider/listings/{}", site.base_url, row.service);
    let (subject, body) = match decision {
        Decision::Approve => (
            format!("Families can see your change: {name}"),
            format!("Thank you. The council has read what you sent about “{name}”, and families see it now.\n"),
        ),
        Decision::Part(_, why) => (
            format!("Families can see part of your change: {name}"),
            format!(
                "Thank you. Families see part of what you sent about “{name}” now. The rest has come back to you, because:\n\n{why}\n\nPut it right and send it again:\n\n{page}\n"
            ),
        ),
        Decision::Return(why) => (
            format!("Please look again: {name}"),
            format!(
                "Thank you for what you sent about “{name}”. The council has sent it back to you, because:\n\n{why}\n\nNothing you wrote is lost. Put it right and send it again:\n\n{page}\n"
            ),
        ),
        Decision::Ask(what) => (
            format!("A question about {name}"),
            format!(
                "Thank you for what you sent about “{name}”. The council asks:\n\n{what}\n\nAnswer here:\n\n{page}\n"
            ),
        ),
    };
    let body = format!("{body}\n{}\n", site.name);
    QueuedMail { id: mail_id(row.id, row.version + 1), recipient: to.to_owned(), subject, body, created: now, tries: 0 }
}

/// What was decided within ten minutes and can still be taken back, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn decided_lately(store: &Store, now: i64) -> Result<Vec<(DraftRow, DraftMessage)>, StoreError> {
    let decided = store.decided_since(now - UNDO_SECONDS).await?.into_iter().filter_map(|one| {
        let last = one.last.filter(|last| can_be_undone(&one.row, last, one.is_open_again, one.newest, now))?;
        Some((one.row, last))
    });
    Ok(decided.collect())
}

/// Whether a decision, the last thing that was said about a draft, was made within ten minutes with nothing after it. Given
/// are whether the listing has an open draft, and when its newest version was made and whether that was taken back.
fn can_be_undone(row: &DraftRow, last: &DraftMessage, is_open: bool, newest: Option<(i64, bool)>, now: i64) -> bool {
    let decided = matches!(last.kind.as_str(), "approved" | "part" | "returned" | "asked");
    // What came after the decision was saved at another moment, or is another draft, or another version for families.
    if !decided || row.version != last.version || now - last.at > UNDO_SECONDS {
        return false;
    }
    if last.kind == "approved" && is_open {
        return false;
    }
    !matches!(last.kind.as_str(), "approved" | "part")
        || newest.is_some_and(|(at, is_undone)| at == last.at && !is_undone)
}

/// Takes a decision back: within ten minutes, and only when nothing came after it.
///
/// # Errors
/// Stale when it is too late or something came after.
pub async fn undo(store: &Store, actor: &Actor, draft: Uuid, version: i64) -> Result<(), EditError> {
    let row = store.draft(draft).await?.filter(|r| r.version == version).ok_or(EditError::Stale)?;
    let messages = store.draft_messages(draft).await?;
    let last = messages.last().cloned().ok_or(EditError::Stale)?;
    let revisions = store.revisions(row.service).await?;
    let newest = revisions.last().map(|r| (r.at, r.undone));
    let is_open = store.open_draft(row.service).await?.is_some();
    if !can_be_undone(&row, &last, is_open, newest, actor.now) {
        return Err(EditError::Stale);
    }
    let sent = messages.iter().rev().find(|m| m.kind == "sent").map_or(last.at, |m| m.at);
    let published = store.service_now(row.service).await?;
    let mut after = row.draft.clone();
    let mut publish = None;
    if matches!(last.kind.as_str(), "approved" | "part") {
        let made = revisions.last().filter(|r| r.at == last.at && !r.undone).ok_or(EditError::Stale)?;
        let before = revisions.iter().rev().find(|r| r.number < made.number && !r.undone);
        let (now, expects) = published.clone().ok_or(EditError::Gone)?;
        let mut service = before.map_or(now.clone(), |r| r.service.clone());
        service.slug.clone_from(&now.slug);
        if last.kind == "part" {
            // The whole change waits again, as it was sent.
            let sent = merged(&row.draft, Some(&now), None);
            after = Draft { base: before.map(|r| r.service.clone()), service: sent, ..row.draft.clone() };
        }
        publish = Some(Publication {
            service,
            expects: Some(expects),
            kind: "undo",
            side: "council",
            note: String::new(),
            takes_back: Some(made.number),
            gone: before.is_none(),
        });
    }
    let loaded = Loaded { id: row.service, organization: row.organization, published, draft: Some(row.clone()) };
    let deed = Deed {
        draft: Some(moved(&loaded, after, DraftState::Sent, sent)),
        publish,
        message: Some(("undone", String::new())),
        take_back: Some(mail_id(draft, version)),
        what: ("took a decision back".to_owned(), row.draft.service.name.clone()),
        ..deed(actor)
    };
    store.carry_out(&deed).await?.map(drop).ok_or(EditError::Stale)
}
