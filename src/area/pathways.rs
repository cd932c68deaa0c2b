//! Who runs what where: areas of trusts and councils, which are not districts, and the pathways and rules that differ
//! between them. A pack without these files has none, and the pages that need them say so.

use super::pack::{Files, PackError, parse};
use crate::domain::evidence::WaitMeasure;
use crate::domain::{District, Point, Vocabulary};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// An area that one body runs something in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunArea {
    /// What stands in addresses and files.
    pub slug: String,
    /// What families read.
    pub name: String,
    /// Slugs of the districts it covers; none for a neighbouring council.
    pub districts: Vec<String>,
    /// Whether the National Health Service or a council runs it, for rules.
    #[serde(default)]
    pub kind: String,
}

/// A way to be helped that has a queue.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pathway {
    /// What stands in addresses and files.
    pub slug: String,
    /// What families read.
    pub label: String,
    /// What happens, in a sentence.
    pub about: String,
    /// The kind of help whose services do it.
    #[serde(default)]
    pub category: Option<String>,
    /// The kind of help to use while waiting.
    #[serde(default)]
    pub meanwhile: Option<String>,
    /// Whole years, both ends included.
    pub ages: (u8, u8),
    /// From when to when its waits are counted.
    #[serde(rename = "measures")]
    measure_words: Vec<String>,
    /// Slugs of the areas it is run in.
    pub areas: Vec<String>,
}

impl Pathway {
    /// From when to when its waits are counted.
    pub fn measures(&self) -> Vec<WaitMeasure> {
        self.measure_words.iter().filter_map(|m| WaitMeasure::parse(m)).collect()
    }
}

/// A rule that differs from area to area.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// What stands in addresses and files.
    pub slug: String,
    /// What a family asks.
    pub question: String,
    /// What its number counts: "a day".
    pub unit: String,
    /// The kind of area it differs by.
    pub by: String,
    /// Whether more is better or worse for a family; none where it is not so simple.
    #[serde(default)]
    pub higher_is: Option<Higher>,
    /// The kind of help whose services it is about.
    #[serde(default)]
    pub category: Option<String>,
}

/// What more of something is to a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Higher {
    /// More is better.
    Better,
    /// More is worse.
    Worse,
}

/// Pathways with the areas they are run in.
#[derive(Clone, Debug, Default)]
pub struct Pathways {
    /// The areas.
    pub areas: Vec<RunArea>,
    /// The pathways.
    pub pathways: Vec<Pathway>,
}

impl Pathways {
    /// A pathway by its slug.
    pub fn pathway(&self, slug: &str) -> Option<&Pathway> {
        self.pathways.iter().find(|p| p.slug == slug)
    }

    /// An area by its slug.
    pub fn area(&self, slug: &str) -> Option<&RunArea> {
        self.areas.iter().find(|a| a.slug == slug)
    }

    /// The area of a pathway that a district belongs to.
    pub fn area_for<'a>(&'a self, pathway: &Pathway, district: &str) -> Option<&'a RunArea> {
        pathway.areas.iter().filter_map(|slug| self.area(slug)).find(|a| a.districts.iter().any(|d| d == district))
    }
}

/// Topics with the areas whose rules are compared.
#[derive(Clone, Debug, Default)]
pub struct Policies {
    /// The areas.
    pub areas: Vec<RunArea>,
    /// The topics.
    pub topics: Vec<Topic>,
}

impl Policies {
    /// The areas that a topic differs by.
    pub fn areas_of<'a>(&'a self, topic: &'a Topic) -> impl Iterator<Item = &'a RunArea> {
        self.areas.iter().filter(move |a| a.kind == topic.by)
    }
}

/// A point that stands for the homes around it.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Homes {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Children and young people from birth to 25 it stands for.
    pub children: u32,
}

impl Homes {
    /// Where.
    pub fn point(self) -> Point {
        Point { lat: self.lat, lon: self.lon }
    }
}

/// Where children live, in the order of the districts.
#[derive(Clone, Debug, Default)]
pub struct HomePoints {
    /// Who says so.
    pub source: String,
    /// The points of each district; its own point alone where the pack has no more.
    pub of: Vec<Vec<Homes>>,
}

#[derive(Deserialize)]
struct PathwaysFile {
    area: Vec<RunArea>,
    pathway: Vec<Pathway>,
}

#[derive(Deserialize)]
struct PoliciesFile {
    area: Vec<RunArea>,
    topic: Vec<Topic>,
}

#[derive(Deserialize)]
struct PointsFile {
    source: String,
    district: Vec<PointsOf>,
}

