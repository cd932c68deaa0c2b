//! Asks the index.

use super::audience::Readership;
use super::collect::{Fruit, Pass, Plan, Ranked};
use super::document::{day_number, document};
use super::filter::{FilterGroup, chosen_bits, filters, promise_flag};
use super::lexis::Lexis;
use super::named::named;
use super::rank::Ranking;
use super::schema::{Fields, WORD, register_analysers};
use super::score::{Scores, score};
use super::spelling::SpellChecker;
use super::stems::Stems;
use super::understand::understand;
use super::unit::Question;
use super::{SearchError, suggest, why};
use crate::area::Area;
use crate::domain::search_query::Condition;
use crate::domain::{Clock, Facet, SearchQuery, Service};
use arc_swap::ArcSwap;
use std::collections::BTreeMap;
use std::sync::Arc;
use tantivy::{Index, IndexReader, ReloadPolicy, Searcher, TantivyDocument};
use uuid::Uuid;

pub use super::why::Why;

/// A listing that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Its id.
    pub id: Uuid,
    /// Miles from where was asked, when both are known.
    pub miles: Option<f64>,
    /// The words asked that it answers, each with where they stand; none without words.
    pub why: Vec<Why>,
}

/// The answer to a question.
#[derive(Clone, Debug, Default)]
pub struct SearchResults {
    /// How many match everything.
    pub total: u64,
    /// The page that was asked for, or the last one there is.
    pub page: u32,
    /// How many pages there are; at least 1.
    pub pages: u32,
    /// The hits of that page.
    pub hits: Vec<Hit>,
    /// For each facet the count of each value, in the order of the vocabulary, its own filter lifted.
    pub counts: BTreeMap<Facet, Vec<u64>>,
    /// How many of those that match stand in each district, whoever they take, in the order of the districts.
    pub based: Vec<u64>,
    /// How many more there would be without one filter.
    pub lifted: BTreeMap<&'static str, u64>,
    /// How many of those have merely not told us.
    pub untold: BTreeMap<&'static str, u64>,
    /// How many take each promise, were it asked for as well.
    pub promises: BTreeMap<&'static str, u64>,
    /// Based in a chosen district, silent about who can use them; the first few, and how many.
    pub based_here: (Vec<Uuid>, u64),
    /// Matching and not open; the first few, and how many.
    pub not_open: (Vec<Uuid>, u64),
    /// Not open, and asked for by their whole name: they stand first, in no count and not among those that are not open.
    pub named: Vec<Uuid>,
    /// The words with their slips put right, where there were any.
    pub corrected: Option<String>,
    /// Whether the first few are a good answer, and not only the best there is.
    pub confident: bool,
    /// Words asked that no listing answers in any way.
    pub unanswered: Vec<String>,
    /// Words asked, each alone, the least telling first: what could be left out.
    pub words: Vec<String>,
}

/// The index as it stands now; swapped whole when it is rebuilt.
#[derive(Clone)]
pub struct IndexState {
    pub reader: IndexReader,
    /// The change number it has reached.
    pub applied: u64,
    /// Whether it has once caught up with the database.
    pub ready: bool,
}

/// Asks the index. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    pub(super) area: Arc<Area>,
    pub(super) fields: Arc<Fields>,
    pub(super) live: Arc<ArcSwap<IndexState>>,
    pub(super) analysis: Arc<Analysis>,
    lexis: Arc<ArcSwap<Lexis>>,
    pub(super) clock: Clock,
}

/// How text was read when listings were put into the index: questions must be read the same way.
#[derive(Debug)]
pub struct Analysis {
    pub stems: Stems,
    pub readership: Readership,
}

impl Engine {
    /// An engine with nothing in it until a follower fills it.
    ///
    /// # Errors
    /// When tantivy cannot make an index in memory.
    pub fn empty(area: Arc<Area>, clock: Clock) -> Result<Self, SearchError> {
        let fields = Arc::new(Fields::new(&area.vocabulary));
        let words = area.words();
        let analysis = Analysis { stems: Stems::new(&words), readership: Readership::new(&words.audience) };
        let index = Index::create_in_ram(fields.schema.clone());
        register_analysers(&index, &analysis.stems);
        let reader = reader(&index)?;
        let live = IndexState { reader, applied: 0, ready: false };
        let lexis = Arc::new(ArcSwap::from_pointee(Lexis::new(words, analysis.stems.clone())));
        Ok(Self {
            area,
            fields,
            live: Arc::new(ArcSwap::from_pointee(live)),
            analysis: Arc::new(analysis),
            lexis,
            clock,
        })
    }

