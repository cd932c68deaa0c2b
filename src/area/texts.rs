//! The texts of an area: guides, and what the law and the sources say. `guides.toml` lists the guides; each text is a
//! file in Markdown, in `guides/` or `texts/`.

use super::known::Known;
use super::reader::{Document, Reader};
use crate::domain::Prose;
use serde::Deserialize;
use std::collections::BTreeSet;

const GUIDES: &str = "guides.toml";

/// A guide.
#[derive(Clone, Debug)]
pub struct Guide {
    /// What stands in its address.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// What it is about, in a line.
    pub about: String,
    /// What it says.
    pub text: Prose,
}

/// Every text.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// The slug of the guide for families who were told no; none when there is no such guide.
    pub refused: Option<String>,
    /// The guides, in the order of their page.
    pub guides: Vec<Guide>,
    /// `texts/say.md`: what must happen with what families say, and how to complain.
    pub say: Prose,
    /// `texts/said.md`: what is published of what families said.
    pub said: Prose,
    /// `texts/improvement.md`: what is being put right.
    pub improvement: Prose,
    /// `texts/waiting.md`: what to ask while waiting, and what to do when it takes too long.
    pub waiting: Prose,
    /// `texts/sources.md`: where districts, places and words come from.
    pub sources: Prose,
}

impl Texts {
    /// The slugs of the guides.
    pub fn slugs(&self) -> Vec<String> {
        self.guides.iter().map(|guide| guide.slug.clone()).collect()
    }

    /// A guide by its slug.
    pub fn guide(&self, slug: &str) -> Option<&Guide> {
        self.guides.iter().find(|guide| guide.slug == slug)
    }
}

/// `guides.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuidesFile {
    refused: Option<String>,
    guide: Vec<GuideEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GuideEntry {
    slug: String,
    title: String,
    about: String,
}

impl GuidesFile {
    /// The slugs of the guides.
    pub fn slugs(&self) -> Vec<String> {
        self.guide.iter().map(|guide| guide.slug.clone()).collect()
    }
}

/// Reads the list of guides.
pub fn guides(read: &Reader<'_>) -> Option<GuidesFile> {
    let file: Document<GuidesFile> = read.needed(GUIDES)?;
    let mut seen = BTreeSet::new();
    for (n, guide) in file.value.guide.iter().enumerate().filter(|(_, guide)| !seen.insert(&guide.slug)) {
        read.fault_at(&file, &format!("guide.{n}.slug"), format!("two guides have the slug {}", guide.slug));
    }
    if let Some(slug) = &file.value.refused
        && !file.value.guide.iter().any(|guide| guide.slug == *slug)
    {
        read.fault_at(&file, "refused", format!("there is no guide {slug}"));
    }
    Some(file.value)
}

/// Reads and checks every text.
pub fn read(read: &Reader<'_>, guides: Option<GuidesFile>, known: Known<'_>) -> Texts {
    let guide = |entry: GuideEntry| Guide {
        text: prose(read, &format!("guides/{}.md", entry.slug), known),
        slug: entry.slug,
        title: entry.title,
        about: entry.about,
    };
    let text = |name: &str| prose(read, &format!("texts/{name}.md"), known);
    Texts {
        refused: guides.as_ref().and_then(|file| file.refused.clone()),
        guides: guides.into_iter().flat_map(|file| file.guide).map(guide).collect(),
        say: text("say"),
        said: text("said"),
        improvement: text("improvement"),
        waiting: text("waiting"),
        sources: text("sources"),
    }
}

/// A text; empty, and with its faults kept, where it cannot be used.
fn prose(read: &Reader<'_>, file: &str, known: Known<'_>) -> Prose {
    let Some(text) = read.needed_text(file) else { return Prose::default() };
    match Prose::parse(&text) {
        Ok((prose, links)) => {
            for link in links {
                if let Some(message) = known.wrong_link(&link.to) {
                    read.fault(file, Some(link.line), message);
                }
            }
            prose
        }
        Err(faults) => {
            faults.into_iter().for_each(|fault| read.fault(file, Some(fault.line), fault.message));
            Prose::default()
        }
    }
}
