//! The plain lists: misspellings and spellings, what is ignored, stems.

use super::{WordsFault, tokens};
use std::collections::{HashMap, HashSet};

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(n, l)| (n + 1, l.trim())).filter(|(_, l)| !l.is_empty() && !l.starts_with('#'))
}

/// The most words that are put right as one.
pub const RUN: usize = 4;

/// `wrong -> right` is a misspelling, `other = ours` the same word spelt another way.
pub fn misspellings(
    file: &'static str,
    text: &str,
    problems: &mut Vec<WordsFault>,
) -> (HashMap<String, String>, HashMap<String, String>) {
    let (mut wrong, mut other): (HashMap<String, String>, HashMap<String, String>) = Default::default();
    for (line, content) in lines(text) {
        let (list, pair) = match (content.split_once("->"), content.split_once('=')) {
            (Some(pair), _) => (&mut wrong, pair),
            (None, Some(pair)) => (&mut other, pair),
            (None, None) => {
                let reason = "write “wrong -> right”, or “other = ours” for another spelling".to_owned();
                problems.push(WordsFault { file, line, reason });
                continue;
            }
        };
        let (from, to) = (tokens(pair.0), tokens(pair.1));
        if from.is_empty() || from.len() > RUN || to.is_empty() || from == to {
            let reason = format!("each side has a word or more, the left at most {RUN}, and they differ");
            problems.push(WordsFault { file, line, reason });
            continue;
        }
        let (from, to) = (from.join(" "), to.join(" "));
        if list.get(&to).is_some_and(|back| *back == from) {
            let reason =
                format!("“{to}” is already put right to “{from}”: two words cannot each be wrong for the other");
            problems.push(WordsFault { file, line, reason });
            continue;
        }
        list.insert(from, to);
    }
    (wrong, other)
}

/// Runs of words that say nothing.
pub fn ignored(text: &str) -> HashSet<Vec<String>> {
    lines(text).map(|(_, l)| tokens(l)).filter(|t| !t.is_empty()).collect()
}

/// `word => stem`.
pub fn stems(file: &'static str, text: &str, problems: &mut Vec<WordsFault>) -> HashMap<String, String> {
    let mut stems = HashMap::new();
    for (line, content) in lines(text) {
        let pair = content.split_once("=>").map(|(a, b)| (tokens(a), tokens(b)));
        match pair {
            Some((word, stem)) if word.len() == 1 && stem.len() == 1 => {
                stems.insert(word.concat(), stem.concat());
            }
            _ => problems.push(WordsFault {
                file,
                line,
                reason: "write “word => stem”, one word on each side".to_owned(),
            }),
        }
    }
    stems
}

/// Words, one a line.
pub fn words(text: &str) -> HashSet<String> {
    lines(text).map(|(_, l)| l.to_lowercase()).collect()
}
