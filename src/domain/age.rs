//! Ages of children and young people, in whole years from birth to 25.

use super::wording::count;
use serde::{Deserialize, Serialize};

/// An age in whole years, 0 to 25. Twenty-five runs to the day before the 26th birthday.
/// The range is the local offer's own: Children and Families Act 2014, section 30, covers birth to 25.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Age(u8);

/// Why some text is not an age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AgeError {
    /// It is not a whole number.
    #[error("Enter the age as a whole number, like 7")]
    NotANumber,
    /// It is past 25.
    #[error("Enter an age from 0 to 25. This site is for children and young people up to their 26th birthday")]
    TooOld,
}

impl Age {
    /// The oldest age the local offer covers, in years.
    pub const OLDEST: u8 = 25;

    /// An age from whole years; none above 25.
    pub fn new(years: u8) -> Option<Self> {
        (years <= Self::OLDEST).then_some(Self(years))
    }

    /// Reads what somebody typed. Blank is no age.
    ///
    /// # Errors
    /// Says what to type instead when it is no whole number or above 25.
    pub fn parse(text: &str) -> Result<Option<Self>, AgeError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        if !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(AgeError::NotANumber);
        }
        let years = text.parse::<u8>().map_err(|_| AgeError::TooOld)?;
        Self::new(years).map(Some).ok_or(AgeError::TooOld)
    }

    /// Whole years.
    pub fn years(self) -> u8 {
        self.0
    }
}

/// The ages a service takes, in whole years, both ends included. An open end is an end nobody has told us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgeRange {
    /// The youngest age taken.
    pub from: Option<u8>,
    /// The oldest age taken.
    pub to: Option<u8>,
}

impl AgeRange {
    /// A range from its two ends, or none where neither is known or they are the wrong way round.
    pub fn new(from: Option<u8>, to: Option<u8>) -> Option<Self> {
        match (from, to) {
            (None, None) => None,
            (Some(a), Some(b)) if a > b => None,
            _ => Some(Self { from, to }),
        }
    }

    /// Whether a child of this age can come.
    pub fn takes(&self, age: Age) -> bool {
        self.from.is_none_or(|from| from <= age.years()) && self.to.is_none_or(|to| age.years() <= to)
    }

    /// In words: "5 to 11 years", "from 16 years", "up to 5 years".
    pub fn in_words(&self) -> String {
        let years = |n: u8| count(n.into(), "year", "years");
        match (self.from, self.to) {
            (Some(0), Some(0)) => "babies under 1 year".to_owned(),
            (Some(0), Some(to)) => format!("birth to {}", years(to)),
            (Some(0), None) => "from birth".to_owned(),
            (Some(a), Some(b)) if a == b => years(a),
            (Some(a), Some(b)) => format!("{a} to {}", years(b)),
            (Some(a), None) => format!("from {}", years(a)),
            (None, Some(b)) => format!("up to {}", years(b)),
            (None, None) => "any age".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_year_is_one() {
        let words = |from, to| AgeRange::new(from, to).unwrap().in_words();
        assert_eq!(words(Some(0), Some(1)), "birth to 1 year");
        assert_eq!(words(Some(1), Some(1)), "1 year");
        assert_eq!(words(Some(1), None), "from 1 year");
        assert_eq!(words(None, Some(1)), "up to 1 year");
        assert_eq!(words(Some(0), Some(0)), "babies under 1 year");
        assert_eq!(words(Some(0), None), "from birth");
        assert_eq!(words(Some(5), Some(11)), "5 to 11 years");
    }

    #[test]
    fn reads_ages_as_people_type_them() {
        assert_eq!(Age::parse(" 7 ").unwrap().unwrap().years(), 7);
        assert_eq!(Age::parse("").unwrap(), None);
        assert_eq!(Age::parse("300"), Err(AgeError::TooOld));
        assert_eq!(Age::parse("26"), Err(AgeError::TooOld));
        assert_eq!(Age::parse("99999999999"), Err(AgeError::TooOld));
        assert_eq!(Age::parse("seven"), Err(AgeError::NotANumber));
        assert_eq!(Age::parse("-1"), Err(AgeError::NotANumber));
    }

    #[test]
    fn a_range_the_wrong_way_round_is_not_told() {
        assert_eq!(AgeRange::new(Some(9), Some(3)), None);
    }

    proptest! {
        #[test]
        fn any_text_is_an_age_or_a_reason(text in ".{0,20}") {
            if let Ok(Some(age)) = Age::parse(&text) {
                prop_assert!(age.years() <= Age::OLDEST);
            }
        }

        #[test]
        fn a_range_takes_exactly_the_ages_between_its_ends(from in 0u8..=25, to in 0u8..=25, age in 0u8..=25) {
            let takes = AgeRange::new(Some(from), Some(to)).is_some_and(|r| r.takes(Age::new(age).unwrap()));
            prop_assert_eq!(takes, from <= age && age <= to);
        }
    }
}
