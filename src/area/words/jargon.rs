//! Short words and hard words, each explained in two plain sentences.

use super::tokens;
use crate::area::reader::Reader;
use serde::Deserialize;

/// A word that is explained above the results.
#[derive(Clone, Debug)]
pub struct Jargon {
    /// What is typed for it, each as words.
    pub names: Vec<Vec<String>>,
    /// What it is called.
    pub title: String,
    /// What it means, in two sentences.
    pub text: String,
    /// The guide that says more: a path of this site.
    pub guide: String,
    /// Who defines it.
    pub source: String,
}

impl Jargon {
    /// Its place on the page of words.
    pub fn id(&self) -> String {
        tokens(&self.title).join("-")
    }
}

#[derive(Deserialize)]
struct File {
    term: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    names: Vec<String>,
    title: String,
    text: String,
    guide: String,
    source: String,
}

/// Where a word reads on that no guide says more of.
const GLOSSARY: &str = "/glossary";

/// Reads the words explained.
pub fn read(reader: &Reader<'_>, guides: &[String]) -> Option<Vec<Jargon>> {
    let file = reader.needed::<File>("words/jargon.toml")?.value;
    // Words are shared by areas that have other guides: what is not there is not linked.
    let is_there = |to: &str| to.strip_prefix("/guides/").is_none_or(|slug| guides.iter().any(|g| g == slug));
    let jargon = |e: Entry| Jargon {
        names: e.names.iter().map(|n| tokens(n)).collect(),
        title: e.title,
        text: e.text,
        guide: if is_there(&e.guide) { e.guide } else { GLOSSARY.to_owned() },
        source: e.source,
    };
    Some(file.term.into_iter().map(jargon).collect())
}

/// The word a question asks about: a question of no other words, or the longest name in a short one.
pub fn explained<'a>(jargon: &'a [Jargon], asked: &[String]) -> Option<&'a Jargon> {
    let names = jargon.iter().flat_map(|j| j.names.iter().map(move |n| (j, n)));
    let inside = |name: &[String]| asked.windows(name.len().max(1)).any(|run| run == name);
    let most = if asked.len() <= 6 { 1 } else { 2 };
    let heard = names.filter(|(_, n)| !n.is_empty() && inside(n) && (n.len() >= most || asked.len() <= 6));
    heard.max_by_key(|(_, n)| n.len()).map(|(j, _)| j)
}
