//! What a question tells: where, how old, which need, when.

use super::{Words, tokens};
use crate::area::Area;
use crate::domain::{Age, Guess, Guessed};

/// Words before a place that make it one for certain.
const BEFORE_A_PLACE: &[&str] = &["in", "near", "around", "at", "from", "of", "by"];

/// Words before a number that make it an age: "my son is 9".
pub const BEFORE_AN_AGE: &[&str] = &["is", "hes", "shes", "im", "age", "aged", "turned", "nearly", "turning"];

impl Area {
    /// What a question in a family's own words seems to say, but for the guesses that were undone.
    pub fn read_question(&self, text: &str, undone: &[Guess]) -> Guessed {
        read_question(self, &self.words(), text, undone)
    }
}

/// Reads a question. What is in `undone` was guessed before and is not guessed again.
fn read_question(area: &Area, words: &Words, text: &str, undone: &[Guess]) -> Guessed {
    let asked: Vec<String> = tokens(text).into_iter().flat_map(|word| spelt(words, word)).collect();
    let wanted = |guess: Guess| !undone.contains(&guess);
    let mut guessed = Guessed::default();
    if wanted(Guess::Place) {
        guessed.place = place(area, words, &asked);
        if guessed.place.is_none() {
            guessed.outside = outside(area, &asked);
        }
    }
    if wanted(Guess::Age) {
        guessed.age = age_in_years(&asked).or_else(|| age_in_words(words, &asked));
    }
    if wanted(Guess::Need) {
        guessed.needs = said(&words.recognised.needs, &asked);
        guessed.needs.truncate(2);
    }
    if wanted(Guess::When) {
        guessed.when = said(&words.recognised.when, &asked);
    }
    if wanted(Guess::Mode) {
        guessed.mode = said(&words.recognised.mode, &asked).into_iter().next();
    }
    guessed
}

/// A district or town of several words anywhere; of one word when it is a district, when it alone is asked with others,
/// or when a word like "in" stands before it.
fn place(area: &Area, words: &Words, asked: &[String]) -> Option<String> {
    for len in (1..=asked.len().min(4)).rev() {
        for (at, run) in asked.windows(len).enumerate() {
            let Some(place) = area.by_name(&run.join(" ")) else { continue };
            let named_before = at > 0 && BEFORE_A_PLACE.contains(&asked[at - 1].as_str());
            let also_a_word = len == 1 && words.known.contains(&run[0]);
            if named_before || !also_a_word {
                return Some(place.name);
            }
        }
    }
    None
}

/// A word as it is meant: "skem" is Skelmersdale.
fn spelt(words: &Words, word: String) -> Vec<String> {
    let right = words.spellings.get(&word).or_else(|| words.misspellings.get(&word));
    right.map_or_else(|| vec![word.clone()], |right| tokens(right))
}

/// A council next door, by its name or the first word of it.
fn outside(area: &Area, asked: &[String]) -> Option<String> {
    let all = area.districts.iter().flat_map(|d| &d.neighbours_outside);
    let named = |name: &&String| {
        let name = tokens(name);
        let first = name.first().filter(|first| first.len() > 4 && !matches!(first.as_str(), "north" | "south"));
        asked.windows(name.len().max(1)).any(|run| run == name) || first.is_some_and(|first| asked.contains(first))
    };
    all.into_iter().find(named).cloned()
}

/// "3 year old", "3yo", "aged 3", "age 3", "18 months".
fn age_in_years(asked: &[String]) -> Option<(u8, u8)> {
    let number = |t: &str| t.parse::<u8>().ok().filter(|n| Age::new(*n).is_some());
    let one = |n: u8| Some((n, n));
    for (at, token) in asked.iter().enumerate() {
        let after = |n: usize| asked.get(at + n).map_or("", String::as_str);
        if let Some(n) = token.strip_suffix("yo").or_else(|| token.strip_suffix("yr")).and_then(number) {
            return one(n);
        }
        if matches!(token.as_str(), "age" | "aged")
            && let Some(n) = number(after(1))
        {
            return one(n);
        }
        if at > 0
            && BEFORE_AN_AGE.contains(&asked[at - 1].as_str())
            && !matches!(after(1), "month" | "months" | "weeks" | "week" | "days" | "hours" | "miles" | "minutes")
            && let Some(n) = number(token)
        {
            return one(n);
        }
        let count = number(token).or_else(|| in_words(token));
        if let Some(n) = count {
            let years = matches!(after(1), "year" | "years" | "yr" | "yrs" | "yo");
            let year_group = at > 0 && asked[at - 1] == "year";
            if years && !year_group && (matches!(after(2), "old" | "olds") || after(1) == "yo") {
                return one(n);
            }
        }
        if let Ok(months) = token.parse::<u16>()
            && matches!(after(1), "month" | "months")
            && months <= 36
        {
            return one((months / 12) as u8);
        }
    }
    None
}

fn in_words(token: &str) -> Option<u8> {
    const NUMBERS: [&str; 13] =
        ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    NUMBERS.iter().skip(1).position(|n| *n == token).map(|n| n as u8 + 1)
}

/// The phrase that says it most narrowly: "year 6", and not "high school".
fn age_in_words(words: &Words, asked: &[String]) -> Option<(u8, u8)> {
    let heard = words.recognised.ages.iter().filter(|(phrase, _)| stands_in(asked, phrase));
    heard.min_by_key(|(phrase, (from, to))| (to - from, std::cmp::Reverse(phrase.len()))).map(|(_, ages)| *ages)
}

/// The values whose words are said, each once.
fn said(values: &std::collections::BTreeMap<String, Vec<String>>, asked: &[String]) -> Vec<String> {
    let heard = values.iter().filter(|(_, phrases)| phrases.iter().any(|p| stands_in(asked, p)));
    heard.map(|(slug, _)| slug.clone()).collect()
}

fn stands_in(asked: &[String], phrase: &str) -> bool {
    let phrase = tokens(phrase);
    !phrase.is_empty() && asked.windows(phrase.len()).any(|run| run == phrase)
}
