//! `/gaps/history`: what has changed, month by month: sentences first, then pictures, then the same as a table.

use crate::domain::wording::{count, month};
use crate::domain::{Facet, FieldError};
use crate::gaps::Matrix;
use crate::gaps::trend::{DistrictChange, compared_with, losses};
use crate::pages::export::{DataTable, TableSource};
use crate::pages::gap_availability::plain_matrix;
use crate::pages::gap_trend::{Past, changes, this_month};
use crate::pages::layout::{PageMeta, answer};
use crate::ui::{NavSection, breadcrumbs, not_understood, scroll_table, select_field};
use crate::web::{App, Failure, Pairs, Visitor};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;
use serde_json::json;

/// The most sentences.
const SENTENCES: usize = 12;

/// The page.
///
/// # Errors
/// When the database or the index does not answer.
pub async fn show_gap_history(State(app): State<App>, visitor: Visitor, pairs: Pairs) -> Result<Response, Failure> {
    let past = Past::new(&app.snapshots().await?);
    let now = plain_matrix(&app).await?;
    let mut errors = Vec::new();
    let asked = pairs.first("kind").filter(|k| !k.is_empty());
    let kind = asked.and_then(|slug| now.kinds.iter().position(|k| k.value == slug));
    if asked.is_some() && kind.is_none() {
        let message = "We do not know that kind of help. We show the first".to_owned();
        errors.push(FieldError { field: "kind", message });
    }
    let error = errors.first().map(|e| format!("Error: {}. ", e.message)).unwrap_or_default();
    let label = kind.map(|k| format!(": {}", now.kinds[k].label)).unwrap_or_default();
    let title = format!("What has changed{label}");
    let about = PageMeta {
        title: format!("{error}{title}"),
        door: Some(NavSection::Gaps),
        no_index: asked.is_some(),
        ..PageMeta::default()
    };
    let app_ = app.clone();
    answer(&app, &visitor, about, move || page(&app_, &past, &now, kind, title, &errors)).await
}

fn page(app: &App, past: &Past, now: &Matrix, kind: Option<usize>, title: String, errors: &[FieldError]) -> AnyView {
    let summary: Vec<_> = errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect();
    let this_month = this_month(app);
    let since = compared_with(&past.months, &this_month);
    let said = match since {
        Some(since) => since_then(past, now, kind, since),
        None => view! { <p class="lead">"A picture is kept once a month. There is no earlier one yet, so nothing can be compared."</p> }.into_any(),
    };
    let shown = kind.unwrap_or(0);
    let chart = (!past.months.is_empty() && !now.kinds.is_empty()).then(|| in_time(past, now, shown, &this_month));
    let kinds = now.kinds.iter().map(|k| (k.value.clone(), k.label.clone())).collect();
    let chosen = kind.and_then(|k| now.kinds.get(k)).map(|k| k.value.as_str());
    view! {
        {breadcrumbs([("/gaps", "What’s missing here")])}
        {not_understood(&summary)}
        <h1>{title}</h1>
        {said}
        <form class="card gap-filters section-gap" action="/gaps/history" method="get" aria-label="Choose what is drawn">
            {select_field("kind", "Kind of help", Some("All kinds"), kinds, chosen, errors)}
            <p><button class="btn">"Show"</button></p>
        </form>
        {chart}
        <p class="links row section-gap"><a href="/gaps/history.csv">"Take the past away (CSV)"</a>" "<a href="/gaps/history.json">"The same for programs (JSON)"</a></p>
        <p class="data-note">"Once a month the number of services that families of each district can use is written down. It is never changed afterwards."</p>
    }
    .into_any()
}

/// What was lost, the last of its kind first, and how much was gained.
fn since_then(past: &Past, now: &Matrix, kind: Option<usize>, since: &str) -> AnyView {
    let all: Vec<DistrictChange> =
        changes(past, now, since).into_iter().filter(|c| kind.is_none_or(|k| c.kind == k)).collect();
    let lost = losses(&all);
    let gained = all.iter().filter(|c| c.by() > 0).count();
    let fewer = lost.len();
    let lead = format!(
        "Since {}: fewer services in {}, more in {}, counting each kind of help in each district.",
        month(since),
        count(fewer as u64, "place", "places"),
        count(gained as u64, "place", "places"),
    );
    let items: Vec<_> = lost.iter().take(SENTENCES).map(|c| view! { <li>{sentence(now, c)}</li> }).collect();
    let rest =
        (fewer > SENTENCES).then(|| view! { <p class="small quiet">{format!("And {} more.", fewer - SENTENCES)}</p> });
    let list = (!items.is_empty()).then(|| {
        view! { <section class="section-gap flow" aria-labelledby="lost"><h2 id="lost">"What was lost"</h2><ul>{items}</ul>{rest}</section> }
    });
    view! { <p class="big-say">{lead}</p>{list} }.into_any()
}

