//! Who may do what behind the sign-in.

use serde::{Deserialize, Serialize};

/// What somebody who signs in is to the local offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Keeps the listings of their own organisations.
    Provider,
    /// Reads changes before families do, for the council.
    Reviewer,
    /// Changes any listing, for the council.
    Editor,
    /// Does all of it, and looks after accounts.
    Admin,
}

impl Role {
    /// All of them.
    pub const ALL: [Role; 4] = [Role::Provider, Role::Reviewer, Role::Editor, Role::Admin];

    /// The word for it, in commands and in the database.
    pub fn word(self) -> &'static str {
        match self {
            Role::Provider => "provider",
            Role::Reviewer => "reviewer",
            Role::Editor => "editor",
            Role::Admin => "admin",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.word() == word)
    }

    /// Whether they work for the council: then a second factor is needed, and a session is short.
    pub fn is_council(self) -> bool {
        self != Role::Provider
    }

    /// Where they begin.
    pub fn home(self) -> &'static str {
        if self.is_council() { "/council" } else { "/provider" }
    }

    /// How long a session may rest, in minutes, and how long it may last in all: a working day's habits for the
    /// council (30 minutes, 12 hours), a volunteer's for providers (12 hours, 30 days).
    pub fn session_minutes(self) -> (i64, i64) {
        if self.is_council() { (30, 12 * 60) } else { (12 * 60, 30 * 24 * 60) }
    }
}
