//! How far families of each district have to go for each kind of help, in miles along a straight line.

use super::gap_availability::kinds;
use super::gap_query::GapQuery;
use crate::domain::Facet;
use crate::domain::wording::{list, number};
use crate::gaps::travel::{Burden, Home, burden};
use crate::search::SupplyOf;
use crate::web::{App, Failure, Pairs};

/// One kind and one district.
pub struct TravelCell {
    /// The district's place in the area's list.
    pub district: usize,
    /// The kind's place in [`Travel::kinds`].
    pub kind: usize,
    /// How far its children have to go.
    pub burden: Burden,
    /// How many services its families can use.
    pub can_use: u64,
    /// How many of those have no place to go to: they come by phone, online or to the family's home.
    pub without_place: u64,
}

/// Every kind that was asked for, in every district.
pub struct Travel {
    /// Slugs and labels of the kinds.
    pub kinds: Vec<(String, String)>,
    /// Kind by kind, the districts in the area's order.
    pub cells: Vec<TravelCell>,
}

impl Travel {
    /// The cell of a district and a kind, by their places.
    pub fn cell(&self, district: usize, kind: usize) -> Option<&TravelCell> {
        self.cells.iter().find(|c| c.district == district && c.kind == kind)
    }
}

/// Computes the ways to every kind that was asked for.
///
/// # Errors
/// When the index cannot be read.
pub async fn travel(app: &App, asked: &GapQuery) -> Result<Travel, Failure> {
    let supplies = app.supplies(&asked.find).await?;
    let wanted = kinds(app, asked.kind.as_deref());
    let mut cells = Vec::new();
    for (kind, value) in wanted.iter().enumerate() {
        let at = app.area.vocabulary.position(Facet::Category, &value.slug);
        let Some(supply) = at.and_then(|at| supplies.kinds.get(at)) else { continue };
        cells.extend((0..app.area.districts.len()).map(|district| cell(app, supply, district, kind)));
    }
    Ok(Travel { kinds: wanted.iter().map(|v| (v.slug.clone(), v.label.clone())).collect(), cells })
}

fn cell(app: &App, supply: &SupplyOf, district: usize, kind: usize) -> TravelCell {
    let none = Vec::new();
    let reach = supply.reach.get(district).unwrap_or(&none);
    let points = app.area.homes.of.get(district).map_or(&[][..], Vec::as_slice);
    let homes: Vec<Home> =
        points.iter().zip(reach).map(|(p, miles)| Home { children: p.children, miles: *miles }).collect();
    let of = |all: &[u64]| all.get(district).copied().unwrap_or(0);
    TravelCell {
        district,
        kind,
        burden: burden(&homes),
        can_use: of(&supply.can_use),
        without_place: of(&supply.without_place),
    }
}

/// "1 mile", "12.4 miles".
pub fn miles(n: f64) -> String {
    let said = number(n);
    if said == "1" { "1 mile".to_owned() } else { format!("{said} miles") }
}

/// In one sentence for a district's page: the kinds its children have the longest ways to.
///
/// # Errors
/// When the index cannot be read.
pub async fn furthest_for(app: &App, district: usize) -> Result<Option<String>, Failure> {
    let found = travel(app, &GapQuery::parse(&Pairs::default(), app)).await?;
    let mut own: Vec<&TravelCell> = found
        .cells
        .iter()
        .filter(|c| c.district == district && c.burden.mean.is_some() && c.without_place == 0)
        .collect();
    own.sort_by(|a, b| b.burden.mean.unwrap_or(0.0).total_cmp(&a.burden.mean.unwrap_or(0.0)));
    let said: Vec<String> = own
        .iter()
        .take(3)
        .map(|c| format!("“{}” ({})", found.kinds[c.kind].1, miles(c.burden.mean.unwrap_or(0.0))))
        .collect();
    let name = &app.area.districts[district].name;
    Ok((!said.is_empty())
        .then(|| format!("Of what they have to travel to, children in {name} live furthest from {}.", list(&said))))
}
