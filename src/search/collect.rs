//! One pass over the index: hits in order, the total, every facet with its own filter lifted, and what each filter hides.

use super::columns::Columns;
use super::counts::BitCounts;
use super::document::flag;
use super::filter::{Filter, FilterAnswer, FilterGroup, place_of};
use super::rank::Ranking;
use super::score::Scores;
use crate::area::Area;
use crate::domain::Facet;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;
use tantivy::columnar::StrColumn;
use tantivy::{DocAddress, DocId, Score, Searcher, SegmentOrdinal, SegmentReader};
use uuid::Uuid;

/// How many of the set-apart listings are named.
pub const APART: usize = 10;

/// A question ready to be run.
pub struct Plan {
    pub area: Arc<Area>,
    pub filters: Vec<Filter>,
    pub ranking: Ranking,
    /// How many hits to keep: all pages up to the one asked.
    pub keep: usize,
    /// The bits of the chosen districts.
    pub districts: Vec<u64>,
    /// Listings that are not open and were asked for by their whole name: they stand first, and not here again.
    pub named: Vec<Uuid>,
}

/// What the pass found.
#[derive(Default)]
pub struct Fruit {
    pub total: u64,
    pub hits: Vec<Ranked>,
    /// For each facet in the order of [`Facet::ALL`]: the count of each bit, by column.
    pub counts: Vec<Vec<[u64; 64]>>,
    /// The count of each flag among the hits: one word, or none when nothing was looked at.
    pub flags: Vec<[u64; 64]>,
    /// How many of the hits stand in each district, whoever they take.
    pub based: Vec<[u64; 64]>,
    /// How many more there would be without one filter.
    pub lifted: BTreeMap<FilterGroup, u64>,
    /// How many of those have merely not told us.
    pub untold: BTreeMap<FilterGroup, u64>,
    /// Based in a chosen district and silent about who can use them: in no count.
    pub based_here: Vec<Uuid>,
    pub based_here_total: u64,
    /// Would match, and are not open.
    pub not_open: Vec<Uuid>,
    pub not_open_total: u64,
}

/// A hit with what orders it.
#[derive(Clone, Debug)]
pub struct Ranked {
    pub id: Uuid,
    /// Where it stands in the index.
    pub at: DocAddress,
    pub miles: Option<f64>,
    number: u64,
    name: Option<String>,
}

impl Pass {
    /// Goes once through the listings that answer the words well enough; through all of them without words.
    pub fn run(&self, searcher: &Searcher, scores: Option<&[Scores]>, least: f32) -> tantivy::Result<Fruit> {
        let mut all = Fruit::default();
        for (ordinal, reader) in searcher.segment_readers().iter().enumerate() {
            let mut segment = self.for_segment(ordinal as SegmentOrdinal, reader)?;
            let alive = reader.alive_bitset();
            for doc in 0..reader.max_doc() {
                if alive.is_some_and(|alive| !alive.is_alive(doc)) {
                    continue;
                }
                let number = match scores {
                    None => 1.0,
                    Some(scores) => {
                        let here = &scores[ordinal];
                        if here.number[doc as usize] <= 0.0 || here.covered[doc as usize] < least {
                            continue;
                        }
                        here.number[doc as usize]
                    }
                };
                segment.collect(doc, number);
            }
            all.add(segment.harvest());
        }
        all.hits.sort_by(|a, b| a.name.cmp(&b.name).then(b.number.cmp(&a.number)).then(a.id.cmp(&b.id)));
        all.hits.truncate(self.0.keep);
        Ok(all)
    }

    fn for_segment(&self, ordinal: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<Segment> {
        let plan = self.0.clone();
        let names = if plan.ranking.by_name() { segment.fast_fields().str("name_sort")? } else { None };
        let columns = Columns::open(segment, &plan.area)?;
        let widths = Facet::ALL.map(|f| plan.area.vocabulary.values(f).len().div_ceil(64).max(1));
        let counts = widths.iter().map(|n| vec![BitCounts::default(); *n]).collect();
        Ok(Segment {
            plan,
            ordinal,
            columns,
            names,
            counts,
            flags: BitCounts::default(),
            based: vec![BitCounts::default(); widths[place_of(Facet::District)]],
            best: BinaryHeap::new(),
            fruit: Fruit::default(),
        })
    }
}

/// One pass of a plan over the index.
pub struct Pass(pub Arc<Plan>);

/// One segment being counted.
pub struct Segment {
    plan: Arc<Plan>,
    ordinal: SegmentOrdinal,
    columns: Columns,
    names: Option<StrColumn>,
    counts: Vec<Vec<BitCounts>>,
    flags: BitCounts,
    based: Vec<BitCounts>,
    best: BinaryHeap<Reverse<Kept>>,
    fruit: Fruit,
}

/// Ordered by number, then by id the other way, so that the least is the one to drop.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Kept {
    number: u64,
    id: Reverse<Uuid>,
    name: u64,
    doc: DocId,
}

