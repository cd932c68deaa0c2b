//! Districts: the areas that families live in and services say they serve.

use super::Point;
use jiff::civil::Date;
use serde::Deserialize;

/// A district council's area.
#[derive(Clone, Debug, Deserialize)]
pub struct District {
    /// What stands in addresses: `west-lancashire`.
    pub slug: String,
    /// Its square in the map of equal tiles, from 1: the style sheet says where each lies.
    #[serde(default)]
    pub tile: u8,
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