    /// A listing as the index holds it.
    pub(super) fn document(&self, service: &Service) -> TantivyDocument {
        document(service, &self.area, &self.fields, &self.analysis.readership)
    }

    /// The words made ready; anew when the area's have been read again.
    pub(super) fn lexis(&self) -> Arc<Lexis> {
        let (words, lexis) = (self.area.words(), self.lexis.load_full());
        if Arc::ptr_eq(&words, &lexis.words) {
            return lexis;
        }
        let lexis = Arc::new(Lexis::new(words, self.analysis.stems.clone()));
        self.lexis.store(lexis.clone());
        lexis
    }

    /// The change number that answers are up to.
    pub fn applied(&self) -> u64 {
        self.live.load().applied
    }

    /// Whether it has caught up with the database since the start.
    pub fn is_ready(&self) -> bool {
        self.live.load().ready
    }

    /// How many listings it holds, open or not.
    pub fn len(&self) -> u64 {
        self.live.load().reader.searcher().num_docs()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Answers a question.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub async fn find(&self, find: &SearchQuery) -> Result<SearchResults, SearchError> {
        let (engine, find) = (self.clone(), find.clone());
        tokio::task::spawn_blocking(move || engine.find_now(&find)).await.map_err(|_| SearchError::Lost)?
    }

    fn find_now(&self, find: &SearchQuery) -> Result<SearchResults, SearchError> {
        let live = self.live.load();
        let searcher = live.reader.searcher();
        let lexis = self.lexis();
        let written = SpellChecker { searcher: &searcher, fields: &self.fields, lexis: &lexis };
        // Whoever asks for the next page has seen these.
        let named = match find.page {
            1 => named(&find.words, &searcher, &self.fields, &self.area)?,
            _ => Vec::new(),
        };
        let question = understand(&find.words, find.as_typed, &find.guessed, &written)?;
        if question.units.is_empty() && !find.words.is_empty() && !question.everything {
            // Signs and nothing else.
            return Ok(SearchResults { page: 1, pages: 1, named, ..SearchResults::default() });
        }
        let scores = match find.words.is_empty() || question.everything {
            true => None,
            false => Some(score(&question, &searcher, &self.fields, &lexis.words.weights)?),
        };
        // Every hit up to the page asked for is kept, so a page past the end can become the last one.
        let keep = SearchQuery::PER_PAGE * find.page.min(MOST_PAGES) as usize;
        let least = lexis.words.weights.least_coverage;
        let first = self.pass(&searcher, scores.as_deref(), least, find, (keep, &named))?;
        let pages = u32::try_from(first.total.div_ceil(SearchQuery::PER_PAGE as u64)).unwrap_or(u32::MAX).max(1);
        let page = find.page.min(pages);
        let confident = match &scores {
            None => first.total > 0,
            Some(scores) => first.hits.iter().take(3).any(|hit| {
                scores[hit.at.segment_ord as usize].covered[hit.at.doc_id as usize] >= lexis.words.weights.confident
            }),
        };
        let shown: Vec<_> = first
            .hits
            .iter()
            .skip((page as usize - 1) * SearchQuery::PER_PAGE)
            .take(SearchQuery::PER_PAGE)
            .cloned()
            .collect();
        let found = self.found(first, page);
        let why = if find.reasons {
            why::why(&question, &shown, &searcher, &self.fields)?
        } else {
            vec![Vec::new(); shown.len()]
        };
        let hits = found.hits.into_iter().zip(why).map(|(hit, why)| Hit { why, ..hit }).collect();
        let answered =
            |unit: &super::unit::Unit| unit.ways.iter().any(|w| why::stands_anywhere(w, &searcher, &self.fields));
        let unanswered =
            question.units.iter().filter(|u| u.essential && !answered(u)).map(|u| u.words.clone()).collect();
        let words = least_telling_first(&question);
        Ok(SearchResults { pages, hits, named, confident, unanswered, words, corrected: question.corrected, ..found })
    }

    fn pass(
        &self,
        searcher: &Searcher,
        scores: Option<&[Scores]>,
        least: f32,
        find: &SearchQuery,
        (keep, named): (usize, &[Uuid]),
    ) -> Result<Fruit, SearchError> {
        let today = self.clock.today();
        let home = find.from.as_ref().and_then(|p| p.district.as_deref());
        let home = home.and_then(|slug| self.area.vocabulary.position(Facet::District, slug));
        let plan = Plan {
            area: self.area.clone(),
            filters: filters(find, &self.area, today),
            ranking: Ranking::new(find, home, day_number(today), &self.area),
            keep,
            districts: chosen_bits(find, &self.area, Facet::District),
            named: named.to_vec(),
        };
        let best = scores.into_iter().flatten().flat_map(|s| &s.covered).fold(0.0f32, |best, c| best.max(*c));
        Ok(Pass(Arc::new(plan)).run(searcher, scores, best * least)?)
    }

    fn found(&self, fruit: Fruit, page: u32) -> SearchResults {
        let skip = (page as usize - 1) * SearchQuery::PER_PAGE;
        let hit = |ranked: &Ranked| Hit { id: ranked.id, miles: ranked.miles, why: Vec::new() };
        let by_name = |groups: BTreeMap<FilterGroup, u64>| groups.into_iter().map(|(g, n)| (param(g), n)).collect();
        let counts = Facet::ALL.into_iter().enumerate().map(|(at, facet)| {
            let columns = fruit.counts.get(at);
            let count = |n: usize| columns.and_then(|c| c.get(n / WORD)).map_or(0, |c| c[n % WORD]);
            (facet, (0..self.area.vocabulary.values(facet).len()).map(count).collect())
        });
        let told = fruit.flags.first().copied().unwrap_or([0; 64]);
        let promises = Condition::ALL.map(|p| (p.param().0, told[promise_flag(p).trailing_zeros() as usize]));
        SearchResults {
            total: fruit.total,
            page,
            pages: 1,
            hits: fruit.hits.iter().skip(skip).take(SearchQuery::PER_PAGE).map(hit).collect(),
            counts: counts.collect(),
            based: (0..self.area.districts.len())
                .map(|n| fruit.based.get(n / WORD).map_or(0, |column| column[n % WORD]))
                .collect(),
            lifted: by_name(fruit.lifted),
            untold: by_name(fruit.untold),
            promises: promises.into_iter().collect(),
            based_here: (fruit.based_here, fruit.based_here_total),
            not_open: (fruit.not_open, fruit.not_open_total),
            ..SearchResults::default()
        }
    }

    /// Suggestions for what somebody has begun to type.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub async fn suggest(&self, begun: &str) -> Result<Vec<suggest::Suggestion>, SearchError> {
        let (engine, begun) = (self.clone(), begun.to_owned());
        tokio::task::spawn_blocking(move || suggest::suggest(&engine, &begun)).await.map_err(|_| SearchError::Lost)?
    }
}

/// The words of a question that could be left out, the least telling first; none where there is only one.
fn least_telling_first(question: &Question) -> Vec<String> {
    let mut units: Vec<_> = question.units.iter().collect();
    if units.len() < 2 {
        return Vec::new();
    }
    units.sort_by(|a, b| {
        (a.essential, a.weight).partial_cmp(&(b.essential, b.weight)).unwrap_or(std::cmp::Ordering::Equal)
    });
    units.into_iter().map(|u| u.words.clone()).collect()
}

/// No page past this one is kept in order: 400,000 listings are more than England has.
const MOST_PAGES: u32 = 20_000;

/// The name of a filter in addresses.
fn param(group: FilterGroup) -> &'static str {
    match group {
        FilterGroup::Facet(facet) => facet.param(),
        FilterGroup::Promise(promise) => promise.param().0,
        FilterGroup::Radius => "radius",
        FilterGroup::Checked => "checked",
    }
}

/// A reader that is reloaded by hand, so that what was written is seen the moment we say so.
pub fn reader(index: &Index) -> Result<IndexReader, SearchError> {
    Ok(index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?)
}
