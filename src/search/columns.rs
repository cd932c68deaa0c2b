//! The columns of a segment, and one listing's row of them.

use super::schema::{columns, facet_columns};
use crate::area::Area;
use crate::domain::{Facet, Point};
use std::sync::Arc;
use tantivy::columnar::{Column, ColumnValues};
use tantivy::{DocId, SegmentReader};
use uuid::Uuid;

type Values<T> = Arc<dyn ColumnValues<T>>;

/// The columns of one segment.
pub struct Columns {
    id_high: Values<u64>,
    id_low: Values<u64>,
    flags: Values<u64>,
    checked_day: Values<i64>,
    completeness: Values<u64>,
    lat: Column<f64>,
    lon: Column<f64>,
    based: Vec<Values<u64>>,
    features_told: Vec<Values<u64>>,
    facets: Vec<Vec<Values<u64>>>,
}

/// One listing, as the filters see it. Bits are read only when somebody asks.
pub struct Row<'a> {
    columns: &'a Columns,
    doc: DocId,
    /// What it has told.
    pub flags: u64,
    /// The day it was checked.
    pub checked_day: i64,
}

impl Columns {
    /// Opens the columns of a segment.
    pub fn open(segment: &SegmentReader, area: &Area) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        let bits = |names: Vec<String>| -> tantivy::Result<Vec<Values<u64>>> {
            names.iter().map(|name| fast.column_first_or_default::<u64>(name)).collect()
        };
        let vocabulary = &area.vocabulary;
        Ok(Self {
            id_high: fast.column_first_or_default("id_high")?,
            id_low: fast.column_first_or_default("id_low")?,
            flags: fast.column_first_or_default("flags")?,
            checked_day: fast.column_first_or_default("checked_day")?,
            completeness: fast.column_first_or_default("completeness")?,
            lat: fast.f64("lat")?,
            lon: fast.f64("lon")?,
            based: bits(columns("based", vocabulary.values(Facet::District).len()))?,
            features_told: bits(columns("features_told", vocabulary.values(Facet::Features).len()))?,
            facets: Facet::ALL.iter().map(|f| bits(facet_columns(*f, vocabulary))).collect::<Result<_, _>>()?,
        })
    }

    /// The row of a listing.
    pub fn row(&self, doc: DocId) -> Row<'_> {
        Row { columns: self, doc, flags: self.flags.get_val(doc), checked_day: self.checked_day.get_val(doc) }
    }
}

/// The bits of a facet, at most a few words.
pub type Words = [u64; 4];

impl Row<'_> {
    /// Its id.
    pub fn id(&self) -> Uuid {
        Uuid::from_u64_pair(self.columns.id_high.get_val(self.doc), self.columns.id_low.get_val(self.doc))
    }

    /// The bits of a facet, by its place in [`Facet::ALL`].
    pub fn facet(&self, at: usize) -> Words {
        read(&self.columns.facets[at], self.doc)
    }

    /// The bits of the districts it is based in.
    pub fn based(&self) -> Words {
        read(&self.columns.based, self.doc)
    }

    /// The n-th word of the features it has told us about.
    pub fn features_told(&self, n: usize) -> u64 {
        self.columns.features_told[n].get_val(self.doc)
    }

    /// How much of what families ask it has told, 0 to 100.
    pub fn completeness(&self) -> u64 {
        self.columns.completeness.get_val(self.doc)
    }

    /// Where it is given, place by place.
    pub fn points(&self) -> impl Iterator<Item = Point> {
        let lats = self.columns.lat.values_for_doc(self.doc);
        let lons = self.columns.lon.values_for_doc(self.doc);
        lats.zip(lons).map(|(lat, lon)| Point { lat, lon })
    }

    /// Miles to its nearest location.
    pub fn miles_from(&self, point: Point) -> Option<f64> {
        self.points().map(|p| p.miles_to(point)).min_by(f64::total_cmp)
    }
}

fn read(columns: &[Values<u64>], doc: DocId) -> Words {
    let mut words = [0; 4];
    for (word, column) in words.iter_mut().zip(columns) {
        *word = column.get_val(doc);
    }
    words
}
