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
    let mut told = BTreeMap::new();
    let area = form.area;
    for value in area.vocabulary.values(Facet::Features) {
        let (fact, note) = (format!("fact-{}", value.slug), format!("note-{}", value.slug));
        let state = match form.chosen(&fact, &["yes", "partly", "no", "unknown"]).as_deref() {
            Some("yes") => Some(State::Yes),
            Some("partly") => Some(State::Partly),
            Some("no") => Some(State::No),
            _ => None,
        };
        let note = form.line(&note, NOTE);
        match (state, note) {
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
