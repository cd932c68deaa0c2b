//! How long children wait.

use super::{Count, DataRequest, Provenance, StatisticsSource};
use jiff::ToSpan;
use jiff::civil::Date;

/// From when to when is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WaitMeasure {
    /// From the referral to the first appointment.
    FirstAppointment,
    /// From the referral to the diagnosis or the decision that there is none.
    Diagnosis,
    /// From the request to a place.
    Place,
}

impl WaitMeasure {
    /// All of them.
    pub const ALL: [WaitMeasure; 3] = [WaitMeasure::FirstAppointment, WaitMeasure::Diagnosis, WaitMeasure::Place];

    /// What stands in files.
    pub fn value(self) -> &'static str {
        match self {
            WaitMeasure::FirstAppointment => "referral-to-first-appointment",
            WaitMeasure::Diagnosis => "referral-to-diagnosis",
            WaitMeasure::Place => "referral-to-place",
        }
    }

    /// Reads it.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.value() == text)
    }

    /// "from referral to first appointment".
    pub fn words(self) -> &'static str {
        match self {
            WaitMeasure::FirstAppointment => "from referral to first appointment",
            WaitMeasure::Diagnosis => "from referral to diagnosis",
            WaitMeasure::Place => "from asking to a place",
        }
    }
}

/// What was measured. Weeks are from 0 to 1,000.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitFigures {
    /// Half of the children waited longer than this many weeks.
    pub median_weeks: Option<f64>,
    /// One child in ten waited longer than this many weeks.
    pub p90_weeks: Option<f64>,
    /// How many were waiting on the day.
    pub waiting: Option<Count>,
    /// Of each hundred, how many waited no longer than 18 weeks.
    pub within_18_weeks: Option<u8>,
}

/// How long children wait for one thing in one area.
#[derive(Clone, Debug, PartialEq)]
pub struct Wait {
    /// The pathway's slug.
    pub pathway: String,
    /// The slug of the area of the trust that runs it.
    pub area: String,
    /// From when to when.
    pub measure: WaitMeasure,
    /// Who runs it.
    pub run_by: String,
    /// The day it was true; for a figure that is not published, the day that was found out.
    pub as_of: Date,
    /// What was measured; none when nobody has published it.
    pub figures: Option<WaitFigures>,
    /// Who was asked for it.
    pub asked: Option<DataRequest>,
    /// Who says so.
    pub source: StatisticsSource,
    /// Where it stands.
    pub row: Provenance,
}

/// After so many months a figure is old and the page says so. NHS England publishes community waits every month;
/// half a year is this project's own rule, the same as for listings.
pub const OLD_AFTER_MONTHS: i32 = 6;

impl Wait {
    /// Whether it is too old to go by.
    pub fn is_old(&self, today: Date) -> bool {
        self.as_of.saturating_add(OLD_AFTER_MONTHS.months()) < today
    }

    /// The median, where there is one.
    pub fn median(&self) -> Option<f64> {
        self.figures.as_ref()?.median_weeks
    }
}
