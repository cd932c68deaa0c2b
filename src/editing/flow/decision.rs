//! What the council decides about a draft.

use crate::editing::Field;

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
