//! `/council/listings`: finding a listing to change it or to see its past.

use crate::domain::Find;
use crate::domain::Role;
use crate::domain::wording::count;
use crate::pages::inside::{Inside, answer};
use crate::pages::provider::listing::address;
use crate::web::{App, Failure, Pairs, Signed, Visitor};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

/// The page.
///
/// # Errors
/// When the index or the database does not answer.
pub async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Signed(session): Signed,
    pairs: Pairs,
) -> Result<Response, Failure> {
    let q = pairs.first("q").unwrap_or_default().trim().chars().take(200).collect::<String>();
    let find = Find { page: 1, words: q.clone(), ..Find::default() };
    let found = app.engine.find(&find).await?;
    let ids: Vec<_> = found.hits.iter().map(|h| h.id).collect();
    let services = app.store.services_by_ids(&ids).await?;
    let total = found.total;
    let writes = matches!(session.account.role, Role::Editor | Role::Admin);
    let about = Inside { title: "Listings".to_owned(), at: Some(("/council/listings", true)), ..Inside::default() };
    answer(&app, &visitor, &session, about, || {
        let items: Vec<_> = services
            .iter()
            .map(|s| {
                let (public, past, change) =
                    (format!("/services/{}", s.slug), format!("/council/listings/{}/past", s.id), address(s.id));
                let about = format!(", {}", s.name);
                let change = writes.then(|| view! { <li><a href=change>"Change it"<span class="vh">{about.clone()}</span></a></li> });
                let by = s.organization.as_ref().map(|o| o.name.clone()).unwrap_or_default();
                let past_about = about.clone();
                view! {
                    <li class="card flow"><h2><a href=public>{s.name.clone()}</a></h2><p class="quiet">{by}</p>
                        <ul class="plain row">{change}<li><a href=past>"Its past"<span class="vh">{past_about}</span></a></li></ul>
                    </li>
                }
            })
            .collect();
        let shown = items.len() as u64;
        let lead = if shown < total { format!("{}. The first {shown} are here: write more of the name to find another.", count(total, "listing", "listings")) } else { format!("{}.", count(total, "listing", "listings")) };
        view! {
            <h1>"Listings"</h1>
            <form class="card flow" role="search" aria-label="Listings" method="get" action="/council/listings">
                <div class="field"><label for="q">"Name, or words in it"</label><input id="q" name="q" type="search" maxlength="200" value=q.clone()/></div>
                <p><button class="btn">"Find listings"</button></p>
            </form>
            <p class="lead section-gap">{lead}</p>
            <ul class="plain listings">{items}</ul>
        }
        .into_any()
    })
    .await
}
