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

pub use cost::KINDS as COST_KINDS;
pub use running::STATES;
pub use venues::SERVES;

use super::{Step, Values, Wrong};
use crate::area::Area;
use crate::domain::text::{hostile, one_line, paragraphs};
use crate::domain::{Facet, Service};
use jiff::civil::Date;

/// What stands in the fields of a step for a listing.
pub fn show(step: Step, service: &Service) -> Values {
    match step {
        Step::What => what::show(service),
        Step::Who => who::show(service),
        Step::Place => place::show(service),
        Step::Where => venues::show(service),
        Step::When => times::show(service),
        Step::Cost => cost::show(service),
        Step::Access => access::show(service),
        Step::Contact => contact::show(service),
        Step::Running => running::show(service),
    }
}

/// Reads a step into a listing. What is wrong is named, and the listing has then only what is right.
pub fn read(step: Step, values: &Values, area: &Area, today: Date, into: &mut Service) -> Vec<Wrong> {
    let mut form = Form { values, area, today, wrong: Vec::new() };
    match step {
        Step::What => what::read(&mut form, into),
        Step::Who => who::read(&mut form, into),
        Step::Place => place::read(&mut form, into),
        Step::Where => venues::read(&mut form, into),
        Step::When => times::read(&mut form, into),
        Step::Cost => cost::read(&mut form, into),
        Step::Access => access::read(&mut form, into),
        Step::Contact => contact::read(&mut form, into),
        Step::Running => running::read(&mut form, into),
    }
    form.wrong
}

/// The names of fields that a step takes; others are not kept. A group's are "time-#-opens".
pub fn takes(step: Step, name: &str) -> bool {
    let numbered = |kind: &str, ends: &[&str]| {
        let rest = name.strip_prefix(kind).and_then(|r| r.strip_prefix('-')).and_then(|r| r.split_once('-'));
        rest.is_some_and(|(n, end)| n.len() <= 3 && n.bytes().all(|b| b.is_ascii_digit()) && ends.contains(&end))
    };
    match step {
        Step::What => ["name", "summary", "description", "category"].contains(&name),
        Step::Who => ["age-from", "age-to", "needs", "need", "level"].contains(&name),
        Step::Place => ["access", "how", "decides", "wait", "ehcp", "diagnosis"].contains(&name),
        Step::Where => {
            ["mode", "serves", "district", "others"].contains(&name)
                || numbered("venue", &["is", "name", "address", "town", "postcode", "district", "note"])
        }
        Step::When => ["when"].contains(&name) || numbered("time", &["is", "day", "opens", "closes", "note"]),
        Step::Cost => {
            ["cost", "detail", "direct-payment"].contains(&name) || numbered("price", &["is", "pounds", "what"])
        }
        Step::Access => name.starts_with("fact-") || name.starts_with("note-"),
        Step::Contact => ["phone", "email", "website"].contains(&name),
        Step::Running => ["status", "ends", "note", "instead"].contains(&name),
    }
}

/// A form while it is read.
struct Form<'a> {
    values: &'a Values,
    area: &'a Area,
    today: Date,
    wrong: Vec<Wrong>,
}

impl Form<'_> {
    fn wrong(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.wrong.push(Wrong::new(field, message));
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
