//! How long children wait, by pathway and by the area of the trust that runs it.

use super::Check;
use super::row::DataRow;
use crate::domain::statistics::{Wait, WaitFigures, WaitMeasure};

pub const COLUMNS: &[&str] = &[
    "pathway",
    "area",
    "measure",
    "run_by",
    "as_of",
    "median_weeks",
    "p90_weeks",
    "waiting",
    "within_18_weeks_percent",
    "source",
    "url",
    "licence",
    "asked_of",
    "asked_on",
];

/// Longer than this and something was typed wrong: twenty years.
const MOST_WEEKS: f64 = 1_000.0;

pub fn read(row: &mut DataRow<'_>, check: &mut Check<'_>) -> Option<Wait> {
    let (pathway, area) = place(row, check)?;
    let measure = row.one_of("measure", WaitMeasure::parse, &WaitMeasure::ALL.map(WaitMeasure::value));
    let run_by = row.needed("run_by");
    let as_of = row.day("as_of", check.today);
    if as_of.is_none() && row.text("as_of").is_empty() {
        row.fault("“as_of” is empty: a figure needs its day");
    }
    let (median_weeks, p90_weeks) = (row.number("median_weeks", MOST_WEEKS), row.number("p90_weeks", MOST_WEEKS));
    if let (Some(median), Some(p90)) = (median_weeks, p90_weeks)
        && p90 < median
    {
        row.fault(format!("nine in ten cannot wait less ({p90}) than half do ({median})"));
    }
    let waiting = row.count("waiting");
    let within = row.number("within_18_weeks_percent", 100.0).map(|n| n.round() as u8);
    let (source, asked) = (row.source(true), row.asked(check.today));
    let none = median_weeks.is_none() && p90_weeks.is_none() && waiting.is_none() && within.is_none();
    let nothing_typed = ["median_weeks", "p90_weeks", "waiting", "within_18_weeks_percent"]
        .iter()
        .all(|column| row.text(column).is_empty());
    if none && nothing_typed && asked.is_none() {
        row.fault("has no figure: for one that is not published, say who was asked in “asked_of”");
    }
    let figures = (!none).then_some(WaitFigures { median_weeks, p90_weeks, waiting, within_18_weeks: within });
    let (measure, as_of) = (measure?, as_of?);
    check.only_once(row, format!("{pathway} {area} {measure:?} {as_of}"));
    Some(Wait { pathway, area, measure, run_by, as_of, figures, asked, source, row: row.of(check.file) })
}

/// The pathway and one of its areas.
pub fn place(row: &mut DataRow<'_>, check: &Check<'_>) -> Option<(String, String)> {
    let all = &check.area.pathways;
    let names: Vec<&str> = all.pathways.iter().map(|p| p.slug.as_str()).collect();
    let pathway = row.one_of("pathway", |text| all.pathway(text), &names);
    let area = row.needed("area");
    let pathway = pathway?;
    if !pathway.areas.contains(&area) {
        if !area.is_empty() {
            row.fault(format!(
                "“{area}” is no area that {} is run in: those are {}",
                pathway.slug,
                pathway.areas.join(", ")
            ));
        }
        return None;
    }
    Some((pathway.slug.clone(), area))
}
