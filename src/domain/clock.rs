//! The one way the house learns what time it is: a clock passed in, so that tests can choose the day.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::sync::{Arc, OnceLock};

/// Answers what time it is, and which day in the United Kingdom.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// A clock that asks `now` each time.
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// A clock that stands still at noon of a day, for tests.
    pub fn fixed(date: Date) -> Self {
        let noon = date.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |z| z.timestamp());
        Self::new(move || noon)
    }

    /// Seconds since 1970, UTC.
    pub fn seconds(&self) -> i64 {
        (self.0)().as_second()
    }

    /// The day in the United Kingdom.
    pub fn today(&self) -> Date {
        day_of((self.0)())
    }
}

/// The day that a moment, in seconds since 1970, falls on in the United Kingdom.
pub fn day(seconds: i64) -> Date {
    Timestamp::from_second(seconds).map_or(Date::MIN, day_of)
}

/// "9:05am" of a moment, in the United Kingdom.
pub fn time(seconds: i64) -> String {
    let moment = Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(london());
    super::wording::time(&format!("{:02}:{:02}", moment.hour(), moment.minute()))
}

fn day_of(moment: Timestamp) -> Date {
    moment.to_zoned(london()).date()
}

fn london() -> TimeZone {
    static LONDON: OnceLock<TimeZone> = OnceLock::new();
    LONDON.get_or_init(|| TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC)).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summer_night_is_already_the_next_day() {
        let late = Timestamp::from_second(1_782_862_200).unwrap();
        assert_eq!(late.to_string(), "2026-06-30T23:30:00Z");
        assert_eq!(day(late.as_second()), jiff::civil::date(2026, 7, 1));
        assert_eq!(time(late.as_second()), "12:30am");
        assert_eq!(Clock::fixed(jiff::civil::date(2026, 1, 2)).today(), jiff::civil::date(2026, 1, 2));
    }
}
