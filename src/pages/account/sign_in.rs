//! `/sign-in`: one field for the address, then one for the code of the mail.

use super::{about_form, mailed_enough, refused, too_many_tries};
use crate::accounts::{SignInRequest, redeem_code, send_sign_in_link, start};
use crate::domain::Email;
use crate::domain::wording::count;
use crate::pages::layout::answer;
use crate::store::CodeAnswer;
use crate::ui::{TextField, error_summary, text_field};
use crate::web::{App, Failure, FormPairs, Network, SigningIn, Visitor, cookie, redirect};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use leptos::prelude::*;

/// The form.
///
/// # Errors
/// When the database does not answer.
pub async fn show_sign_in(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Result<Response, Failure> {
    form(&app, &visitor, app.signing_in(&headers), String::new(), None).await
}

async fn form(
    app: &App,
    visitor: &Visitor,
    how: SigningIn,
    typed: String,
    error: Option<String>,
) -> Result<Response, Failure> {
    let page = about_form("Sign in", error.is_some());
    answer(app, visitor, page, move || {
        let errors: Vec<_> = error.iter().map(|e| ("email".to_owned(), e.clone())).collect();
        let field = TextField {
            name: "email",
            label: "Your email address",
            hint: "We send you an email with a link and a code. You need no password.",
            value: typed,
            kind: "email",
            autocomplete: "email",
            error: error.clone(),
        };
        let fields = (how != SigningIn::Refused).then(|| {
            view! {
                <form class="card flow" method="post" action="/sign-in" novalidate=true>
                    {text_field(field)}
                    <p><button class="btn">"Send me a link"</button></p>
                </form>
            }
        });
        view! {
            <div class="prose flow">
                {error_summary("There is something to put right", &errors)}
                <h1>"Sign in"</h1>
                <p class="lead">"For people who run a service and keep its page right, and for the council. Families need no account."</p>
                {refused(how)}
                {fields}
                <h2>"Not signed up yet?"</h2>
                <p>"If you run a service for children with special educational needs or disabilities, you can put it here."</p>
                <p class="links"><a href="/register">"Register your organisation"</a></p>
            </div>
        }
        .into_any()
    })
    .await
}

/// Sends a link. The answer is the same whoever asks.
///
/// # Errors
/// When the form came from another site, or the database does not answer.
pub async fn start_sign_in(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Network(network): Network,
    FormPairs(pairs): FormPairs,
) -> Result<Response, Failure> {
    let how = app.signing_in(&headers);
    if how == SigningIn::Refused {
        return form(&app, &visitor, how, String::new(), None).await;
    }
    let typed = pairs.first("email").unwrap_or_default().to_owned();
    let Some(email) = Email::parse(&typed) else {
        let message = match typed.trim().is_empty() {
            true => "Write your email address",
            false => "Write your email address like name@example.org",
        };
        return form(&app, &visitor, how, typed.chars().take(300).collect(), Some(message.to_owned())).await;
    };
    let now = app.clock.seconds();
    if let Err(seconds) = app.throttle.network(&network, now) {
        return form(&app, &visitor, how, typed, Some(too_many_tries(seconds))).await;
    }
    if let Err(seconds) = app.throttle.mail(email.as_str(), &network, now) {
        return form(&app, &visitor, how, typed, Some(mailed_enough(seconds))).await;
    }
    send_link(&app, &headers, &network, &email, None).await
}

/// Sends a link, and waits for its code. The answer is the same whether anybody has the address.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn send_link(
    app: &App,
    headers: &HeaderMap,
    network: &str,
    email: &Email,
    registers: Option<&str>,
) -> Result<Response, Failure> {
    let now = app.clock.seconds();
    let request = SignInRequest {
        site: &app.site_name(),
        base_url: &app.base_url(),
        email,
        registers,
        browser: cookie(headers, &app.cookie_name("sign-in")),
        now,
    };
    let asked = send_sign_in_link(&app.store, request, || app.throttle.may_mail_a_stranger(network, now)).await?;
    app.mailer.wake();
    Ok(app.set_cookie(redirect("/sign-in/code"), "sign-in", asked.browser.text(), 600))
}

/// The form for the code.
///
/// # Errors
/// When the database does not answer.
pub async fn show_code_form(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    code_form(&app, &visitor, None).await
}

