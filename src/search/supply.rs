//! What there is of every kind, for every district, in one pass over the index: how many a family can use, how many
//! stand there, what is nearest, and how far the homes are from something they can use.

use super::SearchError;
use super::columns::{Bits, Columns, ColumnsRow};
use super::document::flag;
use super::engine::Engine;
use super::filter::{Filter, FilterAnswer, filters, place_of};
use crate::domain::{Facet, Point, SearchQuery};
use uuid::Uuid;

/// What there is of one kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SupplyOf {
    /// How many open services there are, whomever they take.
    pub open: u64,
    /// By district: how many say that they take families from there.
    pub can_use: Vec<u64>,
    /// By district: how many stand there, whomever they take.
    pub based_here: Vec<u64>,
    /// By district: of those a family can use, how many have no place to go to: by phone, online or at home.
    pub without_place: Vec<u64>,
    /// By district: the nearest to its middle, whomever it takes, with its miles.
    pub nearest: Vec<Option<(Uuid, f64)>>,
    /// By district and home: miles to the nearest place that a family can use.
    pub reach: Vec<Vec<Option<f64>>>,
}

/// What there is of every kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Supplies {
    /// In the order of the kinds in the vocabulary, children beside their top kinds.
    pub kinds: Vec<SupplyOf>,
    /// All kinds together.
    pub all: SupplyOf,
}

impl Engine {
    /// Counts what there is for a question without words, place, district or kind.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub async fn supplies(&self, find: &SearchQuery) -> Result<Supplies, SearchError> {
        let (engine, find) = (self.clone(), find.clone());
        tokio::task::spawn_blocking(move || engine.supplies_now(&find)).await.map_err(|_| SearchError::Lost)?
    }

    fn supplies_now(&self, find: &SearchQuery) -> Result<Supplies, SearchError> {
        let area = &self.area;
        let middles: Vec<Point> = area.districts.iter().map(|d| d.point()).collect();
        let homes: Vec<Vec<Point>> = area.homes.of.iter().map(|h| h.iter().map(|h| h.point()).collect()).collect();
        let filters = filters(find, area, self.clock.today());
        let kinds = area.vocabulary.values(Facet::Category).len();
        let mut count = Count::new(kinds, &middles, &homes);
        let searcher = self.live.load().reader.searcher();
        let (district_at, kind_at) = (place_of(Facet::District), place_of(Facet::Category));
        for reader in searcher.segment_readers() {
            let columns = Columns::open(reader, area)?;
            let alive = reader.alive_bitset();
            for doc in 0..reader.max_doc() {
                if alive.is_some_and(|alive| !alive.is_alive(doc)) {
                    continue;
                }
                let row = columns.row(doc);
                if row.flags & flag::OPEN != 0 && passes(&filters, &row) {
                    count.add(&row, row.facet(district_at), row.facet(kind_at));
                }
            }
        }
        Ok(count.done())
    }
}

fn passes(filters: &[Filter], row: &ColumnsRow<'_>) -> bool {
    filters.iter().all(|f| f.answer(row, None) == FilterAnswer::Pass)
}

/// A place on a plane that is good enough to tell near from far inside one county: exact miles are computed at the end.
#[derive(Clone, Copy)]
struct Flat {
    x: f64,
    y: f64,
}

impl Flat {
    fn new(point: Point, shrink: f64) -> Self {
        Self { x: point.lon * shrink, y: point.lat }
    }

    fn square_to(self, other: Flat) -> f64 {
        (self.x - other.x).powi(2) + (self.y - other.y).powi(2)
    }
}

/// The nearest so far.
#[derive(Clone, Copy)]
struct Best {
    square: f64,
    point: Point,
    id: Uuid,
}

struct OfKind {
    open: u64,
    can_use: Vec<u64>,
    based_here: Vec<u64>,
    without_place: Vec<u64>,
    nearest: Vec<Option<Best>>,
    reach: Vec<Vec<Option<Best>>>,
}

struct Count<'a> {
    middles: &'a [Point],
    homes: &'a [Vec<Point>],
    /// A degree of longitude against one of latitude, here.
    shrink: f64,
    flat_middles: Vec<Flat>,
    flat_homes: Vec<Vec<Flat>>,
    /// The kinds, and after them all kinds together.
    kinds: Vec<OfKind>,
    /// Room for the nearest place of one listing, used again and again.
    near: Vec<Vec<Option<Best>>>,
}

