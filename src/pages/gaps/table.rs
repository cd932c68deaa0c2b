//! The matrix as a map of tiles and as a table; every number leads to the search that shows what it counts.

use super::tile_map::{DistrictTile, tiles};
use crate::domain::wording::{self, thousands};
use crate::gaps::{Cell, Matrix};
use crate::pages::gap_query::GapQuery;
use crate::ui::scroll_table;
use crate::web::App;
use crate::web::links::address;
use leptos::prelude::*;

pub fn map(app: &App, asked: &GapQuery, top: Option<&str>, by_district: &[u64]) -> AnyView {
    let figure = |at: usize| by_district.get(at).copied().unwrap_or(0);
    let each = app.area.districts.iter().enumerate().map(|(at, d)| DistrictTile {
        name: d.name.clone(),
        place: d.tile,
        href: match top {
            Some(top) => proof(asked, &d.slug, top),
            None => format!("/districts/{}", d.slug),
        },
        figure: figure(at),
    });
    let said = "how many services families there can use";
    view! { <section class="card flow section-gap" aria-labelledby="map"><h2 id="map">"District by district"</h2>{tiles(each.collect(), said)}</section> }.into_any()
}

/// The table. Each top kind leads to its own page, but for the one whose page this is.
pub fn table(app: &App, asked: &GapQuery, asked_top: Option<&str>, whole: &Matrix) -> AnyView {
    let tops = &app.area.vocabulary.categories;
    let shown: Vec<usize> = (0..whole.districts.len())
        .filter(|d| asked.district.as_ref().is_none_or(|slug| whole.districts[*d].slug == *slug))
        .collect();
    let mut order: Vec<usize> = (0..whole.kinds.len()).collect();
    if asked.missing_first {
        let none = |k: usize| whole.of_kind(k).filter(|c| c.can_use == 0).count();
        order.sort_by_key(|k| std::cmp::Reverse(none(*k)));
    }
    let rows = order.into_iter().map(|k| {
        let kind = &whole.kinds[k];
        let href = address(&format!("/gaps/{}", kind.value), &asked.view_pairs());
        let label = kind.label.clone();
        // A kind inside another has no page of its own.
        let head = if tops.iter().any(|top| top.slug == kind.value && asked_top != Some(top.slug.as_str())) {
            view! { <a href=href>{label}</a> }.into_any()
        } else {
            label.into_any()
        };
        let cells = shown.iter().filter_map(|d| whole.cell(*d, k)).map(|c| cell(asked, whole, c));
        (head, cells.collect())
    });
    let mut columns = vec!["Kind of help".to_owned()];
    columns.extend(shown.iter().map(|d| whole.districts[*d].name.clone()));
    let caption = "What families in each district can use".to_owned();
    view! { <div class="card section-gap flow matrix"><p>"Each number is how many services take families from there, and leads to them. Under it: how many of that kind are based there, and how many there are for every 1,000 "{whole.per.clone()}"."</p>{scroll_table("matrix", caption, columns, rows.collect(), true)}</div> }
        .into_any()
}

fn cell(asked: &GapQuery, whole: &Matrix, cell: &Cell) -> AnyView {
    let (district, kind) = (&whole.districts[cell.district], &whole.kinds[cell.kind]);
    let href = proof(asked, &district.slug, &kind.value);
    let figure = if cell.can_use == 0 { "None".to_owned() } else { thousands(cell.can_use) };
    let based = format!("{} based there", thousands(cell.based_here));
    let rate = match cell.per_1000 {
        Some(_) if cell.can_use == 0 => None,
        Some(rate) => Some(format!("{} per 1,000", wording::rate(rate))),
        None => Some("rate not known".to_owned()),
    };
    let under = rate.map_or_else(|| based.clone(), |rate| format!("{based}, {rate}"));
    let class = if cell.can_use == 0 { "gap" } else { "" };
    view! { <a href=href class=class>{figure}</a>" "<span class="small quiet">{under}</span> }.into_any()
}

/// The search that shows what a cell counts.
pub fn proof(asked: &GapQuery, district: &str, kind: &str) -> String {
    let mut pairs = vec![("district", district.to_owned()), ("category", kind.to_owned())];
    pairs.extend(asked.pairs());
    address("/search", &pairs)
}
