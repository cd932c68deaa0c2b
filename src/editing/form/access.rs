//! Getting in and joining in: one question for each fact, in four states.

use super::{Form, Values};
use crate::domain::{Facet, Fact, Service, State};
use std::collections::BTreeMap;

const NOTE: usize = 300;

pub fn show(service: &Service) -> Values {
    let mut values = Values::default();
    for (slug, fact) in &service.features {
        let word = match fact.state {
            State::Yes => "yes",
            State::Partly => "partly",
            State::No => "no",
        };
        values.put(format!("fact-{slug}"), word);
        values.put_some(format!("note-{slug}"), fact.note.as_deref());
    }
    values
}

pub fn read(form: &mut Form<'_>, into: &mut Service) {
    let before = form.wrong.len();
    let area = form.area;
    let asked = area.vocabulary.values(Facet::Features);
    // What this area pack does not ask was told all the same, and stays.
    let not_asked = |slug: &String| asked.iter().all(|v| v.slug != *slug);
    let mut told: BTreeMap<String, Fact> =
        into.features.iter().filter(|(slug, _)| not_asked(slug)).map(|(s, f)| (s.clone(), f.clone())).collect();
    for value in asked {
        let (fact, note) = (format!("fact-{}", value.slug), format!("note-{}", value.slug));
        let state = match form.chosen(&fact, &["yes", "partly", "no", "unknown"]).as_deref() {
            Some("yes") => Some(State::Yes),
            Some("partly") => Some(State::Partly),
            Some("no") => Some(State::No),
            _ => None,
        };
        let note = form.line(&note, NOTE);
        match (state, note) {
            (Some(State::Partly), None)
                if into.features.get(&value.slug).is_some_and(|f| f.note.is_none() && f.state == State::Partly) =>
            {
                told.insert(value.slug.clone(), Fact { state: State::Partly, note: None });
            }
            (Some(State::Partly), None) => {
                form.wrong(
                    format!("note-{}", value.slug),
                    format!("{}: say what is there and what is not", value.label),
                );
            }
            (Some(state), note) => {
                told.insert(value.slug.clone(), Fact { state, note });
            }
            (None, Some(_)) => {
                form.wrong(fact, format!("{}: choose yes, partly or no to go with what you wrote", value.label));
            }
            (None, None) => {}
        }
    }
    if form.wrong.len() == before {
        into.features = told;
    }
}