impl<'a> Count<'a> {
    fn new(kinds: usize, middles: &'a [Point], homes: &'a [Vec<Point>]) -> Self {
        let middle = middles.first().map_or(54.0, |p| p.lat);
        let shrink = middle.to_radians().cos();
        let empty = || OfKind {
            open: 0,
            can_use: vec![0; middles.len()],
            based_here: vec![0; middles.len()],
            without_place: vec![0; middles.len()],
            nearest: vec![None; middles.len()],
            reach: homes.iter().map(|h| vec![None; h.len()]).collect(),
        };
        Self {
            middles,
            homes,
            shrink,
            flat_middles: middles.iter().map(|p| Flat::new(*p, shrink)).collect(),
            flat_homes: homes.iter().map(|h| h.iter().map(|p| Flat::new(*p, shrink)).collect()).collect(),
            kinds: (0..=kinds).map(|_| empty()).collect(),
            near: homes.iter().map(|h| vec![None; h.len()]).collect(),
        }
    }

    fn add(&mut self, row: &ColumnsRow<'_>, districts: Bits<'_>, kinds: Bits<'_>) {
        // Read once: each is asked for every kind that this listing is of.
        let all_of = |bits: Bits<'_>, values: usize| (0..values).map(|at| bits.has(at)).collect::<Vec<bool>>();
        let (serves, based) = (all_of(districts, self.middles.len()), all_of(row.based(), self.middles.len()));
        let places: Vec<(Flat, Point)> = row.points().map(|p| (Flat::new(p, self.shrink), p)).collect();
        let id = row.id();
        let nearest_of = |from: Flat| {
            let each = places.iter().map(|(flat, point)| Best { square: flat.square_to(from), point: *point, id });
            each.min_by(|a, b| a.square.total_cmp(&b.square))
        };
        let to_middles: Vec<Option<Best>> = self.flat_middles.iter().map(|m| nearest_of(*m)).collect();
        for (at, homes) in self.flat_homes.iter().enumerate() {
            if serves.get(at).is_some_and(|serves| *serves) && !places.is_empty() {
                self.near[at].iter_mut().zip(homes).for_each(|(near, home)| *near = nearest_of(*home));
            }
        }
        let all = self.kinds.len() - 1;
        for at in (0..all).filter(|at| kinds.has(*at)).chain([all]) {
            let kind = &mut self.kinds[at];
            kind.open += 1;
            for (district, to_middle) in to_middles.iter().enumerate() {
                closer(&mut kind.nearest[district], *to_middle);
                kind.based_here[district] += u64::from(based[district]);
                if !serves[district] {
                    continue;
                }
                kind.can_use[district] += 1;
                if places.is_empty() {
                    kind.without_place[district] += 1;
                    continue;
                }
                for (best, new) in kind.reach[district].iter_mut().zip(&self.near[district]) {
                    closer(best, *new);
                }
            }
        }
    }

    fn done(self) -> Supplies {
        let (middles, homes) = (self.middles, self.homes);
        let finish = |kind: OfKind| SupplyOf {
            open: kind.open,
            can_use: kind.can_use,
            based_here: kind.based_here,
            without_place: kind.without_place,
            nearest: kind
                .nearest
                .into_iter()
                .zip(middles)
                .map(|(best, from)| best.map(|b| (b.id, b.point.miles_to(*from))))
                .collect(),
            reach: kind
                .reach
                .into_iter()
                .zip(homes)
                .map(|(all, from)| all.into_iter().zip(from).map(|(b, p)| b.map(|b| b.point.miles_to(*p))).collect())
                .collect(),
        };
        let mut kinds: Vec<SupplyOf> = self.kinds.into_iter().map(finish).collect();
        let all = kinds.pop().unwrap_or_default();
        Supplies { kinds, all }
    }
}

/// Takes the nearer; of two as near, the one with the lesser id, so that the answer is the same every time.
fn closer(best: &mut Option<Best>, new: Option<Best>) {
    let Some(new) = new else { return };
    let nearer = best.is_none_or(|b| (new.square, new.id) < (b.square, b.id));
    if nearer {
        *best = Some(new);
    }
}
