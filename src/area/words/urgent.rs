//! What to do now, where the words say that somebody may be in danger.

use super::tokens;
use crate::area::reader::Reader;
use serde::Deserialize;

/// Somebody to call.
#[derive(Clone, Debug, Deserialize)]
pub struct UrgentContact {
    /// Who answers, and when.
    pub who: String,
    /// The number.
    pub call: String,
    /// What to do or say.
    pub say: String,
}

/// What to do now.
#[derive(Clone, Debug, Deserialize)]
pub struct Urgent {
    /// What is typed.
    pub names: Vec<String>,
    /// The heading.
    pub title: String,
    /// A sentence or two.
    pub text: String,
    /// Whom to call, the most urgent first.
    pub ways: Vec<UrgentContact>,
    /// Where the numbers come from, and when somebody looked.
    pub source: String,
}

#[derive(Deserialize)]
struct File {
    urgent: Vec<Urgent>,
}

/// Reads them.
pub fn read(reader: &Reader<'_>) -> Option<Vec<Urgent>> {
    let file = reader.needed::<File>("words/urgent.toml")?.value;
    Some(file.urgent)
}

/// The first whose words stand in what was typed.
pub fn heard<'a>(urgent: &'a [Urgent], text: &str) -> Option<&'a Urgent> {
    let asked = tokens(text);
    let stands = |name: &String| {
        let name = tokens(name);
        !name.is_empty() && asked.windows(name.len()).any(|run| run == name)
    };
    urgent.iter().find(|u| u.names.iter().any(stands))
}
