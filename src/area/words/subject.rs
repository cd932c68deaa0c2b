//! Which of the area's own kinds of help a question asks for: for counting what is not found, where no word that
//! somebody typed may be kept.

use super::{Words, tokens};
use crate::area::Area;
use crate::domain::Term;

/// The longest name of a kind, in words.
const LONGEST: usize = 6;

impl Area {
    /// The slug of the kind of help that a question names; none when it names none.
    pub fn kind_asked(&self, text: &str) -> Option<String> {
        kind_asked(self, &self.words(), text)
    }
}

/// The slug of the kind of help that the longest run of words names, by itself or by another word of its group.
fn kind_asked(area: &Area, words: &Words, text: &str) -> Option<String> {
    let asked: Vec<String> = tokens(text).iter().map(|t| singular(t)).collect();
    let names = names(area);
    let kind_of = |run: &[String]| names.iter().find(|(name, _)| name == run).map(|(_, slug)| slug.clone());
    for len in (1..=asked.len().min(LONGEST)).rev() {
        for run in asked.windows(len) {
            if let Some(slug) = kind_of(run) {
                return Some(slug);
            }
            let groups = words
                .groups
                .iter()
                .filter(|g| !g.helps && g.members.iter().any(|m| m.brings() && all_singular(&m.tokens) == run));
            let other = groups.flat_map(|g| &g.members).find_map(|m| kind_of(&all_singular(&m.tokens)));
            if other.is_some() {
                return other;
            }
        }
    }
    None
}

/// Every name of every kind, kinds inside kinds first, because they say more.
fn names(area: &Area) -> Vec<(Vec<String>, String)> {
    let tops = &area.vocabulary.categories;
    let all = tops.iter().flat_map(|top| top.children.iter()).chain(tops);
    let of = |term: &Term| {
        let said = [Some(&term.label), term.official.as_ref()].into_iter().flatten().chain(&term.words);
        said.map(|name| (all_singular(&tokens(name)), term.slug.clone())).collect::<Vec<_>>()
    };
    all.flat_map(of).collect()
}

fn all_singular(words: &[String]) -> Vec<String> {
    words.iter().map(|w| singular(w)).collect()
}

/// "breaks" and "break" are one here; nothing finer is needed.
fn singular(word: &str) -> String {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with('s') => stem.to_owned(),
        _ => word.to_owned(),
    }
}
