//! What a button does: each is one deed of the store, and says plainly when somebody else was faster.

mod deciding;
mod publishing;
mod save;
mod sending;

pub use deciding::{Decision, Site, UNDO_SECONDS, decide, decided_lately, undo};
pub use publishing::{end_what_has_ended, publish, roll_back};
pub use save::{Opened, Saved, save};
pub use sending::{discard, send, start_new, take_back};

use super::{Step, Values, form, merged};
use crate::domain::{Draft, DraftState, Service};
use crate::store::{Deed, DraftMove, DraftRow, Store, StoreError};
use uuid::Uuid;

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
