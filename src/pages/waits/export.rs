//! `/waiting-times.csv` and `.json`: every newest figure with its day and its source.

use crate::pages::export::{DataTable, TableSource};
use crate::pages::wait_board::{Board, WaitQuery};
use crate::web::{App, Failure, Pairs};
use serde_json::{Value, json};

/// The same as a table.
///
/// # Errors
/// When the database does not answer.
pub async fn data_table(app: App, pairs: Pairs) -> Result<DataTable, Failure> {
    let loaded = app.evidence().await?;
    let board = Board::new(&app.area, &loaded.evidence, &WaitQuery::parse(&pairs, &app.area));
    let (mut rows, mut sources) = (Vec::new(), Vec::new());
    for entry in &board.entries {
        for measured in &entry.measured {
            let wait = measured.now;
            let figures = wait.and_then(|w| w.figures.as_ref());
            let asked = wait.and_then(|w| w.asked.as_ref());
            let notice = entry.notices.first();
            rows.push(vec![
                json!(entry.pathway.slug),
                json!(entry.area.slug),
                json!(entry.area.districts.join(" ")),
                json!(entry.run_by()),
                json!(entry.status().value()),
                json!(notice.map(|n| n.from.to_string())),
                json!(notice.map(|n| n.note.clone()).filter(|n| !n.is_empty())),
                json!(measured.measure.value()),
                json!(figures.and_then(|f| f.median_weeks)),
                json!(figures.and_then(|f| f.p90_weeks)),
                figures.and_then(|f| f.waiting.as_ref()).map_or(Value::Null, |w| match w.known() {
                    Some(n) => json!(n),
                    None => json!(w.words()),
                }),
                json!(figures.and_then(|f| f.within_18_weeks)),
                json!(wait.map(|w| w.as_of.to_string())),
                json!(wait.is_some_and(|w| w.is_old(app.clock.today()))),
                json!(if figures.is_some() { "published" } else { "not published" }),
                json!(asked.map(|a| a.of.clone())),
                json!(asked.and_then(|a| a.on).map(|d| d.to_string())),
                json!(wait.map(|w| w.source.title.clone())),
                json!(wait.and_then(|w| w.source.url.clone())),
                json!(wait.map(|w| format!("{}, line {}", w.row.file, w.row.line))),
            ]);
            if let Some(wait) = wait {
                sources.push(TableSource {
                    of: "waits".to_owned(),
                    source: wait.source.title.clone(),
                    year: wait.as_of.year().to_string(),
                    licence: wait.source.licence.clone(),
                });
            }
        }
    }
    sources.sort_by(|a, b| (&a.source, &a.year).cmp(&(&b.source, &b.year)));
    sources.dedup();
    let columns = vec![
        "pathway",
        "area",
        "districts",
        "run_by",
        "status",
        "status_since",
        "status_note",
        "measure",
        "median_weeks",
        "p90_weeks",
        "waiting",
        "within_18_weeks_percent",
        "as_of",
        "old",
        "published",
        "asked_of",
        "asked_on",
        "source",
        "url",
        "row",
    ];
    Ok(DataTable { name: "waiting-times", columns, rows, sources })
}