#[derive(Deserialize)]
struct PointsOf {
    slug: String,
    points: Vec<Homes>,
}

/// Reads `pathways.toml`.
pub fn pathways(files: &dyn Files, districts: &[District], vocabulary: &Vocabulary) -> Result<Pathways, PackError> {
    const FILE: &str = "pathways.toml";
    if files.text(FILE).is_none() {
        return Ok(Pathways::default());
    }
    let PathwaysFile { area, pathway } = parse(files, FILE)?;
    let read = Pathways { areas: area, pathways: pathway };
    check_areas(FILE, &read.areas, districts)?;
    for pathway in &read.pathways {
        let unknown = |what: String| PackError::Unknown { file: FILE.to_owned(), what };
        if let Some(word) = pathway.measure_words.iter().find(|m| WaitMeasure::parse(m).is_none()) {
            return Err(unknown(format!("the measure {word} (in {})", pathway.slug)));
        }
        if let Some(slug) = pathway.areas.iter().find(|slug| read.area(slug).is_none()) {
            return Err(unknown(format!("the area {slug} (in {})", pathway.slug)));
        }
        // A district in two areas of one pathway would be told two waits; in none, nothing.
        for district in districts {
            let in_them = pathway.areas.iter().filter_map(|slug| read.area(slug));
            let n = in_them.filter(|a| a.districts.contains(&district.slug)).count();
            if n != 1 {
                return Err(PackError::Malformed {
                    file: FILE.to_owned(),
                    reason: format!("{} is in {n} areas of {}: it must be in one", district.name, pathway.slug),
                });
            }
        }
        check_kinds(FILE, pathway.category.iter().chain(&pathway.meanwhile), vocabulary)?;
    }
    Ok(read)
}

/// Reads `policies.toml`.
pub fn policies(files: &dyn Files, districts: &[District], vocabulary: &Vocabulary) -> Result<Policies, PackError> {
    const FILE: &str = "policies.toml";
    if files.text(FILE).is_none() {
        return Ok(Policies::default());
    }
    let PoliciesFile { area, topic } = parse(files, FILE)?;
    check_areas(FILE, &area, districts)?;
    check_kinds(FILE, topic.iter().filter_map(|t| t.category.as_ref()), vocabulary)?;
    if let Some(topic) = topic.iter().find(|t| !area.iter().any(|a| a.kind == t.by)) {
        let what = format!("the kind of area {} (in {})", topic.by, topic.slug);
        return Err(PackError::Unknown { file: FILE.to_owned(), what });
    }
    Ok(Policies { areas: area, topics: topic })
}

/// Reads `points.toml`.
pub fn points(files: &dyn Files, districts: &[District]) -> Result<HomePoints, PackError> {
    const FILE: &str = "points.toml";
    let centre = |d: &District| vec![Homes { lat: d.lat, lon: d.lon, children: d.children_0_25 }];
    if files.text(FILE).is_none() {
        return Ok(HomePoints { source: String::new(), of: districts.iter().map(centre).collect() });
    }
    let PointsFile { source, district } = parse(files, FILE)?;
    let mut by_slug: BTreeMap<String, Vec<Homes>> = district.into_iter().map(|d| (d.slug, d.points)).collect();
    let of = districts
        .iter()
        .map(|d| by_slug.remove(&d.slug).filter(|p| !p.is_empty()).unwrap_or_else(|| centre(d)))
        .collect();
    match by_slug.into_keys().next() {
        Some(slug) => Err(PackError::Unknown { file: FILE.to_owned(), what: format!("the district {slug}") }),
        None => Ok(HomePoints { source, of }),
    }
}

fn check_areas(file: &str, areas: &[RunArea], districts: &[District]) -> Result<(), PackError> {
    let slugs: BTreeSet<&str> = districts.iter().map(|d| d.slug.as_str()).collect();
    match areas.iter().flat_map(|a| &a.districts).find(|slug| !slugs.contains(slug.as_str())) {
        Some(slug) => Err(PackError::Unknown { file: file.to_owned(), what: format!("the district {slug}") }),
        None => Ok(()),
    }
}

fn check_kinds<'a>(
    file: &str,
    mut slugs: impl Iterator<Item = &'a String>,
    vocabulary: &Vocabulary,
) -> Result<(), PackError> {
    match slugs.find(|slug| vocabulary.top_category(slug).is_none()) {
        Some(slug) => Err(PackError::Unknown { file: file.to_owned(), what: format!("the kind of help {slug}") }),
        None => Ok(()),
    }
}
