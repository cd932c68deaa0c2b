//! Freshness: when a listing was checked, by whom, and when it is due again.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Who checked a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckedBy {
    /// The people who run the service.
    Provider,
    /// A member of council staff, from a desk.
    Council,
    /// A member of council staff who went there.
    Visit,
}

/// The last time somebody said the listing was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The day.
    pub on: Date,
    /// Who.
    pub by: CheckedBy,
}

/// How long a check holds, in months. Half a year is this project's own rule: Open Referral UK recommends three
/// months for feeds, and peers remind providers after six.
pub const CHECK_HOLDS_MONTHS: i32 = 6;

impl Checked {
    /// The newer of two checks; of two of one day the second.
    pub fn newer(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        match (one, other) {
            (Some(one), Some(other)) => Some(if one.on > other.on { one } else { other }),
            (one, other) => one.or(other),
        }
    }

    /// The day the next check is due.
    pub fn due(&self) -> Date {
        self.on.saturating_add(CHECK_HOLDS_MONTHS.months())
    }

    /// Whether the check is out of date on `today`.
    pub fn is_late(&self, today: Date) -> bool {
        self.due() < today
    }

    /// Who, in words: "the people who run it".
    pub fn by_words(&self) -> &'static str {
        match self.by {
            CheckedBy::Provider => "the people who run it",
            CheckedBy::Council => "the council",
            CheckedBy::Visit => "the council, on a visit",
        }
    }
}

/// The day that many months before `today`.
pub fn months_before(today: Date, months: i32) -> Date {
    today.saturating_sub(months.months())
}