async fn code_form(app: &App, visitor: &Visitor, error: Option<String>) -> Result<Response, Failure> {
    let page = about_form("Look at your email", error.is_some());
    answer(app, visitor, page, move || {
        let errors: Vec<_> = error.iter().map(|e| ("code".to_owned(), e.clone())).collect();
        let field = TextField {
            name: "code",
            label: "Code from the email",
            hint: "Eight letters and digits. You can type small letters, and leave spaces out.",
            kind: "text",
            autocomplete: "one-time-code",
            error: error.clone(),
            ..TextField::default()
        };
        view! {
            <div class="prose flow">
                {error_summary("There is something to put right", &errors)}
                <h1>"Look at your email"</h1>
                <p class="lead">"We have sent you an email. Open the link in it here, in this browser, or type its code. Both work once, for 10 minutes."</p>
                <form class="card flow" method="post" action="/sign-in/code">
                    {text_field(field)}
                    <p><button class="btn">"Sign in"</button></p>
                </form>
                <h2>"No email?"</h2>
                <p>"It can take a few minutes. Look in your junk folder, and make sure that you wrote your address right."</p>
                <p class="links"><a href="/sign-in">"Send another"</a></p>
            </div>
        }
        .into_any()
    })
    .await
}

/// Signs in by the code.
///
/// # Errors
/// When the form came from another site, or the database does not answer.
pub async fn check_code(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Network(network): Network,
    FormPairs(pairs): FormPairs,
) -> Result<Response, Failure> {
    let ended = "That code has ended. Send yourself another email and use the newest";
    let Some(browser) = cookie(&headers, &app.cookie_name("sign-in")) else {
        return code_form(&app, &visitor, Some(ended.to_owned())).await;
    };
    let now = app.clock.seconds();
    if let Err(seconds) = app.throttle.network(&network, now) {
        return code_form(&app, &visitor, Some(too_many_tries(seconds))).await;
    }
    let typed: String = pairs.first("code").unwrap_or_default().chars().take(100).collect();
    if typed.trim().is_empty() {
        return code_form(&app, &visitor, Some("Type the code from the email".to_owned())).await;
    }
    match redeem_code(&app.store, &typed, &browser, now).await? {
        CodeAnswer::Right(account) => sign_in(&app, &headers, &network, account).await,
        CodeAnswer::Wrong(left) => {
            let tries = count(left.into(), "more try", "more tries");
            code_form(&app, &visitor, Some(format!("That is not the code. You have {tries}"))).await
        }
        CodeAnswer::Ended => code_form(&app, &visitor, Some(ended.to_owned())).await,
    }
}

/// Begins a session of an account and goes where its work is; from there the guard sends them on to where they came for.
///
/// # Errors
/// When the database refuses.
pub async fn sign_in(app: &App, headers: &HeaderMap, network: &str, account: uuid::Uuid) -> Result<Response, Failure> {
    let now = app.clock.seconds();
    // Whoever was signed in here before is signed out: nobody goes on under a session that somebody else may know.
    if let Some(old) = cookie(headers, &app.cookie_name("session")) {
        crate::accounts::end(&app.store, &old).await?;
    }
    let secret = start(&app.store, account, &browser_words(headers), now).await?;
    let session = crate::accounts::find(&app.store, &secret, now).await?.ok_or(Failure::NotFound)?;
    app.throttle.signed_in(&session.account.email, network, now);
    app.note(&session.account.email, "signed in", "").await;
    let (_, whole) = session.account.role.session_minutes();
    let response = redirect(session.account.role.home());
    let response = app.set_cookie(response, "session", secret.text(), whole * 60);
    Ok(app.set_cookie(response, "sign-in", "", 0))
}

/// Signs out, here.
///
/// # Errors
/// When the form came from another site, or the database does not answer.
pub async fn sign_out(
    State(app): State<App>,
    headers: HeaderMap,
    FormPairs(_): FormPairs,
) -> Result<Response, Failure> {
    if let Some(secret) = cookie(&headers, &app.cookie_name("session")) {
        crate::accounts::end(&app.store, &secret).await?;
    }
    let response = app.set_cookie(redirect("/"), "session", "", 0);
    // Whoever signs in here next came for something else.
    Ok(app.forget_return_path(response))
}

/// The kind of browser in words, so that people can tell their sessions apart. Nothing finer is kept.
fn browser_words(headers: &HeaderMap) -> String {
    let agent = headers.get("user-agent").and_then(|v| v.to_str().ok()).unwrap_or_default();
    let of = |names: &[(&str, &'static str)], other| {
        names.iter().find(|(n, _)| agent.contains(n)).map_or(other, |(_, w)| *w)
    };
    let browser =
        of(&[("Firefox", "Firefox"), ("Edg", "Edge"), ("Chrom", "Chrome"), ("Safari", "Safari")], "A browser");
    let device = of(
        &[
            ("Android", "an Android telephone"),
            ("iPhone", "an iPhone"),
            ("iPad", "an iPad"),
            ("Windows", "Windows"),
            ("Mac", "a Mac"),
            ("Linux", "Linux"),
        ],
        "another device",
    );
    format!("{browser} on {device}")
}
