//! The files of a pack.

use super::{Area, CrosswalkEntry, colours, pathways, sample, words};
use crate::domain::vocabulary::{AgeBand, Value};
use crate::domain::{Age, District, Facet, Point, Term, Vocabulary};
use arc_swap::ArcSwap;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::Arc;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/pack.rs"));
}

/// Why a pack could not be read.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// A file is not there.
    #[error("the area pack has no file {0}: copy it from areas/lancashire and change it")]
    Missing(String),
    /// A file is not TOML of the right shape.
    #[error("the area pack's {file} cannot be understood: {reason}")]
    Malformed {
        /// The file's name inside the pack.
        file: String,
        /// What is wrong, with its line.
        reason: String,
    },
    /// A file names something the pack does not have.
    #[error("the area pack's {file} names {what}, which the pack does not have")]
    Unknown {
        /// The file's name inside the pack.
        file: String,
        /// What it names.
        what: String,
    },
    /// Its colours cannot be read by everybody.
    #[error("the area pack's {file} has colours that cannot be used:\n- {}", faults.join("\n- "))]
    Colours {
        /// The file's name inside the pack.
        file: String,
        /// What is wrong with each.
        faults: Vec<String>,
    },
}

/// Where a pack's files come from.
pub trait Files {
    /// A file's text by its name inside the pack.
    fn text(&self, name: &str) -> Option<String>;
    /// Names of all files that start so.
    fn names(&self, prefix: &str) -> Vec<String>;
}

/// Files, and a hash of all that was read of them.
pub struct Hashing<'a> {
    files: &'a dyn Files,
    read: RefCell<DefaultHasher>,
}

impl<'a> Hashing<'a> {
    /// Nothing is read yet.
    pub fn new(files: &'a dyn Files) -> Self {
        Self { files, read: RefCell::default() }
    }

    /// Of everything read so far, in the order of reading.
    pub fn hash(&self) -> u64 {
        self.read.borrow().finish()
    }
}

impl Files for Hashing<'_> {
    fn text(&self, name: &str) -> Option<String> {
        let text = self.files.text(name);
        (name, &text).hash(&mut *self.read.borrow_mut());
        text
    }

    fn names(&self, prefix: &str) -> Vec<String> {
        self.files.names(prefix)
    }
}

/// The pack inside the binary.
pub struct Embedded;

impl Files for Embedded {
    fn text(&self, name: &str) -> Option<String> {
        embedded::FILES.iter().find(|(n, _)| *n == name).map(|(_, text)| (*text).to_owned())
    }

    fn names(&self, prefix: &str) -> Vec<String> {
        embedded::FILES.iter().map(|(n, _)| (*n).to_owned()).filter(|n| n.starts_with(prefix)).collect()
    }
}

/// A pack in a folder.
pub struct Folder<'a>(pub &'a Path);

impl Files for Folder<'_> {
    fn text(&self, name: &str) -> Option<String> {
        std::fs::read_to_string(self.0.join(name)).ok()
    }

    fn names(&self, prefix: &str) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.0.join(prefix)) else { return Vec::new() };
        let mut names: Vec<String> =
            entries.flatten().map(|e| format!("{prefix}{}", e.file_name().to_string_lossy())).collect();
        names.sort();
        names
    }
}

#[derive(Deserialize)]
struct AreaFile {
    name: String,
    council: String,
    county_codes: Vec<String>,
    #[serde(default)]
    contact: Contact,
    #[serde(default)]
    colours: BTreeMap<String, colours::Written>,
}

/// The people who answer families. Empty fields are shown nowhere.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Contact {
    /// Telephone number as written.
    #[serde(default)]
    pub phone: String,
    /// Mail address.
    #[serde(default)]
    pub email: String,
    /// When somebody answers.
    #[serde(default)]
    pub hours: String,
    /// Postal address.
    #[serde(default)]
    pub address: String,
    /// How soon they answer what somebody writes: "within 5 working days".
    #[serde(default)]
    pub reply: String,
}

#[derive(Deserialize)]
struct DistrictsFile {
    district: Vec<District>,
    outcode: Vec<Outcode>,
}

/// An outward code and how its postcodes fall across districts.
#[derive(Clone, Debug, Deserialize)]
pub struct Outcode {
    /// In capitals: `BB11`.
    pub code: String,
    /// Degrees north of the mean of its postcodes.
    pub lat: f64,
    /// Degrees east of the same point.
    pub lon: f64,
    /// Share of its postcodes in each district of this area, 0 to 1.
    pub shares: BTreeMap<String, f64>,
    /// Share in areas with their own local offer, by name.
    #[serde(default)]
    pub outside: BTreeMap<String, f64>,
}

impl Outcode {
    /// The middle of it.
    pub fn point(&self) -> Point {
        Point { lat: self.lat, lon: self.lon }
    }

    /// The district it lies in, where it lies wholly in one (99.5% of its postcodes or more: the rest is noise).
    pub fn only_district(&self) -> Option<&str> {
        self.shares.iter().find(|(_, share)| **share >= 0.995).map(|(slug, _)| slug.as_str())
    }
}

#[derive(Deserialize)]
struct VocabularyFile {
    need: Vec<Term>,
    category: Vec<Term>,
    age_band: Vec<AgeBand>,
    level: Vec<Term>,
    access: Vec<Term>,
    cost: Vec<Term>,
    mode: Vec<Term>,
    when: Vec<Term>,
    feature: Vec<Term>,
}

