//! What is missing here: what can be said now from the listings themselves.

use super::text;
use crate::domain::wording::thousands;
use crate::domain::{Facet, Find};
use crate::pages::frame::{About, answer};
use crate::ui::{Door, scroll_table};
use crate::web::{App, Failure, Visitor};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

/// `/gaps`: for each district how many services a family there can use, and of how many kinds there is nothing.
///
/// # Errors
/// When the database or the index does not answer.
pub async fn gaps(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let mut rows = Vec::new();
    for district in &app.area.districts {
        let here = Find { page: 1, chosen: [(Facet::District, vec![district.slug.clone()])].into(), ..Find::default() };
        let found = app.figures(&here).await?;
        let counts = found.counts.get(&Facet::Category).cloned().unwrap_or_default();
        let tops = app.area.vocabulary.values(Facet::Category).iter().zip(counts).filter(|(v, _)| v.parent.is_none());
        let missing: Vec<String> = tops.filter(|(_, n)| *n == 0).map(|(v, _)| v.label.clone()).collect();
        rows.push((district.clone(), found.total, missing));
    }
    let about =
        About { title: "What’s missing here".to_owned(), door: Some(Door::Gaps), at_door: true, ..About::default() };
    let kinds = app.area.vocabulary.categories.len();
    answer(&app, &visitor, about, move || {
        let total: u64 = rows.iter().map(|(_, n, _)| n).sum();
        let lead = if total == 0 {
            "No listings yet, so we cannot say what is missing.".to_owned()
        } else {
            let most = rows.iter().max_by_key(|(_, n, _)| *n);
            let fewest = rows.iter().min_by_key(|(_, n, _)| *n);
            match (most, fewest) {
                (Some(most), Some(fewest)) if most.1 != fewest.1 => format!(
                    "A family in {} can use {} services. A family in {} can use {}.",
                    most.0.name, thousands(most.1), fewest.0.name, thousands(fewest.1)
                ),
                _ => "Families in every district can use the same number of services.".to_owned(),
            }
        };
        let table = rows.into_iter().map(|(district, n, missing)| {
            let (href, name) = (format!("/districts/{}", district.slug), district.name);
            let missing = match missing.as_slice() {
                [] => "None".to_owned(),
                some if some.len() == kinds => "Every kind".to_owned(),
                some => some.join("; "),
            };
            (view! { <a href=href>{name}</a> }.into_any(), vec![thousands(n).into_any(), missing.into_any()])
        });
        let columns = vec!["District".to_owned(), "Services a family there can use".to_owned(), "Kinds of help with nothing listed".to_owned()];
        view! {
            <h1>"What’s missing here"</h1>
            <p class="big-say">{lead}</p>
            <div class="card">{scroll_table("gaps", "What families in each district can use".to_owned(), columns, table.collect(), false)}</div>
            <div class="prose flow section-gap">
                <p>"We count a service where it says it takes families, not where its office is. “Nothing listed” means that nobody has told us of any: it may be there all the same."</p>
                <p>"The law says that a local offer must not be only a list. It must show what is missing, so that it can be put right: the SEND Code of Practice, chapter 4."</p>
                <p class="links"><a href="/say">"Tell the council what you could not find"</a></p>
            </div>
        }
        .into_any()
    })
    .await
}

/// `/waiting-times`.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    text(&app, &visitor, "Waiting times", Door::Gaps, false, || {
        view! {
            <p class="lead">"No waiting times have been given to us yet. We show none rather than guess."</p>
            <h2>"What you can ask"</h2>
            <ul>
                <li>"Ask the service: “How long did the last families wait from being referred to being seen?”"</li>
                <li>"Ask who referred you to check that the referral arrived. Ask for the date in writing."</li>
                <li>"Ask what you can use while you wait. You often need no diagnosis for it."</li>
            </ul>
            <p class="links"><a href="/search?category=autism-adhd-waiting">"Help while you wait for an autism or ADHD assessment"</a></p>
            <p class="links"><a href="/search?diagnosis=not-needed">"Everything that needs no diagnosis"</a></p>
            <h2>"If it takes too long"</h2>
            <p>"For NHS services you can talk to the Patient Advice and Liaison Service (PALS) of the hospital or trust. It is free, and it is there to put things right. You can also complain: every NHS body must have a way to complain, under the Local Authority Social Services and NHS Complaints (England) Regulations 2009."</p>
        }
        .into_any()
    })
    .await
}
