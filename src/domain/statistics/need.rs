//! How many children there are: the need that help is set against.

use super::{DataRequest, FEWEST_SHOWN, Provenance, StatisticsSource};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NeedMeasure {
    /// Children and young people from birth to 25.
    Children,
    /// Pupils with SEN support, at state-funded schools.
    SenSupport,
    /// Children and young people with an education, health and care plan.
    EhcPlans,
}

impl NeedMeasure {
    /// All of them.
    pub const ALL: [NeedMeasure; 3] = [NeedMeasure::Children, NeedMeasure::SenSupport, NeedMeasure::EhcPlans];

    /// What stands in files and addresses.
    pub fn value(self) -> &'static str {
        match self {
            NeedMeasure::Children => "children",
            NeedMeasure::SenSupport => "sen-support",
            NeedMeasure::EhcPlans => "ehc-plans",
        }
    }

    /// Reads it.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.value() == text)
    }

    /// Those who are counted, in words.
    pub fn words(self) -> &'static str {
        match self {
            NeedMeasure::Children => "children and young people",
            NeedMeasure::SenSupport => "pupils with SEN support",
            NeedMeasure::EhcPlans => "children and young people with an EHC plan",
        }
    }
}

/// A count of people, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Count {
    /// So many, at least [`FEWEST_SHOWN`].
    Known(u32),
    /// Fewer than [`FEWEST_SHOWN`]: how many is stored nowhere.
    Few,
    /// Taken out, because with the others it would give a small one away.
    Hidden,
    /// Nobody has published it.
    NotPublished(Option<DataRequest>),
}

impl Count {
    /// A number as it may be kept.
    pub fn new(n: u32) -> Self {
        if n < FEWEST_SHOWN { Count::Few } else { Count::Known(n) }
    }

    /// The number, where it may be used in a computation.
    pub fn known(&self) -> Option<u32> {
        match self {
            Count::Known(n) => Some(*n),
            _ => None,
        }
    }

    /// "1,204", "fewer than 5", "not published".
    pub fn words(&self) -> String {
        match self {
            Count::Known(n) => crate::domain::wording::thousands((*n).into()),
            Count::Few => format!("fewer than {FEWEST_SHOWN}"),
            Count::Hidden => "not shown, to protect children".to_owned(),
            Count::NotPublished(_) => "not published".to_owned(),
        }
    }
}

/// How many children of one need there are in one district.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What is counted.
    pub measure: NeedMeasure,
    /// The slug of a primary need; none for all needs together.
    pub need: Option<String>,
    /// The district's slug.
    pub district: String,
    /// The year it was counted in.
    pub year: u16,
    /// How many.
    pub count: Count,
    /// Who says so.
    pub source: StatisticsSource,
    /// Where it stands.
    pub row: Provenance,
}
