//! Asks the index for what there is of each kind, and sets it against the districts.

use crate::domain::vocabulary::Value;
use crate::domain::{Facet, FieldError, Find, Place, ServiceArea, Sort};
use crate::gaps::{Kind, Matrix, Nearest, Row, Supply};
use crate::search::Hit;
use crate::web::{App, Failure, Pairs};

/// What was asked of the matrix.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Only for a need, a support level, an age.
    pub find: Find,
    /// One district only, by slug.
    pub district: Option<String>,
    /// One top kind only, with its children.
    pub kind: Option<String>,
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
        let district = all.chosen(Facet::District).first().cloned();
        Self { find, district, kind, missing_first: pairs.first("sort") == Some("missing") }
    }

    /// Whether anything but the kinds and districts narrows it.
    pub fn is_narrowed(&self) -> bool {
        self.find.age.is_some() || !self.find.chosen.is_empty()
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

/// The matrix for some kinds.
///
/// # Errors
/// When the index or the database does not answer.
pub async fn matrix(app: &App, find: &Find, kinds: &[&Value]) -> Result<Matrix, Failure> {
    let mut supplies = Vec::with_capacity(kinds.len());
    for kind in kinds {
        let mut of_kind = find.clone();
        of_kind.chosen.insert(Facet::Category, vec![kind.slug.clone()]);
        let found = app.figures(&of_kind).await?;
        let can_use = found.counts.get(&Facet::District).cloned().unwrap_or_default();
        let mut nearest = Vec::with_capacity(app.area.districts.len());
        for (at, district) in app.area.districts.iter().enumerate() {
            let none = can_use.get(at).copied().unwrap_or(0) == 0 && found.total > 0;
            nearest.push(if none { nearest_to(app, &of_kind, &district.slug).await? } else { None });
        }
        supplies.push(Supply { can_use, based_here: found.based.clone(), nearest });
    }
    let districts = app.area.districts.iter().map(Row::from).collect();
    let kinds = kinds.iter().map(|k| Kind { value: k.slug.clone(), label: k.label.clone() }).collect();
    Ok(Matrix::new(districts, kinds, supplies))
}

/// The nearest of a kind to where a district's people live.
async fn nearest_to(app: &App, find: &Find, slug: &str) -> Result<Option<Nearest>, Failure> {
    let Some(district) = app.area.district(slug) else { return Ok(None) };
    let place = Place {
        name: district.name.clone(),
        point: district.point(),
        approximate: true,
        district: Some(slug.to_owned()),
        note: None,
    };
    let asked = Find { where_text: district.name.clone(), from: Some(place), sort: Sort::Nearest, ..find.clone() };
    let found = app.figures(&asked).await?;
    let Some(Hit { id, miles: Some(miles), .. }) = found.hits.first() else { return Ok(None) };
    let Some(service) = app.store.services_by_ids(&[*id]).await?.pop() else { return Ok(None) };
    let based = service.based_in().first().map(|d| app.area.district_name(d).to_owned());
    Ok(Some(Nearest {
        place: based.or_else(|| service.town().map(str::to_owned)),
        told: service.service_area != ServiceArea::NotTold,
        name: service.name,
        slug: service.slug,
        miles: *miles,
    }))
}
