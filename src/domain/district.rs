//! Districts: the areas that families live in and services say they serve.

use super::Point;
use jiff::civil::Date;
use serde::Deserialize;

/// A district council's area.
#[derive(Clone, Debug, Deserialize)]
pub struct District {
    /// What stands in addresses: `west-lancashire`.
    pub slug: String,
    /// Where it lies in the map of equal tiles; none for the next free square.
    #[serde(default)]
    pub tile: Option<Tile>,
    /// What people call it.
    pub name: String,
    /// Its GSS code from the Office for National Statistics: `E07000127`.
    pub code: String,
    /// The first day the code was in use.
    pub valid_from: Date,
    /// The last day, when the area has been or will be replaced.
    #[serde(default)]
    pub valid_to: Option<Date>,
    /// Degrees north of the mean of its postcodes: where people live.
    pub lat: f64,
    /// Degrees east of the same point.
    pub lon: f64,
    /// Children and young people from birth to 25, Census 2021 (Office for National Statistics).
    pub children_0_25: u32,
    /// The same by single year of age, 0 to 25.
    #[serde(default)]
    pub children_by_age: Vec<u32>,
    /// Slugs of the districts beside it, inside the area.
    pub neighbours: Vec<String>,
    /// Names of the areas beside it that have their own local offer.
    #[serde(default)]
    pub neighbours_outside: Vec<String>,
    /// Its main towns.
    pub towns: Vec<Town>,
}

/// A district's square in the map of equal tiles, on screens of two widths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tile {
    /// On a phone: three squares side by side.
    pub narrow: Square,
    /// On a wider screen: four side by side, each two columns wide, so that rows can stand half a square apart.
    pub wide: Square,
}

/// A place in a grid, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Square {
    /// From the north.
    pub row: u8,
    /// From the west.
    pub column: u8,
}

impl Tile {
    /// The most rows of either grid: the style sheet has no more.
    pub const ROWS: u8 = 9;
    /// Columns of the narrow grid.
    pub const NARROW: u8 = 3;
    /// Columns that a wide square can begin at.
    pub const WIDE: u8 = 7;

    /// Whether both squares lie inside their grids.
    pub fn fits(self) -> bool {
        let inside =
            |square: Square, columns| (1..=Self::ROWS).contains(&square.row) && (1..=columns).contains(&square.column);
        inside(self.narrow, Self::NARROW) && inside(self.wide, Self::WIDE)
    }

    /// Whether two of them lie on one another on either screen.
    pub fn overlaps(self, other: Self) -> bool {
        let side_by_side = self.wide.column.abs_diff(other.wide.column) >= 2;
        self.narrow == other.narrow || self.wide.row == other.wide.row && !side_by_side
    }
}

/// A town with its centre.
#[derive(Clone, Debug, Deserialize)]
pub struct Town {
    /// What people call it.
    pub name: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

impl District {
    /// Where its people live, as one point.
    pub fn point(&self) -> Point {
        Point { lat: self.lat, lon: self.lon }
    }
}

impl Town {
    /// Its centre.
    pub fn point(&self) -> Point {
        Point { lat: self.lat, lon: self.lon }
    }
}
