//! The districts as equal tiles, each a link with its figure. A pattern says how much beside the number; no colour does
//! so alone, and the table beside it has the same.

use crate::domain::district;
use leptos::prelude::*;

/// A district's tile.
pub struct DistrictTile {
    /// What it is called.
    pub name: String,
    /// Its squares; none for the next free ones.
    pub place: Option<district::Tile>,
    /// Where it leads.
    pub href: String,
    /// Its figure.
    pub figure: u64,
}

/// Tiles in the area's order; `said` is what the figure counts.
pub fn tiles(tiles: Vec<DistrictTile>, said: &str) -> AnyView {
    let most = tiles.iter().map(|t| t.figure).max().unwrap_or(0);
    let least = tiles.iter().map(|t| t.figure).filter(|n| *n > 0).min().unwrap_or(0);
    // Three steps between the least and the most there are.
    let step = |n: u64| least + (most - least) * n / 3;
    let level = |n: u64| match n {
        0 => 1,
        n if n <= step(1) => 2,
        n if n <= step(2) => 3,
        _ => 4,
    };
    let items: Vec<_> = tiles
        .into_iter()
        .map(|tile| {
            let class = format!("{}lv{}", tile.place.map(squares).unwrap_or_default(), level(tile.figure));
            let figure = if tile.figure == 0 { "None".to_owned() } else { tile.figure.to_string() };
            view! { <li class=class><a href=tile.href><span>{tile.name}</span>" "<b>{figure}</b></a></li> }
        })
        .collect();
    let said = format!("Each square is a district. Its number is {said}.");
    let (few, some, many) = (format!("Up to {}", step(1)), format!("Up to {}", step(2)), format!("Up to {most}"));
    view! {
        <div class="mapbox">
            <p class="small quiet">{said}</p>
            <ul class="key plain" aria-hidden="true">
                <li><i class="k1"></i>"None"</li><li><i class="k2"></i>{few}</li><li><i class="k3"></i>{some}</li><li><i class="k4"></i>{many}</li>
            </ul>
            <ul class="tiles plain">{items}</ul>
        </div>
    }
    .into_any()
}

/// The classes that place it: `style/parts/tiles.css` has one for each row and column.
fn squares(district::Tile { narrow, wide }: district::Tile) -> String {
    format!("row-{} column-{} wide-row-{} wide-column-{} ", narrow.row, narrow.column, wide.row, wide.column)
}
