//! `/about/data/{name}`: the rows of a file of figures, each with its line, so that every number can be followed.

use crate::domain::wording::{count, date};
use crate::pages::export::CsvFile;
use crate::pages::layout::{PageMeta, answer};
use crate::store::{SAMPLE, StoredStatistics};
use crate::ui::{breadcrumbs, scroll_table};
use crate::web::{App, Failure, Visitor};
use axum::extract::{Path, State};
use axum::response::Response;
use leptos::prelude::*;

async fn file(app: &App, name: &str) -> Result<StoredStatistics, Failure> {
    app.evidence().await?.files.iter().find(|f| f.name == name).cloned().ok_or(Failure::NotFound)
}

fn lines(file: &StoredStatistics) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file.content.as_bytes());
    reader.records().filter_map(Result::ok).map(|r| r.iter().map(str::to_owned).collect()).collect()
}

/// The page.
///
/// # Errors
/// Not found when no such file is loaded; broken when the database does not answer.
pub async fn show_figures_file(
    State(app): State<App>,
    Path(name): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let file = file(&app, &name).await?;
    let about = PageMeta { title: format!("Figures: {}", file.name), no_index: true, ..PageMeta::default() };
    answer(&app, &visitor, about, move || page(&file)).await
}

/// The rows as they are kept.
///
/// # Errors
/// As [`show_figures_file`].
pub async fn download_figures_file(State(app): State<App>, Path(name): Path<String>) -> Result<CsvFile, Failure> {
    let file = file(&app, &name).await?;
    Ok(CsvFile { lines: lines(&file), name: file.name })
}

fn page(file: &StoredStatistics) -> AnyView {
    let mut all = lines(file).into_iter();
    let mut columns = vec!["Line".to_owned()];
    columns.extend(all.next().unwrap_or_default().iter().map(|c| c.replace('_', " ")));
    let rows = all.enumerate().map(|(at, row)| {
        let line = at + 2;
        let id = format!("line-{line}");
        (view! { <span id=id>{line}</span> }.into_any(), row.into_iter().map(|f| f.into_any()).collect())
    });
    let made_up = (file.source == SAMPLE)
        .then(|| view! { <p class="notice">"These figures are made up, to show how the site works."</p> });
    let said = format!(
        "{}, loaded on {}. A count under 5 is not kept: it stands as “<5”, or as “c” where it would give another away.",
        count(file.rows, "row", "rows"),
        date(file.loaded)
    );
    let caption = format!("The rows of {}", file.name);
    let csv = format!("/about/data/{}/csv", file.name);
    let title = format!("Figures: {}", file.name);
    view! {
        {breadcrumbs([("/about/data", "Where our facts come from")])}
        <h1>{title}</h1>
        {made_up}
        <p class="lead">{said}</p>
        <div class="card section-gap source-rows">{scroll_table("rows", caption, columns, rows.collect(), false)}</div>
        <p class="links section-gap"><a href=csv>"Take the rows away (CSV)"</a></p>
    }
    .into_any()
}
