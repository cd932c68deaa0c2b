//! Who it is for.

use super::{Form, Values};
use crate::domain::{Age, AgeRange, Facet, NeedsServed, Service};

pub fn show(service: &Service) -> Values {
    let mut values = Values::default();
    let (from, to) = service.ages.map_or((None, None), |r| (r.from, r.to));
    values.put_some("age-from", from.map(|a| a.to_string()).as_deref());
    values.put_some("age-to", to.map(|a| a.to_string()).as_deref());
    values.put(
        "needs",
        match &service.needs {
            NeedsServed::NotTold => "unknown",
            NeedsServed::Any => "any",
            NeedsServed::These(_) => "these",
        },
    );
    if let NeedsServed::These(needs) = &service.needs {
        needs.iter().for_each(|n| values.put("need", n));
    }
    values.put_some("level", service.level.as_deref());
    values
}

pub fn read(form: &mut Form<'_>, into: &mut Service) {
    let had = into.ages.map_or([None, None], |r| [r.from, r.to]);
    let (from, to) = (age(form, "age-from", &had), age(form, "age-to", &had));
    if let (Ok(from), Ok(to)) = (from, to) {
        match AgeRange::new(from, to) {
            None if from.is_some() && to.is_some() => {
                form.wrong("age-to", "Write the oldest age here, not below the youngest");
            }
            ages => into.ages = ages,
        }
    }
    let before = form.wrong.len();
    let had = if let NeedsServed::These(needs) = &into.needs { needs.clone() } else { Vec::new() };
    let needs = form.ticked("need", Facet::Need, &had);
    match form.chosen("needs", &["any", "these", "unknown"]).as_deref() {
        Some("any") if !needs.is_empty() => {
            form.wrong("needs", "You chose every need and ticked some. Choose “these needs”, or take the ticks away");
        }
        Some("these") if needs.is_empty() && form.wrong.len() == before => {
            form.wrong("need", "Tick the needs it is for, or choose another answer");
        }
        Some("unknown") if !needs.is_empty() => {
            form.wrong("needs", "You ticked some needs. Choose “these needs”, or take the ticks away");
        }
        Some("any") => into.needs = NeedsServed::Any,
        Some("these") if form.wrong.len() == before => into.needs = NeedsServed::These(needs),
        Some("unknown") => into.needs = NeedsServed::NotTold,
        None if !needs.is_empty() && form.wrong.len() == before => into.needs = NeedsServed::These(needs),
        None if form.wrong.len() == before => into.needs = NeedsServed::NotTold,
        _ => {}
    }
    let known = form.area.vocabulary.values(Facet::Level).iter().map(|v| v.slug.as_str());
    let had = into.level.clone();
    let words: Vec<&str> = known.chain(had.as_deref()).collect();
    let before = form.wrong.len();
    let level = form.chosen("level", &words);
    if form.wrong.len() == before {
        into.level = level;
    }
}

/// Whole years; an error has been said when there is one. An age that the listing had is none: an import may bring "up to
/// 99 years", and whoever changes something else has not typed it.
fn age(form: &mut Form<'_>, name: &str, had: &[Option<u8>]) -> Result<Option<u8>, ()> {
    let typed = form.values.text(name).trim();
    if let Some(had) = had.iter().flatten().find(|years| years.to_string() == typed) {
        return Ok(Some(*had));
    }
    Age::parse(form.values.text(name)).map(|age| age.map(Age::years)).map_err(|e| form.wrong(name, e.to_string()))
}
