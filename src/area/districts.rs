//! The districts of an area, and the outward codes that touch it.

use super::reader::{Document, Reader};
use crate::domain::district::Tile;
use crate::domain::{District, Point};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// `districts.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DistrictsFile {
    /// The districts.
    pub district: Vec<District>,
    /// The outward codes.
    pub outcode: Vec<Outcode>,
}

/// An outward code and how its postcodes fall across districts.
#[derive(Clone, Debug, Deserialize)]
pub struct Outcode {
    /// In capitals: `BB11`.
    pub code: String,
    /// Degrees north of the mean of its postcodes.
    pub lat: f64,
    /// Degrees east of the same point.
    pub lon: f64,
    /// Share of its postcodes in each district of this area, 0 to 1.
    pub shares: BTreeMap<String, f64>,
    /// Share in areas with their own local offer, by name.
    #[serde(default)]
    pub outside: BTreeMap<String, f64>,
}

impl Outcode {
    /// The middle of it.
    pub fn point(&self) -> Point {
        Point { lat: self.lat, lon: self.lon }
    }

    /// The district it lies in, where it lies wholly in one (99.5% of its postcodes or more: the rest is noise).
    pub fn only_district(&self) -> Option<&str> {
        self.shares.iter().find(|(_, share)| **share >= 0.995).map(|(slug, _)| slug.as_str())
    }
}

const FILE: &str = "districts.toml";

/// Reads and checks `districts.toml`.
pub fn read(read: &Reader<'_>) -> Option<DistrictsFile> {
    let file: Document<DistrictsFile> = read.needed(FILE)?;
    check_districts(read, &file);
    check_tiles(read, &file);
    check_outcodes(read, &file);
    Some(file.value)
}

fn check_districts(read: &Reader<'_>, file: &Document<DistrictsFile>) {
    let districts = &file.value.district;
    if districts.is_empty() {
        read.fault(FILE, None, "an area has at least one district");
    }
    let (mut slugs, mut codes) = (BTreeSet::new(), BTreeSet::new());
    for (n, district) in districts.iter().enumerate() {
        let at = |field: &str| format!("district.{n}.{field}");
        if !slugs.insert(&district.slug) {
            read.fault_at(file, &at("slug"), format!("two districts have the slug {}", district.slug));
        }
        if !codes.insert(&district.code) {
            read.fault_at(file, &at("code"), format!("two districts have the code {}", district.code));
        }
        let ages = &district.children_by_age;
        if !ages.is_empty() && (ages.len() != 26 || ages.iter().sum::<u32>() != district.children_0_25) {
            let message = "26 numbers belong here, for ages 0 to 25, that sum to children_0_25";
            read.fault_at(file, &at("children_by_age"), message);
        }
        for (m, slug) in district.neighbours.iter().enumerate() {
            match districts.iter().find(|d| d.slug == *slug) {
                None => read.fault_at(file, &at(&format!("neighbours.{m}")), format!("there is no district {slug}")),
                Some(other) if !other.neighbours.contains(&district.slug) => {
                    let message = format!("{slug} does not name {} as its neighbour", district.slug);
                    read.fault_at(file, &at(&format!("neighbours.{m}")), message);
                }
                Some(_) => {}
            }
        }
    }
}

fn check_tiles(read: &Reader<'_>, file: &Document<DistrictsFile>) {
    let tiles: Vec<_> =
        file.value.district.iter().enumerate().filter_map(|(n, d)| Some((n, d.slug.as_str(), d.tile?))).collect();
    for (at, (n, slug, tile)) in tiles.iter().enumerate() {
        let path = format!("district.{n}.tile");
        if !tile.fits() {
            let (rows, narrow, wide) = (Tile::ROWS, Tile::NARROW, Tile::WIDE);
            let message = format!(
                "rows are 1 to {rows}, columns 1 to {narrow} where it is narrow and 1 to {wide} where it is wide"
            );
            read.fault_at(file, &path, message);
        }
        for (_, other, _) in tiles[..at].iter().filter(|(_, _, other)| tile.overlaps(*other)) {
            read.fault_at(file, &path, format!("{slug} and {other} lie on one another in the map"));
        }
    }
    let missing = file.value.district.iter().enumerate().filter(|(_, d)| d.tile.is_none());
    // Some placed by hand and some by the browser would lie on one another.
    for (n, district) in missing.filter(|_| !tiles.is_empty()) {
        let message = format!("{} has no tile: give one to every district or to none", district.slug);
        read.fault_at(file, &format!("district.{n}.slug"), message);
    }
}

fn check_outcodes(read: &Reader<'_>, file: &Document<DistrictsFile>) {
    for (n, outcode) in file.value.outcode.iter().enumerate() {
        for (slug, share) in &outcode.shares {
            let path = format!("outcode.{n}.shares.{slug}");
            if !file.value.district.iter().any(|d| d.slug == *slug) {
                read.fault_at(file, &path, format!("there is no district {slug}"));
            }
            if !(0.0..=1.0).contains(share) {
                read.fault_at(file, &path, "a share lies between 0 and 1");
            }
        }
    }
}
