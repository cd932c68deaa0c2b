//! The order of results, as one number a listing: higher comes first.

use super::columns::{Bits, ColumnsRow};
use super::document::{NEVER_CHECKED, flag};
use super::filter::place_of;
use super::schema::WORD;
use crate::area::Area;
use crate::domain::{Facet, Place, Point, SearchQuery, SortOrder};

/// How to rank, worked out once a question.
#[derive(Clone, Debug)]
pub struct Ranking {
    sort: SortOrder,
    /// Where from.
    pub from: Option<Point>,
    /// The bit of the district lived in, where that is certain.
    district: Option<usize>,
    today: i64,
    words: bool,
    /// What a listing must have told to stand among those that match, and not after them.
    must_have_told: u64,
    /// Bits of what the words seem to say, by the facet's place: what fits comes first, and nothing is left out.
    guessed: Vec<(usize, Vec<u64>, u64)>,
}

/// What is left of the number of a listing that told us it does not fit a guess, and of one that has not told us.
const FITS_NOT: f64 = 0.6;
const MAY_FIT: f64 = 0.8;

/// What is left of the number of a listing that has not told us about a limit that was asked for: less than any
/// difference between two listings that have.
const AFTER_THE_OTHERS: f64 = 1e-6;

/// Days in which freshness fades from full to nothing.
const FADES_IN_DAYS: f64 = 730.0;

impl Ranking {
    /// The ranking a question asks for.
    pub fn new(find: &SearchQuery, district: Option<usize>, today: i64, area: &Area) -> Self {
        // Nearest without a place is no order at all: the page says so and the best come first.
        let sort = if find.sort == SortOrder::Nearest && find.from.is_none() { SortOrder::Best } else { find.sort };
        let age = if find.narrowing_age().is_some() { flag::AGES_TOLD } else { 0 };
        let need = if find.chosen(Facet::Need).is_empty() { 0 } else { flag::NEEDS_TOLD };
        Self {
            must_have_told: age | need,
            sort,
            from: find.from.as_ref().map(|p: &Place| p.point),
            district,
            today,
            words: !find.words.is_empty(),
            guessed: guessed(find, area),
        }
    }

    /// Whether results stand by name, which segments compare as text.
    pub fn by_name(&self) -> bool {
        self.sort == SortOrder::Name
    }

    /// The number of a listing. `districts` are its bits of who can use it.
    pub fn number(&self, row: &ColumnsRow<'_>, score: f32, districts: Bits<'_>, miles: Option<f64>) -> f64 {
        match self.sort {
            SortOrder::Nearest => miles.map_or(f64::NEG_INFINITY, |m| -m),
            SortOrder::Fresh => row.checked_day as f64,
            SortOrder::Name => 0.0,
            SortOrder::Best => {
                let text = if self.words { f64::from(score) } else { 1.0 };
                let told = row.flags & self.must_have_told == self.must_have_told;
                let place = if told { 1.0 } else { AFTER_THE_OTHERS };
                text * place
                    * self.usable(row, districts)
                    * self.near(row, miles)
                    * self.fits(row)
                    * self.fresh(row)
                    * complete(row)
            }
        }
    }

    /// Can we use it? comes before how near is it.
    fn usable(&self, row: &ColumnsRow<'_>, districts: Bits<'_>) -> f64 {
        let Some(at) = self.district else { return 1.0 };
        if row.flags & flag::EVERYWHERE != 0 {
            0.9
        } else if districts.has(at) {
            1.0
        } else if row.flags & flag::SERVES_TOLD != 0 {
            0.3
        } else if row.based().has(at) {
            0.75
        } else {
            0.5
        }
    }

    fn near(&self, row: &ColumnsRow<'_>, miles: Option<f64>) -> f64 {
        match (self.from, miles) {
            (None, _) => 1.0,
            (Some(_), Some(miles)) => 1.0 / (1.0 + miles / 10.0),
            // No place to go to: by phone, online or at home is not far away.
            (Some(_), None) if row.flags & flag::EVERYWHERE != 0 => 0.6,
            (Some(_), None) => 0.45,
        }
    }

    /// What the words seem to say, and does it fit?
    fn fits(&self, row: &ColumnsRow<'_>) -> f64 {
        let one = |(facet, wanted, told): &(usize, Vec<u64>, u64)| {
            if row.facet(*facet).any_of(wanted) {
                1.0
            } else if row.flags & told == 0 {
                MAY_FIT
            } else {
                FITS_NOT
            }
        };
        self.guessed.iter().map(one).product()
    }

    fn fresh(&self, row: &ColumnsRow<'_>) -> f64 {
        if row.checked_day == NEVER_CHECKED {
            return 0.85;
        }
        let age = (self.today - row.checked_day).max(0) as f64;
        0.85 + 0.15 * (1.0 - age / FADES_IN_DAYS).max(0.0)
    }
}

fn complete(row: &ColumnsRow<'_>) -> f64 {
    0.85 + 0.15 * row.completeness() as f64 / 100.0
}

/// The guesses that order results, as bits.
fn guessed(find: &SearchQuery, area: &Area) -> Vec<(usize, Vec<u64>, u64)> {
    let bits = |facet: Facet, slugs: &[String]| {
        let mut words = vec![0u64; area.vocabulary.values(facet).len().div_ceil(WORD).max(1)];
        for at in slugs.iter().filter_map(|slug| area.vocabulary.position(facet, slug)) {
            words[at / WORD] |= 1 << (at % WORD);
        }
        words
    };
    let guessed = &find.guessed;
    // An age that narrows has done so already; a span of ages orders.
    let years: Vec<String> = match guessed.age {
        Some((from, to)) if from != to && find.age.is_none() => (from..=to).map(|n| n.to_string()).collect(),
        _ => Vec::new(),
    };
    let all = [
        (Facet::Need, guessed.needs.clone(), flag::NEEDS_TOLD),
        (Facet::Age, years, flag::AGES_TOLD),
        (Facet::When, guessed.when.clone(), flag::WHEN_TOLD),
        (Facet::Mode, guessed.mode.iter().cloned().collect(), 0),
    ];
    let some = all.into_iter().filter(|(_, slugs, _)| !slugs.is_empty());
    some.map(|(facet, slugs, told)| (place_of(facet), bits(facet, &slugs), told)).collect()
}
