//! Words that tell for whom something is.

use serde::Deserialize;

/// A list of words and phrases.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct AudienceList {
    /// In lower case.
    pub words: Vec<String>,
}

/// For whom something is, told by words.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Audience {
    /// Children and young people.
    pub children: AudienceList,
    /// Disabled people and those with special needs.
    pub disability: AudienceList,
    /// Parents and families.
    pub parents: AudienceList,
    /// Older people.
    pub older: AudienceList,
    /// Adults who are not parents or carers of a child.
    pub adults: AudienceList,
    /// Nobody in need of help: halls for hire, businesses.
    pub not_people: AudienceList,
}

impl Audience {
    /// Every word and phrase.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        let lists = [&self.children, &self.disability, &self.parents, &self.older, &self.adults, &self.not_people];
        lists.into_iter().flat_map(|list| list.words.iter().map(String::as_str))
    }
}
