//! Reads an area pack into domain types, and finds places by name.
//!
//! Everything that is one council's (districts, words, contacts, the sample offer) is in a pack of TOML files, embedded
//! in the binary or read from a folder. It knows the domain and nothing else.

mod colours;
mod pack;
mod pathways;
mod places;
mod sample;
pub mod words;

pub use colours::Colours;
pub use pack::{Contact, Outcode, PackError};
pub use pathways::{Higher, HomePoints, Homes, Pathway, Pathways, Policies, RunArea, Topic};
pub use places::Asked;
pub use sample::{PlantedGaps, SampleHistory, SampleOffer};

use crate::domain::{District, Guess, Guessed, Vocabulary};
use arc_swap::ArcSwap;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use words::{Problem, Words};

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
    words: Arc<ArcSwap<Words>>,
    /// What was kept out of the words at the start.
    pub problems: Vec<Problem>,
    /// The folder of the pack; none for the one inside the binary.
    folder: Option<PathBuf>,
}

/// What a term of another feed plainly says, as slugs of ours.
#[derive(Clone, Debug, Default, serde::Deserialize)]
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
    /// The pack inside the binary.
    ///
    /// # Errors
    /// When a file of it cannot be understood: the message names the file. A test keeps the embedded pack right.
    pub fn embedded() -> Result<Self, PackError> {
        pack::read(&pack::Embedded)
    }

    /// A pack in a folder.
    ///
    /// # Errors
    /// When a file is missing or cannot be understood: the message names the file.
    pub fn from_folder(folder: &Path) -> Result<Self, PackError> {
        Ok(Self { folder: Some(folder.to_owned()), ..pack::read(&pack::Folder(folder))? })
    }

    /// How families say things, as it is now.
    pub fn words(&self) -> Arc<Words> {
        self.words.load_full()
    }

    /// Reads the words again, so that an edit counts without a new start. Answers how many groups there are now; none for
    /// the pack inside the binary, which cannot change.
    ///
    /// # Errors
    /// Every line that cannot be understood; the words before it stay in force.
    pub fn read_words_again(&self) -> Result<Option<usize>, Vec<String>> {
        let Some(folder) = &self.folder else { return Ok(None) };
        match words::read(&pack::Folder(folder), &self.districts) {
            Ok((words, problems)) if problems.is_empty() => {
                let groups = words.groups.len();
                self.words.store(Arc::new(words));
                Ok(Some(groups))
            }
            Ok((_, problems)) => Err(problems.iter().map(Problem::to_string).collect()),
            Err(error) => Err(vec![error.to_string()]),
        }
    }

    /// What a question in a family's own words seems to say, but for the guesses that were undone.
    pub fn read_question(&self, text: &str, undone: &[Guess]) -> Guessed {
        words::read_question(self, &self.words(), text, undone)
    }

    /// The slug of the kind of help that a question names; none when it names none.
    pub fn kind_asked(&self, text: &str) -> Option<String> {
        words::kind_asked(self, &self.words(), text)
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

#[cfg(test)]
mod sample_tests;
#[cfg(test)]
mod tests;
