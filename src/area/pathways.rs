//! Who runs what where: areas of trusts and councils, which are not districts, and the pathways and rules that differ
//! between them. A pack without these files has none, and the pages that need them say so.

use super::known::Known;
use super::reader::{Document, Reader};
use crate::domain::statistics::WaitMeasure;
use crate::domain::{District, Facet, Point};
use serde::Deserialize;
use std::collections::BTreeMap;

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
    pub higher_is: Option<HigherIs>,
    /// The kind of help whose services it is about.
    #[serde(default)]
    pub category: Option<String>,
}

/// What more of something is to a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HigherIs {
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
#[serde(deny_unknown_fields)]
struct PathwaysFile {
    area: Vec<RunArea>,
    pathway: Vec<Pathway>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PoliciesFile {
    area: Vec<RunArea>,
    topic: Vec<Topic>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PointsFile {
    source: String,
    district: Vec<PointsOf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PointsOf {
    slug: String,
    points: Vec<Homes>,
}

/// Reads and checks `pathways.toml`.
pub fn pathways(read: &Reader<'_>, known: Known<'_>) -> Pathways {
    let Some(file) = read.optional::<PathwaysFile>("pathways.toml") else { return Pathways::default() };
    let areas = &file.value.area;
    check_areas(read, &file, areas, known);
    for (n, pathway) in file.value.pathway.iter().enumerate() {
        let at = |field: String| format!("pathway.{n}.{field}");
        let measures = pathway.measure_words.iter().enumerate().filter(|(_, word)| WaitMeasure::parse(word).is_none());
        for (m, word) in measures {
            read.fault_at(&file, &at(format!("measures.{m}")), format!("{word} is no measure of a wait"));
        }
        for (m, slug) in pathway.areas.iter().enumerate().filter(|(_, slug)| !areas.iter().any(|a| a.slug == **slug)) {
            read.fault_at(&file, &at(format!("areas.{m}")), format!("there is no area {slug} in this file"));
        }
        // A district in two areas of one pathway would be told two waits; in none, nothing.
        for district in known.districts.into_iter().flatten() {
            let covers = |a: &&RunArea| pathway.areas.contains(&a.slug) && a.districts.contains(&district.slug);
            let number = areas.iter().filter(covers).count();
            if number != 1 {
                let message = format!("{} is in {number} areas of {}: it must be in one", district.name, pathway.slug);
                read.fault_at(&file, &at("areas".to_owned()), message);
            }
        }
        for (field, slug) in [("category", &pathway.category), ("meanwhile", &pathway.meanwhile)] {
            check_kind(read, &file, &at(field.to_owned()), slug.as_deref(), known);
        }
    }
    Pathways { areas: file.value.area, pathways: file.value.pathway }
}

/// Reads and checks `policies.toml`.
pub fn policies(read: &Reader<'_>, known: Known<'_>) -> Policies {
    let Some(file) = read.optional::<PoliciesFile>("policies.toml") else { return Policies::default() };
    check_areas(read, &file, &file.value.area, known);
    for (n, topic) in file.value.topic.iter().enumerate() {
        check_kind(read, &file, &format!("topic.{n}.category"), topic.category.as_deref(), known);
        if !file.value.area.iter().any(|area| area.kind == topic.by) {
            read.fault_at(&file, &format!("topic.{n}.by"), format!("no area of this file is of the kind {}", topic.by));
        }
    }
    Policies { areas: file.value.area, topics: file.value.topic }
}

/// Reads and checks `points.toml`.
pub fn points(read: &Reader<'_>, districts: &[District], known: Known<'_>) -> HomePoints {
    let centre = |d: &District| vec![Homes { lat: d.lat, lon: d.lon, children: d.children_0_25 }];
    let Some(file) = read.optional::<PointsFile>("points.toml") else {
        return HomePoints { source: String::new(), of: districts.iter().map(centre).collect() };
    };
    for (n, points) in file.value.district.iter().enumerate() {
        if let Some(message) = known.wrong_district(&points.slug) {
            read.fault_at(&file, &format!("district.{n}.slug"), message);
        }
    }
    let PointsFile { source, district } = file.value;
    let mut by_slug: BTreeMap<String, Vec<Homes>> = district.into_iter().map(|d| (d.slug, d.points)).collect();
    let points_of = |d: &District| by_slug.remove(&d.slug).filter(|p| !p.is_empty()).unwrap_or_else(|| centre(d));
    HomePoints { source, of: districts.iter().map(points_of).collect() }
}

fn check_areas<T>(read: &Reader<'_>, file: &Document<T>, areas: &[RunArea], known: Known<'_>) {
    for (n, area) in areas.iter().enumerate() {
        for (m, slug) in area.districts.iter().enumerate() {
            if let Some(message) = known.wrong_district(slug) {
                read.fault_at(file, &format!("area.{n}.districts.{m}"), message);
            }
        }
    }
}

fn check_kind<T>(read: &Reader<'_>, file: &Document<T>, path: &str, slug: Option<&str>, known: Known<'_>) {
    if let Some(message) = slug.and_then(|slug| known.wrong_value(Facet::Category, slug)) {
        read.fault_at(file, path, message);
    }
}
