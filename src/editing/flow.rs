//! What a button does: each is one deed of the store, and says plainly when somebody else was faster.

use super::{Field, Step, Values, Wrong, began, changes, form, merged};
use crate::area::Area;
use crate::domain::clock::day;
use crate::domain::{Checked, CheckedBy, Draft, DraftState, Organization, Service, Status};
use crate::store::{Deed, Done, DraftMessage, DraftMove, DraftRow, Publication, QueuedMail, Store, StoreError};
use jiff::civil::Date;
use uuid::Uuid;

/// A decision can be taken back for so many seconds; its mail waits as long.
pub const UNDO_SECONDS: i64 = 10 * 60;
/// The most letters that are kept of a step with mistakes. What is longer stays on the page alone.
const MOST_TYPED: usize = 100_000;
/// How often a deed is tried again when somebody else was faster at something else.
const TRIES: usize = 8;

/// Who does something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Their mail address.
    pub email: String,
    /// Whether they work for the council.
    pub council: bool,
    /// Now, in seconds since 1970.
    pub now: i64,
}

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The database did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such listing or draft.
    #[error("there is no such listing")]
    Gone,
    /// It is another by now: somebody else was faster, or it has been decided.
    #[error("somebody else was faster")]
    Stale,
    /// Steps that must be put right first.
    #[error("some steps must be put right first")]
    NotReady(Vec<Step>),
    /// Nothing is different.
    #[error("nothing is different")]
    NothingNew,
}

/// A listing with what is being made of it.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Its id.
    pub id: Uuid,
    /// Whose it is; nil where nobody runs it by name.
    pub organization: Uuid,
    /// As families see it, with its change number; none when it is new.
    pub published: Option<(Service, u64)>,
    /// The open draft.
    pub draft: Option<DraftRow>,
}

impl Loaded {
    /// As it is to be: the draft, or what families see.
    pub fn service(&self) -> Option<&Service> {
        self.draft.as_ref().map(|d| &d.draft.service).or(self.published.as_ref().map(|(s, _)| s))
    }

    /// What stands in the fields of a step: what was typed there with a mistake, or what is saved.
    pub fn values(&self, step: Step) -> Values {
        let typed = self.draft.as_ref().and_then(|d| d.draft.typed.get(step.word()));
        match (typed, self.service()) {
            (Some(typed), _) => Values(typed.clone()),
            (None, Some(service)) => form::show(step, service),
            (None, None) => Values::default(),
        }
    }

    /// Whether it waits for the council, so that nobody writes in it.
    pub fn is_waiting(&self) -> bool {
        self.draft.as_ref().is_some_and(|d| d.state.is_waiting())
    }

    /// As it would be with the draft published now.
    pub fn merged(&self) -> Option<Service> {
        let now = self.published.as_ref().map(|(s, _)| s);
        self.draft.as_ref().map(|d| merged(&d.draft, now, None)).or(now.cloned())
    }

    /// Steps with mistakes, and those without which families could not find it.
    pub fn not_ready(&self) -> Vec<Step> {
        let Some(row) = &self.draft else { return Vec::new() };
        let service = &row.draft.service;
        let bare = service.name.is_empty() || service.summary.is_empty() || service.categories.is_empty();
        let wrong = |step: &Step| row.draft.typed.contains_key(step.word()) || (*step == Step::What && bare);
        Step::ALL.into_iter().filter(wrong).collect()
    }
}

/// A listing by its id, or one that is only a draft yet.
///
/// # Errors
/// Gone when there is neither.
pub async fn load(store: &Store, id: Uuid) -> Result<Loaded, EditError> {
    let published = store.service_now(id).await?;
    let draft = store.open_draft(id).await?;
    let of = |service: &Service| service.organization.as_ref().map_or(Uuid::nil(), |o| o.id);
    let organization = match (&published, &draft) {
        (Some((service, _)), _) => of(service),
        (None, Some(draft)) => draft.organization,
        (None, None) => return Err(EditError::Gone),
    };
    Ok(Loaded { id, organization, published, draft })
}

