//! How families say things: synonyms, misspellings, words that say nothing, what a question tells, jargon, weights.
//!
//! All of it is data of the area pack (`words/`), read at the start and again on SIGHUP. A line that cannot be
//! understood is named and kept out; while serving, a pack with such a line leaves the words before it in force.

mod audience;
mod guess;
mod jargon;
mod lists;
mod plain_english;
mod recognised;
mod subject;
mod synonyms;
mod urgent;
mod weights;

pub use audience::Audience;
pub use guess::BEFORE_AN_AGE;
pub use jargon::Jargon;
pub use lists::RUN;
pub use plain_english::JargonHint;
pub use recognised::Recognised;
pub use synonyms::{SynonymGroup, SynonymMember, SynonymRole};
pub use urgent::{Urgent, UrgentContact};
pub use weights::Weights;

use super::reader::Reader;
use crate::domain::District;
use std::collections::{HashMap, HashSet};
use std::fmt;

/// A line of a words file that was kept out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordsFault {
    /// The file inside the pack.
    pub file: &'static str,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it and what would be right.
    pub reason: String,
}

impl fmt::Display for WordsFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} line {}: {}", self.file, self.line, self.reason)
    }
}

/// Everything about words.
#[derive(Debug, Default)]
pub struct Words {
    /// Words that find each other.
    pub groups: Vec<SynonymGroup>,
    /// What is often typed for a word, and the word. Shown as "Showing results for".
    pub misspellings: HashMap<String, String>,
    /// Another spelling of the same word, taken without a word.
    pub spellings: HashMap<String, String>,
    /// Runs of words that say nothing about what is wanted.
    pub ignored: HashSet<Vec<String>>,
    /// Stems that the stemmer would get wrong.
    pub stems: HashMap<String, String>,
    /// Words that tell for whom something is.
    pub audience: Audience,
    /// Words that tell when, how old, which need, how.
    pub recognised: Recognised,
    /// Short words explained.
    pub jargon: Vec<Jargon>,
    /// What to do now, where somebody may be in danger.
    pub urgent: Vec<Urgent>,
    /// Words that parents may not know, for those who write.
    pub plainer: Vec<JargonHint>,
    /// Words of English that are spelt right.
    pub english: HashSet<String>,
    /// The numbers of the ranking.
    pub weights: Weights,
    /// Every word of the groups, lists and jargon: known, and never corrected.
    pub known: HashSet<String>,
    /// Every word of the area's districts and towns: known too.
    pub places: HashSet<String>,
    /// A hash of the files they were read from.
    pub content_hash: u64,
}

/// Reads the words of a pack, with the lines that were kept out: such a line never fails the whole. None, and faults,
/// when a file is missing or a TOML file of another shape.
pub fn read(reader: &Reader<'_>, districts: &[District], guides: &[String]) -> Option<(Words, Vec<WordsFault>)> {
    let mut problems = Vec::new();
    let text = |name: &'static str| reader.needed_text(name).unwrap_or_default();
    let mut groups = Vec::new();
    for file in ["words/synonyms.txt", "words/helps.txt"] {
        groups.extend(synonyms::read(file, &text(file), &mut problems));
    }
    let (misspellings, spellings) =
        lists::misspellings("words/misspellings.txt", &text("words/misspellings.txt"), &mut problems);
    let ignored = lists::ignored(&text("words/ignored.txt"));
    let stems = lists::stems("words/stems.txt", &text("words/stems.txt"), &mut problems);
    let english = lists::words(&text("words/english.txt"));
    // Each is read before one that is missing ends it: every fault is told.
    let audience = reader.needed::<Audience>("words/audience.toml");
    let recognised = reader.needed::<Recognised>("words/recognised.toml");
    let (jargon, urgent, plainer) = (jargon::read(reader, guides), urgent::read(reader), plain_english::read(reader));
    let weights = weights::read(reader);
    let (audience, recognised) = (audience?.value, recognised?.value);
    let (jargon, urgent, weights) = (jargon?, urgent?, weights?);
    let mut words = Words {
        groups,
        misspellings,
        spellings,
        ignored,
        stems,
        audience,
        recognised,
        jargon,
        urgent,
        plainer,
        english,
        weights,
        known: HashSet::new(),
        places: HashSet::new(),
        content_hash: reader.hash(),
    };
    words.known = known(&words);
    let towns = districts.iter().flat_map(|d| d.towns.iter().map(|t| &t.name).chain([&d.name]));
    let beyond = districts.iter().flat_map(|d| &d.neighbours_outside);
    let towns = towns.chain(beyond);
    words.places = towns.flat_map(|name| tokens(name)).collect();
    Some((words, problems))
}

impl Words {
    /// What to do now, where the words say that somebody may be in danger.
    pub fn urgent(&self, text: &str) -> Option<&Urgent> {
        urgent::heard(&self.urgent, text)
    }

    /// The short or hard word that a question asks about, explained.
    pub fn explained(&self, text: &str) -> Option<&Jargon> {
        jargon::explained(&self.jargon, &tokens(text))
    }
}

fn known(words: &Words) -> HashSet<String> {
    let members = words.groups.iter().flat_map(|g| g.members.iter().flat_map(|m| m.tokens.iter().cloned()));
    let jargon = words.jargon.iter().flat_map(|j| j.names.iter().flatten().cloned());
    let ignored = words.ignored.iter().flatten().cloned();
    let heard = words.recognised.all().flat_map(tokens);
    let who = words.audience.all().flat_map(tokens);
    members.chain(jargon).chain(ignored).chain(heard).chain(who).collect()
}

/// The words of a text as the index has them: lower case, apostrophes dropped, split where no letter or digit stands.
pub fn tokens(text: &str) -> Vec<String> {
    let joined: String = text.chars().filter(|c| !matches!(c, '\'' | '’' | '‘')).flat_map(char::to_lowercase).collect();
    joined.split(|c: char| !c.is_alphanumeric()).filter(|t| !t.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
