//! Times of day, as people in the United Kingdom type them. A time that may be the morning or the evening is asked again,
//! not guessed.

use super::wording::time as in_words;
use jiff::civil::Time;

/// A time of day that was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockTime {
    /// The time.
    pub time: Time,
    /// Whether it can only be this one: "9.30am", "17:00", "0930", "noon". "9.30" alone is the morning, most likely.
    pub certain: bool,
}

/// Why a text is no time. Each says what to type instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// It may be this one in the morning or that one in the evening.
    #[error("Write {0} or {1}, so that families know which")]
    Half(String, String),
    /// "9.30-ish", "about 9".
    #[error("Write one time, like 9:30am. If it changes, say so in the note")]
    Rough,
    /// "9am to 5pm".
    #[error("Write one time here, like 9:30am: when it starts and when it ends have a box each")]
    Range,
    /// Anything else.
    #[error("Write the time like 9:30am or 17:00")]
    NotATime,
}

/// Morning or afternoon.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Am,
    Pm,
}

/// How half of the day is said, without spaces; the longest first.
const HALVES: [(&str, Half); 14] = [
    ("inthemorning", Half::Am),
    ("intheafternoon", Half::Pm),
    ("intheevening", Half::Pm),
    ("atnight", Half::Pm),
    ("a.m.", Half::Am),
    ("p.m.", Half::Pm),
    ("a.m", Half::Am),
    ("p.m", Half::Pm),
    ("am.", Half::Am),
    ("pm.", Half::Pm),
    ("am", Half::Am),
    ("pm", Half::Pm),
    ("a", Half::Am),
    ("p", Half::Pm),
];

const HOURS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// Hours from which a time without "am" or "pm" is taken for the morning: sooner ones are as often the evening.
const MORNING_FROM: i8 = 9;

impl ClockTime {
    /// Reads "9.30 a.m.", "9:30am", "9 am", "0930", "17:00", "9 o’clock", "half past nine", "noon", "midnight".
    ///
    /// # Errors
    /// When it is no time, or may be two: see [`TimeError`].
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        let lower = text.trim().to_lowercase().replace(['’', '‘', '`'], "'");
        match one(&lower) {
            Err(TimeError::NotATime) if is_range(&lower) => Err(TimeError::Range),
            Err(TimeError::NotATime) if is_rough(&lower) => Err(TimeError::Rough),
            read => read,
        }
    }

    /// As it is kept: "09:30".
    pub fn stored(self) -> String {
        stored(self.time)
    }

    /// What to ask where this may also be twelve hours later.
    pub fn which_half(self) -> TimeError {
        let evening = Time::new((self.time.hour() + 12) % 24, self.time.minute(), 0, 0).unwrap_or(self.time);
        TimeError::Half(in_words(&stored(self.time)), in_words(&stored(evening)))
    }
}

fn stored(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// One time.
fn one(lower: &str) -> Result<ClockTime, TimeError> {
    let compact: String = lower.chars().filter(|c| !c.is_whitespace()).collect();
    let certain = |hour, minute| Ok(ClockTime { time: at(hour, minute)?, certain: true });
    match compact.as_str() {
        "noon" | "midday" | "12noon" | "12midday" | "twelvenoon" => return certain(12, 0),
        "midnight" | "12midnight" | "twelvemidnight" => return certain(0, 0),
        _ => {}
    }
    let (body, half) = HALVES
        .iter()
        .find_map(|(said, half)| compact.strip_suffix(said).map(|body| (body, Some(*half))))
        .unwrap_or((compact.as_str(), None));
    let (body, o_clock) = ["o'clock", "oclock"]
        .iter()
        .find_map(|said| body.strip_suffix(said).map(|body| (body, true)))
        .unwrap_or((body, false));
    let past = [("halfpast", 30), ("quarterpast", 15), ("quarterto", -15)]
        .iter()
        .find_map(|(said, minutes)| body.strip_prefix(said).map(|body| (body, *minutes)));
    let (hour, minute, written) = match past {
        Some((hour, minutes)) => {
            let hour = twelve(hour).ok_or(TimeError::NotATime)?;
            let (hour, minute) = if minutes < 0 { ((hour + 10) % 12 + 1, 60 + minutes) } else { (hour, minutes) };
            (hour, minute, Written::Twelve)
        }
        None => match twelve(body).filter(|_| o_clock || !body.starts_with(|c: char| c.is_ascii_digit())) {
            Some(hour) => (hour, 0, if o_clock { Written::Twelve } else { Written::HourAlone }),
            None if o_clock => return Err(TimeError::NotATime),
            None => digits(body).ok_or(TimeError::NotATime)?,
        },
    };
    match half {
        Some(half) if (1..=12).contains(&hour) => certain(hour % 12 + if half == Half::Pm { 12 } else { 0 }, minute),
        Some(_) => Err(TimeError::NotATime),
        None if written == Written::TwentyFour || hour == 0 || hour > 12 => match written {
            // "17" alone may be half-typed.
            Written::HourAlone => Err(TimeError::NotATime),
            _ => certain(hour, minute),
        },
        None => {
            let read = ClockTime { time: at(hour, minute)?, certain: false };
            let asked = written == Written::HourAlone || hour < MORNING_FROM;
            if asked { Err(ClockTime { time: at(hour % 12, minute)?, ..read }.which_half()) } else { Ok(read) }
        }
    }
}

/// How the hour was written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Written {
    /// "0930", "09:30": the 24-hour clock.
    TwentyFour,
    /// "9.30", "9 o’clock": either clock.
    Twelve,
    /// "9".
    HourAlone,
}