/// What became of a step that was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is kept. What is wrong with it is named; it is kept all the same, unless it was too long.
    Kept(Vec<Wrong>),
    /// Somebody else changed this step since the form was opened. Nothing was written.
    Conflict {
        /// What stands there now.
        theirs: Values,
        /// Who saved last.
        by: String,
        /// When.
        at: i64,
    },
    /// It was sent to the council meanwhile. Nothing was written.
    Waiting,
}

/// Saves a step as it was typed. `opened` is what the form began from.
///
/// # Errors
/// When the database refuses, or there is no such listing.
pub async fn save(
    store: &Store,
    area: &Area,
    actor: &Actor,
    id: Uuid,
    step: Step,
    values: &Values,
    opened: &str,
) -> Result<Saved, EditError> {
    for _ in 0..TRIES {
        let loaded = load(store, id).await?;
        if loaded.is_waiting() {
            return Ok(Saved::Waiting);
        }
        let now = loaded.values(step);
        let same = now.says_the_same(values);
        if began(&now) != opened && !same {
            let (by, at) = loaded.draft.as_ref().map_or((String::new(), 0), |d| (d.saved_by.clone(), d.saved));
            return Ok(Saved::Conflict { theirs: now, by, at });
        }
        let Some(service) = loaded.service() else { return Err(EditError::Gone) };
        let mut after = service.clone();
        let mut wrong = form::read(step, values, area, day(actor.now), &mut after);
        if step == Step::Where {
            wrong.extend(places(store, area, &mut after).await?);
        }
        let fresh = || Draft { base: loaded.published.as_ref().map(|(s, _)| s.clone()), service: service.clone(), typed: [].into(), done: [].into() };
        let mut draft = loaded.draft.as_ref().map_or_else(fresh, |d| d.draft.clone());
        if wrong.is_empty() {
            draft.typed.remove(step.word());
            draft.done.insert(step.word().to_owned());
            draft.service = after;
        } else if values.0.iter().map(|(n, v)| n.len() + v.len()).sum::<usize>() <= MOST_TYPED {
            draft.typed.insert(step.word().to_owned(), values.0.clone());
        } else {
            return Ok(Saved::Kept(wrong));
        }
        let untouched = match &loaded.draft {
            // Looking at a step and going on begins no draft.
            None => wrong.is_empty() && draft.service == *service,
            Some(row) => row.draft == draft,
        };
        if untouched {
            return Ok(Saved::Kept(wrong));
        }
        let state = loaded.draft.as_ref().map_or(DraftState::Writing, |d| d.state);
        let deed = Deed {
            draft: Some(moved(&loaded, draft, state, 0)),
            what: begun(&loaded),
            ..deed(actor)
        };
        if store.carry_out(&deed).await?.is_some() {
            return Ok(Saved::Kept(wrong));
        }
    }
    Err(EditError::Stale)
}

fn begun(loaded: &Loaded) -> (String, String) {
    match (&loaded.draft, loaded.service()) {
        (None, Some(service)) => ("began to change".to_owned(), service.slug.clone()),
        _ => (String::new(), String::new()),
    }
}

/// Where postcodes are known, points and districts come from them. A district that is not the postcode's is said.
async fn places(store: &Store, area: &Area, service: &mut Service) -> Result<Vec<Wrong>, StoreError> {
    let mut wrong = Vec::new();
    for (n, place) in (1..).zip(&mut service.locations) {
        let Some(code) = &place.postcode else { continue };
        let Some(row) = store.postcode(code).await? else { continue };
        place.point = Some(row.point);
        let district = row.district_code.as_deref().and_then(|c| area.district_by_code(c));
        match (district, place.district.as_deref()) {
            (Some(known), None) => place.district = Some(known.slug.clone()),
            (Some(known), Some(said)) if known.slug != said => wrong.push(Wrong::new(
                format!("venue-{n}-district"),
                format!("{code} is in {}. Choose that, or put the postcode right", known.name),
            )),
            _ => {}
        }
    }
    Ok(wrong)
}

fn deed(actor: &Actor) -> Deed {
    Deed { who: actor.email.clone(), at: actor.now, ..Deed::default() }
}

