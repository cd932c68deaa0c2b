//! The area's words made ready: looked up by stem, phrase by phrase.

use super::stems::Stems;
use crate::area::words::{SynonymMember, Words, tokens};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Words of a phrase that need not stand in a question for the phrase to be meant.
const SMALL: &[&str] = &["a", "an", "and", "at", "for", "from", "in", "my", "of", "on", "or", "the", "to", "with"];

/// A member of a group, found in a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    /// Its group, by its place.
    pub group: usize,
    /// The member, by its place.
    pub member: usize,
    /// Where it begins among the words of the question.
    pub from: usize,
    /// Where it ends, that word not included.
    pub to: usize,
    /// How many telling words it has.
    pub size: usize,
}

/// The words of an area as questions need them.
#[derive(Debug)]
pub struct Lexis {
    /// The words.
    pub words: Arc<Words>,
    /// The stems of the index.
    pub stems: Stems,
    /// Groups' members by the stem (or whole word) of each telling word's first.
    by_first: HashMap<String, Vec<(usize, usize)>>,
    keys: Vec<Vec<Vec<String>>>,
    children: HashSet<String>,
    disability: HashSet<String>,
    others: HashSet<Vec<String>>,
    circumstances: HashSet<Vec<String>>,
}

impl Lexis {
    /// Makes words ready for an index with these stems.
    pub fn new(words: Arc<Words>, stems: Stems) -> Self {
        let mut by_first: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        let mut keys = Vec::new();
        for (g, group) in words.groups.iter().enumerate() {
            let mut of_group = Vec::new();
            for (m, member) in group.members.iter().enumerate() {
                let key = key(member, &stems);
                // Any telling word may stand first in a question.
                for word in key.iter().filter(|_| member.brings()) {
                    by_first.entry(word.clone()).or_default().push((g, m));
                }
                of_group.push(key);
            }
            keys.push(of_group);
        }
        let single = |list: &[String]| {
            list.iter().map(|w| tokens(w)).filter(|t| t.len() == 1).map(|t| stems.stem(&t[0])).collect::<HashSet<_>>()
        };
        let audience = &words.audience;
        let others = audience.older.words.iter().chain(&audience.adults.words).map(|w| tokens(w)).collect();
        let heard = &words.recognised;
        let circumstances = heard.when.values().chain(heard.mode.values()).chain(heard.cost.values()).flatten();
        let circumstances = circumstances.chain(heard.ages.keys()).map(|w| tokens(w)).collect();
        Self {
            children: single(&audience.children.words),
            disability: single(&audience.disability.words),
            others,
            circumstances,
            by_first,
            keys,
            stems,
            words,
        }
    }

    /// Groups that the words speak of, the longest phrases first; each word belongs to one phrase, of one group or more.
    pub fn groups(&self, asked: &[String], stems: &[String]) -> Vec<Heard> {
        let mut all: Vec<Heard> = Vec::new();
        for from in 0..asked.len() {
            let found = [asked.get(from), stems.get(from)].into_iter().flatten();
            let mut here: Vec<(usize, usize)> = found.flat_map(|w| self.by_first.get(w)).flatten().copied().collect();
            here.sort_unstable();
            here.dedup();
            for (group, member) in here {
                let key = &self.keys[group][member];
                let whole = self.words.groups[group].members[member].whole;
                if let Some(to) = stands(key, whole, asked, stems, from) {
                    all.push(Heard { group, member, from, to, size: key.len() });
                }
            }
        }
        // Who helps is told beside what it is called: it takes no words away from a name.
        let (helps, names): (Vec<Heard>, Vec<Heard>) = all.into_iter().partition(|h| self.words.groups[h.group].helps);
        let mut kept: Vec<Heard> = Vec::new();
        let mut taken: Vec<Option<(usize, usize)>> = vec![None; asked.len()];
        for mut some in [names, helps] {
            some.sort_by_key(|h| (std::cmp::Reverse(h.size), h.to - h.from, h.from));
            for heard in some {
                let helps = self.words.groups[heard.group].helps;
                let span = heard.from..heard.to;
                let free = taken[span.clone()].iter().all(Option::is_none);
                let same = taken[span.clone()].iter().all(|t| *t == Some((heard.from, heard.to)));
                let beside = if helps { taken[span.clone()].iter().flatten().next().copied() } else { None };
                let (from, to) = match beside {
                    Some(there) => there,
                    None if free || same => (heard.from, heard.to),
                    None => continue,
                };
                if beside.is_none() {
                    taken[span].fill(Some((from, to)));
                }
                if !kept.iter().any(|k| k.group == heard.group && k.from == from) {
                    kept.push(Heard { from, to, ..heard });
                }
            }
        }
        kept.sort_by_key(|h| h.from);
        kept
    }

    /// The telling words of a member.
    pub fn key(&self, group: usize, member: usize) -> &[String] {
        &self.keys[group][member]
    }

    /// Which words say nothing of what is wanted.
    pub fn ignored(&self, asked: &[String]) -> Vec<bool> {
        let mut ignored = vec![false; asked.len()];
        for from in 0..asked.len() {
            for len in 1..=(asked.len() - from).min(8) {
                if self.words.ignored.contains(&asked[from..from + len]) {
                    ignored[from..from + len].fill(true);
                }
            }
        }
        ignored
    }

    /// Whether a word stands for children.
    pub fn is_for_children(&self, stem: &str) -> bool {
        self.children.contains(stem)
    }

    /// Whether a word stands for disability in general.
    pub fn is_for_disability(&self, stem: &str) -> bool {
        self.disability.contains(stem)
    }

    /// Whether the question speaks of older people or adults.
    pub fn asks_for_others(&self, asked: &[String]) -> bool {
        (1..=3).any(|len| asked.windows(len).any(|run| self.others.contains(run)))
    }

    /// Which words say when, how old or how.
    pub fn circumstances(&self, asked: &[String]) -> Vec<bool> {
        let mut marked = vec![false; asked.len()];
        for len in 1..=4 {
            for from in 0..(asked.len() + 1).saturating_sub(len) {
                if self.circumstances.contains(&asked[from..from + len]) {
                    marked[from..from + len].fill(true);
                }
            }
        }
        marked
    }

    /// Whether a word is one of ours: it is never put right.
    pub fn knows(&self, word: &str) -> bool {
        self.words.known.contains(word) || self.words.places.contains(word)
    }
}

/// The telling words of a member, stemmed but where it is whole; all of them where none would be left.
fn key(member: &SynonymMember, stems: &Stems) -> Vec<String> {
    let term = |t: &String| if member.whole { t.clone() } else { stems.stem(t) };
    let telling: Vec<String> = member.tokens.iter().filter(|t| !SMALL.contains(&t.as_str())).map(term).collect();
    // "whats on" is more than "whats": where one telling word would be left, all of them must stand there.
    if telling.len() < 2 { member.tokens.iter().map(term).collect() } else { telling }
}

/// Whether all words of a key stand close together from a place on; where they end.
fn stands(key: &[String], whole: bool, asked: &[String], stems: &[String], from: usize) -> Option<usize> {
    let here = if whole { asked } else { stems };
    let most = if key.len() == 1 { 1 } else { key.len() + 2 };
    let end = (from + most).min(here.len());
    let window = &here[from..end];
    if !key.contains(&window[0]) {
        return None;
    }
    let mut last = 0;
    for word in key {
        last = last.max(window.iter().position(|w| w == word)?);
    }
    Some(from + last + 1)
}
