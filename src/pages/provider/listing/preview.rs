//! A listing as families would see it.

use super::{called, own};
use crate::pages::listing_body::listing_body;
use crate::pages::staff_page::{StaffPage, answer};
use crate::web::links::editing_address;
use crate::web::{App, CurrentUser, Failure, Visitor};
use axum::extract::{Path, State};
use axum::response::Response;
use leptos::prelude::*;

/// The preview.
///
/// # Errors
/// Not found when it is somebody else's listing.
pub async fn preview_listing(
    State(app): State<App>,
    visitor: Visitor,
    CurrentUser(session): CurrentUser,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let loaded = own(&app, &session, &id).await?;
    let mut service = loaded.merged().ok_or(Failure::NotFound)?;
    if service.name.is_empty() {
        service.name = called(&loaded);
    }
    let phone = app.contact(app.has_sample().await?).phone;
    let about = StaffPage { title: format!("Preview: {}", called(&loaded)), ..StaffPage::default() };
    let instead = match &service.instead {
        Some(slug) => app.listing(slug).await?.map(|s| (s.slug.clone(), s.name.clone())),
        None => None,
    };
    let back = editing_address(loaded.id);
    answer(&app, &visitor, &session, about, || {
        let send = format!("{back}/send");
        view! {
            <div class="notice"><p><b>"This is how families would see it."</b>" They see it after the council has read it."</p>
            <p class="row"><a class="btn" href=send>"Check and send"</a><a class="btn second" href=back>"Back to the steps"</a></p></div>
            {listing_body(&service, &app, &visitor, phone, instead)}
        }
        .into_any()
    })
    .await
}
