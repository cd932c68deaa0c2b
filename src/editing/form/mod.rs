//! Each step of the form: a listing into what stands in its fields, and what was typed into a listing. Reading takes
//! everything that is right and says beside its field what is not; nothing is guessed and nothing is dropped silently.

mod access;
mod contact;
mod cost;
mod place;
mod running;
mod times;
mod venues;
mod what;
mod who;

pub use cost::{kinds as cost_kinds, other_band};
pub use running::STATES;
pub use venues::SERVES;

use super::values::MOST_GROUPS;
use super::{Field, FormStep, Values, Wrong};
use crate::area::Area;
use crate::domain::text::{hostile, one_line, paragraphs};
use crate::domain::{Facet, Service};
use jiff::civil::Date;

/// What stands in the fields of a step for a listing.
pub fn show(step: FormStep, service: &Service, area: &Area) -> Values {
    match step {
        FormStep::What => what::show(service),
        FormStep::Who => who::show(service),
        FormStep::Place => place::show(service),
        FormStep::Where => venues::show(service),
        FormStep::When => times::show(service),
        FormStep::Cost => cost::show(service, &area.vocabulary),
        FormStep::Access => access::show(service),
        FormStep::Contact => contact::show(service),
        FormStep::Running => running::show(service),
    }
}

/// Reads a step into a listing. What is wrong is named, and the listing has then only what is right. What nobody touched
/// stays to the letter, also where this form would not have taken it: an import may have brought it.
pub fn read(step: FormStep, values: &Values, area: &Area, today: Date, into: &mut Service) -> Vec<Wrong> {
    let before = into.clone();
    let shown = show(step, &before, area);
    let mut form = Form { values, shown: &shown, area, today, wrong: Vec::new() };
    match step {
        FormStep::What => what::read(&mut form, into),
        FormStep::Who => who::read(&mut form, into),
        FormStep::Place => place::read(&mut form, into),
        FormStep::Where => venues::read(&mut form, into),
        FormStep::When => times::read(&mut form, into),
        FormStep::Cost => cost::read(&mut form, into),
        FormStep::Access => access::read(&mut form, into),
        FormStep::Contact => contact::read(&mut form, into),
        FormStep::Running => running::read(&mut form, into),
    }
    let mut wrong = form.wrong;
    for field in step.fields() {
        let untouched = values.says_the_same_of(&shown, |name| asks(field, name));
        if untouched && !(is_required(field) && field.words(&before, area).is_empty()) {
            field.copy(&before, into);
            wrong.retain(|w| !asks(field, &w.field));
        }
    }
    wrong
}

/// Whether a listing without it cannot be found.
fn is_required(field: Field) -> bool {
    matches!(field, Field::Name | Field::Summary | Field::Categories)
}

/// The names of fields that a step takes; others are not kept.
pub fn takes(step: FormStep, name: &str) -> bool {
    step.fields().any(|field| asks(field, name))
}

/// Whether a field of the form asks for something of the listing. A group's names are "time-#-opens".
fn asks(field: Field, name: &str) -> bool {
    let numbered = |kind: &str, ends: &[&str]| {
        let rest = name.strip_prefix(kind).and_then(|r| r.strip_prefix('-')).and_then(|r| r.split_once('-'));
        rest.is_some_and(|(n, end)| n.len() <= 3 && n.bytes().all(|b| b.is_ascii_digit()) && ends.contains(&end))
    };
    match field {
        Field::Name => name == "name",
        Field::Summary => name == "summary",
        Field::Description => name == "description",
        Field::Categories => name == "category",
        Field::Ages => ["age-from", "age-to"].contains(&name),
        Field::Needs => ["needs", "need"].contains(&name),
        Field::Level => name == "level",
        Field::Access => name == "access",
        Field::HowToGetAPlace => name == "how",
        Field::WhoDecides => name == "decides",
        Field::Wait => name == "wait",
        Field::Ehcp => name == "ehcp",
        Field::Diagnosis => name == "diagnosis",
        Field::Modes => name == "mode",
        Field::Locations => numbered("venue", &["is", "name", "address", "town", "postcode", "district", "note"]),
        Field::ServiceArea => ["serves", "district", "others"].contains(&name),
        Field::Schedules => numbered("time", &["is", "day", "opens", "closes", "note"]),
        Field::When => name == "when",
        Field::Cost => ["cost", "detail"].contains(&name) || numbered("price", &["is", "pounds", "what"]),
        Field::DirectPayment => name == "direct-payment",
        Field::Features => name.starts_with("fact-") || name.starts_with("note-"),
        Field::Phone => name == "phone",
        Field::Email => name == "email",
        Field::Website => name == "website",
        Field::Status => ["status", "ends", "note", "instead"].contains(&name),
    }
}

/// A form while it is read.
struct Form<'a> {
    values: &'a Values,
    /// What stood in the fields before anybody typed: what the listing says.
    shown: &'a Values,
    area: &'a Area,
    today: Date,
    wrong: Vec<Wrong>,
}

