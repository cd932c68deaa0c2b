//! What the home page offers first: `home.toml`.

use super::known::Known;
use super::reader::Reader;
use crate::domain::Facet;
use serde::Deserialize;

const FILE: &str = "home.toml";

/// The home page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HomePage {
    /// What is here, before "For children and young people …".
    pub lead: String,
    /// What the law says about having a say.
    pub say: String,
    /// What people often look for.
    pub often: Vec<Shortcut>,
    /// Where to start when one does not know.
    pub start: Vec<StartCard>,
    /// Slugs of the needs to browse by.
    pub needs: Vec<String>,
    /// The kind of help whose best and worst districts are set side by side; none to leave that out.
    #[serde(default)]
    pub compared: Option<Compared>,
}

/// A search that is asked often.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shortcut {
    /// What families read.
    pub label: String,
    /// The words that are searched for.
    pub words: String,
}

/// A place to start.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartCard {
    /// Where it leads on this site.
    pub to: String,
    /// What a family might say.
    pub title: String,
    /// What is there.
    pub text: String,
}

/// A kind of help that is compared between districts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compared {
    /// Its slug.
    pub category: String,
    /// One service of it, inside a sentence: "short break".
    pub one: String,
    /// Several: "short breaks".
    pub many: String,
}

/// Reads and checks `home.toml`.
pub fn read(read: &Reader<'_>, known: Known<'_>) -> Option<HomePage> {
    let file = read.needed::<HomePage>(FILE)?;
    let links = file.value.start.iter().enumerate();
    let links = links.filter_map(|(n, card)| Some((format!("start.{n}.to"), known.wrong_link(&card.to)?)));
    let needs = file.value.needs.iter().enumerate();
    let needs = needs.filter_map(|(n, slug)| Some((format!("needs.{n}"), known.wrong_value(Facet::Need, slug)?)));
    let compared = file.value.compared.as_ref().and_then(|c| known.wrong_value(Facet::Category, &c.category));
    let compared = compared.map(|message| ("compared.category".to_owned(), message));
    for (path, message) in links.chain(needs).chain(compared) {
        read.fault_at(&file, &path, message);
    }
    Some(file.value)
}
