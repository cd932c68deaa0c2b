//! The columns of a segment, and one listing's row of them.

use super::schema::{WORD, columns, facet_columns};
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
pub struct ColumnsRow<'a> {
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
    pub fn row(&self, doc: DocId) -> ColumnsRow<'_> {
        ColumnsRow { columns: self, doc, flags: self.flags.get_val(doc), checked_day: self.checked_day.get_val(doc) }
    }
}

/// The bits of a facet of one listing: one word for each 64 values of the vocabulary, however many it has. A word is read
/// when it is asked for.
#[derive(Clone, Copy)]
pub struct Bits<'a> {
    columns: &'a [Values<u64>],
    doc: DocId,
}

impl<'a> Bits<'a> {
    /// The n-th word; 0 past the last.
    pub fn word(self, n: usize) -> u64 {
        self.columns.get(n).map_or(0, |column| column.get_val(self.doc))
    }

    /// All words in order.
    pub fn words(self) -> impl Iterator<Item = u64> + 'a {
        self.columns.iter().map(move |column| column.get_val(self.doc))
    }

    /// Whether the bit of a value is set.
    pub fn has(self, at: usize) -> bool {
        self.word(at / WORD) >> (at % WORD) & 1 == 1
    }

    /// Whether any of some bits is set.
    pub fn any_of(self, wanted: &[u64]) -> bool {
        self.words().zip(wanted).any(|(have, want)| have & want != 0)
    }
}

impl<'a> ColumnsRow<'a> {
    /// Its id.
    pub fn id(&self) -> Uuid {
        Uuid::from_u64_pair(self.columns.id_high.get_val(self.doc), self.columns.id_low.get_val(self.doc))
    }

    /// The bits of a facet, by its place in [`Facet::ALL`].
    pub fn facet(&self, at: usize) -> Bits<'a> {
        Bits { columns: &self.columns.facets[at], doc: self.doc }
    }

    /// The bits of the districts it is based in.
    pub fn based(&self) -> Bits<'a> {
        Bits { columns: &self.columns.based, doc: self.doc }
    }

    /// The bits of the features it has told us about.
    pub fn features_told(&self) -> Bits<'a> {
        Bits { columns: &self.columns.features_told, doc: self.doc }
    }

    /// How much of what families ask it has told, 0 to 100.
    pub fn completeness(&self) -> u64 {
        self.columns.completeness.get_val(self.doc)
    }

    /// Where it is given, place by place.
    pub fn points(&self) -> impl Iterator<Item = Point> + use<'_, 'a> {
        let lats = self.columns.lat.values_for_doc(self.doc);
        let lons = self.columns.lon.values_for_doc(self.doc);
        lats.zip(lons).map(|(lat, lon)| Point { lat, lon })
    }

    /// Miles to its nearest location.
    pub fn miles_from(&self, point: Point) -> Option<f64> {
        self.points().map(|p| p.miles_to(point)).min_by(f64::total_cmp)
    }
}
