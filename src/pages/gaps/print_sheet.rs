//! `/gaps/sheet`: the matrix on one sheet of paper, with its day and its sources.

use super::page::narrowed_words;
use super::summary::lead;
use crate::domain::Facet;
use crate::domain::wording::{self, date, thousands};
use crate::gaps::Matrix;
use crate::pages::gap_availability::{kinds, matrix};
use crate::pages::gap_people::people;
use crate::pages::gap_query::GapQuery;
use crate::pages::layout::{PageMeta, answer};
use crate::ui::{NavSection, breadcrumbs, scroll_table};
use crate::web::links::address;
use crate::web::{App, Failure, Pairs, Visitor};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

/// The sheet.
///
/// # Errors
/// When the database or the index does not answer.
pub async fn show_sheet(State(app): State<App>, visitor: Visitor, pairs: Pairs) -> Result<Response, Failure> {
    let asked = GapQuery::parse(&pairs, &app);
    let loaded = app.evidence().await?;
    let people = people(&app, &loaded.evidence, &asked);
    let whole = matrix(&app, &asked.find, &people, &kinds(&app, asked.kind.as_deref())).await?;
    let supplies = app.supplies(&asked.find).await?;
    let by_district = match asked.kind {
        Some(_) => whole.of_kind(0).map(|c| c.can_use).collect(),
        None => supplies.all.can_use.clone(),
    };
    let said = match supplies.all.open {
        0 => "No listings yet, so we cannot say what is missing.".to_owned(),
        _ => lead(&whole, &by_district, asked.kind.is_some()),
    };
    let kind = asked.kind.as_ref().map(|k| format!(": {}", app.area.vocabulary.label(Facet::Category, k)));
    let title = format!("What’s missing, on one sheet{}{}", kind.unwrap_or_default(), narrowed_words(&app, &asked));
    let about = PageMeta {
        title: title.clone(),
        door: Some(NavSection::Gaps),
        no_index: true,
        main_class: "wrap one-sheet",
        ..PageMeta::default()
    };
    let of = people.year.map_or_else(String::new, |y| format!(" ({y})"));
    let sources = format!(
        "{}, {}. Services: the listings of this local offer, open on that day; each is counted in every district it takes families from. Under each number: how many there are for every 1,000 {}{of}, {}.",
        app.area.council,
        date(app.clock.today()),
        whole.per,
        people.source.source
    );
    let back = address("/gaps", &asked.view_pairs());
    // Another page than the menu's, so another name.
    let to_back = if back == "/gaps" { "What’s missing here" } else { "What’s missing here, as you chose" };
    answer(&app, &visitor, about, move || {
        view! {
            {breadcrumbs([(back, to_back)])}
            <h1>{title}</h1>
            <p class="big-say">{said}</p>
            <div class="card matrix">{table(&whole)}</div>
            <p class="small">{sources}</p>
        }
        .into_any()
    })
    .await
}

fn table(whole: &Matrix) -> AnyView {
    let rows = whole.kinds.iter().enumerate().map(|(k, kind)| {
        let cells = whole.of_kind(k).map(|cell| match (cell.can_use, cell.per_1000) {
            (0, _) => view! { <b>"None"</b> }.into_any(),
            (n, Some(rate)) => {
                view! { {thousands(n)}" "<span class="small quiet">{wording::rate(rate)}</span> }.into_any()
            }
            (n, None) => thousands(n).into_any(),
        });
        (kind.label.clone().into_any(), cells.collect())
    });
    let mut columns = vec!["Kind of help".to_owned()];
    columns.extend(whole.districts.iter().map(|d| d.name.clone()));
    scroll_table("sheet", "What families in each district can use".to_owned(), columns, rows.collect(), true)
}
