//! `/account`: who one is here, and where one is signed in.

use crate::accounts::Session;
use crate::domain::clock::{day, time};
use crate::domain::wording::date;
use crate::pages::form_token::form_token;
use crate::pages::staff_page::{StaffPage, answer, seconds_left};
use crate::store::SessionSeen;
use crate::web::{App, CurrentUser, Failure, SignedForm, Visitor, json, redirect};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

/// The page.
///
/// # Errors
/// When the database does not answer.
pub async fn show_account(
    State(app): State<App>,
    visitor: Visitor,
    CurrentUser(session): CurrentUser,
) -> Result<Response, Failure> {
    let all = app.store.sessions_of(session.account.id).await?;
    let about = StaffPage { title: "Your account".to_owned(), at: Some(("/account", true)), ..StaffPage::default() };
    answer(&app, &visitor, &session, about, || page(&session, &all)).await
}

fn page(session: &Session, all: &[SessionSeen]) -> AnyView {
    let here = session.name();
    let items: Vec<_> = all
        .iter()
        .map(|one| {
            let mine = one.hash == here;
            let said = format!("{}: last used on {} at {}", one.about, date(day(one.seen)), time(one.seen));
            let this = mine.then(|| view! { " "<b>"This one"</b> });
            let name = one.hash.clone();
            let about = format!(" ({}, {})", one.about, date(day(one.seen)));
            let end = (!mine).then(|| {
                view! {
                    <form method="post" action="/account">
                        {form_token(session)}
                        <input type="hidden" name="session" value=name/>
                        <button class="btn">"End it"<span class="vh">{about}</span></button>
                    </form>
                }
            });
            view! { <li><p>{said}{this}</p>{end}</li> }
        })
        .collect();
    let email = session.account.email.clone();
    let role = session.account.role.word();
    view! {
        <div class="prose flow">
            <h1>"Your account"</h1>
            <p class="lead">{format!("You are signed in as {email} ({role}).")}</p>
            <h2>"Where you are signed in"</h2>
            <ul class="plain flow card">{items}</ul>
        </div>
    }
    .into_any()
}

/// Ends one of one's own sessions.
///
/// # Errors
/// When the form is not ours, or the database does not answer.
pub async fn end_sessions(State(app): State<App>, form: SignedForm) -> Result<Response, Failure> {
    let CurrentUser(session) = form.signed;
    let name = form.pairs.first("session").unwrap_or_default();
    if app.store.end_own_session(session.account.id, name).await? {
        app.note(&session.account.email, "ended a session", "").await;
    }
    Ok(redirect("/account"))
}

/// Keeps a session awake: the guard has noted its use. Without JavaScript the button leads back to where one was.
///
/// # Errors
/// When the form is not ours.
pub async fn stay_signed_in(State(app): State<App>, form: SignedForm) -> Result<Response, Failure> {
    let CurrentUser(session) = form.signed;
    Ok(json(&serde_json::json!({ "left": seconds_left(&app, &session) })))
}
