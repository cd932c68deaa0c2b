//! How many children there are of which need, by district.

use super::Check;
use super::row::{DataRow, DataRows, HIDDEN};
use crate::domain::statistics::{Count, Figure, NeedMeasure};

pub const COLUMNS: &[&str] =
    &["measure", "need", "district_code", "year", "count", "source", "url", "licence", "asked_of", "asked_on"];

pub fn read(row: &mut DataRow<'_>, check: &mut Check<'_>) -> Option<Figure> {
    let measure = row.one_of("measure", NeedMeasure::parse, &NeedMeasure::ALL.map(NeedMeasure::value));
    let need = Some(row.text("need").to_lowercase()).filter(|n| !n.is_empty());
    if let Some(need) = &need {
        let known = check.area.vocabulary.needs.iter().any(|n| n.slug == *need && !n.condition);
        if !known {
            row.fault(format!("“{need}” is no need of the school census: leave it empty for all needs together"));
        }
    }
    let code = row.needed("district_code");
    let district = check.area.district_by_code(&code).map(|d| d.slug.clone());
    if district.is_none() && !code.is_empty() {
        row.fault(format!("{code} is no district of {}: give one row for each of its districts", check.area.name));
    }
    let year = year(row, check);
    let (source, asked) = (row.source(true), row.asked(check.today));
    let count = match row.count("count") {
        Some(count) => Some(count),
        None if row.text("count").is_empty() => {
            if asked.is_none() {
                row.fault("“count” is empty: for a figure that is not published, say who was asked in “asked_of”");
            }
            Some(Count::NotPublished(asked))
        }
        None => None,
    };
    let (measure, district, year, count) = (measure?, district?, year?, count?);
    check.only_once(row, format!("{measure:?} {need:?} {district}"));
    Some(Figure { measure, need, district, year, count, source, row: row.of(check.file) })
}

fn year(row: &mut DataRow<'_>, check: &mut Check<'_>) -> Option<u16> {
    let text = row.needed("year");
    let year = text.parse::<u16>().ok().filter(|y| (1990..=check.today.year().unsigned_abs()).contains(y));
    let Some(year) = year else {
        if !text.is_empty() {
            row.fault(format!("“{text}” in “year” is no year from 1990 to {}", check.today.year()));
        }
        return None;
    };
    match check.year {
        Some((first, line)) if first != year => {
            row.fault(format!("is of {year}, and line {line} of {first}: one file holds one year"));
        }
        _ => check.year = check.year.or(Some((year, row.line))),
    }
    Some(year)
}

/// Where one need alone is too few to show, the whole less the others would give it away: then the next smallest is
/// taken out too. `figures` and `kept` stand in the same order, `kept` with the names of the columns before it.
pub fn hide_what_gives_others_away(figures: &mut [Figure], kept: &mut [Vec<String>], rows: &DataRows) {
    let Some(column) = rows.columns().iter().position(|c| c == "count") else { return };
    let mut groups: std::collections::BTreeMap<(NeedMeasure, String), Vec<usize>> = Default::default();
    for (at, figure) in figures.iter().enumerate() {
        groups.entry((figure.measure, figure.district.clone())).or_default().push(at);
    }
    for group in groups.into_values() {
        let of = |at: &usize| &figures[*at];
        let whole_known = group.iter().map(of).any(|f| f.need.is_none() && f.count.known().is_some());
        let hidden =
            group.iter().map(of).filter(|f| f.need.is_some() && matches!(f.count, Count::Few | Count::Hidden)).count();
        let open = |f: &Figure| f.need.is_some() && matches!(f.count, Count::NotPublished(_));
        if !whole_known || hidden != 1 || group.iter().map(of).any(open) {
            continue;
        }
        let next =
            group.iter().copied().filter(|at| figures[*at].need.is_some() && figures[*at].count.known().is_some());
        if let Some(at) = next.min_by_key(|at| figures[*at].count.known()) {
            figures[at].count = Count::Hidden;
            if let Some(field) = kept.get_mut(at + 1).and_then(|row| row.get_mut(column)) {
                *field = HIDDEN.to_owned();
            }
        }
    }
}
