//! The fields of each step, made from what was typed or saved.

mod access;
mod cost;
mod people;
mod venues;
mod what;
mod when;

use super::wrong_for;
use crate::area::Area;
use crate::domain::Facet;
use crate::editing::{FormStep, Values, Wrong};
use crate::ui::form::{FormQuestion, Line, choice, line, prose, radios, ticks};
use leptos::prelude::*;

/// A step as it is shown.
pub struct Shown<'a> {
    /// What stands in its fields.
    pub values: &'a Values,
    /// What is wrong.
    pub wrong: &'a [Wrong],
    /// What could be clearer.
    pub advice: &'a [(&'static str, Vec<String>)],
    /// The group that was just added: its kind and number.
    pub added: Option<(&'static str, usize)>,
    /// The area's words.
    pub area: &'a Area,
}

/// The kinds of groups that a step can have more of.
pub fn groups(step: FormStep) -> &'static [&'static str] {
    match step {
        FormStep::Where => &["venue"],
        FormStep::When => &["time"],
        FormStep::Cost => &["price"],
        _ => &[],
    }
}

/// The fields of a step.
pub fn fields(step: FormStep, shown: &Shown<'_>) -> Vec<AnyView> {
    match step {
        FormStep::What => what::fields(shown),
        FormStep::Who => people::who(shown),
        FormStep::Place => people::place(shown),
        FormStep::Where => venues::fields(shown),
        FormStep::When => when::fields(shown),
        FormStep::Cost => cost::fields(shown),
        FormStep::Access => access::fields(shown),
        FormStep::Contact => what::contact(shown),
        FormStep::Running => what::running(shown),
    }
}

impl Shown<'_> {
    fn asked(&self, name: &str, label: &str) -> FormQuestion {
        let mut asked = FormQuestion::new(name, label);
        asked.error = wrong_for(self.wrong, name);
        asked.advice = self.advice.iter().find(|(n, _)| *n == name).map(|(_, a)| a.clone()).unwrap_or_default();
        asked
    }

    fn line(&self, name: &str, label: &str, hint: &str, how: Line) -> AnyView {
        line(self.asked(name, label).hint(hint), self.values.text(name), how)
    }

    fn prose(&self, name: &str, label: &str, hint: &str, rows: u8) -> AnyView {
        prose(self.asked(name, label).hint(hint), self.values.text(name), rows)
    }

    fn radios(&self, name: &str, label: &str, hint: &str, choices: &[(&str, &str)]) -> AnyView {
        radios(self.asked(name, label).hint(hint), &owned(choices), self.values.text(name))
    }

    fn ticks(&self, name: &str, label: &str, hint: &str, choices: &[(String, String)]) -> AnyView {
        ticks(self.asked(name, label).hint(hint), choices, |value| self.values.has(name, value))
    }

    fn choice(&self, name: &str, label: &str, hint: &str, any: &str, choices: &[(String, String)]) -> AnyView {
        let (asked, now) = (self.asked(name, label).hint(hint), self.values.text(name));
        let known = now.is_empty() || choices.iter().any(|(value, _)| value == now);
        if known || asked.error.is_some() {
            return choice(asked, any, choices, now);
        }
        // What the list does not know came from elsewhere: a browser would drop it silently.
        let as_it_is = (now.to_owned(), format!("As it is now: {now}"));
        choice(asked, any, &[choices, &[as_it_is]].concat(), now)
    }

    /// The values of a facet to choose from.
    fn values_of(&self, facet: Facet) -> Vec<(String, String)> {
        self.area.vocabulary.values(facet).iter().map(|v| (v.slug.clone(), v.label.clone())).collect()
    }

    fn districts(&self) -> Vec<(String, String)> {
        self.area.districts.iter().map(|d| (d.slug.clone(), d.name.clone())).collect()
    }

    /// The numbers of the groups of a kind: at least one, so that there is something to fill in.
    fn numbers(&self, kind: &str) -> Vec<usize> {
        let numbers = self.values.groups(kind);
        if numbers.is_empty() { vec![1] } else { numbers }
    }

    fn is_new(&self, kind: &str, number: usize) -> bool {
        self.added == Some((self.kind(kind), number))
    }

    fn kind(&self, kind: &str) -> &'static str {
        ["venue", "time", "price"].into_iter().find(|k| *k == kind).unwrap_or_default()
    }
}

fn owned(choices: &[(&str, &str)]) -> Vec<(String, String)> {
    choices.iter().map(|(v, l)| ((*v).to_owned(), (*l).to_owned())).collect()
}
