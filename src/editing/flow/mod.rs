//! What a button does: each is one edit of the store, and says plainly when somebody else was faster.

mod decision;
mod discard;
mod mail;
mod publish;
mod review;
mod save;
mod submit;

pub use decision::Decision;
pub use discard::{bring_back, discard, discarded};
pub use mail::{MailSite, waiting_mail};
pub use publish::{end_what_has_ended, publish, roll_back};
pub use review::{UNDO_SECONDS, decide, decided_lately, in_force, undo};
pub use save::{Opened, SaveResult, save};
pub use submit::{propose, send, start_new, take_back};

use super::{FormStep, Values, form, merged};
use crate::area::Area;
use crate::domain::{Draft, DraftState, Service, Side};
use crate::store::{DraftRow, DraftTransition, EditTransaction, Store, StoreError};
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

impl Actor {
    /// The side they write for.
    pub fn side(&self) -> Side {
        if self.council { Side::Council } else { Side::Provider }
    }
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
    NotReady(Vec<FormStep>),
    /// Nothing is different.
    #[error("nothing is different")]
    NothingNew,
}

/// A listing with what one side is making of it.
#[derive(Clone, Debug)]
pub struct LoadedDraft {
    /// Its id.
    pub id: Uuid,
    /// Whose it is; nil where nobody runs it by name.
    pub organization: Uuid,
    /// For which side it was loaded.
    pub side: Side,
    /// As families see it, with its change number; none when it is new.
    pub published: Option<(Service, u64)>,
    /// The side's open draft.
    pub draft: Option<DraftRow>,
    /// The other side's open draft: that there is one is said, and nobody but its own side changes it.
    pub other: Option<DraftRow>,
}

impl LoadedDraft {
    /// As it is to be: the draft, or what families see.
    pub fn service(&self) -> Option<&Service> {
        self.draft.as_ref().map(|d| &d.draft.service).or(self.published.as_ref().map(|(s, _)| s))
    }

    /// What stands in the fields of a step: what was typed there with a mistake, or what is saved.
    pub fn values(&self, step: FormStep, area: &Area) -> Values {
        let typed = self.draft.as_ref().and_then(|d| d.draft.typed.get(step.word()));
        match (typed, self.service()) {
            (Some(typed), _) => Values(typed.clone()),
            (None, Some(service)) => form::show(step, service, area),
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
    pub fn not_ready(&self) -> Vec<FormStep> {
        let Some(row) = &self.draft else { return Vec::new() };
        let service = &row.draft.service;
        let bare = service.name.is_empty() || service.summary.is_empty() || service.categories.is_empty();
        let wrong = |step: &FormStep| row.draft.typed.contains_key(step.word()) || (*step == FormStep::What && bare);
        FormStep::ALL.into_iter().filter(wrong).collect()
    }
}

/// A listing by its id, or one that is only a draft of this side yet.
///
/// # Errors
/// Gone when there is neither.
pub async fn load(store: &Store, id: Uuid, side: Side) -> Result<LoadedDraft, EditError> {
    let published = store.service_now(id).await?;
    let draft = store.open_draft(id, side).await?;
    let theirs = if side == Side::Provider { Side::Council } else { Side::Provider };
    let other = store.open_draft(id, theirs).await?;
    let of = |service: &Service| service.organization.as_ref().map_or(Uuid::nil(), |o| o.id);
    let organization = match (&published, &draft) {
        (Some((service, _)), _) => of(service),
        (None, Some(draft)) => draft.organization,
        (None, None) => return Err(EditError::Gone),
    };
    Ok(LoadedDraft { id, organization, side, published, draft, other })
}

/// An edit by somebody, of nothing yet.
fn edit(actor: &Actor) -> EditTransaction {
    EditTransaction { who: actor.email.clone(), at: actor.now, ..EditTransaction::default() }
}

fn moved(loaded: &LoadedDraft, draft: Draft, state: DraftState, sent: i64) -> DraftTransition {
    DraftTransition {
        id: loaded.draft.as_ref().map_or_else(Uuid::new_v4, |d| d.id),
        service: loaded.id,
        organization: loaded.organization,
        side: loaded.side,
        from: loaded.draft.as_ref().map(|d| d.version),
        state,
        draft,
        sent,
    }
}
