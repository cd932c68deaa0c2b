//! How to get a place and who decides.

use super::{Form, Values};
use crate::domain::{Facet, Requirement, Service};

const HOW: usize = 1_000;
const DECIDES: usize = 600;
const WAIT: usize = 300;

pub fn show(service: &Service) -> Values {
    let mut values = Values::default();
    service.access.iter().for_each(|a| values.put("access", a));
    values.put_some("how", service.how_to_get_a_place.as_deref());
    values.put_some("decides", service.who_decides.as_deref());
    values.put_some("wait", service.wait.as_deref());
    values.put("ehcp", word(service.ehcp));
    values.put("diagnosis", word(service.diagnosis));
    values
}

fn word(requirement: Option<Requirement>) -> &'static str {
    match requirement {
        Some(Requirement::Needed) => "needed",
        Some(Requirement::NotNeeded) => "not-needed",
        None => "unknown",
    }
}

pub fn read(form: &mut Form<'_>, into: &mut Service) {
    let before = form.wrong.len();
    let access = form.ticked("access", Facet::Access, &into.access);
    if form.wrong.len() == before {
        into.access = access;
    }
    for (name, most, to) in [
        ("how", HOW, &mut into.how_to_get_a_place),
        ("decides", DECIDES, &mut into.who_decides),
        ("wait", WAIT, &mut into.wait),
    ] {
        let before = form.wrong.len();
        let text = form.line(name, most);
        if form.wrong.len() == before {
            *to = text;
        }
    }
    for (name, to) in [("ehcp", &mut into.ehcp), ("diagnosis", &mut into.diagnosis)] {
        let before = form.wrong.len();
        let chosen = form.chosen(name, &["needed", "not-needed", "unknown"]);
        if form.wrong.len() == before {
            *to = match chosen.as_deref() {
                Some("needed") => Some(Requirement::Needed),
                Some("not-needed") => Some(Requirement::NotNeeded),
                _ => None,
            };
        }
    }
}