#[derive(Deserialize)]
struct CrosswalkFile {
    term: Vec<CrosswalkEntry>,
}

/// Pages under `/gaps/` that are no kind of help.
const TAKEN: [&str; 6] = ["compare", "sheet", "how-far", "rules", "history", "asked"];

/// Reads a whole pack.
pub fn read(files: &dyn Files) -> Result<Area, PackError> {
    let files = &Hashing::new(files);
    let area: AreaFile = parse(files, "area.toml")?;
    let places: DistrictsFile = parse(files, "districts.toml")?;
    let words: VocabularyFile = parse(files, "vocabulary.toml")?;
    let crosswalk: CrosswalkFile = parse(files, "crosswalk.toml")?;
    check_neighbours(&places)?;
    let vocabulary = vocabulary(words, &places.district);
    if let Some(taken) = vocabulary.categories.iter().find(|c| TAKEN.contains(&c.slug.as_str())) {
        let what = format!("the kind of help {}, whose address is a page of its own: choose another slug", taken.slug);
        return Err(PackError::Malformed { file: "vocabulary.toml".to_owned(), reason: what });
    }
    let mut hasher = DefaultHasher::new();
    for (facet, values) in &vocabulary.values {
        facet.param().hash(&mut hasher);
        values.iter().for_each(|v| v.slug.hash(&mut hasher));
    }
    for district in &places.district {
        district.name.hash(&mut hasher);
    }
    // Words that are read while listings are put into the index decide what it holds; the others are read at a question.
    for name in ["words/stems.txt", "words/audience.toml"] {
        files.text(name).hash(&mut hasher);
    }
    let (words, problems) = words::read(files, &places.district)?;
    let sample = sample::read(files, &places.district, &vocabulary)?;
    Ok(Area {
        pathways: pathways::pathways(files, &places.district, &vocabulary)?,
        policies: pathways::policies(files, &places.district, &vocabulary)?,
        homes: pathways::points(files, &places.district)?,
        name: area.name,
        council: area.council,
        county_codes: area.county_codes,
        contact: area.contact,
        colours: colours::read("area.toml", &area.colours)?,
        districts: places.district,
        outcodes: places.outcode.into_iter().map(|o| (o.code.clone(), o)).collect(),
        vocabulary,
        crosswalk: crosswalk.term.into_iter().map(|t| (t.term.to_lowercase(), t)).collect(),
        sample,
        fingerprint: hasher.finish(),
        words: Arc::new(ArcSwap::from_pointee(words)),
        problems,
        folder: None,
        // Last: when everything has been read.
        content_hash: files.hash(),
    })
}

/// Reads one TOML file of the pack.
pub fn parse<T: DeserializeOwned>(files: &dyn Files, name: &str) -> Result<T, PackError> {
    let text = files.text(name).ok_or_else(|| PackError::Missing(name.to_owned()))?;
    toml::from_str(&text).map_err(|e| PackError::Malformed { file: name.to_owned(), reason: e.to_string() })
}

fn check_neighbours(places: &DistrictsFile) -> Result<(), PackError> {
    let slugs: BTreeSet<&str> = places.district.iter().map(|d| d.slug.as_str()).collect();
    let named = places.district.iter().flat_map(|d| d.neighbours.iter());
    let shared = places.outcode.iter().flat_map(|o| o.shares.keys());
    match named.chain(shared).find(|slug| !slugs.contains(slug.as_str())) {
        Some(slug) => Err(PackError::Unknown { file: "districts.toml".into(), what: format!("the district {slug}") }),
        None => Ok(()),
    }
}

fn vocabulary(words: VocabularyFile, districts: &[District]) -> Vocabulary {
    let plain = |terms: &[Term]| terms.iter().map(|t| value(&t.slug, &t.label, None)).collect::<Vec<_>>();
    let categories = words.category.iter().flat_map(|top| {
        let children = top.children.iter().map(|c| value(&c.slug, &c.label, Some(&top.slug)));
        std::iter::once(value(&top.slug, &top.label, None)).chain(children)
    });
    let ages = (0..=Age::OLDEST).map(|years| value(&years.to_string(), &age_label(years), None));
    let values = BTreeMap::from([
        (Facet::District, districts.iter().map(|d| value(&d.slug, &d.name, None)).collect()),
        (Facet::Need, plain(&words.need)),
        (Facet::Category, categories.collect()),
        (Facet::Age, ages.collect()),
        (Facet::Level, plain(&words.level)),
        (Facet::Access, plain(&words.access)),
        (Facet::Cost, plain(&words.cost)),
        (Facet::Mode, plain(&words.mode)),
        (Facet::When, plain(&words.when)),
        (Facet::Features, plain(&words.feature)),
    ]);
    Vocabulary { needs: words.need, categories: words.category, age_bands: words.age_band, values }
}

fn age_label(years: u8) -> String {
    match years {
        0 => "Under 1".to_owned(),
        1 => "1 year".to_owned(),
        n => format!("{n} years"),
    }
}

fn value(slug: &str, label: &str, parent: Option<&str>) -> Value {
    Value { slug: slug.to_owned(), label: label.to_owned(), parent: parent.map(str::to_owned) }
}
