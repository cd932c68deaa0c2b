//! What it is.

use super::{Form, Values};
use crate::domain::{Facet, Service};

const NAME: usize = 150;
const SUMMARY: usize = 250;
const DESCRIPTION: usize = 10_000;

pub fn show(service: &Service) -> Values {
    let mut values = Values::default();
    values.put("name", &service.name);
    values.put("summary", &service.summary);
    values.put("description", &service.description);
    service.categories.iter().for_each(|c| values.put("category", c));
    values
}

pub fn read(form: &mut Form<'_>, into: &mut Service) {
    let before = form.wrong.len();
    match form.line("name", NAME) {
        Some(name) => into.name = name,
        None if form.wrong.len() == before => form.wrong("name", "Write what it is called"),
        None => {}
    }
    let before = form.wrong.len();
    match form.line("summary", SUMMARY) {
        Some(summary) => into.summary = summary,
        None if form.wrong.len() == before => {
            form.wrong("summary", "Write one sentence that says what families get");
        }
        None => {}
    }
    let before = form.wrong.len();
    let description = form.prose("description", DESCRIPTION);
    if form.wrong.len() == before {
        into.description = description.unwrap_or_default();
    }
    let before = form.wrong.len();
    let categories = form.ticked("category", Facet::Category, &into.categories);
    if categories.is_empty() && form.wrong.len() == before {
        form.wrong("category", "Tick at least one kind of help, or families cannot find it");
    } else if form.wrong.len() == before {
        into.categories = categories;
    }
}
