//! `/provider`: one's own listings, how fresh each is, and one button that says "still right".

use crate::accounts::Session;
use crate::domain::wording::{count, date};
use crate::domain::{Checked, CheckedBy, Service};
use crate::pages::account::form_token;
use crate::pages::frame::{About, answer};
use crate::web::{App, Failure, Pairs, Signed, SignedForm, Visitor, redirect};
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use leptos::prelude::*;
use uuid::Uuid;

/// The listings of the organisations somebody belongs to, those due first.
async fn own(app: &App, session: &Session) -> Result<Vec<Service>, Failure> {
    let organizations = app.store.organizations_of(session.account.id).await?;
    let mut services = app.store.services_of(&organizations).await?;
    services.sort_by_key(|s| (s.checked.map(|c| c.on), s.name.clone()));
    Ok(services)
}

/// The page.
///
/// # Errors
/// When the database does not answer.
pub async fn get(
    State(app): State<App>,
    visitor: Visitor,
    Signed(session): Signed,
    pairs: Pairs,
) -> Result<Response, Failure> {
    let services = own(&app, &session).await?;
    let saved = pairs.first("right").and_then(|slug| services.iter().find(|s| s.slug == slug)).map(|s| s.name.clone());
    let about = About { title: "Your listings".to_owned(), no_index: true, ..About::default() };
    let today = app.clock.today();
    answer(&app, &visitor, about, move || page(&session, &services, saved, today)).await
}

fn page(session: &Session, services: &[Service], saved: Option<String>, today: Date) -> AnyView {
    let late = services.iter().filter(|s| s.checked.is_none_or(|c| c.is_late(today))).count();
    let lead = match (services.len(), late) {
        (0, _) => {
            "You have no listings yet. Ask the people who run this site to add your organisation to your account."
                .to_owned()
        }
        (_, 0) => {
            "All your listings were checked in the last six months. Thank you: families can rely on them.".to_owned()
        }
        (1, _) => "Your listing has not been checked in the last six months. Families are told so.".to_owned(),
        (n, 1) => format!("1 of your {n} listings has not been checked in the last six months. Families are told so."),
        (n, late) => {
            format!("{late} of your {n} listings have not been checked in the last six months. Families are told so.")
        }
    };
    let saved = saved.map(|name| view! { <div class="notice" role="status"><p>{format!("Thank you. “{name}” says from today that it was checked by you.")}</p></div> });
    let items: Vec<_> = services.iter().map(|s| item(session, s, today)).collect();
    let heading = count(services.len() as u64, "listing", "listings");
    let list = (!services.is_empty()).then(|| view! { <section aria-labelledby="own"><h2 id="own">{heading}</h2><ul class="plain flow">{items}</ul></section> });
    view! {
        {saved}
        <h1>"Your listings"</h1>
        <p class="lead">{lead}</p>
        {list}
        <p class="links section-gap"><a href="/account">"Your account, and signing out"</a></p>
    }
    .into_any()
}

fn item(session: &Session, service: &Service, today: Date) -> AnyView {
    let href = format!("/services/{}", service.slug);
    let name = service.name.clone();
    let fresh = match service.checked {
        None => "Nobody has said yet that it is right.".to_owned(),
        Some(c) if c.is_late(today) => {
            format!("Last checked on {} by {}. That is over six months ago.", date(c.on), c.by_words())
        }
        Some(c) => format!("Checked on {} by {}. Due again on {}.", date(c.on), c.by_words(), date(c.due())),
    };
    let done = service.checked.is_some_and(|c| c.on == today && c.by == CheckedBy::Provider);
    let about = format!(": {}", service.name);
    let id = service.id.to_string();
    let button = (!done).then(|| {
        view! {
            <form method="post" action="/provider/still-right">
                {form_token(session)}
                <input type="hidden" name="service" value=id/>
                <button class="btn">"It is still right"<span class="vh">{about}</span></button>
            </form>
        }
    });
    view! { <li class="card flow"><h3><a href=href>{name}</a></h3><p>{fresh}</p>{button}</li> }.into_any()
}

/// Says that a listing is still right. One of somebody else's is no listing at all.
///
/// # Errors
/// Not found when it is not theirs; refused when the form is not ours; broken when the database refuses.
pub async fn still_right(State(app): State<App>, form: SignedForm) -> Result<Response, Failure> {
    let Signed(session) = form.signed;
    let id = form.pairs.first("service").and_then(|id| Uuid::try_parse(id).ok()).ok_or(Failure::NotFound)?;
    let service = own(&app, &session).await?.into_iter().find(|s| s.id == id).ok_or(Failure::NotFound)?;
    let checked = Checked { on: app.clock.today(), by: CheckedBy::Provider };
    app.store.set_checked(id, checked).await?;
    app.note(&session.account.email, "said it is still right", &service.slug).await;
    Ok(redirect(&format!("/provider?right={}", service.slug)))
}
