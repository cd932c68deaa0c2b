//! `/sign-in/second` and `/sign-in/set-up`: the second factor of council staff.

use super::{about, about_form, sign_out_button};
use crate::accounts::{
    AuthLevel, Enrolment, SecondFactor, Session, check_second_factor, confirm_second_factor, end, enrol, strengthen,
};
use crate::pages::form_token::form_token;
use crate::pages::layout::answer;
use crate::ui::{TextField, error_summary, text_field};
use crate::web::{App, CurrentUser, Failure, SignedForm, Visitor, redirect};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

/// Asks for a code of the telephone.
///
/// # Errors
/// When the database does not answer.
pub async fn show_second_factor(
    State(app): State<App>,
    visitor: Visitor,
    CurrentUser(session): CurrentUser,
) -> Result<Response, Failure> {
    match session.standing {
        AuthLevel::Full => Ok(redirect(session.account.role.home())),
        AuthLevel::NeedsEnrolment => Ok(redirect("/sign-in/set-up")),
        AuthLevel::NeedsSecond => ask(&app, &visitor, session, None).await,
    }
}

/// What is said while the key is lost that phones' secrets are sealed with.
const CANNOT_CHECK: &str = "We cannot check codes from phones right now. Type one of your printed codes instead, or tell whoever runs this site";
const CANNOT_SET_UP: &str = "We cannot set up phones right now. Tell whoever runs this site, and try again later";

fn code_field(error: Option<&str>) -> AnyView {
    text_field(TextField {
        name: "code",
        label: "Code from your phone",
        hint: "Six digits. They change every 30 seconds.",
        kind: "text",
        autocomplete: "one-time-code",
        error: error.map(str::to_owned),
        ..TextField::default()
    })
}

async fn ask(app: &App, visitor: &Visitor, session: Session, error: Option<&'static str>) -> Result<Response, Failure> {
    let page = about_form("Your second check", error.is_some());
    answer(app, visitor, page, move || {
        let errors: Vec<_> = error.iter().map(|e| ("code".to_owned(), (*e).to_owned())).collect();
        view! {
            <div class="prose flow">
                {error_summary("There is something to put right", &errors)}
                <h1>"Your second check"</h1>
                <p class="lead">"Open the app on your phone that makes codes, and type the one for this site."</p>
                <form class="card flow" method="post" action="/sign-in/second">
                    {form_token(&session)}
                    {code_field(error)}
                    <p><button class="btn">"Go on"</button></p>
                </form>
                <h2>"Phone lost?"</h2>
                <p>"Type one of your printed codes instead. Each works once. Without them, whoever looks after accounts can let you set up a new phone."</p>
                {sign_out_button()}
            </div>
        }
        .into_any()
    })
    .await
}

/// Checks the code.
///
/// # Errors
/// When the form is not ours, or the database does not answer.
pub async fn submit_second_factor(
    State(app): State<App>,
    visitor: Visitor,
    form: SignedForm,
) -> Result<Response, Failure> {
    let CurrentUser(session) = form.signed;
    if session.standing != AuthLevel::NeedsSecond {
        return Ok(redirect(session.account.role.home()));
    }
    let typed: String = form.pairs.first("code").unwrap_or_default().chars().take(100).collect();
    if typed.trim().is_empty() {
        return ask(&app, &visitor, session, Some("Type the code from your phone")).await;
    }
    let now = app.clock.seconds();
    match check_second_factor(&app.store, &session.account, &app.site_name(), &typed, now).await? {
        SecondFactor::Right => go_on(&app, &session).await,
        SecondFactor::Wrong => {
            ask(&app, &visitor, session, Some("That is not the code, or it was used before. Wait for the next one"))
                .await
        }
        SecondFactor::CannotCheck => ask(&app, &visitor, session, Some(CANNOT_CHECK)).await,
        SecondFactor::TooOften => {
            end(&app.store, &session.secret).await?;
            app.note(&session.account.email, "gave five wrong second codes", "").await;
            Ok(app.set_cookie(redirect("/sign-in"), "session", "", 0))
        }
    }
}

async fn go_on(app: &App, session: &Session) -> Result<Response, Failure> {
    let Some(new) = strengthen(&app.store, session).await? else { return Ok(redirect("/sign-in")) };
    let (_, whole) = session.account.role.session_minutes();
    Ok(app.set_cookie(redirect(session.account.role.home()), "session", new.text(), whole * 60))
}