impl Form<'_> {
    fn wrong(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.wrong.push(Wrong::new(field, message));
    }

    /// Whether a text stood in this field before, or in the same field of another group: then it is no mistake now.
    fn had(&self, name: &str, text: &str) -> bool {
        let (kind, end) = of_group(name);
        let same = |n: &str| of_group(n) == (kind, end);
        self.shown.0.iter().any(|(n, v)| same(n) && one_line(v) == one_line(text))
    }

    /// The numbers of the groups of a kind. More than there may be are named and not dropped, unless the listing had them.
    fn groups(&mut self, kind: &str, end: &str) -> Vec<usize> {
        let mut numbers = self.values.groups(kind);
        let most = MOST_GROUPS.max(self.shown.groups(kind).len());
        if let Some(first) = numbers.get(most) {
            self.wrong(format!("{kind}-{first}-{end}"), format!("There is room for {most} here. Take some away"));
            numbers.truncate(most);
        }
        numbers
    }

    /// One line; none when it is blank or wrong.
    fn line(&mut self, name: &str, most: usize) -> Option<String> {
        let text = one_line(self.values.text(name));
        self.fitting(name, text, most)
    }

    /// Paragraphs; none when it is blank or wrong.
    fn prose(&mut self, name: &str, most: usize) -> Option<String> {
        let text = paragraphs(self.values.text(name));
        self.fitting(name, text, most)
    }

    fn fitting(&mut self, name: &str, text: String, most: usize) -> Option<String> {
        if self.had(name, &text) {
            return (!text.is_empty()).then_some(text);
        }
        let long = text.chars().count();
        if long > most {
            let (most, long) = (thousands(most), thousands(long));
            self.wrong(name, format!("Write at most {most} letters here. You wrote {long}"));
            return None;
        }
        if text.contains('\u{fffd}') {
            self.wrong(name, "Some letters did not arrive. Look for � and write them again");
            return None;
        }
        (!text.is_empty()).then_some(text)
    }

    /// The ticked values of a list, each once.
    fn ticked(&mut self, name: &str, facet: Facet, before: &[String]) -> Vec<String> {
        let area = self.area;
        let known = area.vocabulary.values(facet);
        // What a listing had before is no mistake, even where the list has no such word.
        let ours = |v: &str| known.iter().any(|k| k.slug == v) || before.iter().any(|b| b == v);
        let odd = self.values.all(name).find(|v| !ours(v)).map(shown);
        let ticked = known.iter().filter(|k| self.values.has(name, &k.slug)).map(|k| k.slug.clone()).collect();
        if let Some(odd) = odd {
            self.wrong(name, format!("“{odd}” is not in the list. Tick what fits"));
        }
        in_order(before, ticked, |slug| known.iter().any(|k| k.slug == slug))
    }

    /// The chosen one of some words; none when nothing is chosen.
    fn chosen(&mut self, name: &str, words: &[&str]) -> Option<String> {
        let text = self.values.text(name).trim().to_owned();
        if text.is_empty() {
            return None;
        }
        if !words.contains(&text.as_str()) {
            self.wrong(name, format!("“{}” is not one of the answers. Choose one", shown(&text)));
            return None;
        }
        Some(text)
    }
}

/// Of what the listing had and was not found yet, the one that says the same as a group: the one in the group's own place
/// first, because two may look alike and differ in what no form shows.
fn take_same<T>(left: &mut [Option<T>], number: usize, same: impl Fn(&T) -> bool) -> Option<T> {
    let is = |one: &Option<T>| one.as_ref().is_some_and(&same);
    let own = number.checked_sub(1).filter(|at| left.get(*at).is_some_and(&is));
    own.or_else(|| left.iter().position(&is)).and_then(|at| left.get_mut(at)?.take())
}

/// "time" and "opens" of `time-3-opens`: the number of a group changes when another is taken away.
fn of_group(name: &str) -> (&str, &str) {
    let parts = name.split_once('-').and_then(|(kind, rest)| Some((kind, rest.split_once('-')?)));
    match parts {
        Some((kind, (number, end))) if number.bytes().all(|b| b.is_ascii_digit()) => (kind, end),
        _ => (name, ""),
    }
}

/// What is ticked now, in the order it had before: the order is no change. What the list does not know was not asked,
/// and stays.
fn in_order(before: &[String], ticked: Vec<String>, known: impl Fn(&str) -> bool) -> Vec<String> {
    let mut all: Vec<String> = before.iter().filter(|b| ticked.contains(b) || !known(b)).cloned().collect();
    let new: Vec<String> = ticked.into_iter().filter(|t| !all.contains(t)).collect();
    all.extend(new);
    all
}

/// "1,204".
fn thousands(n: usize) -> String {
    crate::domain::wording::thousands(n as u64)
}

/// What was typed, short enough to be repeated in a message.
fn shown(text: &str) -> String {
    let short: String = text.chars().filter(|c| !hostile(*c)).take(40).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

#[cfg(test)]
mod tests;