fn moved(loaded: &Loaded, draft: Draft, state: DraftState, sent: i64) -> DraftMove {
    DraftMove {
        id: loaded.draft.as_ref().map_or_else(Uuid::new_v4, |d| d.id),
        service: loaded.id,
        organization: loaded.organization,
        from: loaded.draft.as_ref().map(|d| d.version),
        state,
        draft,
        sent,
    }
}

/// Begins a new listing of an organisation. Answers its id.
///
/// # Errors
/// When the database refuses.
pub async fn start_new(store: &Store, actor: &Actor, organization: Organization) -> Result<Uuid, EditError> {
    let id = Uuid::new_v4();
    let name = organization.name.clone();
    let loaded = Loaded { id, organization: organization.id, published: None, draft: None };
    let draft = Draft { base: None, service: Service::blank(id, organization), typed: [].into(), done: [].into() };
    let deed = Deed {
        draft: Some(moved(&loaded, draft, DraftState::Writing, 0)),
        what: ("began a new listing".to_owned(), name),
        ..deed(actor)
    };
    store.carry_out(&deed).await?.map(|_| id).ok_or(EditError::Stale)
}

/// Moves an open draft on, with something said about it.
async fn step_on(
    store: &Store,
    actor: &Actor,
    loaded: &Loaded,
    (state, sent): (DraftState, i64),
    message: (&'static str, String),
    what: &str,
) -> Result<(), EditError> {
    let Some(row) = &loaded.draft else { return Err(EditError::Stale) };
    let name = row.draft.service.name.clone();
    let deed = Deed {
        draft: Some(moved(loaded, row.draft.clone(), state, sent)),
        message: Some(message),
        what: (what.to_owned(), name),
        ..deed(actor)
    };
    store.carry_out(&deed).await?.map(drop).ok_or(EditError::Stale)
}

/// Sends a draft to the council, with a word to them. The version is the one that was shown.
///
/// # Errors
/// Not ready while a step has mistakes; nothing new when it says what families see already; stale when it is another.
pub async fn send(store: &Store, area: &Area, actor: &Actor, id: Uuid, version: i64, note: String) -> Result<(), EditError> {
    let loaded = load(store, id).await?;
    let row = ready(&loaded, area, version)?;
    // A question that is answered keeps its place in the queue.
    let sent = if row.sent > 0 { row.sent } else { actor.now };
    let message = if row.state == DraftState::Asked { "answered" } else { "sent" };
    step_on(store, actor, &loaded, (DraftState::Sent, sent), (message, note), "sent a change").await
}

fn ready<'a>(loaded: &'a Loaded, area: &Area, version: i64) -> Result<&'a DraftRow, EditError> {
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
    let loaded = load(store, id).await?;
    if !loaded.is_waiting() {
        return Err(EditError::Stale);
    }
    let message = ("taken back", String::new());
    step_on(store, actor, &loaded, (DraftState::Writing, 0), message, "took a change back").await
}

/// Throws a draft away. Families see what they saw.
///
/// # Errors
/// Stale when it is decided already.
pub async fn discard(store: &Store, actor: &Actor, id: Uuid) -> Result<(), EditError> {
    let loaded = load(store, id).await?;
    if loaded.is_waiting() {
        return Err(EditError::Stale);
    }
    let message = ("thrown away", String::new());
    step_on(store, actor, &loaded, (DraftState::Dropped, 0), message, "threw a change away").await
}

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

