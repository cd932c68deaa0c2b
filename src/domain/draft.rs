//! A listing while it is being changed: what it was, what it is to be, and what was typed and not yet understood.

use super::{Role, Service};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A change of a listing, or a new one, that families do not see yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The listing as it was when this was begun; none for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Service>,
    /// The listing as it is to be.
    pub service: Service,
    /// By the word of a step: what was typed there and has a mistake, so that nothing is lost.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub typed: BTreeMap<String, Vec<(String, String)>>,
    /// By the word of a step: the opened page that saved it last. A page never clashes with what it saved itself.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub pages: BTreeMap<String, String>,
    /// The words of the steps that were saved.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub done: BTreeSet<String>,
}

/// Whose draft it is. Each side of a listing has a draft of its own, and neither can throw the other's away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The people who run the service.
    Provider,
    /// Council staff, all of them together.
    Council,
}

impl Side {
    /// Both.
    pub const ALL: [Side; 2] = [Side::Provider, Side::Council];

    /// The side that somebody of a role writes for.
    pub fn of(role: Role) -> Self {
        if role.is_council() { Side::Council } else { Side::Provider }
    }

    /// The word for it in the database.
    pub fn word(self) -> &'static str {
        match self {
            Side::Provider => "provider",
            Side::Council => "council",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.word() == word)
    }
}

/// How far a draft has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DraftState {
    /// It is being written.
    Writing,
    /// It waits for the council.
    Sent,
    /// The council sent it back.
    Returned,
    /// The council has a question about it; it is still waiting.
    Asked,
    /// Families see it.
    Published,
    /// It was thrown away.
    Dropped,
}

impl DraftState {
    /// All of them.
    pub const ALL: [DraftState; 6] = [
        DraftState::Writing,
        DraftState::Sent,
        DraftState::Returned,
        DraftState::Asked,
        DraftState::Published,
        DraftState::Dropped,
    ];

    /// The word for it in the database.
    pub fn word(self) -> &'static str {
        match self {
            DraftState::Writing => "writing",
            DraftState::Sent => "sent",
            DraftState::Returned => "returned",
            DraftState::Asked => "asked",
            DraftState::Published => "published",
            DraftState::Dropped => "dropped",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.word() == word)
    }

    /// Whether it is still to be decided: each side of a listing has at most one such draft.
    pub fn is_open(self) -> bool {
        !matches!(self, DraftState::Published | DraftState::Dropped)
    }

    /// Whether the council can decide about it.
    pub fn is_waiting(self) -> bool {
        matches!(self, DraftState::Sent | DraftState::Asked)
    }
}

/// What was done with a draft, as its messages say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageKind {
    /// It was sent to the council.
    Sent,
    /// A question of the council was answered, and it was sent again.
    Answered,
    /// The council approved all of it.
    Approved,
    /// The council approved part of it, and the rest went back.
    Part,
    /// The council sent it back.
    Returned,
    /// The council asked a question.
    Asked,
    /// The council took its decision back.
    Undone,
    /// Its own side took it back from the council, to write in it again.
    TakenBack,
    /// The council published a draft of its own.
    Published,
    /// Its own side threw it away.
    ThrownAway,
    /// Its own side brought it back.
    BroughtBack,
}

impl MessageKind {
    /// All of them.
    pub const ALL: [MessageKind; 11] = [
        MessageKind::Sent,
        MessageKind::Answered,
        MessageKind::Approved,
        MessageKind::Part,
        MessageKind::Returned,
        MessageKind::Asked,
        MessageKind::Undone,
        MessageKind::TakenBack,
        MessageKind::Published,
        MessageKind::ThrownAway,
        MessageKind::BroughtBack,
    ];

    /// The word for it in the database.
    pub fn word(self) -> &'static str {
        match self {
            MessageKind::Sent => "sent",
            MessageKind::Answered => "answered",
            MessageKind::Approved => "approved",
            MessageKind::Part => "part",
            MessageKind::Returned => "returned",
            MessageKind::Asked => "asked",
            MessageKind::Undone => "undone",
            MessageKind::TakenBack => "taken back",
            MessageKind::Published => "published",
            MessageKind::ThrownAway => "thrown away",
            MessageKind::BroughtBack => "brought back",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.word() == word)
    }

    /// Whether it put the draft before the council.
    pub fn is_sent(self) -> bool {
        matches!(self, MessageKind::Sent | MessageKind::Answered)
    }

    /// Whether it is a decision of the council about a draft that waited.
    pub fn is_decision(self) -> bool {
        matches!(self, MessageKind::Approved | MessageKind::Part | MessageKind::Returned | MessageKind::Asked)
    }

    /// Whether it is a decision after which families see another listing.
    pub fn is_approval(self) -> bool {
        matches!(self, MessageKind::Approved | MessageKind::Part)
    }
}
