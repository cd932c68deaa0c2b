//! Rules that differ from area to area.

use super::{DataRequest, Provenance, StatisticsSource};
use jiff::civil::Date;

/// What the rule on a topic is in one area.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The topic's slug.
    pub topic: String,
    /// The slug of a council or of a trust's area.
    pub area: String,
    /// The number, in the topic's unit; none when nobody has published it.
    pub value: Option<f64>,
    /// The rule in words; may be empty.
    pub detail: String,
    /// Since when; none when that is not known.
    pub from: Option<Date>,
    /// The day somebody looked.
    pub as_of: Date,
    /// Who was asked for it.
    pub asked: Option<DataRequest>,
    /// Who says so.
    pub source: StatisticsSource,
    /// Where it stands.
    pub row: Provenance,
}
