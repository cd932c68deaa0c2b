//! Words into a query. Built term by term: what somebody types is never read as a query language.

use super::schema::{Fields, PLAIN, STEMMED, prepare};
use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, DisjunctionMaxQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::tokenizer::TokenizerManager;

/// Words that say nothing about what is wanted. They are dropped unless there is nothing else.
const STOP_WORDS: &[&str] = &[
    "a",
    "an",
    "and",
    "any",
    "are",
    "at",
    "can",
    "do",
    "for",
    "from",
    "get",
    "go",
    "have",
    "help",
    "how",
    "i",
    "in",
    "is",
    "it",
    "me",
    "my",
    "near",
    "of",
    "on",
    "or",
    "our",
    "some",
    "somewhere",
    "that",
    "the",
    "their",
    "there",
    "they",
    "to",
    "us",
    "want",
    "we",
    "what",
    "where",
    "who",
    "with",
    "you",
    "your",
];

/// The most words that count.
const MOST_WORDS: usize = 24;

/// A word as typed (folded) and as stemmed.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    pub plain: String,
    pub stem: String,
}

/// The words of a question that count, each once.
pub fn words(text: &str, analysers: &TokenizerManager) -> Vec<Word> {
    let text = prepare(text);
    let plain = tokens(&text, PLAIN, analysers);
    let stems = tokens(&text, STEMMED, analysers);
    let mut all: Vec<Word> = Vec::new();
    for (plain, stem) in plain.into_iter().zip(stems) {
        if !all.iter().any(|w| w.stem == stem) {
            all.push(Word { plain, stem });
        }
    }
    let telling: Vec<Word> = all.iter().filter(|w| !STOP_WORDS.contains(&w.plain.as_str())).cloned().collect();
    let mut words = if telling.is_empty() { all } else { telling };
    words.truncate(MOST_WORDS);
    words
}

fn tokens(text: &str, analyser: &str, analysers: &TokenizerManager) -> Vec<String> {
    let Some(mut analyser) = analysers.get(analyser) else { return Vec::new() };
    let mut tokens = Vec::new();
    let mut stream = analyser.token_stream(text);
    while stream.advance() {
        tokens.push(stream.token().text.clone());
    }
    tokens
}

/// Everything, when there are no words.
pub fn query(words: &[Word], fields: &Fields) -> Box<dyn Query> {
    if words.is_empty() {
        return Box::new(AllQuery);
    }
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    let one_each: Vec<Box<dyn Query>> = words.iter().map(|word| one_word(word, fields)).collect();
    let least = least_that_must_match(words.len());
    clauses.push((Occur::Must, Box::new(BooleanQuery::union_with_minimum_required_clauses(one_each, least))));
    if words.len() > 1 {
        clauses.push((Occur::Should, phrase(words, fields.name, 4.0)));
        clauses.push((Occur::Should, phrase(words, fields.keywords, 3.0)));
        clauses.push((Occur::Should, phrase(words, fields.summary, 1.5)));
    }
    Box::new(BooleanQuery::new(clauses))
}

/// All of one or two words, all but one of three or four, seven in ten of more.
fn least_that_must_match(words: usize) -> usize {
    match words {
        0..=2 => words,
        3 | 4 => words - 1,
        more => (more * 7).div_ceil(10),
    }
}

fn one_word(word: &Word, fields: &Fields) -> Box<dyn Query> {
    let places: [(Field, &str, f32); 8] = [
        (fields.name, &word.stem, 3.0),
        (fields.name_plain, &word.plain, 3.5),
        (fields.keywords, &word.stem, 2.5),
        (fields.provider, &word.stem, 1.2),
        (fields.kind, &word.stem, 0.8),
        (fields.summary, &word.stem, 1.5),
        (fields.place, &word.stem, 1.2),
        (fields.body, &word.stem, 1.0),
    ];
    let each = places.into_iter().map(|(field, text, boost)| {
        let term = TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs);
        Box::new(BoostQuery::new(Box::new(term), boost)) as Box<dyn Query>
    });
    Box::new(DisjunctionMaxQuery::with_tie_breaker(each.collect(), 0.2))
}

fn phrase(words: &[Word], field: Field, boost: f32) -> Box<dyn Query> {
    let terms = words.iter().map(|w| Term::from_field_text(field, &w.stem)).enumerate().collect();
    Box::new(BoostQuery::new(Box::new(PhraseQuery::new_with_offset_and_slop(terms, 2)), boost))
}
