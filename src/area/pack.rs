//! An area: everything that is one council's, as a pack brings it.

use super::colours::Colours;
use super::contact::Contact;
use super::districts::Outcode;
use super::home::HomePage;
use super::pathways::{HomePoints, Pathways, Policies};
use super::sample::SampleOffer;
use super::texts::Texts;
use super::words::{Words, WordsFault};
use crate::domain::{District, Vocabulary};
use arc_swap::ArcSwap;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// An area with its own local offer.
#[derive(Clone, Debug)]
pub struct Area {
    /// What it is called: "Lancashire".
    pub name: String,
    /// The council whose local offer it is.
    pub council: String,
    /// GSS codes that mean "every district".
    pub county_codes: Vec<String>,
    /// The people who answer families.
    pub contact: Contact,
    /// Its own colours; none when it has the site's.
    pub colours: Option<Colours>,
    /// Its districts by name.
    pub districts: Vec<District>,
    /// Outward codes that touch it.
    pub outcodes: BTreeMap<String, Outcode>,
    /// What the home page offers first.
    pub home: HomePage,
    /// Guides and other texts.
    pub texts: Texts,
    /// The values of every filter.
    pub vocabulary: Vocabulary,
    /// Terms of other feeds in our words, by lower-case term.
    pub crosswalk: BTreeMap<String, CrosswalkEntry>,
    /// Ways to be helped that have a queue, and who runs them where.
    pub pathways: Pathways,
    /// Rules that differ from area to area.
    pub policies: Policies,
    /// Where children live.
    pub homes: HomePoints,
    /// The fictional listings.
    pub sample: SampleOffer,
    /// A hash of every file of the pack that was read at the start.
    pub content_hash: u64,
    /// A hash of all that decides what the index holds.
    pub fingerprint: u64,
    /// How families say things; replaced whole when it is read again.
    pub(super) words: Arc<ArcSwap<Words>>,
    /// What was kept out of the words at the start.
    pub problems: Vec<WordsFault>,
    /// The folder of the pack; none for the one inside the binary.
    pub(super) folder: Option<PathBuf>,
}

/// What a term of another feed plainly says, as slugs of ours.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct CrosswalkEntry {
    /// The term as the feed writes it.
    pub term: String,
    /// A kind of help.
    #[serde(default)]
    pub category: Option<String>,
    /// A need.
    #[serde(default)]
    pub need: Option<String>,
    /// How it is given.
    #[serde(default)]
    pub mode: Option<String>,
    /// A way in.
    #[serde(default)]
    pub access: Option<String>,
}

impl Area {
    /// How families say things, as it is now.
    pub fn words(&self) -> Arc<Words> {
        self.words.load_full()
    }

    /// A district by its slug.
    pub fn district(&self, slug: &str) -> Option<&District> {
        self.districts.iter().find(|d| d.slug == slug)
    }

    /// A district by its GSS code.
    pub fn district_by_code(&self, code: &str) -> Option<&District> {
        self.districts.iter().find(|d| d.code == code)
    }

    /// A district's name; the slug itself when it is not ours.
    pub fn district_name<'a>(&'a self, slug: &'a str) -> &'a str {
        self.district(slug).map_or(slug, |d| d.name.as_str())
    }
}