impl Segment {
    fn collect(&mut self, doc: DocId, score: Score) {
        let plan = &*self.plan;
        let row = self.columns.row(doc);
        let mut failed: Option<(&Filter, FilterAnswer)> = None;
        for filter in &plan.filters {
            let answer = filter.answer(&row, plan.ranking.from);
            if answer != FilterAnswer::Pass {
                if failed.is_some() {
                    return;
                }
                failed = Some((filter, answer));
            }
        }
        if row.flags & flag::OPEN == 0 {
            if failed.is_none() && !plan.named.contains(&row.id()) {
                self.fruit.not_open_total += 1;
                if self.fruit.not_open.len() < APART {
                    self.fruit.not_open.push(row.id());
                }
            }
            return;
        }
        if let Some((filter, answer)) = failed {
            *self.fruit.lifted.entry(filter.group).or_default() += 1;
            if answer == FilterAnswer::Untold {
                *self.fruit.untold.entry(filter.group).or_default() += 1;
            }
            if let FilterGroup::Facet(facet) = filter.group {
                let at = place_of(facet);
                for (counts, word) in self.counts[at].iter_mut().zip(row.facet(at).words()) {
                    counts.add(word);
                }
                let here = row.based().any_of(&plan.districts);
                if facet == Facet::District && answer == FilterAnswer::Untold && here {
                    self.fruit.based_here_total += 1;
                    if self.fruit.based_here.len() < APART {
                        self.fruit.based_here.push(row.id());
                    }
                }
            }
            return;
        }
        self.fruit.total += 1;
        self.flags.add(row.flags);
        self.based.iter_mut().zip(row.based().words()).for_each(|(counts, word)| counts.add(word));
        for (at, counts) in self.counts.iter_mut().enumerate() {
            for (counts, word) in counts.iter_mut().zip(row.facet(at).words()) {
                counts.add(word);
            }
        }
        let miles = plan.ranking.from.and_then(|from| row.miles_from(from));
        let number = in_order(plan.ranking.number(&row, score, row.facet(place_of(Facet::District)), miles));
        let name = self.names.as_ref().and_then(|names| names.term_ords(doc).next()).unwrap_or(0);
        // By name the first is the best: turn the order round.
        let number = if plan.ranking.by_name() { u64::MAX - name } else { number };
        if self.best.len() >= plan.keep && self.best.peek().is_some_and(|least| number < least.0.number) {
            return;
        }
        self.best.push(Reverse(Kept { number, id: Reverse(row.id()), name, doc }));
        if self.best.len() > plan.keep {
            self.best.pop();
        }
    }

    fn harvest(mut self) -> Fruit {
        let kept = std::mem::take(&mut self.best).into_vec();
        self.fruit.hits = kept.into_iter().map(|Reverse(kept)| self.ranked(&kept)).collect();
        self.fruit.counts = std::mem::take(&mut self.counts)
            .into_iter()
            .map(|columns| columns.into_iter().map(BitCounts::totals).collect())
            .collect();
        self.fruit.based = std::mem::take(&mut self.based).into_iter().map(BitCounts::totals).collect();
        self.fruit.flags = vec![std::mem::take(&mut self.flags).totals()];
        self.fruit
    }
}

impl Segment {
    fn ranked(&self, kept: &Kept) -> Ranked {
        let miles = self.plan.ranking.from.and_then(|from| self.columns.row(kept.doc).miles_from(from));
        let name = self.names.as_ref().map(|names| {
            let mut text = String::new();
            // A name that cannot be read sorts first; the page reads names from the database.
            if names.ord_to_str(kept.name, &mut text).is_err() {
                text.clear();
            }
            text
        });
        // Names of two segments have no numbers in common: there the text decides alone.
        let number = if name.is_some() { 0 } else { kept.number };
        Ranked { id: kept.id.0, at: DocAddress::new(self.ordinal, kept.doc), miles, number, name }
    }
}

impl Fruit {
    fn add(&mut self, other: Fruit) {
        self.total += other.total;
        self.hits.extend(other.hits);
        if self.counts.is_empty() {
            self.counts = other.counts;
        } else {
            let mine = self.counts.iter_mut().flatten().flatten();
            mine.zip(other.counts.into_iter().flatten().flatten()).for_each(|(mine, theirs)| *mine += theirs);
        }
        if self.based.is_empty() {
            self.based = other.based;
        } else {
            let mine = self.based.iter_mut().flatten();
            mine.zip(other.based.into_iter().flatten()).for_each(|(mine, theirs)| *mine += theirs);
        }
        if self.flags.is_empty() {
            self.flags = other.flags;
        } else {
            let mine = self.flags.iter_mut().flatten();
            mine.zip(other.flags.into_iter().flatten()).for_each(|(mine, theirs)| *mine += theirs);
        }
        other.lifted.into_iter().for_each(|(group, n)| *self.lifted.entry(group).or_default() += n);
        other.untold.into_iter().for_each(|(group, n)| *self.untold.entry(group).or_default() += n);
        self.based_here.extend(other.based_here);
        self.based_here.truncate(APART);
        self.based_here_total += other.based_here_total;
        self.not_open.extend(other.not_open);
        self.not_open.truncate(APART);
        self.not_open_total += other.not_open_total;
    }
}

/// A number whose order as an integer is the order of the float.
fn in_order(number: f64) -> u64 {
    let bits = number.to_bits();
    if bits >> 63 == 0 { bits | 1 << 63 } else { !bits }
}

#[cfg(test)]
mod tests {
    use super::in_order;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn floats_keep_their_order(a in -1e12..1e12f64, b in -1e12..1e12f64) {
            prop_assert_eq!(a.total_cmp(&b), in_order(a).cmp(&in_order(b)));
        }
    }
}
