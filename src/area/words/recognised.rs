//! Words in a question that tell when, how old, which need, how and at what cost.

use serde::Deserialize;
use std::collections::BTreeMap;

/// What is recognised: values of filters with the words that say them.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Recognised {
    /// Slug of a time with its words.
    pub when: BTreeMap<String, Vec<String>>,
    /// Words with the ages they mean, whole years, both ends included.
    pub ages: BTreeMap<String, (u8, u8)>,
    /// Slug of a need with the words that say for certain that a child has it.
    pub needs: BTreeMap<String, Vec<String>>,
    /// Slug of a way of giving help with its words.
    pub mode: BTreeMap<String, Vec<String>>,
    /// Slug of a cost with its words.
    pub cost: BTreeMap<String, Vec<String>>,
}

impl Recognised {
    /// Every word and phrase.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        let lists = [&self.when, &self.needs, &self.mode, &self.cost].into_iter().flat_map(|m| m.values().flatten());
        lists.chain(self.ages.keys()).map(String::as_str)
    }
}