fn publication(loaded: &Loaded, only: Option<&[Field]>, row: &DraftRow, actor: &Actor, by: CheckedBy) -> Publication {
    let now = loaded.published.as_ref().map(|(s, _)| s);
    let mut service = merged(&row.draft, now, only);
    // Whoever sends says that all of it is right that day.
    let checked = if row.sent > 0 { row.sent } else { actor.now };
    service.checked = Some(Checked { on: day(checked), by });
    service.modified = Some(day(actor.now));
    Publication {
        service,
        expects: loaded.published.as_ref().map(|(_, n)| *n),
        kind: if only.is_some() { "part" } else { "edit" },
        side: if by == CheckedBy::Provider { "provider" } else { "council" },
        note: String::new(),
        takes_back: None,
        gone: false,
    }
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
            format!("Thank you. Families see part of what you sent about “{name}” now. The rest has come back to you, because:\n\n{why}\n\nPut it right and send it again:\n\n{page}\n"),
        ),
        Decision::Return(why) => (
            format!("Please look again: {name}"),
            format!("Thank you for what you sent about “{name}”. The council has sent it back to you, because:\n\n{why}\n\nNothing you wrote is lost. Put it right and send it again:\n\n{page}\n"),
        ),
        Decision::Ask(what) => (
            format!("A question about {name}"),
            format!("Thank you for what you sent about “{name}”. The council asks:\n\n{what}\n\nAnswer here:\n\n{page}\n"),
        ),
    };
    let body = format!("{body}\n{}\n", site.name);
    QueuedMail { id: mail_id(row.id, row.version + 1), recipient: to.to_owned(), subject, body, created: now, tries: 0 }
}

/// Takes a decision back: within ten minutes, and only when nothing came after it.
///
/// # Errors
/// Stale when it is too late or something came after.
pub async fn undo(store: &Store, actor: &Actor, draft: Uuid, version: i64) -> Result<(), EditError> {
    let row = store.draft(draft).await?.ok_or(EditError::Gone)?;
    let messages = store.draft_messages(draft).await?;
    let last = messages.last().ok_or(EditError::Stale)?;
    let decided = matches!(last.kind.as_str(), "approved" | "part" | "returned" | "asked");
    // What came after the decision made another version, or another moment.
    if !decided || row.version != version || row.saved != last.at || actor.now - last.at > UNDO_SECONDS {
        return Err(EditError::Stale);
    }
    let sent = messages.iter().rev().find(|m| m.kind == "sent").map_or(last.at, |m| m.at);
    let published = store.service_now(row.service).await?;
    let mut after = row.draft.clone();
    let mut publish = None;
    if matches!(last.kind.as_str(), "approved" | "part") {
        let revisions = store.revisions(row.service).await?;
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

/// Publishes a draft of the council's own, as it was shown.
///
/// # Errors
/// As [`send`].
pub async fn publish(
    store: &Store,
    area: &Area,
    actor: &Actor,
    id: Uuid,
    version: i64,
    note: String,
) -> Result<Done, EditError> {
    let loaded = load(store, id).await?;
    let row = ready(&loaded, area, version)?;
    let mut publish = publication(&loaded, None, row, actor, CheckedBy::Council);
    publish.service.checked = Some(Checked { on: day(actor.now), by: CheckedBy::Council });
    publish.note.clone_from(&note);
    let deed = Deed {
        draft: Some(moved(&loaded, row.draft.clone(), DraftState::Published, 0)),
        publish: Some(publish),
        message: Some(("published", note)),
        what: ("published a change".to_owned(), row.draft.service.name.clone()),
        ..deed(actor)
    };
    store.carry_out(&deed).await?.ok_or(EditError::Stale)
}

/// Puts back what families saw before, as it was at a revision.
///
/// # Errors
/// Gone when there is no such revision; nothing new when it says the same; stale when somebody was faster.
pub async fn roll_back(
    store: &Store,
    area: &Area,
    actor: &Actor,
    service: Uuid,
    number: i64,
    note: String,
) -> Result<Done, EditError> {
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
    let publish = Publication {
        service: after,
        expects: Some(expects),
        kind: "roll-back",
        side: "council",
        note,
        takes_back: None,
        gone: false,
    };
    let deed = Deed { publish: Some(publish), what: ("put back an earlier version".to_owned(), name), ..deed(actor) };
    store.carry_out(&deed).await?.ok_or(EditError::Stale)
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
            kind: "ended",
            side: "source",
            note: String::new(),
            takes_back: None,
            gone: false,
        };
        let actor = Actor { email: "this site".to_owned(), council: false, now };
        let deed = Deed { publish: Some(publish), what: ("ended a service".to_owned(), name), ..deed(&actor) };
        ended += usize::from(store.carry_out(&deed).await?.is_some());
    }
    Ok(ended)
}
