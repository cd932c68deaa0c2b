//! Days and times.

use super::{Form, Values};
use crate::domain::text::one_line;
use crate::domain::{ClockTime, Facet, Schedule, Service, TimeError};
use std::collections::BTreeSet;

const NOTE: usize = 200;

pub fn show(service: &Service) -> Values {
    let mut values = Values::default();
    for (n, time) in (1..).zip(&service.schedules) {
        values.put(format!("time-{n}-is"), "1");
        time.days.iter().for_each(|d| values.put(format!("time-{n}-day"), d));
        let said = |t: &Option<String>| t.as_deref().map(crate::domain::wording::time);
        values.put_some(format!("time-{n}-opens"), said(&time.opens).as_deref());
        values.put_some(format!("time-{n}-closes"), said(&time.closes).as_deref());
        values.put_some(format!("time-{n}-note"), time.note.as_deref());
    }
    service.when.iter().for_each(|w| values.put("when", w));
    values
}

pub fn read(form: &mut Form<'_>, into: &mut Service) {
    let before = form.wrong.len();
    let mut schedules = Vec::new();
    let mut left: Vec<Option<Schedule>> = into.schedules.iter().cloned().map(Some).collect();
    for n in form.groups("time", "day") {
        schedules.extend(session(form, n, &mut left));
    }
    if form.wrong.len() == before {
        into.schedules = schedules;
    }
    let before = form.wrong.len();
    let when = form.ticked("when", Facet::When, &into.when);
    if form.wrong.len() == before {
        into.when = when;
    }
}

/// One session; none when its fields are blank. One that the listing had, and that says the same, is that one, also where
/// nobody could type it so; `left` are those not found yet.
fn session(form: &mut Form<'_>, n: usize, left: &mut [Option<Schedule>]) -> Option<Schedule> {
    let field = |end: &str| format!("time-{n}-{end}");
    let day = field("day");
    if let Some(had) = super::take_same(left, n, |had| shows_the_same(form, n, had)) {
        return Some(had);
    }
    let days: Vec<String> =
        Schedule::DAYS.iter().filter(|d| form.values.has(&day, d)).map(|d| (*d).to_owned()).collect();
    if let Some(odd) = form.values.all(&day).find(|d| !Schedule::DAYS.contains(d)).map(super::shown) {
        form.wrong(&day, format!("“{odd}” is not a day. Tick days"));
        return None;
    }
    let (opens, closes) = (time(form, &field("opens")), time(form, &field("closes")));
    let note = form.line(&field("note"), NOTE);
    let (Ok(opens), Ok(closes)) = (opens, closes) else { return None };
    if let Some((end, error)) = which_half(opens, closes) {
        form.wrong(field(end), error.to_string());
        return None;
    }
    let (opens, closes) = (opens.map(ClockTime::stored), closes.map(ClockTime::stored));
    // A night ends in the morning; nothing else ends before it starts.
    let night = |from: &str, to: &str| from >= "12:00" && to <= "12:00";
    if let (Some(from), Some(to)) = (&opens, &closes)
        && to <= from
        && !night(from, to)
    {
        form.wrong(field("closes"), "Write the time it ends here, after the time it starts");
        return None;
    }
    let timed = opens.is_some() || closes.is_some();
    if days.is_empty() && timed && note.is_none() {
        form.wrong(field("day"), "Tick the days, or write in the note when it is");
        return None;
    }
    (!days.is_empty() || timed || note.is_some()).then_some(Schedule { days, opens, closes, note })
}

/// Whether a group says what is shown of a session.
fn shows_the_same(form: &Form<'_>, n: usize, had: &Schedule) -> bool {
    let typed = |end: &str| one_line(form.values.text(&format!("time-{n}-{end}")));
    let shown = |t: &Option<String>| one_line(&t.as_deref().map(crate::domain::wording::time).unwrap_or_default());
    let day = format!("time-{n}-day");
    let ticked: BTreeSet<&str> = form.values.all(&day).collect();
    ticked == had.days.iter().map(String::as_str).collect()
        && typed("opens") == shown(&had.opens)
        && typed("closes") == shown(&had.closes)
        && typed("note") == one_line(had.note.as_deref().unwrap_or_default())
}

/// Which of two times must be asked again, and what: "7pm to 9.30" ends in the evening, and "7.30 to 9pm" may start then.
fn which_half(opens: Option<ClockTime>, closes: Option<ClockTime>) -> Option<(&'static str, TimeError)> {
    let (opens, closes) = (opens?, closes?);
    if !closes.certain && opens.time.hour() >= 12 && closes.time <= opens.time {
        return Some(("closes", closes.which_half()));
    }
    let evening = (opens.time.hour() + 12, opens.time.minute()) < (closes.time.hour(), closes.time.minute());
    (!opens.certain && evening).then(|| ("opens", opens.which_half()))
}

/// None when it is blank; an error has been said when there is one.
fn time(form: &mut Form<'_>, name: &str) -> Result<Option<ClockTime>, ()> {
    let typed = one_line(form.values.text(name));
    if typed.is_empty() {
        return Ok(None);
    }
    ClockTime::parse(&typed).map(Some).map_err(|error| {
        let is_none = format!(". “{}” is none", super::shown(&typed));
        form.wrong(name, format!("{error}{}", if error == TimeError::NotATime { &is_none } else { "" }));
    })
}
