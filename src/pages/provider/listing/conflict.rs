//! When somebody else was faster: both versions to choose from, or what was typed and where it can go.

use super::called;
use crate::accounts::Session;
use crate::domain::Email;
use crate::domain::clock::{day, time};
use crate::domain::wording::date;
use crate::editing::{FormStep, LoadedDraft, Values, began, form};
use crate::pages::form_token::form_token;
use crate::pages::kept_form::{typed_fields, typed_view};
use crate::pages::staff_page::{StaffPage, answer};
use crate::web::links::editing_address;
use crate::web::{App, Failure, Visitor};
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;

/// The name of the field that says what a form began from.
pub const BEGAN: &str = "began";
/// The name of the field that says which page a form is on.
pub const PAGE: &str = "page";

/// Two who changed the same.
pub struct Conflict<'a> {
    /// What was just sent.
    pub mine: &'a Values,
    /// What stands there now.
    pub theirs: &'a Values,
    /// Who saved it.
    pub by: String,
    /// When, in seconds since 1970.
    pub at: i64,
    /// The step.
    pub step: FormStep,
}

/// Both versions, to choose from. Nothing has been written over.
///
/// # Errors
/// When the database does not answer.
pub async fn conflict(
    app: &App,
    visitor: &Visitor,
    session: &Session,
    loaded: &LoadedDraft,
    both: Conflict<'_>,
) -> Result<Response, Failure> {
    let Conflict { mine, theirs, by, at, step } = both;
    let Some(service) = loaded.service() else { return Err(Failure::NotFound) };
    let words = |values: &Values| {
        let mut read = service.clone();
        let wrong = form::read(step, values, &app.area, app.clock.today(), &mut read);
        let lines = step.fields().flat_map(|f| {
            let said = f.words(&read, &app.area);
            let said = if said.is_empty() { "Not told".to_owned() } else { said.join("; ") };
            std::iter::once((f, said))
        });
        (lines.collect::<Vec<_>>(), wrong)
    };
    let ((mine_said, mine_wrong), (theirs_said, _)) = (words(mine), words(theirs));
    let council = match Email::parse(&by) {
        // People of the council are named to nobody outside it.
        Some(email) => app.store.account_by_email(&email).await?.is_some_and(|a| a.role.is_council()),
        None => false,
    };
    let by = if council && !session.account.role.is_council() { "The council".to_owned() } else { by };
    let who = if by == session.account.email || by.is_empty() {
        "In another window, you or somebody else".to_owned()
    } else {
        by
    };
    let when = if at > 0 { format!(" at {} on {}", time(at), date(day(at))) } else { String::new() };
    let (from, action) = (began(theirs), format!("{}/{}", editing_address(loaded.id), step.word()));
    let about = StaffPage {
        title: format!("Choose which to keep: {}", called(loaded)),
        status: Some(StatusCode::CONFLICT),
        ..StaffPage::default()
    };
    let back = action.clone();
    let content = || {
        let rows: Vec<_> = mine_said
            .iter()
            .zip(&theirs_said)
            .filter(|((_, mine), (_, theirs))| mine != theirs)
            .map(|((field, mine), (_, theirs))| {
                let (label, mine, theirs) = (field.label(), mine.clone(), theirs.clone());
                view! {
                    <section class="card flow">
                        <h2>{label}</h2>
                        <div class="ba">
                            <div><h3>"There now"</h3><p>{theirs}</p></div>
                            <div><h3>"What you wrote"</h3><p>{mine}</p></div>
                        </div>
                    </section>
                }
            })
            .collect();
        // What cannot be understood yet has no words: it is shown as it was typed, beside what is there now.
        let typed = (!mine_wrong.is_empty()).then(|| {
            let there: Vec<_> = theirs_said
                .iter()
                .map(|(field, said)| view! { <p><b>{format!("{}: ", field.label())}</b>{said.clone()}</p> })
                .collect();
            let changed = mine.0.iter().filter(|(name, value)| {
                !value.trim().is_empty() && !name.ends_with("-is") && !theirs.has(name, value)
            });
            let changed: Vec<(String, String)> = changed.cloned().collect();
            let wrote: Vec<_> = typed_fields(&changed, &app.area)
                .into_iter()
                .map(|f| view! { <p>{f.label.map(|label| view! { <b>{format!("{label}: ")}</b> })}{f.value}</p> })
                .collect();
            view! {
                <section class="card flow">
                    <h2>{step.title()}</h2>
                    <div class="ba"><div><h3>"There now"</h3>{there}</div><div><h3>"What you wrote"</h3>{wrote}</div></div>
                </section>
            }
        });
        let fields: Vec<_> = mine
            .0
            .iter()
            .cloned()
            .map(|(name, value)| view! { <textarea name=name hidden=true>{value}</textarea> })
            .collect();
        view! {
        <h1>"Choose which to keep"</h1>
        <p class="lead">{format!("{who} saved “{}”{when}, while you were writing. Nothing is lost yet: choose.", step.title())}</p>
        {rows}
        {typed}
        <form class="flow section-gap" method="post" action=action>
            {form_token(session)}
            <input type="hidden" name=BEGAN value=from/>
            {fields}
            <p class="row"><button class="btn">"Keep what I wrote"</button><a class="btn second" href=back>"Keep what is there now"</a></p>
        </form>
        }
        .into_any()
    };
    answer(app, visitor, session, about, content).await
}

/// It was sent meanwhile: what was typed is shown, and can be kept by taking the change back.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting(
    app: &App,
    visitor: &Visitor,
    session: &Session,
    loaded: &LoadedDraft,
    step: FormStep,
    values: &Values,
) -> Result<Response, Failure> {
    let about = StaffPage {
        title: format!("It waits for the council: {}", called(loaded)),
        status: Some(StatusCode::CONFLICT),
        ..StaffPage::default()
    };
    let back = editing_address(loaded.id);
    let content = || {
        let written = typed_view(&values.0, &app.area);
        view! {
        <div class="prose flow">
            <h1>"It has been sent to the council meanwhile"</h1>
            <p class="lead">{format!("“{}” was not saved: nobody can change it while the council reads it. Take it back first, then write this again.", step.title())}</p>
            {written}
            <p class="links"><a href=back>"To the overview, to take it back"</a></p>
        </div>
    }
    .into_any()
    };
    answer(app, visitor, session, about, content).await
}
