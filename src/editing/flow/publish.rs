//! What families see from now on: a change of the council's own, an earlier version, the end of a service.

use super::mail::{CouncilChange, MailSite, changed_mail};
use super::submit::ready;
use super::{Actor, EditError, LoadedDraft, edit, load, moved};
use crate::area::Area;
use crate::domain::clock::day;
use crate::domain::{Checked, CheckedBy, DraftState, MessageKind, RevisionKind, RevisionSide, Service, Status};
use crate::editing::{Field, changes, merged};
use crate::store::{Committed, DraftRow, EditTransaction, Publication, QueuedMail, Store, StoreError};
use jiff::civil::Date;
use uuid::Uuid;

/// What a draft makes of its listing, to be seen by families.
pub(super) fn publication(
    loaded: &LoadedDraft,
    only: Option<&[Field]>,
    row: &DraftRow,
    actor: &Actor,
    by: CheckedBy,
) -> Publication {
    let now = loaded.published.as_ref().map(|(s, _)| s);
    let mut service = merged(&row.draft, now, only);
    // Whoever sends says that all of it is right that day. Who said so later is not written over.
    let checked = if row.sent > 0 { row.sent } else { actor.now };
    service.checked = Checked::newer(service.checked, Some(Checked { on: day(checked), by }));
    service.modified = Some(day(actor.now));
    Publication {
        service,
        expects: loaded.published.as_ref().map(|(_, n)| *n),
        kind: if only.is_some() { RevisionKind::Part } else { RevisionKind::Edit },
        side: if by == CheckedBy::Provider { RevisionSide::Provider } else { RevisionSide::Council },
        note: String::new(),
        takes_back: None,
        gone: false,
    }
}

/// Mail to everybody who keeps a listing that the council changes. A listing that nobody keeps tells nobody.
async fn owners_mail(
    store: &Store,
    actor: &Actor,
    site: &MailSite,
    change: &CouncilChange<'_>,
) -> Result<Vec<(QueuedMail, i64)>, StoreError> {
    let Some(organization) = &change.after.organization else { return Ok(Vec::new()) };
    let emails = store.emails_of_organization(organization.id).await?;
    Ok(emails.iter().map(|to| (changed_mail(site, to, change, actor.now), actor.now)).collect())
}

/// Publishes a draft of the council's own, as it was shown, and tells those who keep the listing.
///
/// # Errors
/// As [`send`].
pub async fn publish(
    store: &Store,
    area: &Area,
    actor: &Actor,
    site: &MailSite,
    id: Uuid,
    version: i64,
    note: String,
) -> Result<Committed, EditError> {
    let loaded = load(store, id, actor.side()).await?;
    let row = ready(&loaded, area, version)?;
    let mut publish = publication(&loaded, None, row, actor, CheckedBy::Council);
    publish.service.checked = Some(Checked { on: day(actor.now), by: CheckedBy::Council });
    publish.note.clone_from(&note);
    let before = loaded.published.as_ref().map(|(s, _)| s);
    let mail = owners_mail(store, actor, site, &told(area, before, &publish.service, &note)).await?;
    let edit = EditTransaction {
        draft: Some(moved(&loaded, row.draft.clone(), DraftState::Published, 0)),
        publish: Some(publish),
        message: Some((MessageKind::Published, note)),
        mail,
        what: ("published a change".to_owned(), row.draft.service.name.clone()),
        ..edit(actor)
    };
    store.commit(&edit).await?.ok_or(EditError::Stale)
}

fn told<'a>(area: &'a Area, before: Option<&'a Service>, after: &'a Service, note: &'a str) -> CouncilChange<'a> {
    CouncilChange { area, before, after, slug: before.map(|b| b.slug.as_str()).unwrap_or_default(), note }
}

/// Puts back what families saw before, as it was at a revision, and tells those who keep the listing.
///
/// # Errors
/// Gone when there is no such revision; nothing new when it says the same; stale when somebody was faster.
pub async fn roll_back(
    store: &Store,
    area: &Area,
    actor: &Actor,
    site: &MailSite,
    service: Uuid,
    number: i64,
    note: String,
) -> Result<Committed, EditError> {
    let (now, expects) = store.service_now(service).await?.ok_or(EditError::Gone)?;
    let revisions = store.revisions(service).await?;
    let then = revisions.into_iter().find(|r| r.number == number).ok_or(EditError::Gone)?.service;
    let mut after = now.clone();
    Field::ALL.into_iter().for_each(|f| f.copy(&then, &mut after));
    if changes(Some(&now), &after, area).is_empty() {
        return Err(EditError::NothingNew);
    }
    after.modified = Some(day(actor.now));
    let name = after.name.clone();
    let mail = owners_mail(store, actor, site, &told(area, Some(&now), &after, &note)).await?;
    let publish = Publication {
        service: after,
        expects: Some(expects),
        kind: RevisionKind::RollBack,
        side: RevisionSide::Council,
        note,
        takes_back: None,
        gone: false,
    };
    let what = ("put back an earlier version".to_owned(), name);
    let edit = EditTransaction { publish: Some(publish), mail, what, ..edit(actor) };
    store.commit(&edit).await?.ok_or(EditError::Stale)
}

/// Says of services whose last day has passed that they have ended. Answers how many.
///
/// # Errors
/// When the database does not answer. What somebody changed meanwhile is left for the next time.
pub async fn end_what_has_ended(store: &Store, today: Date, now: i64) -> Result<usize, EditError> {
    let mut ended = 0;
    for (mut service, expects) in store.closing_services().await? {
        if service.ends_on.is_none_or(|day| day >= today) {
            continue;
        }
        service.status = Status::Withdrawn;
        let name = service.name.clone();
        let publish = Publication {
            service,
            expects: Some(expects),
            kind: RevisionKind::Ended,
            side: RevisionSide::Source,
            note: String::new(),
            takes_back: None,
            gone: false,
        };
        let actor = Actor { email: "this site".to_owned(), council: false, now };
        let edit =
            EditTransaction { publish: Some(publish), what: ("ended a service".to_owned(), name), ..edit(&actor) };
        ended += usize::from(store.commit(&edit).await?.is_some());
    }
    Ok(ended)
}
