//! `/provider`: one's own listings, how fresh each is, what is being changed, and one button that says "still right".

use crate::accounts::Session;
use crate::domain::clock::day;
use crate::domain::wording::{count, date};
use crate::domain::{Checked, CheckedBy, DraftState, Service};
use crate::pages::discarded_notice::discarded_notice;
use crate::pages::form_token::form_token;
use crate::pages::staff_page::{StaffPage, answer};
use crate::store::DraftRow;
use crate::web::links::editing_address;
use crate::web::{App, CurrentUser, Failure, Pairs, SignedForm, Visitor, redirect};
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use leptos::prelude::*;
use uuid::Uuid;

/// The listings of the organisations somebody belongs to, those due first.
async fn own(app: &App, organizations: &[Uuid]) -> Result<Vec<Service>, Failure> {
    let mut services = app.store.services_of(organizations).await?;
    services.sort_by_key(|s| (s.checked.map(|c| c.on), s.name.clone()));
    Ok(services)
}

/// The page.
///
/// # Errors
/// When the database does not answer.
pub async fn show_provider_home(
    State(app): State<App>,
    visitor: Visitor,
    CurrentUser(session): CurrentUser,
    pairs: Pairs,
) -> Result<Response, Failure> {
    let organizations = app.store.organizations_of(session.account.id).await?;
    let mut services = own(&app, &organizations).await?;
    let saved = pairs.first("right").and_then(|slug| services.iter().find(|s| s.slug == slug)).map(|s| s.name.clone());
    let drafts = app.store.drafts_of(&organizations).await?;
    // What waits for an answer of theirs stands first.
    let pressing = |id: Uuid| {
        let draft = drafts.iter().find(|d| d.service == id);
        draft.is_some_and(|d| matches!(d.state, DraftState::Returned | DraftState::Asked))
    };
    services.sort_by_key(|s| !pressing(s.id));
    let about = StaffPage { title: "Your listings".to_owned(), at: Some(("/provider", true)), ..StaffPage::default() };
    let today = app.clock.today();
    let discarded = discarded_notice(&app, &session, &pairs).await?;
    answer(&app, &visitor, &session, about, || {
        view! { {discarded}{page(&session, &services, &drafts, saved, today)} }.into_any()
    })
    .await
}

fn page(session: &Session, services: &[Service], drafts: &[DraftRow], saved: Option<String>, today: Date) -> AnyView {
    let late = services.iter().filter(|s| s.checked.is_none_or(|c| c.is_late(today))).count();
    let lead = match (services.len(), late) {
        (0, _) => "Families see nothing of yours yet. Add a listing, and the council reads it.".to_owned(),
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
    let draft_of = |id: Uuid| drafts.iter().find(|d| d.service == id);
    let items: Vec<_> = services.iter().map(|s| item(session, s, draft_of(s.id), today)).collect();
    let mut nameless = 0;
    let new: Vec<_> = drafts
        .iter()
        .filter(|d| !services.iter().any(|s| s.id == d.service))
        .map(|d| {
            // Two links of one name would be the same to whoever hears them.
            nameless += u32::from(d.draft.service.name.is_empty());
            let name = match (d.draft.service.name.as_str(), nameless) {
                ("", 1) => "A new listing".to_owned(),
                ("", n) => format!("A new listing, number {n}"),
                (named, _) => named.to_owned(),
            };
            let to = editing_address(d.service);
            view! { <li class="card flow"><h3><a href=to>{name}</a></h3><p>{words(d)}</p></li> }
        })
        .collect();
    let new = (!new.is_empty()).then(|| view! { <section class="section-gap" aria-labelledby="new"><h2 id="new">"Not seen by families yet"</h2><ul class="plain listings">{new}</ul></section> });
    let heading = count(services.len() as u64, "listing", "listings");
    let list = (!services.is_empty()).then(|| view! { <section aria-labelledby="own"><h2 id="own">{heading}</h2><ul class="plain listings">{items}</ul></section> });
    view! {
        {saved}
        <h1>"Your listings"</h1>
        <p class="lead">{lead}</p>
        {list}
        {new}
        <section class="section-gap flow" aria-labelledby="more"><h2 id="more">"Something missing?"</h2>
            <ul class="links"><li><a href="/provider/new">"Add a listing"</a></li><li><a href="/provider/organisation">"Add another organisation"</a></li><li><a href="/account">"Your account, and signing out"</a></li></ul>
        </section>
    }
    .into_any()
}

/// How far a draft has come, in words that say what to do.
fn words(draft: &DraftRow) -> String {
    let on = date(day(draft.saved));
    match draft.state {
        DraftState::Sent => format!("It has waited for the council since {}.", date(day(draft.sent))),
        DraftState::Asked => "The council has a question. Please answer it.".to_owned(),
        DraftState::Returned => "The council sent your change back. Read why, and send it again.".to_owned(),
        _ => format!("You began to change it on {on}, and have not sent it yet."),
    }
}

fn item(session: &Session, service: &Service, draft: Option<&DraftRow>, today: Date) -> AnyView {
    let href = editing_address(service.id);
    let name = service.name.clone();
    let fresh = match service.checked {
        None => "Nobody has said yet that it is right.".to_owned(),
        Some(c) if c.is_late(today) => {
            format!("Last checked on {} by {}. That is over six months ago.", date(c.on), c.by_words())
        }
        Some(c) => format!("Checked on {} by {}. Due again on {}.", date(c.on), c.by_words(), date(c.due())),
    };
    let done = service.checked.is_some_and(|c| c.on == today && c.by == CheckedBy::Provider);
    let about = format!(", {}", service.name);
    let id = service.id.to_string();
    let going = draft.map(|d| view! { <p><b>{words(d)}</b></p> });
    let status = service.status.sentence().map(|s| view! { <p>{s}</p> });
    let (change, change_about) = (href.clone(), about.clone());
    let words = match draft {
        None => "Change it",
        Some(d) if d.state.is_waiting() => "See how it stands",
        Some(_) => "Go on",
    };
    let button = (!done && draft.is_none()).then(|| {
        view! {
            <form method="post" action="/provider/still-right">
                {form_token(session)}
                <input type="hidden" name="service" value=id/>
                <button class="btn">"It is still right"<span class="vh">{about}</span></button>
            </form>
        }
    });
    let row = view! { <div class="row">{button}<a class="btn second" href=change>{words}<span class="vh">{change_about}</span></a></div> };
    view! { <li class="card flow"><h3><a href=href>{name}</a></h3>{status}{going}<p>{fresh}</p>{row}</li> }.into_any()
}

/// Says that a listing is still right. One of somebody else's is no listing at all.
///
/// # Errors
/// Not found when it is not theirs; refused when the form is not ours; broken when the database refuses.
pub async fn confirm_listing(State(app): State<App>, form: SignedForm) -> Result<Response, Failure> {
    let CurrentUser(session) = form.signed;
    let id = form.pairs.first("service").and_then(|id| Uuid::try_parse(id).ok()).ok_or(Failure::NotFound)?;
    let organizations = app.store.organizations_of(session.account.id).await?;
    let service = own(&app, &organizations).await?.into_iter().find(|s| s.id == id).ok_or(Failure::NotFound)?;
    let checked = Checked { on: app.clock.today(), by: CheckedBy::Provider };
    app.store.set_checked(id, checked).await?;
    app.note(&session.account.email, "said it is still right", &service.slug).await;
    Ok(redirect(&format!("/provider?right={}", service.slug)))
}
