//! Slips of the finger and the ear: words nobody has written here, put right or finished.

use super::SearchError;
use super::lexis::Lexis;
use super::schema::Fields;
use std::collections::BTreeMap;
use tantivy::query::FuzzyTermQuery;
use tantivy::{Searcher, Term};

/// Words of this many letters or fewer are never put right: asd and add, salt and slt are one letter apart.
const SHORT: usize = 4;
/// The most completions of an unfinished word.
const COMPLETIONS: usize = 12;
/// The shortest beginning that is finished.
const SHORTEST_BEGINNING: usize = 3;

/// The words that stand in the listings.
pub struct SpellChecker<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    pub lexis: &'a Lexis,
}

/// What becomes of a word.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// It stands as it is.
    AsTyped,
    /// The same word in our spelling, or two words that are one, or one that is two.
    SpeltAs(Vec<String>),
    /// A slip.
    Corrected(Vec<String>),
    /// Not finished: what it may become, the likeliest first, each with its share of the likeliest.
    Unfinished(Vec<(String, f32)>),
}

impl SpellChecker<'_> {
    /// How many listings have a word, as written.
    pub fn count(&self, word: &str) -> Result<u64, SearchError> {
        Ok(self.searcher.doc_freq(&Term::from_field_text(self.fields.words, word))?)
    }

    /// Whether a word is written somewhere or is one of ours.
    pub fn knows(&self, word: &str) -> Result<bool, SearchError> {
        Ok(self.lexis.knows(word) || self.count(word)? > 0)
    }

    /// The words that are ours: of the lists, and of places.
    fn ours(&self) -> impl Iterator<Item = &String> {
        self.lexis.words.known.iter().chain(&self.lexis.words.places)
    }

    /// Reads one word. `last`: it may not be finished yet.
    pub fn read(&self, word: &str, last: bool) -> Result<Reading, SearchError> {
        let words = &self.lexis.words;
        let split = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        if let Some(right) = words.misspellings.get(word) {
            return Ok(Reading::Corrected(split(right)));
        }
        if let Some(ours) = words.spellings.get(word) {
            return Ok(Reading::SpeltAs(split(ours)));
        }
        if self.knows(word)? || word.chars().any(|c| c.is_ascii_digit()) {
            return Ok(Reading::AsTyped);
        }
        let length = word.chars().count();
        let beginning = length >= SHORTEST_BEGINNING && (last || length <= SHORT);
        let completions = if beginning { self.completions(word)? } else { Vec::new() };
        if !completions.is_empty() {
            return Ok(Reading::Unfinished(completions));
        }
        if let Some(two) = self.two_in_one(word)? {
            return Ok(Reading::SpeltAs(two));
        }
        // A word of English that nobody has written here is no slip, unless it sounds like one that is: "beech".
        let spelt_right = words.english.contains(word);
        if let Some(right) = self.nearest(word)?.filter(|right| !spelt_right || sound(right) == sound(word)) {
            return Ok(Reading::Corrected(vec![right]));
        }
        if length >= SHORTEST_BEGINNING && !spelt_right {
            let completions = self.completions(word)?;
            if !completions.is_empty() {
                return Ok(Reading::Unfinished(completions));
            }
        }
        Ok(Reading::AsTyped)
    }

    /// What the last word becomes where the words before it begin one of our phrases with it: "young car" is not finished.
    pub fn phrase_completions(&self, before: &[String], begun: &str) -> Vec<(String, f32)> {
        let mut found: Vec<(String, f32)> = Vec::new();
        for member in self.lexis.words.groups.iter().flat_map(|g| &g.members) {
            for len in 1..=before.len().min(member.tokens.len().saturating_sub(1)) {
                let Some(next) = member.tokens.get(len) else { continue };
                let same = member.tokens[..len] == before[before.len() - len..];
                if same && next == begun {
                    // It stands in a phrase as it is.
                    return Vec::new();
                }
                if same
                    && begun.chars().count() >= SHORTEST_BEGINNING
                    && next.starts_with(begun)
                    && !found.iter().any(|(w, _)| w == next)
                {
                    found.push((next.clone(), 1.0));
                }
            }
        }
        found.truncate(COMPLETIONS);
        found
    }

    /// "shortbreak": two words that are each known and longer than two letters.
    fn two_in_one(&self, word: &str) -> Result<Option<Vec<String>>, SearchError> {
        for (at, _) in word.char_indices().skip(3) {
            let (left, right) = word.split_at(at);
            if right.len() >= 3 && self.lexis.knows(left) && self.lexis.knows(right) {
                return Ok(Some(vec![left.to_owned(), right.to_owned()]));
            }
        }
        Ok(None)
    }

    /// What a beginning may become.
    pub fn completions(&self, begun: &str) -> Result<Vec<(String, f32)>, SearchError> {
        let mut found: BTreeMap<String, f32> = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let terms = segment.inverted_index(self.fields.words)?;
            let upper = format!("{begun}\u{10ffff}");
            let mut stream =
                terms.terms().range().ge(begun).lt(&upper).into_stream().map_err(tantivy::TantivyError::from)?;
            while stream.advance() {
                if let Ok(word) = std::str::from_utf8(stream.key()) {
                    *found.entry(word.to_owned()).or_default() += stream.value().doc_freq as f32;
                }
            }
        }
        // Our own words are what families mean far more often than any other word with that beginning.
        for word in self.lexis.words.known.iter().filter(|w| w.starts_with(begun)) {
            let count = found.entry(word.clone()).or_default();
            *count = (*count + 0.5) * 4.0;
        }
        found.remove(begun);
        let mut all: Vec<(String, f32)> = found.into_iter().collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.len().cmp(&b.0.len())).then(a.0.cmp(&b.0)));
        all.truncate(COMPLETIONS);
        let most = all.first().map_or(1.0, |(_, n)| *n);
        all.iter_mut().for_each(|(_, n)| *n = (*n / most).sqrt());
        Ok(all)
    }

    /// The beginning of one of our own words that is one slip away from what was begun, five letters or more.
    pub fn nearest_beginning(&self, begun: &str) -> Option<String> {
        let length = begun.chars().count();
        if length <= SHORT {
            return None;
        }
        let beginnings = self.ours().flat_map(|word| {
            // One letter may be too few or too many.
            [length - 1, length, length + 1].map(|n| word.chars().take(n).collect::<String>())
        });
        let near = beginnings.filter(|b| b.chars().count() > SHORT && distance(b, begun) == 1);
        near.min_by_key(|b| (b.chars().next() != begun.chars().next(), b.chars().count().abs_diff(length), b.clone()))
    }

    /// The nearest word, where one is near enough: one slip in five to seven letters, two in more.
    fn nearest(&self, word: &str) -> Result<Option<String>, SearchError> {
        let length = word.chars().count();
        if length <= SHORT {
            return Ok(None);
        }
        let most: u8 = if length <= 7 { 1 } else { 2 };
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        let fuzzy = FuzzyTermQuery::new(Term::from_field_text(self.fields.words, word), most, true);
        for segment in self.searcher.segment_readers() {
            let terms = segment.inverted_index(self.fields.words)?;
            let mut stream =
                terms.terms().search(fuzzy.automaton()?).into_stream().map_err(tantivy::TantivyError::from)?;
            while stream.advance() {
                if let Ok(near) = std::str::from_utf8(stream.key()) {
                    *found.entry(near.to_owned()).or_default() += u64::from(stream.value().doc_freq);
                }
            }
        }
        // One of our own words may be a slip further away, where it begins and sounds alike.
        let furthest = usize::from(most) + 1;
        let near_in_length = |w: &&String| {
            let letters = w.chars().count();
            letters > SHORT && letters.abs_diff(length) <= furthest
        };
        for known in self.ours().filter(near_in_length) {
            let away = distance(word, known);
            let alike = away <= most.into() || (away <= furthest && length >= 6 && sound(word) == sound(known));
            if alike {
                found.entry(known.clone()).or_default();
            }
        }
        let cost = |near: &str, count: u64| {
            let first = if near.chars().next() == word.chars().next() { 0.0 } else { 0.8 };
            let ours = if self.lexis.knows(near) { -0.6 } else { 0.0 };
            let alike = if sound(near) == sound(word) { -0.5 } else { 0.0 };
            distance(word, near) as f64 + first + ours + alike - 0.12 * (1.0 + count as f64).ln()
        };
        let near = found.into_iter().filter(|(near, _)| near.chars().count() > SHORT);
        Ok(near.min_by(|a, b| cost(&a.0, a.1).total_cmp(&cost(&b.0, b.1))).map(|(near, _)| near))
    }
}

/// Letters put in, left out, changed or swapped with the next: optimal string alignment.
pub fn distance(a: &str, b: &str) -> usize {
    strsim::osa_distance(a, b)
}

/// How a word sounds, roughly: consonants, doubled ones once, and letters that sound the same as one.
pub fn sound(word: &str) -> String {
    let alike = word.replace("ph", "f").replace("ck", "k").replace("sc", "s").replace("ough", "f");
    let mut sound = String::new();
    for (at, letter) in alike.chars().enumerate() {
        let letter = match letter {
            'c' | 'q' => 'k',
            'z' => 's',
            'j' => 'g',
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'w' if at > 0 => continue,
            other => other,
        };
        if !sound.ends_with(letter) {
            sound.push(letter);
        }
    }
    sound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted_as_people_make_them() {
        assert_eq!(distance("langauge", "language"), 1);
        assert_eq!(distance("swiming", "swimming"), 1);
        assert_eq!(distance("disleksia", "dyslexia"), 3);
        assert_eq!(sound("fisio"), sound("physio"));
    }
}