/// Hour and minute in digits.
fn digits(body: &str) -> Option<(i8, i8, Written)> {
    let number = |t: &str| if t.bytes().all(|b| b.is_ascii_digit()) { t.parse::<i8>().ok() } else { None };
    let in_a_day = |hour: i8, minute: i8| (hour < 24 && minute < 60).then_some((hour, minute));
    let (hour, minute, written) = match body.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => (hour, minute, Written::Twelve),
        Some(_) => return None,
        None if body.len() == 4 && body.is_ascii() => (&body[..2], &body[2..], Written::TwentyFour),
        None if body.len() == 3 && body.is_ascii() => (&body[..1], &body[1..], Written::Twelve),
        None => (body, "00", Written::HourAlone),
    };
    let written = if hour.len() == 2 && hour.starts_with('0') { Written::TwentyFour } else { written };
    let (hour, minute) = in_a_day(number(hour)?, number(minute)?)?;
    Some((hour, minute, written))
}

/// An hour of the twelve, in digits or as a word.
fn twelve(text: &str) -> Option<i8> {
    let word = HOURS.iter().position(|h| *h == text).and_then(|at| i8::try_from(at + 1).ok());
    let figure = || text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<i8>().ok()).flatten();
    word.or_else(figure).filter(|hour| (1..=12).contains(hour))
}

fn at(hour: i8, minute: i8) -> Result<Time, TimeError> {
    Time::new(hour, minute, 0, 0).map_err(|_| TimeError::NotATime)
}

fn is_range(lower: &str) -> bool {
    let timed = |text: &str| matches!(one(text.trim()), Ok(_) | Err(TimeError::Half(..)));
    ["-", "–", "—", " to ", " until ", " till "]
        .iter()
        .filter_map(|between| lower.split_once(between))
        .any(|(from, to)| timed(from) && timed(to))
}

fn is_rough(lower: &str) -> bool {
    let about = ["about", "around", "approx", "roughly", "from about", "~", "circa", "c."];
    lower.ends_with("ish") || about.iter().any(|word| lower.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn times_are_read_as_people_type_them() {
        let certain = [
            ("9.30 a.m.", "09:30"),
            ("9.30 A.M", "09:30"),
            ("9:30am", "09:30"),
            ("9.30pm", "21:30"),
            ("9 am", "09:00"),
            ("9 AM", "09:00"),
            ("930am", "09:30"),
            ("5.15p.m.", "17:15"),
            ("0930", "09:30"),
            ("09.30", "09:30"),
            ("17:00", "17:00"),
            ("1700", "17:00"),
            ("12pm", "12:00"),
            ("12am", "00:00"),
            ("12 noon", "12:00"),
            ("Noon", "12:00"),
            ("midday", "12:00"),
            ("midnight", "00:00"),
            ("11:59pm", "23:59"),
            ("00:30", "00:30"),
            ("9 o’clock in the morning", "09:00"),
            ("7 o'clock at night", "19:00"),
            ("half past seven in the evening", "19:30"),
            ("quarter to 1pm", "12:45"),
            ("quarter to one in the morning", "00:45"),
            ("nine am", "09:00"),
        ];
        for (text, time) in certain {
            let read = ClockTime::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"));
            assert_eq!((read.stored().as_str(), read.certain), (time, true), "{text}");
        }
        let likely = [
            ("9 o’clock", "09:00"),
            ("9.30", "09:30"),
            ("half past nine", "09:30"),
            ("10.30", "10:30"),
            ("Quarter past ten", "10:15"),
            ("12 o'clock", "12:00"),
        ];
        for (text, time) in likely {
            let read = ClockTime::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"));
            assert_eq!((read.stored().as_str(), read.certain), (time, false), "{text}");
        }
    }

    #[test]
    fn what_may_be_two_times_is_asked_and_what_is_none_is_refused() {
        let message = |text: &str| ClockTime::parse(text).unwrap_err().to_string();
        for text in ["5.30", "5:30", "530", "half past five"] {
            assert_eq!(message(text), "Write 5:30am or 5:30pm, so that families know which", "{text}");
        }
        for text in ["9", "nine"] {
            assert_eq!(message(text), "Write 9am or 9pm, so that families know which", "{text}");
        }
        assert_eq!(message("12"), "Write midnight or 12 noon, so that families know which");
        for text in ["9.30-ish", "9ish", "about 9", "around 9.30am"] {
            assert_eq!(ClockTime::parse(text), Err(TimeError::Rough), "{text}");
        }
        for text in ["9am to 5pm", "9-5", "9.30am–11am"] {
            assert_eq!(ClockTime::parse(text), Err(TimeError::Range), "{text}");
        }
        for text in [
            "25:00",
            "9:5",
            "13pm",
            "9:60",
            "",
            "é:00",
            "::",
            "0pm",
            "１２:00",
            "17",
            "17 o'clock",
            "after lunch",
            "24:00",
        ] {
            assert_eq!(ClockTime::parse(text), Err(TimeError::NotATime), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_time_is_read_as_it_is_shown(hour in 0i8..24, minute in 0i8..60) {
            let stored = format!("{hour:02}:{minute:02}");
            for shown in [in_words(&stored), stored.clone()] {
                let read = ClockTime::parse(&shown).map(ClockTime::stored);
                prop_assert_eq!(read.as_deref(), Ok(stored.as_str()), "{}", shown);
            }
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,20}|[0-9:.apm ]{0,8}") {
            let _ = ClockTime::parse(&text);
        }
    }
}
