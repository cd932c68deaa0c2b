//! The values of every filter, and what the site has to know about them.

use super::reader::{Document, Reader};
use crate::domain::vocabulary::{AgeBand, FacetValue};
use crate::domain::{Age, District, Facet, Meaning, Term, Vocabulary};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const FILE: &str = "vocabulary.toml";

/// Pages under `/gaps/` that are no kind of help.
pub const TAKEN: [&str; 6] = ["compare", "sheet", "how-far", "rules", "history", "asked"];

/// `vocabulary.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VocabularyFile {
    need: Vec<Term>,
    category: Vec<Term>,
    age_band: Vec<AgeBand>,
    level: Vec<Term>,
    access: Vec<Term>,
    cost: Vec<Term>,
    mode: Vec<Term>,
    when: Vec<Term>,
    feature: Vec<Term>,
}

/// Reads and checks `vocabulary.toml`.
pub fn read(read: &Reader<'_>) -> Option<VocabularyFile> {
    let file: Document<VocabularyFile> = read.needed(FILE)?;
    let lists: [(&str, Facet, &[Term]); 8] = [
        ("need", Facet::Need, &file.value.need),
        ("category", Facet::Category, &file.value.category),
        ("level", Facet::Level, &file.value.level),
        ("access", Facet::Access, &file.value.access),
        ("cost", Facet::Cost, &file.value.cost),
        ("mode", Facet::Mode, &file.value.mode),
        ("when", Facet::When, &file.value.when),
        ("feature", Facet::Features, &file.value.feature),
    ];
    for (list, facet, terms) in lists {
        check_list(read, &file, list, facet, terms);
    }
    for (n, term) in file.value.category.iter().enumerate().filter(|(_, t)| TAKEN.contains(&t.slug.as_str())) {
        let message = format!("{} is a page of its own at this address: choose another slug", term.slug);
        read.fault_at(&file, &format!("category.{n}.slug"), message);
    }
    for (n, band) in file.value.age_band.iter().enumerate().filter(|(_, b)| b.from > b.to || b.to > Age::OLDEST) {
        let message = format!("{} must go from a younger age to an older one, {} at most", band.slug, Age::OLDEST);
        read.fault_at(&file, &format!("age_band.{n}.slug"), message);
    }
    Some(file.value)
}

fn check_list(read: &Reader<'_>, file: &Document<VocabularyFile>, list: &str, facet: Facet, terms: &[Term]) {
    if terms.is_empty() {
        read.fault_at(file, list, format!("{list} has no value: every list has one at least"));
    }
    let mut slugs = BTreeSet::new();
    for (n, term) in terms.iter().enumerate() {
        let inside = term.children.iter().enumerate().map(|(m, child)| (format!("{list}.{n}.children.{m}"), child));
        for (path, term) in std::iter::once((format!("{list}.{n}"), term)).chain(inside) {
            if !slugs.insert(&term.slug) {
                read.fault_at(file, &format!("{path}.slug"), format!("{} stands twice in {list}", term.slug));
            }
            if term.means.is_some_and(|means| means.facet() != facet) {
                read.fault_at(file, &format!("{path}.means"), format!("nothing in {list} can mean this"));
            }
            if term.up_to.is_some() && term.means != Some(Meaning::Paid) {
                read.fault_at(file, &format!("{path}.up_to"), "only a cost that means “paid” has a highest price");
            }
        }
    }
    let free = terms.iter().filter(|t| t.means == Some(Meaning::Free)).count();
    let dearest = terms.iter().filter(|t| t.means == Some(Meaning::Paid) && t.up_to.is_none()).count();
    if facet == Facet::Cost && (free, dearest) != (1, 1) {
        let message = "one cost means “free”, and one that means “paid” has no highest price (up_to)";
        read.fault_at(file, list, message);
    }
}

/// The vocabulary with the lists that are not in its file: districts and ages.
pub fn vocabulary(words: VocabularyFile, districts: &[District]) -> Vocabulary {
    let plain = |terms: &[Term]| terms.iter().map(|t| term(t, None)).collect::<Vec<_>>();
    let categories = words.category.iter().flat_map(|top| {
        let children = top.children.iter().map(|c| term(c, Some(&top.slug)));
        std::iter::once(term(top, None)).chain(children)
    });
    let ages = (0..=Age::OLDEST).map(|years| value(&years.to_string(), &age_label(years)));
    let values = BTreeMap::from([
        (Facet::District, districts.iter().map(|d| value(&d.slug, &d.name)).collect()),
        (Facet::Need, plain(&words.need)),
        (Facet::Category, categories.collect()),
        (Facet::Age, ages.collect()),
        (Facet::Level, plain(&words.level)),
        (Facet::Access, plain(&words.access)),
        (Facet::Cost, plain(&words.cost)),
        (Facet::Mode, plain(&words.mode)),
        (Facet::When, plain(&words.when)),
        (Facet::Features, plain(&words.feature)),
    ]);
    Vocabulary { needs: words.need, categories: words.category, age_bands: words.age_band, values }
}

fn age_label(years: u8) -> String {
    match years {
        0 => "Under 1".to_owned(),
        1 => "1 year".to_owned(),
        n => format!("{n} years"),
    }
}

fn value(slug: &str, label: &str) -> FacetValue {
    FacetValue { slug: slug.to_owned(), label: label.to_owned(), parent: None, means: None, up_to: None }
}

fn term(term: &Term, parent: Option<&str>) -> FacetValue {
    let parent = parent.map(str::to_owned);
    FacetValue { parent, means: term.means, up_to: term.up_to, ..value(&term.slug, &term.label) }
}
