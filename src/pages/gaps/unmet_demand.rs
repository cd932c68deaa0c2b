//! `/gaps/asked`: what families look for and do not find, by the month, in groups of five or more.

use crate::domain::Facet;
use crate::domain::wording::{count, month, thousands};
use crate::pages::export::{DataTable, TableSource};
use crate::pages::layout::{PageMeta, answer};
use crate::store::{MonthOfDemand, OTHER};
use crate::ui::{NavSection, breadcrumbs, scroll_table};
use crate::web::links::address;
use crate::web::{App, Failure, Pairs, Visitor};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;
use serde_json::json;
use std::sync::Arc;

/// What is shown beside the matrix.
const BESIDE: usize = 5;

/// What one group was looking for, in words.
fn looked_for(app: &App, one: &MonthOfDemand) -> String {
    match one.looked_for.split_once(':') {
        Some(("need", slug)) => app.area.vocabulary.label(Facet::Need, slug).to_owned(),
        Some(("category", slug)) => app.area.vocabulary.label(Facet::Category, slug).to_owned(),
        _ => "Something else, or too few of one kind to name".to_owned(),
    }
}

fn place(app: &App, one: &MonthOfDemand) -> String {
    if one.district.is_empty() { "Anywhere".to_owned() } else { app.area.district_name(&one.district).to_owned() }
}

fn ages(app: &App, one: &MonthOfDemand) -> String {
    let band = app.area.vocabulary.age_bands.iter().find(|b| b.slug == one.age_band);
    band.map_or_else(|| "Any age".to_owned(), |b| b.label.clone())
}

fn found(one: &MonthOfDemand) -> &'static str {
    match one.found.as_str() {
        "none" => "Nothing",
        "few" => "1 or 2 services",
        _ => "Nothing, or 1 or 2 services",
    }
}

/// The same search now.
fn again(one: &MonthOfDemand) -> Option<String> {
    let (kind, slug) = one.looked_for.split_once(':')?;
    let mut pairs = vec![(if kind == "need" { "need" } else { "category" }, slug.to_owned())];
    if !one.district.is_empty() {
        pairs.push(("district", one.district.clone()));
    }
    Some(address("/search", &pairs))
}

/// The page.
///
/// # Errors
/// When the database does not answer.
pub async fn show_unmet_demand(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let all = published(&app).await?;
    let about = PageMeta {
        title: "What families look for and do not find".to_owned(),
        door: Some(NavSection::Gaps),
        ..PageMeta::default()
    };
    let app_ = app.clone();
    answer(&app, &visitor, about, move || page(&app_, &all)).await
}

async fn published(app: &App) -> Result<Arc<Vec<MonthOfDemand>>, Failure> {
    if !app.settings.count_searches {
        return Ok(Arc::default());
    }
    Ok(app.published_demand().await?)
}

fn page(app: &App, all: &[MonthOfDemand]) -> AnyView {
    let named = all.iter().find(|m| m.looked_for != OTHER);
    let lead = match (app.settings.count_searches, named) {
        (false, _) => "This council does not count searches.".to_owned(),
        (true, None) => "No month has been counted yet with five searches or more of one kind.".to_owned(),
        (true, Some(one)) => {
            let place = if one.district.is_empty() { String::new() } else { format!(" in {}", place(app, one)) };
            format!(
                "In {} families looked {} for “{}”{place} and found {}.",
                month(&one.month),
                count(one.searches, "time", "times"),
                looked_for(app, one),
                found(one).to_lowercase()
            )
        }
    };
    let rows: Vec<_> = all
        .iter()
        .map(|one| {
            let words = looked_for(app, one);
            let head = match again(one) {
                Some(href) => view! { <a href=href>{words}</a> }.into_any(),
                None => words.into_any(),
            };
            let cells = vec![
                month(&one.month).into_any(),
                place(app, one).into_any(),
                ages(app, one).into_any(),
                found(one).into_any(),
                thousands(one.searches).into_any(),
            ];
            (head, cells)
        })
        .collect();
    let table = (!rows.is_empty()).then(|| {
        let columns = ["What they looked for", "Month", "Where", "Age", "Found", "Searches"].map(str::to_owned).to_vec();
        view! {
            <div class="card section-gap">{scroll_table("asked", "Searches that found little, by month".to_owned(), columns, rows, false)}</div>
            <p class="links row section-gap"><a href="/gaps/asked.csv">"Take the table away (CSV)"</a>" "<a href="/gaps/asked.json">"The same for programs (JSON)"</a></p>
        }
    });
    view! {
        {breadcrumbs([("/gaps", "What’s missing here")])}
        <h1>"What families look for and do not find"</h1>
        <p class="big-say">{lead}</p>
        {table}
        <div class="prose flow section-gap">
            <h2>"How we count"</h2>
            <p>"When a search finds nothing, or only one or two services, we add one to a number: for that kind of help or need, that district, that age group and that day. We keep no words that anyone typed, no postcode, and nothing that could tell one person from another."</p>
            <ul>
                <li>"Only numbers of five or more are shown, after the month is over."</li>
                <li>"Smaller numbers are added together as “something else” after 31 days. Then the day is forgotten too."</li>
                <li>"Months are kept for two years."</li>
                <li>"If your browser asks not to be tracked (Do Not Track or Global Privacy Control), your searches are not counted."</li>
            </ul>
            <p class="links"><a href="/say">"Tell the council what is missing"</a></p>
        </div>
    }
    .into_any()
}

/// The first few, to stand beside the matrix; none while there is nothing to show.
///
/// # Errors
/// When the database does not answer.
pub async fn beside(app: &App) -> Result<Option<Vec<String>>, Failure> {
    let all = published(app).await?;
    let newest = all.first().map(|m| m.month.clone());
    let lines: Vec<String> = all
        .iter()
        .filter(|m| Some(&m.month) == newest.as_ref() && m.looked_for != OTHER)
        .take(BESIDE)
        .map(|one| {
            format!(
                "{}, {}: {} found {}",
                looked_for(app, one),
                place(app, one),
                count(one.searches, "search", "searches"),
                found(one).to_lowercase()
            )
        })
        .collect();
    Ok((!lines.is_empty()).then_some(lines))
}

/// The same as a table.
///
/// # Errors
/// When the database does not answer.
pub async fn data_table(app: App, _: Pairs) -> Result<DataTable, Failure> {
    let all = published(&app).await?;
    let rows = all.iter().map(|one| {
        vec![
            json!(one.month),
            json!(one.looked_for),
            json!(looked_for(&app, one)),
            json!(one.district),
            json!(one.age_band),
            json!(one.found),
            json!(one.searches),
        ]
    });
    Ok(DataTable {
        name: "searches-that-found-little",
        columns: vec!["month", "looked_for", "label", "district", "age_band", "found", "searches"],
        rows: rows.collect(),
        sources: vec![TableSource {
            of: "searches".to_owned(),
            source: "searches on this site that found fewer than 3 services, in groups of 5 or more".to_owned(),
            year: "month".to_owned(),
            licence: "Open Government Licence v3.0".to_owned(),
        }],
    })
}
