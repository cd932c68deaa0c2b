//! Plain English for numbers, lists, dates and times, said the same way on every page.

use jiff::civil::Date;

/// "1 service", "1,204 services".
pub fn count(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}

/// "1,204".
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// The same text with a capital first letter.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// A label as it stands inside a sentence: "autism and ADHD", "EHC plans", "Blue Badge parking". Names and short names keep
/// their capitals: a screen reader spells them out by these.
pub fn within(label: &str) -> String {
    let mut words = label.split(' ');
    let capital = |word: Option<&str>| word.is_some_and(|w| w.starts_with(char::is_uppercase));
    let first = words.next().unwrap_or_default();
    let short = first.chars().skip(1).any(char::is_uppercase);
    let mut chars = label.chars();
    match chars.next() {
        Some(letter) if !short && !capital(words.next()) => letter.to_lowercase().chain(chars).collect(),
        _ => label.to_owned(),
    }
}

/// "a", "a and b", "a, b and c".
pub fn list<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [start @ .., last] => {
            let start: Vec<&str> = start.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", start.join(", "), last.as_ref())
        }
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// "2 March 2026".
pub fn date(date: Date) -> String {
    let month = MONTHS[usize::from(date.month().unsigned_abs()) - 1];
    format!("{} {month} {}", date.day(), date.year())
}

/// A day as people type it: "31 March 2027", "31 mar", "31/3/2027", "2027-03-31". Without a year it is the next such day.
pub fn day_typed(text: &str, today: Date) -> Option<Date> {
    if let Ok(day) = text.parse::<Date>() {
        return Some(day);
    }
    let parts: Vec<&str> = text.split([' ', '/', '.', '-', ',']).filter(|p| !p.is_empty()).collect();
    let (day, month, year) = match parts[..] {
        [day, month] => (day, month, None),
        [day, month, year] => (day, month, Some(year)),
        _ => return None,
    };
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<i8>().ok()?;
    let lower = month.to_lowercase();
    let named = || MONTHS.iter().position(|m| lower.len() >= 3 && m.to_lowercase().starts_with(&lower));
    let month = month.parse::<i8>().ok().or_else(|| i8::try_from(named()? + 1).ok())?;
    let in_year = |year: i16| Date::new(year, month, day).ok();
    match year {
        Some(year) if year.len() == 2 => in_year(2000 + year.parse::<i16>().ok()?),
        Some(year) if year.len() == 4 => in_year(year.parse().ok()?),
        Some(_) => None,
        None => in_year(today.year()).filter(|d| *d >= today).or_else(|| in_year(today.year() + 1)),
    }
}

/// "less than a mile", "1 mile", "12 miles".
pub fn miles(miles: f64) -> String {
    if miles < 0.75 {
        "less than a mile".to_owned()
    } else if miles < 1.5 {
        "1 mile".to_owned()
    } else {
        format!("{} miles", miles.round())
    }
}

/// "9am", "12 noon", "5:30pm" from "09:00" or "17:30:00"; the text itself where it is no time.
pub fn time(text: &str) -> String {
    let mut parts = text.split(':');
    let hour = parts.next().and_then(|h| h.parse::<u8>().ok()).filter(|h| *h < 24);
    let minute = parts.next().and_then(|m| m.parse::<u8>().ok()).filter(|m| *m < 60);
    match (hour, minute) {
        (Some(12), Some(0)) => "12 noon".to_owned(),
        (Some(0), Some(0)) => "midnight".to_owned(),
        (Some(h), Some(m)) => {
            let (half, twelve) = (if h < 12 { "am" } else { "pm" }, if h % 12 == 0 { 12 } else { h % 12 });
            if m == 0 { format!("{twelve}{half}") } else { format!("{twelve}:{m:02}{half}") }
        }
        _ => text.to_owned(),
    }
}

/// A name as it stands inside a sentence: "The trust" becomes "the trust", and nothing else changes.
pub fn inside(name: &str) -> String {
    name.strip_prefix("The ").map_or_else(|| name.to_owned(), |rest| format!("the {rest}"))
}

