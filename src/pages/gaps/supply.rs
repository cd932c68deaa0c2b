//! Asks the index for what there is of each kind, and sets it against the districts.

use super::people::People;
use crate::domain::evidence::Measure;
use crate::domain::vocabulary::Value;
use crate::domain::{Facet, FieldError, Find, Service, ServiceArea};
use crate::gaps::{Kind, Matrix, Nearest, Row, Supply};
use crate::search::SupplyOf;
use crate::web::{App, Failure, Pairs};
use uuid::Uuid;

/// What was asked of the matrix.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Only for a need, a support level, an age.
    pub find: Find,
    /// One district only, by slug.
    pub district: Option<String>,
    /// One top kind only, with its children.
    pub kind: Option<String>,
    /// For every 1,000 of whom.
    pub per: Measure,
    /// Kinds with most districts without anything first.
    pub missing_first: bool,
}

impl Asked {
    /// Reads the parameters of an address; what is not understood is named and left out.
    pub fn parse(pairs: &Pairs, app: &App) -> Self {
        let all = Find::parse(&pairs.0, &app.area.vocabulary);
        let mut find = Find { page: 1, age: all.age, age_text: all.age_text.clone(), ..Find::default() };
        for facet in [Facet::Need, Facet::Level] {
            if !all.chosen(facet).is_empty() {
                find.chosen.insert(facet, all.chosen(facet).to_vec());
            }
        }
        let kept = |e: &&FieldError| matches!(e.field, "need" | "level" | "age" | "district");
        find.errors = all.errors.iter().filter(kept).cloned().collect();
        let asked_kind = pairs.first("kind").filter(|k| !k.is_empty());
        let kind =
            asked_kind.filter(|k| app.area.vocabulary.categories.iter().any(|c| c.slug == *k)).map(str::to_owned);
        if asked_kind.is_some() && kind.is_none() {
            find.errors.push(FieldError {
                field: "kind",
                message: "We do not know that kind of help. We show all".to_owned(),
            });
        }
        let asked_per = pairs.first("per").filter(|p| !p.is_empty());
        let per = asked_per.and_then(Measure::parse);
        if asked_per.is_some() && per.is_none() {
            find.errors.push(FieldError {
                field: "per",
                message: "We do not know whom to count. We count all children".to_owned(),
            });
        }
        let district = all.chosen(Facet::District).first().cloned();
        let per = per.unwrap_or(Measure::Children);
        Self { find, district, kind, per, missing_first: pairs.first("sort") == Some("missing") }
    }

    /// Whether anything but the kinds and districts narrows it.
    pub fn is_narrowed(&self) -> bool {
        self.find.age.is_some() || !self.find.chosen.is_empty()
    }

    /// The parameters that say what is shown, for links to the same of another kind.
    pub fn view_pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = self.pairs();
        if self.per != Measure::Children {
            pairs.push(("per", self.per.value().to_owned()));
        }
        pairs
    }

    /// The parameters that narrow, for links to the search.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        self.find.pairs()
    }
}

/// The kinds of the top level, or one of them with its children.
pub fn kinds<'a>(app: &'a App, top: Option<&str>) -> Vec<&'a Value> {
    let values = app.area.vocabulary.values(Facet::Category);
    match top {
        None => values.iter().filter(|v| v.parent.is_none()).collect(),
        Some(top) => values.iter().filter(|v| v.slug == top || v.parent.as_deref() == Some(top)).collect(),
    }
}

/// The matrix for some kinds, with rates for some people. One pass over the index counts everything; nothing is asked twice.
///
/// # Errors
/// When the index or the database does not answer.
pub async fn matrix(app: &App, find: &Find, people: &People, kinds: &[&Value]) -> Result<Matrix, Failure> {
    let supplies = app.supplies(find).await?;
    let of = |kind: &Value| {
        app.area.vocabulary.position(Facet::Category, &kind.slug).and_then(|at| supplies.kinds.get(at).cloned())
    };
    let counted: Vec<SupplyOf> = kinds.iter().map(|kind| of(kind).unwrap_or_default()).collect();
    // Only where nothing can be used is the nearest named, and only those are read.
    let empty = |supply: &SupplyOf, at: usize| supply.can_use.get(at).copied().unwrap_or(0) == 0;
    let named: Vec<Uuid> = counted
        .iter()
        .flat_map(|s| s.nearest.iter().enumerate().filter(|(at, _)| empty(s, *at)).filter_map(|(_, n)| n.map(|n| n.0)))
        .collect();
    let services = app.listings(&named).await?;
    let supplies = counted
        .into_iter()
        .map(|supply| Supply {
            nearest: supply
                .nearest
                .iter()
                .enumerate()
                .map(|(at, nearest)| {
                    let (id, miles) = nearest.filter(|_| empty(&supply, at))?;
                    services.get(&id).map(|service| nearest_of(app, service, miles))
                })
                .collect(),
            can_use: supply.can_use,
            based_here: supply.based_here,
        })
        .collect();
    let known = people.known();
    let districts = app.area.districts.iter().zip(known).map(|(d, people)| Row::new(d, people)).collect();
    let kinds = kinds.iter().map(|k| Kind { value: k.slug.clone(), label: k.label.clone() }).collect();
    Ok(Matrix::new(districts, kinds, supplies, people.words.clone()))
}

fn nearest_of(app: &App, service: &Service, miles: f64) -> Nearest {
    let based = service.based_in().first().map(|d| app.area.district_name(d).to_owned());
    Nearest {
        place: based.or_else(|| service.town().map(str::to_owned)),
        told: service.service_area != ServiceArea::NotTold,
        name: service.name.clone(),
        slug: service.slug.clone(),
        miles,
    }
}
