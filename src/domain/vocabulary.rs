//! The words of a local offer: the values that filters take and the labels that families read.

use super::Facet;
use serde::Deserialize;
use std::collections::BTreeMap;

/// One value of a list.
#[derive(Clone, Debug, Deserialize)]
pub struct Term {
    /// What stands in addresses. Never changes.
    pub slug: String,
    /// What families read.
    pub label: String,
    /// The professional's or the law's word, when it is another.
    #[serde(default)]
    pub official: Option<String>,
    /// Other words parents type.
    #[serde(default)]
    pub words: Vec<String>,
    /// Whether it is a condition and not a census need.
    #[serde(default)]
    pub condition: bool,
    /// What the site itself has to know about it, whatever it is called.
    #[serde(default)]
    pub means: Option<Meaning>,
    /// For a cost: the highest price in it, in pence; none without a limit.
    #[serde(default)]
    pub up_to: Option<u32>,
    /// Children, for kinds of help.
    #[serde(default)]
    pub children: Vec<Term>,
}

/// What a value says beyond its label: the site acts on this and never on a slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// A cost: nothing is paid.
    Free,
    /// A cost: families pay a price.
    Paid,
    /// A cost: it depends on a family's income.
    MeansTested,
    /// A way it happens: from wherever one is.
    Remote,
    /// A time: Saturday or Sunday.
    Weekend,
}

impl Meaning {
    /// The only list whose values can mean this.
    pub fn facet(self) -> Facet {
        match self {
            Meaning::Free | Meaning::Paid | Meaning::MeansTested => Facet::Cost,
            Meaning::Remote => Facet::Mode,
            Meaning::Weekend => Facet::When,
        }
    }
}

/// A band of ages, whole years, both ends included.
#[derive(Clone, Debug, Deserialize)]
pub struct AgeBand {
    /// What stands in addresses.
    pub slug: String,
    /// What families read.
    pub label: String,
    /// The youngest age.
    pub from: u8,
    /// The oldest age.
    pub to: u8,
}

/// A value of a facet in its place: the order here is the order of bits in the index and of boxes on the page.
#[derive(Clone, Debug, Default)]
pub struct FacetValue {
    /// What stands in addresses.
    pub slug: String,
    /// What families read.
    pub label: String,
    /// For a kind of help: the slug of the top kind it belongs to.
    pub parent: Option<String>,
    /// What the site has to know about it.
    pub means: Option<Meaning>,
    /// For a cost: the highest price in it, in pence; none without a limit.
    pub up_to: Option<u32>,
}

/// All lists of an area.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Needs and conditions.
    pub needs: Vec<Term>,
    /// Top kinds of help with their children.
    pub categories: Vec<Term>,
    /// Bands of ages.
    pub age_bands: Vec<AgeBand>,
    /// The values of every facet, in order.
    pub values: BTreeMap<Facet, Vec<FacetValue>>,
}

impl Vocabulary {
    /// The values of a facet, in order.
    pub fn values(&self, facet: Facet) -> &[FacetValue] {
        self.values.get(&facet).map_or(&[], Vec::as_slice)
    }

    /// The place of a value in its list; none for a value we do not know.
    pub fn position(&self, facet: Facet, slug: &str) -> Option<usize> {
        self.values(facet).iter().position(|v| v.slug == slug)
    }

    /// What families read for a value; the value itself when it is not ours.
    pub fn label<'a>(&'a self, facet: Facet, slug: &'a str) -> &'a str {
        self.values(facet).iter().find(|v| v.slug == slug).map_or(slug, |v| v.label.as_str())
    }

    /// What a value means; none for a value we do not know and one that means no more than its label.
    pub fn meaning(&self, facet: Facet, slug: &str) -> Option<Meaning> {
        self.values(facet).iter().find(|v| v.slug == slug)?.means
    }

    /// The values that mean something, in order.
    pub fn meaning_this(&self, meaning: Meaning) -> impl Iterator<Item = &FacetValue> {
        self.values(meaning.facet()).iter().filter(move |v| v.means == Some(meaning))
    }

    /// The narrowest cost band that a price in pence lies in; without a price the one without a limit.
    pub fn paid_band(&self, pence: Option<u32>) -> Option<&FacetValue> {
        let limit = |band: &FacetValue| band.up_to.unwrap_or(u32::MAX);
        let bands = self.meaning_this(Meaning::Paid);
        bands.filter(|band| pence.unwrap_or(u32::MAX) <= limit(band)).min_by_key(|band| limit(band))
    }

    /// The top kind of a kind of help: itself when it is one.
    pub fn top_category<'a>(&'a self, slug: &'a str) -> Option<&'a str> {
        let value = self.values(Facet::Category).iter().find(|v| v.slug == slug)?;
        Some(value.parent.as_deref().unwrap_or(&value.slug))
    }
}
