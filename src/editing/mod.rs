//! From a form to what families see: steps, what was typed, what changed, who decides, what was before.
//!
//! `form` reads and shows each step, `field` names what can change and says it in words, `change` sets before beside
//! after, `advice` helps to write plainly, `flow` does what a button says in one deed of the store. A draft holds what is
//! not yet published; nothing that was typed is lost, also when it has mistakes. It knows the domain, the area and the
//! store.

mod advice;
mod change;
mod field;
mod flow;
pub mod form;
mod history;
mod step;
mod values;

pub use advice::{advice, reading_age};
pub use change::{Clash, DiffPiece, FieldChange, changes, clashes, merged, pieces};
pub use field::Field;
pub use flow::{
    Actor, Decision, EditError, LoadedDraft, MailSite, Opened, SaveResult, UNDO_SECONDS, bring_back, decide,
    decided_lately, discard, discarded, end_what_has_ended, in_force, load, propose, publish, roll_back, save, send,
    start_new, take_back, undo, waiting_mail,
};
pub use history::{HistoryEntry, entries};
pub use step::FormStep;
pub use values::{Values, Wrong, began};
