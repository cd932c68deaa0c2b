//! Suggestions for what somebody has begun to type: kinds of help, needs, places and services.

use super::SearchError;
use super::engine::Engine;
use super::schema::prepare;
use super::spelling::{Reading, SpellChecker};
use super::understand::words;
use crate::domain::Facet;
use std::ops::Bound;
use tantivy::Term;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use uuid::Uuid;

/// What a suggestion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuggestionKind {
    /// A kind of help.
    Category,
    /// A need or condition.
    Need,
    /// A district or town.
    Place,
    /// A listing.
    Service,
}

/// Something that can be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What it is.
    pub kind: SuggestionKind,
    /// What to show; empty for a service, whose name the page reads.
    pub label: String,
    /// A slug, or a town's name; a service's id.
    pub value: String,
}

/// The most of each kind.
const MOST: usize = 4;
/// The shortest beginning that suggests anything, in characters.
const SHORTEST: usize = 2;

/// Suggestions, grouped by kind. Where nothing begins so, the same for the words with their slips put right.
pub fn suggest(engine: &Engine, begun: &str) -> Result<Vec<Suggestion>, SearchError> {
    let begun: String = begun.trim().chars().take(60).collect();
    if begun.chars().count() < SHORTEST {
        return Ok(Vec::new());
    }
    let found = exactly(engine, &begun)?;
    if !found.is_empty() {
        return Ok(found);
    }
    match put_right(engine, &begun)? {
        Some(right) => exactly(engine, &right),
        None => Ok(found),
    }
}

fn exactly(engine: &Engine, begun: &str) -> Result<Vec<Suggestion>, SearchError> {
    let typed = words(begun);
    let low = prepare(&begun.to_lowercase());
    let mut found = Vec::new();
    for (facet, kind) in [(Facet::Category, SuggestionKind::Category), (Facet::Need, SuggestionKind::Need)] {
        let of_kind = terms(engine, facet).filter(|(_, words)| words.iter().any(|w| starts(w, &low)));
        found.extend(of_kind.take(MOST).map(|(term, _)| Suggestion { kind, label: term.1, value: term.0 }));
    }
    let places = engine.area.districts.iter().flat_map(|d| {
        let towns = d.towns.iter().map(|t| t.name.clone()).filter(|t| *t != d.name);
        std::iter::once(d.name.clone()).chain(towns)
    });
    let places = places.filter(|name| starts(&name.to_lowercase(), &low)).take(MOST);
    found.extend(places.map(|name| Suggestion { kind: SuggestionKind::Place, value: name.clone(), label: name }));
    let services = services(engine, &typed)?;
    found.extend(services.into_iter().map(|id| Suggestion {
        kind: SuggestionKind::Service,
        label: String::new(),
        value: id.to_string(),
    }));
    Ok(found)
}

/// The words with their slips put right; none where there are none.
fn put_right(engine: &Engine, begun: &str) -> Result<Option<String>, SearchError> {
    let (live, lexis) = (engine.live.load(), engine.lexis());
    let searcher = live.reader.searcher();
    let written = SpellChecker { searcher: &searcher, fields: &engine.fields, lexis: &lexis };
    let typed = words(begun);
    let mut right = Vec::new();
    for word in &typed {
        match written.read(word, false)? {
            Reading::AsTyped => right.push(word.clone()),
            Reading::SpeltAs(words) | Reading::Corrected(words) => right.extend(words),
            Reading::Unfinished(completions) => right.extend(completions.into_iter().next().map(|(word, _)| word)),
        }
    }
    // A slip in a word that is not finished: the nearest beginning of one of our own words.
    if right == typed
        && let Some(last) = right.last_mut()
        && let Some(beginning) = written.nearest_beginning(last)
    {
        *last = beginning;
    }
    Ok((right != typed).then(|| right.join(" ")))
}

/// Slug and label of each value, with every word for it in lower case.
fn terms(engine: &Engine, facet: Facet) -> impl Iterator<Item = ((String, String), Vec<String>)> + '_ {
    let vocabulary = &engine.area.vocabulary;
    vocabulary.values(facet).iter().map(move |value| {
        let tops = vocabulary.categories.iter().chain(&vocabulary.needs);
        let term = tops.clone().find(|t| t.slug == value.slug);
        let mut words = vec![value.label.to_lowercase()];
        if let Some(term) = term {
            words.extend(term.official.iter().map(|o| o.to_lowercase()));
            words.extend(term.words.iter().cloned());
        }
        ((value.slug.clone(), value.label.clone()), words)
    })
}

/// Whether a text, or a word of it, starts so.
fn starts(text: &str, begun: &str) -> bool {
    let text = prepare(text);
    text.starts_with(begun) || text.match_indices([' ', '(']).any(|(at, _)| text[at + 1..].starts_with(begun))
}

/// Listings whose name has all the words, the last one perhaps not finished.
fn services(engine: &Engine, typed: &[String]) -> Result<Vec<Uuid>, SearchError> {
    let Some((last, whole)) = typed.split_last() else { return Ok(Vec::new()) };
    let name = engine.fields.name_plain;
    let mut all: Vec<(Occur, Box<dyn Query>)> = whole
        .iter()
        .map(|w| {
            let term = Term::from_field_text(name, w);
            (Occur::Must, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>)
        })
        .collect();
    let upper = format!("{}\u{10ffff}", last);
    let prefix = RangeQuery::new(
        Bound::Included(Term::from_field_text(name, last)),
        Bound::Excluded(Term::from_field_text(name, &upper)),
    );
    all.push((Occur::Must, Box::new(prefix)));
    let searcher = engine.live.load().reader.searcher();
    let top = searcher.search(&BooleanQuery::new(all), &TopDocs::with_limit(MOST).order_by_score())?;
    let mut ids = Vec::with_capacity(top.len());
    for (_, at) in top {
        let fast = searcher.segment_reader(at.segment_ord).fast_fields();
        let high = fast.column_first_or_default::<u64>("id_high")?.get_val(at.doc_id);
        let low = fast.column_first_or_default::<u64>("id_low")?.get_val(at.doc_id);
        ids.push(Uuid::from_u64_pair(high, low));
    }
    Ok(ids)
}
