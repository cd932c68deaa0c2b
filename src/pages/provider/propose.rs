//! `/provider/new` and `/provider/organisation`: a listing that is not here yet, and an organisation that is not here yet.

use crate::accounts::Session;
use crate::domain::Organization;
use crate::editing::{propose, start_new};
use crate::pages::edit_context::{actor, failure};
use crate::pages::form_token::form_token;
use crate::pages::organization_form::{MOST_OPEN, Typed};
use crate::pages::staff_page::{StaffPage, answer};
use crate::ui::error_summary;
use crate::ui::form::{FormQuestion, Line, line, prose, radios};
use crate::web::links::editing_address;
use crate::web::{App, CurrentUser, Failure, SignedForm, Visitor, redirect};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;

/// The most organisations somebody can propose: more is a matter for the council.
const MOST: usize = 20;

/// Asks which organisation a new listing is of.
///
/// # Errors
/// When the database does not answer.
pub async fn show_new_listing(
    State(app): State<App>,
    visitor: Visitor,
    CurrentUser(session): CurrentUser,
) -> Result<Response, Failure> {
    let all = app.store.organizations_of_account(session.account.id).await?;
    if all.is_empty() {
        return Ok(redirect("/provider/organisation"));
    }
    new_page(&app, &visitor, &session, &all, None).await
}

async fn new_page(
    app: &App,
    visitor: &Visitor,
    session: &Session,
    all: &[Organization],
    error: Option<&str>,
) -> Result<Response, Failure> {
    let title = if error.is_some() { "Error: Add a listing" } else { "Add a listing" };
    let about = StaffPage {
        title: title.to_owned(),
        at: Some(("/provider", false)),
        status: error.map(|_| StatusCode::UNPROCESSABLE_ENTITY),
    };
    let error = error.map(str::to_owned);
    answer(app, visitor, session, about, || {
        let errors: Vec<_> = error.iter().map(|e| ("organisation".to_owned(), e.clone())).collect();
        let choices: Vec<(String, String)> = all.iter().map(|o| (o.id.to_string(), o.name.clone())).collect();
        let chosen = if let [(only, _)] = &choices[..] { only.clone() } else { String::new() };
        let mut asked = FormQuestion::new("organisation", "Who runs it?");
        asked.error.clone_from(&error);
        view! {
            <div class="prose flow">
                {error_summary("There is something to put right", &errors)}
                <h1>"Add a listing"</h1>
                <p class="lead">"One listing for each thing a family can use: a club, a therapy, a team. It takes about ten minutes."</p>
                <form class="card flow" method="post" action="/provider/new" novalidate=true>
                    {form_token(session)}
                    {radios(asked, &choices, &chosen)}
                    <p><button class="btn">"Begin"</button></p>
                </form>
                <p class="links"><a href="/provider/organisation">"Another organisation"</a></p>
            </div>
        }
        .into_any()
    })
    .await
}

/// Begins it.
///
/// # Errors
/// When the database refuses.
pub async fn start_listing(State(app): State<App>, visitor: Visitor, form: SignedForm) -> Result<Response, Failure> {
    let CurrentUser(session) = form.signed;
    let all = app.store.organizations_of_account(session.account.id).await?;
    let said = form.pairs.first("organisation").unwrap_or_default();
    let Some(chosen) = all.iter().find(|o| o.id.to_string() == said) else {
        return new_page(&app, &visitor, &session, &all, Some("Choose who runs it")).await;
    };
    if app.store.drafts_of(&[chosen.id]).await?.len() >= MOST_OPEN {
        let many = "Many listings are begun and not sent yet. Send some, or throw some away, then add another";
        return new_page(&app, &visitor, &session, &all, Some(many)).await;
    }
    let id = start_new(&app.store, &actor(&app, &session), chosen.clone()).await.map_err(failure)?;
    Ok(redirect(&format!("{}/what", editing_address(id))))
}

/// Asks about an organisation.
///
/// # Errors
/// When the database does not answer.
pub async fn show_new_organization(
    State(app): State<App>,
    visitor: Visitor,
    CurrentUser(session): CurrentUser,
) -> Result<Response, Failure> {
    organisation_page(&app, &visitor, &session, Typed::default(), Vec::new()).await
}

async fn organisation_page(
    app: &App,
    visitor: &Visitor,
    session: &Session,
    typed: Typed,
    errors: Vec<(String, String)>,
) -> Result<Response, Failure> {
    let wrong = !errors.is_empty();
    let about = StaffPage {
        title: if wrong { "Error: Add an organisation" } else { "Add an organisation" }.to_owned(),
        at: Some(("/provider", false)),
        status: wrong.then_some(StatusCode::UNPROCESSABLE_ENTITY),
    };
    answer(app, visitor, session, about, || {
        let asked = |name: &str, label: &str, hint: &str| {
            let mut asked = FormQuestion::new(name, label).hint(hint);
            asked.error = errors.iter().find(|(f, _)| f == name).map(|(_, m)| m.clone());
            asked
        };
        let plain = Line { autocomplete: "organization", ..Line::default() };
        view! {
            <div class="prose flow">
                {error_summary("There is something to put right", &errors)}
                <h1>"Add an organisation"</h1>
                <p class="lead">"Who runs the service? Families see this with its first listing, after the council has read it."</p>
                <form class="card flow" method="post" action="/provider/organisation" novalidate=true>
                    {form_token(session)}
                    {line(asked("name", "What is it called?", ""), &typed.name, plain)}
                    {prose(asked("description", "What does it do?", "One or two sentences. You may leave it blank."), &typed.description, 3)}
                    {line(asked("website", "Website", "You may leave it blank."), &typed.website, Line { autocomplete: "url", keys: "url", ..Line::default() })}
                    <p><button class="btn">"Save, and add its first listing"</button></p>
                </form>
            </div>
        }
        .into_any()
    })
    .await
}

/// Keeps an organisation, and begins its first listing.
///
/// # Errors
/// When the database refuses.
pub async fn propose_organization(
    State(app): State<App>,
    visitor: Visitor,
    form: SignedForm,
) -> Result<Response, Failure> {
    let CurrentUser(session) = form.signed;
    let said = |name: &str| form.pairs.first(name).unwrap_or_default().to_owned();
    let typed = Typed { name: said("name"), description: said("description"), website: said("website") };
    let many = app.store.organizations_of(session.account.id).await?.len() >= MOST;
    let many = many
        .then(|| ("name".to_owned(), "You have many organisations already. Ask the council to add another".to_owned()));
    let organization = match (typed.read(), many) {
        (Ok(organization), None) => organization,
        (read, many) => {
            let errors = read.err().into_iter().flatten().chain(many).collect();
            return organisation_page(&app, &visitor, &session, typed, errors).await;
        }
    };
    let done = propose(&app.store, &actor(&app, &session), organization, Some(session.account.id)).await;
    let id = done.map_err(failure)?;
    Ok(redirect(&format!("{}/what", editing_address(id))))
}