/// Sets up a telephone.
///
/// # Errors
/// When the database does not answer.
pub async fn show_enrolment(
    State(app): State<App>,
    visitor: Visitor,
    CurrentUser(session): CurrentUser,
) -> Result<Response, Failure> {
    if session.standing != AuthLevel::NeedsEnrolment {
        return Ok(redirect(session.account.role.home()));
    }
    set_up_form(&app, &visitor, session, None).await
}

async fn set_up_form(
    app: &App,
    visitor: &Visitor,
    session: Session,
    error: Option<&'static str>,
) -> Result<Response, Failure> {
    let enrolment = enrol(&session, &app.site_name())?;
    let page = about_form("Set up your second check", error.is_some());
    answer(app, visitor, page, move || {
        let errors: Vec<_> = error.iter().map(|e| ("code".to_owned(), (*e).to_owned())).collect();
        let spaced = spaced(&enrolment.secret);
        view! {
            <div class="prose flow">
                {error_summary("There is something to put right", &errors)}
                <h1>"Set up your second check"</h1>
                <p class="lead">"You work with what families rely on. So signing in needs your email and your phone."</p>
                <ol>
                    <li>"Open an app on your phone that makes codes. If you have none, ask your IT team which one to use."</li>
                    <li>"Add an account in it: take a picture of the square, or type the letters under it."</li>
                    <li>"Type the six digits that the app shows."</li>
                </ol>
                <div class="card qr">{picture(&enrolment)}<p>"The letters to type: "<b dir="ltr">{spaced}</b></p></div>
                <form class="card flow" method="post" action="/sign-in/set-up">
                    {form_token(&session)}
                    {code_field(error)}
                    <p><button class="btn">"Set up"</button></p>
                </form>
                {sign_out_button()}
            </div>
        }
        .into_any()
    })
    .await
}

/// Letters in fours, so that they can be read out.
fn spaced(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(4).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The square for a telephone's camera. The letters beside it say the same.
fn picture(enrolment: &Enrolment) -> AnyView {
    let side = enrolment.side;
    let mut path = String::new();
    for (at, _) in enrolment.squares.iter().enumerate().filter(|(_, dark)| **dark) {
        path.push_str(&format!("M{} {}h1v1h-1z", at % side, at / side));
    }
    let edge = format!("-4 -4 {} {}", side + 8, side + 8);
    view! {
        <svg viewBox=edge role="img" aria-label="A square for your phone’s camera. The letters below say the same." focusable="false">
            <rect x="-4" y="-4" width="100%" height="100%" fill="#fff"/><path d=path fill="#000"/>
        </svg>
    }
    .into_any()
}

/// Keeps the telephone, and shows the printed codes once.
///
/// # Errors
/// When the form is not ours, or the database does not answer.
pub async fn enrol_second_factor(
    State(app): State<App>,
    visitor: Visitor,
    form: SignedForm,
) -> Result<Response, Failure> {
    let CurrentUser(session) = form.signed;
    if session.standing != AuthLevel::NeedsEnrolment {
        return Ok(redirect(session.account.role.home()));
    }
    let typed = form.pairs.first("code").unwrap_or_default();
    if let Err(error) = app.store.secret_key() {
        tracing::error!("a second check cannot be set up: {error}");
        return set_up_form(&app, &visitor, session, Some(CANNOT_SET_UP)).await;
    }
    let now = app.clock.seconds();
    let Some(codes) = confirm_second_factor(&app.store, &session, &app.site_name(), typed, now).await? else {
        return set_up_form(&app, &visitor, session, Some("That is not the code the app shows now. Try the next one"))
            .await;
    };
    app.note(&session.account.email, "set up a second check", "").await;
    let Some(new) = strengthen(&app.store, &session).await? else { return Ok(redirect("/sign-in")) };
    let home = session.account.role.home();
    let shown = answer(&app, &visitor, about("Print these codes"), move || {
        let items: Vec<_> = codes.iter().map(|c| view! { <li dir="ltr"><code>{spaced(c)}</code></li> }).collect();
        view! {
            <div class="prose flow">
                <h1>"Print these codes"</h1>
                <p class="lead">"If your phone is lost, one of these lets you in. Each works once. They are shown only now: print this page and keep it safe."</p>
                <ol class="card codes">{items}</ol>
                <p class="links"><a class="btn" href=home>"I have printed them"</a></p>
            </div>
        }
        .into_any()
    })
    .await?;
    let (_, whole) = session.account.role.session_minutes();
    Ok(app.set_cookie(shown, "session", new.text(), whole * 60))
}
