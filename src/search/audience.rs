//! For whom a listing is, read from its own words: this is an offer for children, young people and their families.

use crate::area::words::{Audience, Weights, tokens};
use crate::domain::{NeedsServed, Service};
use std::collections::HashMap;

/// The words that tell for whom something is, ready to be looked for.
#[derive(Clone, Debug, Default)]
pub struct Readership {
    /// Phrases by their first word, with the list they belong to.
    phrases: HashMap<String, Vec<(Vec<String>, usize)>>,
}

const CHILDREN: usize = 0;
const DISABILITY: usize = 1;
const OLDER: usize = 2;
const PARENTS: usize = 3;

impl Readership {
    /// The lists of an area.
    pub fn new(audience: &Audience) -> Self {
        let mut phrases: HashMap<String, Vec<(Vec<String>, usize)>> = HashMap::new();
        let lists = [
            (&audience.children, CHILDREN),
            (&audience.disability, DISABILITY),
            (&audience.older, OLDER),
            (&audience.adults, OLDER),
            (&audience.not_people, OLDER),
            (&audience.parents, PARENTS),
        ];
        for (list, at) in lists {
            for phrase in list.words.iter().map(|w| tokens(w)).filter(|p| !p.is_empty()) {
                phrases.entry(phrase[0].clone()).or_default().push((phrase, at));
            }
        }
        Self { phrases }
    }

    /// How often each list is heard in a text, up to a few times.
    fn heard(&self, text: &[String]) -> [f32; 4] {
        let mut heard = [0.0; 4];
        for (at, word) in text.iter().enumerate() {
            for (phrase, list) in self.phrases.get(word).into_iter().flatten() {
                if text[at..].starts_with(phrase) {
                    heard[*list] += 1.0;
                }
            }
        }
        heard
    }
}

/// Four bytes: children, disability, older people and others, repetition; each 0 to 255.
pub fn packed(service: &Service, readership: &Readership) -> u64 {
    let body = tokens(&service.description);
    let provider = service.organization.as_ref().map(|o| tokens(&o.name)).unwrap_or_default();
    let parts = [
        (tokens(&service.name), 2.0, 2.0),
        (tokens(&service.summary), 1.0, 2.0),
        (tokens(&service.keywords.join(" . ")), 1.0, 2.0),
        (provider, 0.5, 1.0),
        (body.clone(), 0.35, 6.0),
    ];
    let mut told = [0.0f32; 4];
    for (text, weight, most) in parts {
        for (sum, heard) in told.iter_mut().zip(readership.heard(&text)) {
            *sum += weight * heard.min(most);
        }
    }
    if service.ages.is_some_and(|a| a.from.unwrap_or(0) <= 25) {
        told[CHILDREN] += 2.0;
    }
    if matches!(service.needs, NeedsServed::Any | NeedsServed::These(_)) {
        told[DISABILITY] += 1.0;
    }
    told[CHILDREN] += 0.4 * told[PARENTS];
    let level = |sum: f32| ((1.0 - (-sum / 1.5).exp()) * 255.0) as u64;
    let repeated = (repetition(&body) * 255.0) as u64;
    level(told[CHILDREN]) | level(told[DISABILITY]) << 8 | level(told[OLDER]) << 16 | repeated << 24
}

/// Whether a description says the same again and again.
pub fn says_again_and_again(description: &str) -> bool {
    repetition(&tokens(description)) > 0.5
}

/// Short words that any text is full of.
const EVERYWHERE: &[&str] = &[
    "the", "and", "for", "you", "can", "with", "are", "our", "not", "your", "from", "this", "that", "have", "will",
    "has", "all", "they", "their", "who", "was", "but", "one", "out", "any", "may", "get", "children", "child",
];

/// The share of a text that is said again and again, 0 to 1: more than a fair text needs.
fn repetition(body: &[String]) -> f32 {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in body.iter().filter(|w| w.len() > 2 && !EVERYWHERE.contains(&w.as_str())) {
        *counts.entry(word).or_default() += 1;
    }
    // Eight mentions and two in a hundred words are a fair text about one thing.
    let fair = 8 + body.len() / 50;
    let too_many: usize = counts.values().map(|n| n.saturating_sub(fair)).sum();
    (too_many as f32 / 40.0).min(1.0)
}

/// What a question asks about for whom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AudienceQuery {
    /// It speaks of children.
    pub children: bool,
    /// It speaks of disability.
    pub disability: bool,
    /// It speaks of older people or adults: then nobody is put after anybody.
    pub others: bool,
}

/// What for whom it is makes of a listing's number.
pub fn factor(packed: u64, asked: AudienceQuery, weights: &Weights) -> f32 {
    let byte = |n: u32| (packed >> (8 * n) & 255) as f32 / 255.0;
    let repetition = 1.0 - 0.9 * byte(3);
    if asked.others {
        return repetition;
    }
    let w = &weights.audience;
    let (children, disability, older) = (byte(0), byte(1), byte(2));
    let mut factor = w.least + w.children * children + w.disability * disability - w.older * older * (1.0 - children);
    if asked.children {
        factor += w.children_asked * (children - 0.5);
    }
    if asked.disability {
        factor += w.disability_asked * (disability - 0.5);
    }
    factor.max(0.05) * repetition
}
