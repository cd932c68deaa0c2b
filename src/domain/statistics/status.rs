//! Whether a way to help is open, and what was said when.

use super::{Provenance, StatisticsSource};
use jiff::civil::Date;

/// Whether a pathway takes anybody new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathwayStatus {
    /// It does.
    Open,
    /// Not for now.
    Paused,
    /// It is about to end.
    Closing,
    /// Somebody else has taken it over.
    NewProvider,
    /// Nobody has told us.
    NotKnown,
}

impl PathwayStatus {
    /// All of them.
    pub const ALL: [PathwayStatus; 5] = [
        PathwayStatus::Open,
        PathwayStatus::Paused,
        PathwayStatus::Closing,
        PathwayStatus::NewProvider,
        PathwayStatus::NotKnown,
    ];

    /// What stands in files.
    pub fn value(self) -> &'static str {
        match self {
            PathwayStatus::Open => "open",
            PathwayStatus::Paused => "paused",
            PathwayStatus::Closing => "closing",
            PathwayStatus::NewProvider => "new-provider",
            PathwayStatus::NotKnown => "not-known",
        }
    }

    /// Reads it.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.value() == text)
    }

    /// What families read.
    pub fn words(self) -> &'static str {
        match self {
            PathwayStatus::Open => "Open",
            PathwayStatus::Paused => "Paused: takes nobody new now",
            PathwayStatus::Closing => "Closing",
            PathwayStatus::NewProvider => "Run by somebody new",
            PathwayStatus::NotKnown => "Not told to us",
        }
    }

    /// Whether families should be told before anything else.
    pub fn is_warning(self) -> bool {
        matches!(self, PathwayStatus::Paused | PathwayStatus::Closing | PathwayStatus::NewProvider)
    }
}

/// What was said of a pathway in an area on a day. The newest is what counts; the others are its history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The pathway's slug.
    pub pathway: String,
    /// The area's slug.
    pub area: String,
    /// Whether it takes anybody new.
    pub status: PathwayStatus,
    /// Since when.
    pub from: Date,
    /// Why, in a sentence; may be empty.
    pub note: String,
    /// What to use instead; may be empty.
    pub use_instead: String,
    /// Who says so.
    pub source: StatisticsSource,
    /// Where it stands.
    pub row: Provenance,
}
