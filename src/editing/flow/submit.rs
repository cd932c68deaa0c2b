//! A draft on its way: begun, sent to the council, taken back.

use super::{Actor, EditError, LoadedDraft, edit, load, moved};
use crate::area::Area;
use crate::domain::{Draft, DraftState, MessageKind, Organization, Service};
use crate::editing::changes;
use crate::store::{DraftRow, EditTransaction, Store};
use uuid::Uuid;

/// Begins a new listing of an organisation. Answers its id.
///
/// # Errors
/// When the database refuses.
pub async fn start_new(store: &Store, actor: &Actor, organization: Organization) -> Result<Uuid, EditError> {
    begin(store, actor, organization, None).await
}

/// Keeps an organisation that is proposed, and begins its first listing: both or neither. The account belongs to it from
/// then on; staff propose for others and name none. Answers the listing's id.
///
/// # Errors
/// When the database refuses.
pub async fn propose(
    store: &Store,
    actor: &Actor,
    organization: Organization,
    account: Option<Uuid>,
) -> Result<Uuid, EditError> {
    let proposes = (organization.clone(), account);
    begin(store, actor, organization, Some(proposes)).await
}

async fn begin(
    store: &Store,
    actor: &Actor,
    organization: Organization,
    proposes: Option<(Organization, Option<Uuid>)>,
) -> Result<Uuid, EditError> {
    let id = Uuid::new_v4();
    let name = organization.name.clone();
    let loaded = LoadedDraft {
        id,
        organization: organization.id,
        side: actor.side(),
        published: None,
        draft: None,
        other: None,
    };
    let draft = Draft {
        base: None,
        service: Service::blank(id, organization),
        typed: [].into(),
        pages: [].into(),
        done: [].into(),
    };
    let edit = EditTransaction {
        proposes,
        draft: Some(moved(&loaded, draft, DraftState::Writing, 0)),
        what: ("began a new listing".to_owned(), name),
        ..edit(actor)
    };
    store.commit(&edit).await?.map(|_| id).ok_or(EditError::Stale)
}

/// Moves an open draft on, with something said about it.
pub(super) async fn step_on(
    store: &Store,
    actor: &Actor,
    loaded: &LoadedDraft,
    (state, sent): (DraftState, i64),
    message: (MessageKind, String),
    what: &str,
) -> Result<(), EditError> {
    let Some(row) = &loaded.draft else { return Err(EditError::Stale) };
    let name = row.draft.service.name.clone();
    let edit = EditTransaction {
        draft: Some(moved(loaded, row.draft.clone(), state, sent)),
        message: Some(message),
        what: (what.to_owned(), name),
        ..edit(actor)
    };
    store.commit(&edit).await?.map(drop).ok_or(EditError::Stale)
}

/// Sends a draft to the council, with a word to them. The version is the one that was shown.
///
/// # Errors
/// Not ready while a step has mistakes; nothing new when it says what families see already; stale when it is another.
pub async fn send(
    store: &Store,
    area: &Area,
    actor: &Actor,
    id: Uuid,
    version: i64,
    note: String,
) -> Result<(), EditError> {
    let loaded = load(store, id, actor.side()).await?;
    let row = ready(&loaded, area, version)?;
    // A question that is answered keeps its place in the queue.
    let sent = if row.sent > 0 { row.sent } else { actor.now };
    let message = if row.state == DraftState::Asked { MessageKind::Answered } else { MessageKind::Sent };
    step_on(store, actor, &loaded, (DraftState::Sent, sent), (message, note), "sent a change").await
}

/// A draft that can be sent or published: as it was shown, without mistakes, and different from what families see.
pub(super) fn ready<'a>(loaded: &'a LoadedDraft, area: &Area, version: i64) -> Result<&'a DraftRow, EditError> {
    let row = loaded.draft.as_ref().filter(|d| d.version == version).ok_or(EditError::Stale)?;
    if row.state == DraftState::Sent {
        return Err(EditError::Stale);
    }
    let not_ready = loaded.not_ready();
    if !not_ready.is_empty() {
        return Err(EditError::NotReady(not_ready));
    }
    let (Some(after), before) = (loaded.merged(), loaded.published.as_ref().map(|(s, _)| s)) else {
        return Err(EditError::Gone);
    };
    if changes(before, &after, area).is_empty() {
        return Err(EditError::NothingNew);
    }
    Ok(row)
}

/// Takes a draft back from the council to write in it again.
///
/// # Errors
/// Stale when it is decided already.
pub async fn take_back(store: &Store, actor: &Actor, id: Uuid) -> Result<(), EditError> {
    let loaded = load(store, id, actor.side()).await?;
    if !loaded.is_waiting() {
        return Err(EditError::Stale);
    }
    let message = (MessageKind::TakenBack, String::new());
    step_on(store, actor, &loaded, (DraftState::Writing, 0), message, "took a change back").await
}
