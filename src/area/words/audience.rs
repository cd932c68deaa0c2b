//! Words that tell for whom something is.

use serde::Deserialize;

/// A list of words and phrases.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct List {
    /// In lower case.
    pub words: Vec<String>,
}

/// For whom something is, told by words.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Audience {
    /// Children and young people.
    pub children: List,
    /// Disabled people and those with special needs.
    pub disability: List,
    /// Parents and families.
    pub parents: List,
    /// Older people.
    pub older: List,
    /// Adults who are not parents or carers of a child.
    pub adults: List,
    /// Nobody in need of help: halls for hire, businesses.
    pub not_people: List,
}

impl Audience {
    /// Every word and phrase.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        let lists = [&self.children, &self.disability, &self.parents, &self.older, &self.adults, &self.not_people];
        lists.into_iter().flat_map(|list| list.words.iter().map(String::as_str))
    }
}
