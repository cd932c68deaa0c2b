//! Whether it runs now, and what families can use when it does not.

use super::{Form, Values};
use crate::domain::text::one_line;
use crate::domain::wording::{date, day_typed};
use crate::domain::{Service, Status};

/// The answers: value and label.
pub const STATES: [(&str, &str); 5] = [
    ("active", "Yes, it is running"),
    ("paused", "It is closed for now"),
    ("closing", "It is about to end"),
    ("expected", "It has not started yet"),
    ("withdrawn", "It has ended"),
];

const NOTE: usize = 600;

pub fn show(service: &Service) -> Values {
    let mut values = Values::default();
    let word = match service.status {
        Status::Active => "active",
        Status::Paused => "paused",
        Status::Closing => "closing",
        Status::Expected => "expected",
        Status::Withdrawn => "withdrawn",
    };
    values.put("status", word);
    values.put_some("ends", service.ends_on.map(date).as_deref());
    values.put_some("note", service.status_note.as_deref());
    values.put_some("instead", service.instead.as_deref().map(|slug| format!("/services/{slug}")).as_deref());
    values
}

pub fn read(form: &mut Form<'_>, into: &mut Service) {
    let before = form.wrong.len();
    let status = match form.chosen("status", &STATES.map(|(v, _)| v)).as_deref() {
        Some("paused") => Status::Paused,
        Some("closing") => Status::Closing,
        Some("expected") => Status::Expected,
        Some("withdrawn") => Status::Withdrawn,
        Some(_) => Status::Active,
        None => {
            if form.wrong.len() == before {
                form.wrong("status", "Choose one");
            }
            into.status
        }
    };
    let note = form.line("note", NOTE);
    let typed = one_line(form.values.text("ends"));
    let ends_on = day_typed(&typed, form.today);
    match (ends_on, typed.is_empty()) {
        (None, false) => form.wrong("ends", "Write the day like 31 March 2027"),
        (Some(day), _) if status == Status::Closing && day < form.today => {
            form.wrong("ends", "That day has passed. If it has ended, choose “It has ended”");
        }
        (None, true) if status == Status::Closing => {
            form.wrong("ends", "Write the last day it runs, like 31 March 2027")
        }
        (Some(_), _) if status == Status::Active => {
            form.wrong("ends", "If it ends on that day, choose “It is about to end”. If not, take the day away");
        }
        _ => {}
    }
    if status != Status::Active && note.is_none() && form.wrong.len() == before {
        form.wrong("note", "Say in a sentence what happened and what families can do");
    }
    let instead = one_line(form.values.text("instead"));
    let slug = slug_typed(&instead);
    if slug.is_none() && !instead.is_empty() {
        form.wrong("instead", "Copy the address of its page here, like /services/name-of-it");
    }
    if form.wrong.len() == before {
        into.status = status;
        into.status_note = note;
        into.ends_on = ends_on;
        into.instead = slug;
    }
}

/// The slug in "https://…/services/slug", "/services/slug" or "services/slug"; none when it is no such address.
fn slug_typed(text: &str) -> Option<String> {
    let (before, rest) = text.split_once("services/")?;
    let fair = before.is_empty() || before.ends_with('/');
    let slug = rest.split(['?', '#', '/']).next().unwrap_or_default();
    let made = !slug.is_empty() && slug.len() <= 200 && slug.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (fair && made).then(|| slug.to_owned())
}
