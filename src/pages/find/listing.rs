//! `/services/{slug}`: a listing. What it is in one sentence, then how to get a place.

use crate::pages::layout::{PageMeta, answer};
use crate::pages::listing_body::listing_body;
use crate::ui::{NavSection, breadcrumbs};
use crate::web::{App, Failure, Visitor};
use axum::extract::{Path, State};
use axum::response::Response;
use leptos::prelude::*;

/// A listing.
///
/// # Errors
/// Not found when no service has that address; broken when the database does not answer.
pub async fn show_listing(
    State(app): State<App>,
    Path(slug): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let service = app.listing(&slug).await?.ok_or(Failure::NotFound)?;
    let town = service.town().filter(|t| !service.name.contains(t)).map(|t| format!(", {t}")).unwrap_or_default();
    let about = PageMeta {
        title: format!("{}{town}", service.name),
        door: Some(NavSection::Find),
        islands: true,
        ..PageMeta::default()
    };
    let phone = app.contact(app.has_sample().await?).phone;
    let (app_, visitor_) = (app.clone(), visitor.clone());
    let instead = match &service.instead {
        Some(slug) => app.listing(slug).await?.map(|s| (s.slug.clone(), s.name.clone())),
        None => None,
    };
    answer(&app, &visitor, about, move || {
        view! { {crumbs(&visitor_)}{listing_body(&service, &app_, &visitor_, phone, instead)} }.into_any()
    })
    .await
}

fn crumbs(visitor: &Visitor) -> AnyView {
    match visitor.came_from_search.clone() {
        Some(results) => breadcrumbs([(results, "Back to your results")]),
        None => breadcrumbs([("/search", "Find help")]),
    }
}
