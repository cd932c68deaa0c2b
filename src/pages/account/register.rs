//! `/register`: somebody who runs a service, and is not known here. The link in the mail makes the account.

use super::sign_in::send_link;
use super::{about_form, mailed_enough, refused, too_many_tries};
use crate::domain::Email;
use crate::domain::text::one_line;
use crate::pages::layout::answer;
use crate::pages::organization_form::NAME;
use crate::ui::error_summary;
use crate::ui::form::{FormQuestion, Line, line};
use crate::web::{App, Failure, FormPairs, Network, SigningIn, Visitor};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use leptos::prelude::*;

/// The form.
///
/// # Errors
/// When the database does not answer.
pub async fn show_registration(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    form(&app, &visitor, app.signing_in(&headers), ["", ""].map(str::to_owned), Vec::new()).await
}

async fn form(
    app: &App,
    visitor: &Visitor,
    how: SigningIn,
    [name, email]: [String; 2],
    errors: Vec<(String, String)>,
) -> Result<Response, Failure> {
    let page = about_form("Register your organisation", !errors.is_empty());
    answer(app, visitor, page, move || {
        let asked = |field: &str, label: &str, hint: &str| {
            let mut asked = FormQuestion::new(field, label).hint(hint);
            asked.error = errors.iter().find(|(f, _)| f == field).map(|(_, m)| m.clone());
            asked
        };
        let fields = (how != SigningIn::Refused).then(|| {
            let of_name = Line { autocomplete: "organization", ..Line::default() };
            let of_mail = Line { kind: "email", autocomplete: "email", ..Line::default() };
            view! {
                <form class="card flow" method="post" action="/register" novalidate=true>
                    {line(asked("organisation", "What is your organisation called?", ""), &name, of_name)}
                    {line(asked("email", "Your email address", "We send you an email with a link and a code. You need no password."), &email, of_mail)}
                    <p><button class="btn">"Send me a link"</button></p>
                </form>
            }
        });
        view! {
            <div class="prose flow">
                {error_summary("There is something to put right", &errors)}
                <h1>"Register your organisation"</h1>
                <p class="lead">"For people who run clubs, therapies, schools and other help for children with special educational needs or disabilities. It is free."</p>
                {refused(how)}
                {fields}
                <h2>"What happens then"</h2>
                <ol>
                    <li>"You open the link in the email."</li>
                    <li>"You describe your service in nine short steps. You can stop and go on later."</li>
                    <li>"The council reads it. Then families can find it."</li>
                </ol>
                <p class="links"><a href="/sign-in">"I have registered before"</a></p>
            </div>
        }
        .into_any()
    })
    .await
}

/// Sends the link. The answer is the same whoever asks.
///
/// # Errors
/// When the form came from another site, or the database does not answer.
pub async fn start_registration(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Network(network): Network,
    FormPairs(pairs): FormPairs,
) -> Result<Response, Failure> {
    let how = app.signing_in(&headers);
    let said = |name: &str| pairs.first(name).unwrap_or_default().to_owned();
    let typed = [said("organisation"), said("email")];
    if how == SigningIn::Refused {
        return form(&app, &visitor, how, typed, Vec::new()).await;
    }
    let name = one_line(&typed[0]);
    let mut errors = Vec::new();
    match name.chars().count() {
        0 => errors.push(("organisation".to_owned(), "Write what your organisation is called".to_owned())),
        n if n > NAME => {
            errors.push(("organisation".to_owned(), format!("Write at most {NAME} letters here. You wrote {n}")));
        }
        _ => {}
    }
    let email = Email::parse(&typed[1]);
    if email.is_none() {
        errors.push(("email".to_owned(), "Write your email address like name@example.org".to_owned()));
    }
    let Some(email) = email.filter(|_| errors.is_empty()) else {
        return form(&app, &visitor, how, typed, errors).await;
    };
    let (throttle, now) = (&app.throttle, app.clock.seconds());
    let held_back = throttle
        .network(&network, now)
        .and_then(|()| throttle.registration(&network, now))
        .map_err(too_many_tries)
        .and_then(|()| throttle.mail(email.as_str(), &network, now).map_err(mailed_enough));
    if let Err(message) = held_back {
        return form(&app, &visitor, how, typed, vec![("email".to_owned(), message)]).await;
    }
    send_link(&app, &headers, &network, &email, Some(&name)).await
}
