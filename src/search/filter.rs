//! Filters as bits: what passes, what fails, and what has merely not told us.

use super::columns::ColumnsRow;
use super::document::{day_number, flag};
use super::schema::WORD;
use crate::area::Area;
use crate::domain::checked::months_before;
use crate::domain::search_query::Condition;
use crate::domain::{Facet, Point, SearchQuery};
use jiff::civil::Date;

/// What can be asked of a listing: each facet, each promise, the distance, the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FilterGroup {
    /// One of the facets.
    Facet(Facet),
    /// One of the promises.
    Promise(Condition),
    /// Within so many miles.
    Radius,
    /// Checked since a day.
    Checked,
}

/// How a listing answers one filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterAnswer {
    /// It matches.
    Pass,
    /// It does not.
    Fail,
    /// It has not told us, and the filter must be told.
    Untold,
}

/// One filter of a question.
#[derive(Clone, Debug)]
pub struct Filter {
    pub group: FilterGroup,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    /// Any chosen bit of a facet; a limit lets in what is not told.
    Any { facet: usize, chosen: Vec<u64>, told_flag: u64, untold: FilterAnswer },
    /// Every chosen bit of the features; each must be told.
    Features { facet: usize, chosen: Vec<u64>, untold: FilterAnswer },
    /// A flag that must be set.
    Flag { yes: u64, told: u64, untold: FilterAnswer },
    /// Within miles of a point.
    Within { miles: f64 },
    /// Checked on a day or since.
    Since { day: i64 },
}

/// The filters of a question.
pub fn filters(find: &SearchQuery, area: &Area, today: Date) -> Vec<Filter> {
    let mut filters = Vec::new();
    for (at, facet) in Facet::ALL.into_iter().enumerate() {
        let chosen = chosen_bits(find, area, facet);
        if chosen.iter().all(|word| *word == 0) {
            continue;
        }
        let let_in = find.includes_not_stated(facet.param());
        let untold = match facet {
            // A limit must be told to exclude; a promise must be told to include.
            Facet::Need | Facet::Age => FilterAnswer::Pass,
            _ if let_in => FilterAnswer::Pass,
            _ => FilterAnswer::Untold,
        };
        let kind = match facet {
            Facet::Features => Kind::Features { facet: at, chosen, untold },
            facet => Kind::Any { facet: at, chosen, told_flag: told_flag(facet), untold },
        };
        filters.push(Filter { group: FilterGroup::Facet(facet), kind });
    }
    for promise in &find.promises {
        let told = match promise {
            Condition::EhcpNotNeeded => flag::EHCP_TOLD,
            Condition::DiagnosisNotNeeded => flag::DIAGNOSIS_TOLD,
            Condition::DirectPayment => flag::DIRECT_PAYMENT_TOLD,
        };
        let yes = promise_flag(*promise);
        let untold =
            if find.includes_not_stated(promise.param().0) { FilterAnswer::Pass } else { FilterAnswer::Untold };
        filters.push(Filter { group: FilterGroup::Promise(*promise), kind: Kind::Flag { yes, told, untold } });
    }
    if let (Some(radius), Some(_)) = (find.radius, &find.from) {
        filters.push(Filter { group: FilterGroup::Radius, kind: Kind::Within { miles: f64::from(radius) } });
    }
    if let Some(months) = find.checked_months {
        let day = day_number(months_before(today, i32::from(months)));
        filters.push(Filter { group: FilterGroup::Checked, kind: Kind::Since { day } });
    }
    filters
}

impl Filter {
    /// How a listing answers.
    pub fn answer(&self, row: &ColumnsRow<'_>, from: Option<Point>) -> FilterAnswer {
        match &self.kind {
            Kind::Any { facet, chosen, told_flag, untold } => {
                if row.facet(*facet).any_of(chosen) {
                    FilterAnswer::Pass
                } else if row.flags & told_flag == 0 && *told_flag != 0 {
                    *untold
                } else {
                    FilterAnswer::Fail
                }
            }
            Kind::Features { facet, chosen, untold } => {
                let (has, told) = (row.facet(*facet), row.features_told());
                let missing = |n: usize| chosen[n] & !has.word(n);
                if (0..chosen.len()).all(|n| missing(n) == 0) {
                    FilterAnswer::Pass
                } else if (0..chosen.len()).all(|n| missing(n) & told.word(n) == 0) {
                    *untold
                } else {
                    FilterAnswer::Fail
                }
            }
            Kind::Flag { yes, told, untold } => match (row.flags & yes != 0, row.flags & told != 0) {
                (true, _) => FilterAnswer::Pass,
                (false, true) => FilterAnswer::Fail,
                (false, false) => *untold,
            },
            Kind::Within { miles } => match from.and_then(|from| row.miles_from(from)) {
                Some(away) if away <= *miles => FilterAnswer::Pass,
                _ => FilterAnswer::Fail,
            },
            Kind::Since { day } => {
                if row.checked_day >= *day {
                    FilterAnswer::Pass
                } else {
                    FilterAnswer::Fail
                }
            }
        }
    }
}

/// The place of a facet in [`Facet::ALL`].
pub fn place_of(facet: Facet) -> usize {
    Facet::ALL.iter().position(|f| *f == facet).unwrap_or(0)
}

/// The flag of a listing that keeps a promise.
pub fn promise_flag(promise: Condition) -> u64 {
    match promise {
        Condition::EhcpNotNeeded => flag::EHCP_NOT_NEEDED,
        Condition::DiagnosisNotNeeded => flag::DIAGNOSIS_NOT_NEEDED,
        Condition::DirectPayment => flag::DIRECT_PAYMENT_YES,
    }
}

/// The chosen values of a facet as bits.
pub fn chosen_bits(find: &SearchQuery, area: &Area, facet: Facet) -> Vec<u64> {
    let mut words = vec![0u64; area.vocabulary.values(facet).len().div_ceil(WORD).max(1)];
    let mut set = |at: usize| words[at / WORD] |= 1 << (at % WORD);
    if facet == Facet::Age {
        find.narrowing_age().into_iter().for_each(|age| set(usize::from(age.years())));
    }
    find.chosen(facet).iter().filter_map(|slug| area.vocabulary.position(facet, slug)).for_each(&mut set);
    words
}

/// The flag that says a facet was told; 0 for facets where silence is a plain no.
fn told_flag(facet: Facet) -> u64 {
    match facet {
        Facet::Need => flag::NEEDS_TOLD,
        Facet::Age => flag::AGES_TOLD,
        Facet::Cost => flag::COST_TOLD,
        Facet::When => flag::WHEN_TOLD,
        Facet::District => flag::SERVES_TOLD,
        _ => 0,
    }
}
