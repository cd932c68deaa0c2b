//! Asks the index for what there is of each kind, and sets it against the districts.

use super::gap_people::{People, people};
use super::gap_query::GapQuery;
use crate::domain::vocabulary::FacetValue;
use crate::domain::{Facet, SearchQuery, Service, ServiceArea};
use crate::gaps::{DistrictRow, KindAvailability, Matrix, Nearest, ServiceKind};
use crate::search::SupplyOf;
use crate::web::{App, Failure, Pairs};
use uuid::Uuid;

/// The kinds of the top level, or one of them with its children.
pub fn kinds<'a>(app: &'a App, top: Option<&str>) -> Vec<&'a FacetValue> {
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
pub async fn matrix(app: &App, find: &SearchQuery, people: &People, kinds: &[&FacetValue]) -> Result<Matrix, Failure> {
    let supplies = app.supplies(find).await?;
    let of = |kind: &FacetValue| {
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
        .map(|supply| KindAvailability {
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
    let districts = app.area.districts.iter().zip(known).map(|(d, people)| DistrictRow::new(d, people)).collect();
    let kinds = kinds.iter().map(|k| ServiceKind { value: k.slug.clone(), label: k.label.clone() }).collect();
    Ok(Matrix::new(districts, kinds, supplies, people.words.clone()))
}

/// The matrix of all kinds with nothing narrowed, for every child.
///
/// # Errors
/// When the database or the index does not answer.
pub async fn plain_matrix(app: &App) -> Result<Matrix, Failure> {
    let asked = GapQuery::parse(&Pairs::default(), app);
    let loaded = app.evidence().await?;
    matrix(app, &asked.find, &people(app, &loaded.evidence, &asked), &kinds(app, None)).await
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
