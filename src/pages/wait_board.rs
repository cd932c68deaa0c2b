//! What is known of every pathway in every area, in the pack's order.

use crate::area::{Area, Pathway, RunArea};
use crate::domain::statistics::{Notice, PathwayStatus, Wait, WaitMeasure};
use crate::domain::{FieldError, Statistics};
use crate::web::Pairs;

/// One measure: the newest figure, and those before it.
#[derive(Clone, Debug)]
pub struct Measured<'a> {
    /// From when to when.
    pub measure: WaitMeasure,
    /// The newest figure; none when nothing was ever loaded.
    pub now: Option<&'a Wait>,
    /// Earlier figures, newest first.
    pub before: Vec<&'a Wait>,
}

/// A pathway in an area.
#[derive(Clone, Debug)]
pub struct WaitEntry<'a> {
    /// The way to be helped.
    pub pathway: &'a Pathway,
    /// Where.
    pub area: &'a RunArea,
    /// What was said of it, newest first.
    pub notices: Vec<&'a Notice>,
    /// How long children wait.
    pub measured: Vec<Measured<'a>>,
}

impl WaitEntry<'_> {
    /// Whether it takes new children.
    pub fn status(&self) -> PathwayStatus {
        self.notices.first().map_or(PathwayStatus::NotKnown, |n| n.status)
    }

    /// Who runs it, as the newest figure says.
    pub fn run_by(&self) -> Option<&str> {
        self.measured.iter().find_map(|m| m.now).map(|w| w.run_by.as_str()).filter(|r| !r.is_empty())
    }
}

/// The whole board.
pub struct Board<'a> {
    /// Every pathway in every area asked for.
    pub entries: Vec<WaitEntry<'a>>,
}

impl<'a> Board<'a> {
    /// Puts pathways and figures together, for one district or pathway where asked.
    pub fn new(area: &'a Area, evidence: &'a Statistics, asked: &WaitQuery) -> Self {
        let all = &area.pathways;
        let wanted = |p: &&Pathway| asked.pathway.as_ref().is_none_or(|slug| p.slug == *slug);
        let entries = all.pathways.iter().filter(wanted).flat_map(|pathway| {
            let areas = pathway.areas.iter().filter_map(|slug| all.area(slug));
            let here = |a: &&RunArea| asked.district.as_ref().is_none_or(|d| a.districts.contains(d));
            areas.filter(here).map(move |area| WaitEntry {
                pathway,
                area,
                notices: evidence.notices_of(&pathway.slug, &area.slug),
                measured: pathway.measures().into_iter().map(|m| measured(evidence, pathway, area, m)).collect(),
            })
        });
        Self { entries: entries.collect() }
    }

    /// Whether anything at all is known.
    pub fn is_empty(&self) -> bool {
        self.entries.iter().all(|e| e.notices.is_empty() && e.measured.iter().all(|m| m.now.is_none()))
    }
}

fn measured<'a>(evidence: &'a Statistics, pathway: &Pathway, area: &RunArea, measure: WaitMeasure) -> Measured<'a> {
    let mut all = evidence.waits_of(&pathway.slug, &area.slug, measure).into_iter();
    Measured { measure, now: all.next(), before: all.collect() }
}

/// What was asked of the board.
#[derive(Clone, Debug, Default)]
pub struct WaitQuery {
    /// One district, by slug.
    pub district: Option<String>,
    /// One pathway, by slug.
    pub pathway: Option<String>,
    /// What was not understood.
    pub errors: Vec<FieldError>,
}

impl WaitQuery {
    /// Reads the parameters of an address; what is not understood is named and left out.
    pub fn parse(pairs: &Pairs, area: &Area) -> Self {
        let mut asked = Self::default();
        let given = |name: &str| pairs.first(name).filter(|v| !v.is_empty());
        if let Some(slug) = given("district") {
            match area.district(slug) {
                Some(district) => asked.district = Some(district.slug.clone()),
                None => asked.errors.push(FieldError {
                    field: "district",
                    message: "We do not know that district. We show all".to_owned(),
                }),
            }
        }
        if let Some(slug) = given("pathway") {
            match area.pathways.pathway(slug) {
                Some(pathway) => asked.pathway = Some(pathway.slug.clone()),
                None => asked.errors.push(FieldError {
                    field: "pathway",
                    message: "We do not know that kind of wait. We show all".to_owned(),
                }),
            }
        }
        asked
    }

    /// The parameters, for links.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let district = self.district.iter().map(|d| ("district", d.clone()));
        district.chain(self.pathway.iter().map(|p| ("pathway", p.clone()))).collect()
    }
}
