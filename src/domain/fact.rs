//! A fact in four states: yes, partly, no, or not told to us. Unknown is never shown as yes.

use serde::{Deserialize, Serialize};

/// What somebody told us. What nobody told us has no `State` at all: see [`Fact`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Yes.
    Yes,
    /// In part, or only sometimes; the note says how.
    Partly,
    /// No.
    No,
}

impl State {
    /// The word families read.
    pub fn word(self) -> &'static str {
        match self {
            State::Yes => "Yes",
            State::Partly => "Partly",
            State::No => "No",
        }
    }
}

/// A told fact with its reason. A missing `Fact` means "not told to us".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What was told.
    pub state: State,
    /// Why, or how: plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