/// A name after "the", once: "the Hub" from "The Hub", "the Kestrel Club" from "Kestrel Club".
pub fn with_the(name: &str) -> String {
    let inside = inside(name);
    if inside.starts_with("the ") { inside } else { format!("the {inside}") }
}

/// "4 pads", "2.5 hours", "31 weeks": a number with one figure after the point where it has one.
pub fn number(n: f64) -> String {
    let tenths = (n * 10.0).round();
    if tenths % 10.0 == 0.0 { thousands((tenths / 10.0) as u64) } else { format!("{:.1}", tenths / 10.0) }
}

/// A rate with one figure after the point; with two where one would say 0 of something.
pub fn rate(n: f64) -> String {
    if n > 0.0 && n < 0.095 { format!("{n:.2}") } else { format!("{n:.1}") }
}

/// "March 2026" from "2026-03"; the text itself where it is no month.
pub fn month(text: &str) -> String {
    let day: Option<Date> = format!("{text}-01").parse().ok();
    day.map_or_else(|| text.to_owned(), |day| date(day).split_once(' ').map_or_else(String::new, |(_, m)| m.to_owned()))
}

/// The first sentence or so of a text: at most `most` characters, cut at a full stop or else a word.
pub fn opening(text: &str, most: usize) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= most {
        return flat;
    }
    let cut: String = flat.chars().take(most).collect();
    if let Some(at) = cut.rfind(['.', '!', '?'])
        && at > most / 3
    {
        return cut[..=at].to_owned();
    }
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(start, _)| start);
    format!("{}…", cut.trim_end_matches([',', ';', ':', '.', '-', '–']))
}

/// What the button says that saves a service or takes it off the list: the word that is seen, and what is heard after it.
pub fn save_words(name: &str, saved: bool) -> (&'static str, String) {
    if saved { ("Saved", format!("{name}. Take off my list")) } else { ("Save", format!("{name} to my list")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_numbers_lists_dates_and_times_as_people_do() {
        assert_eq!(count(1, "service", "services"), "1 service");
        assert_eq!(count(1204, "service", "services"), "1,204 services");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(date(jiff::civil::date(2026, 3, 2)), "2 March 2026");
        let labels =
            ["Autism and ADHD", "EHC plans", "Blue Badge parking", "Staff who sign (BSL or Makaton)", "Short breaks"];
        assert_eq!(
            list(&labels.map(within)),
            "autism and ADHD, EHC plans, Blue Badge parking, staff who sign (BSL or Makaton) and short breaks"
        );
        assert_eq!((time("09:00:00"), time("17:30"), time("12:00")), ("9am".into(), "5:30pm".into(), "12 noon".into()));
        assert_eq!(time("when it is light"), "when it is light");
        assert_eq!(
            (miles(0.2), miles(1.2), miles(11.6)),
            ("less than a mile".into(), "1 mile".into(), "12 miles".into())
        );
    }

    #[test]
    fn reads_days_as_people_type_them() {
        let today = jiff::civil::date(2026, 11, 22);
        let day = |text: &str| day_typed(text, today).map(|d| d.to_string());
        for text in ["31 March 2027", "31st mar", "31/3/2027", "2027-03-31", "31.03.27"] {
            assert_eq!(day(text).as_deref(), Some("2027-03-31"), "{text}");
        }
        assert_eq!(day("22 November").as_deref(), Some("2026-11-22"));
        for odd in ["31 February 2027", "soon", "13/13/2027", "", "1 2 3 4", "ma 3 2027", "3 ma 2027"] {
            assert_eq!(day(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_name_that_begins_with_the_gets_no_second_one() {
        let names = ["The Hub", "Kestrel Club", "the hub", "Theatre Club"].map(with_the);
        assert_eq!(names, ["the Hub", "the Kestrel Club", "the hub", "the Theatre Club"]);
    }

    #[test]
    fn an_opening_ends_at_a_sentence_or_a_word() {
        assert_eq!(opening("One thing. Then another thing that is long.", 20), "One thing.");
        assert_eq!(opening("onelongword andanother", 15), "onelongword…");
    }
}