fn sentence(now: &Matrix, change: &DistrictChange) -> String {
    let (kind, district) = (&now.kinds[change.kind].label, &now.districts[change.district].name);
    match change.now {
        0 if change.before == 1 => format!("{kind} in {district}: the only one has gone."),
        0 => format!("{kind} in {district}: all {} have gone.", change.before),
        n => format!("{kind} in {district}: {} then, {n} now.", change.before),
    }
}

/// A small picture for every district, all to one measure, and the same as a table.
fn in_time(past: &Past, now: &Matrix, kind: usize, this_month: &str) -> AnyView {
    let value = &now.kinds[kind].value;
    let mut months = past.months.clone();
    if !months.iter().any(|m| m == this_month) {
        months.push(this_month.to_owned());
    }
    let number = |district: usize, m: &str| {
        if m == this_month {
            now.cell(district, kind).map(|c| c.can_use)
        } else {
            past.at(value, &now.districts[district].slug, m)
        }
    };
    let series: Vec<Vec<Option<u64>>> =
        (0..now.districts.len()).map(|d| months.iter().map(|m| number(d, m)).collect()).collect();
    let most = series.iter().flatten().flatten().copied().max().unwrap_or(0).max(1);
    let pictures: Vec<_> =
        series.iter().enumerate().map(|(d, line)| picture(&now.districts[d].name, line, most, &months)).collect();
    let rows = months.iter().enumerate().rev().map(|(at, m)| {
        let cells = series.iter().map(|line| line[at].map_or("–".to_owned(), |n| n.to_string()).into_any());
        let head = if m == this_month { format!("{}, now", month(m)) } else { month(m) };
        (head.into_any(), cells.collect())
    });
    let mut columns = vec!["Month".to_owned()];
    columns.extend(now.districts.iter().map(|d| d.name.clone()));
    let label = now.kinds[kind].label.clone();
    let caption = format!("{label}: services that families could use, by month");
    let said = format!(
        "Each picture is a district, from {} to now, all drawn to the same height ({}). The table below has the same numbers.",
        month(&months[0]),
        count(most, "service", "services")
    );
    let heading = format!("{label}, month by month");
    view! {
        <section class="section-gap flow" aria-labelledby="in-time">
            <h2 id="in-time">{heading}</h2>
            <p class="small quiet">{said}</p>
            <ul class="plain trends">{pictures}</ul>
            <div class="card">{scroll_table("by-month", caption, columns, rows.collect(), true)}</div>
        </section>
    }
    .into_any()
}

/// One district's line, drawn on the server. What it says is said in words beside it.
fn picture(name: &str, line: &[Option<u64>], most: u64, months: &[String]) -> AnyView {
    const WIDE: f64 = 200.0;
    const HIGH: f64 = 60.0;
    let step = WIDE / (line.len().max(2) - 1) as f64;
    let at = |i: usize, n: u64| (i as f64 * step, HIGH - n as f64 / most as f64 * HIGH);
    let points: Vec<(f64, f64)> = line.iter().enumerate().filter_map(|(i, n)| n.map(|n| at(i, n))).collect();
    let path: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let known: Vec<(usize, u64)> = line.iter().enumerate().filter_map(|(i, n)| n.map(|n| (i, n))).collect();
    let said = match (known.first(), known.last()) {
        (Some((first, before)), Some((_, now))) if before != now => {
            format!("{before} in {}, {now} now", month(&months[*first]))
        }
        (Some(_), Some((_, now))) => format!("{now} then and now"),
        _ => "not counted".to_owned(),
    };
    let dot = points.last().map(|(x, y)| {
        let (x, y) = (format!("{x:.1}"), format!("{y:.1}"));
        view! { <circle cx=x cy=y r="4"/> }
    });
    view! {
        <li class="card">
            <h3>{name.to_owned()}</h3>
            <svg viewBox="-6 -6 212 72" aria-hidden="true" focusable="false"><line x1="0" y1="60" x2="200" y2="60"/><polyline points=path.join(" ")/>{dot}</svg>
            <p class="small">{said}</p>
        </li>
    }
    .into_any()
}

/// The same as a table.
///
/// # Errors
/// When the database does not answer.
pub async fn data_table(app: App, _: Pairs) -> Result<DataTable, Failure> {
    let rows = app.snapshots().await?;
    let rows = rows.iter().map(|r| {
        let label = app.area.vocabulary.label(Facet::Category, &r.kind).to_owned();
        vec![json!(r.month), json!(r.district), json!(r.kind), json!(label), json!(r.can_use)]
    });
    Ok(DataTable {
        name: "history",
        columns: vec!["month", "district", "kind", "label", "can_use"],
        rows: rows.collect(),
        sources: vec![TableSource {
            of: "can_use".to_owned(),
            source: "the listings of this local offer, as they were in that month".to_owned(),
            year: "month".to_owned(),
            licence: "as the listings".to_owned(),
        }],
    })
}
