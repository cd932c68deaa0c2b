//! `/sign-in/link/{token}`: opened by GET, which uses nothing, because mail scanners open links; used by POST.

use super::about;
use super::sign_in::sign_in;
use crate::accounts::{ANY_BROWSER, Secret, code_for_token, redeem_link};
use crate::pages::layout::answer;
use crate::web::{App, Failure, FormPairs, Network, Visitor, cookie};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use leptos::prelude::*;

/// What opening a link shows.
enum Shown {
    /// A button, in the browser where one asked.
    Button(String),
    /// The code, to be typed where one asked.
    Code(String),
    /// It has ended.
    Ended,
}

/// The page behind a link.
///
/// # Errors
/// When the database does not answer.
pub async fn show_link(
    State(app): State<App>,
    Path(token): Path<String>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let shown = match Secret::parse(&token) {
        Some(token) => {
            let asked_in = app.store.open_sign_in(&token.hash(), app.clock.seconds()).await?;
            let here = cookie(&headers, &app.cookie_name("sign-in")).map(|b| b.hash());
            match asked_in {
                None => Shown::Ended,
                Some(browser) if app.any_browser(&headers, &browser).await? || here.as_ref() == Some(&browser) => {
                    Shown::Button(format!("/sign-in/link/{}", token.text()))
                }
                Some(_) => Shown::Code(code_for_token(&token)),
            }
        }
        None => Shown::Ended,
    };
    show(&app, &visitor, shown).await
}

async fn show(app: &App, visitor: &Visitor, shown: Shown) -> Result<Response, Failure> {
    let mut page = about("Sign in");
    if matches!(shown, Shown::Ended) {
        page.title = "This link has ended".to_owned();
        page.status = Some(StatusCode::GONE);
    }
    answer(app, visitor, page, move || match shown {
        Shown::Button(action) => view! {
            <div class="prose flow">
                <h1>"Sign in"</h1>
                <p class="lead">"Press the button to sign in."</p>
                <form class="card" method="post" action=action><p><button class="btn">"Sign in"</button></p></form>
            </div>
        }
        .into_any(),
        Shown::Code(code) => {
            let spaced = format!("{} {}", &code[..4], &code[4..]);
            view! {
                <div class="prose flow">
                    <h1>"Type this code where you began"</h1>
                    <p class="lead">"You asked for the link in another browser or on another device. Go back there and type:"</p>
                    <p class="card code" dir="ltr"><b>{spaced}</b></p>
                    <p>"If it was not you who asked, type it nowhere and give it to nobody."</p>
                </div>
            }
            .into_any()
        }
        Shown::Ended => view! {
            <div class="prose flow">
                <h1>"This link has ended"</h1>
                <p class="lead">"It works once, for 10 minutes. Send yourself another."</p>
                <p class="links"><a class="btn" href="/sign-in">"Send me a link"</a></p>
            </div>
        }
        .into_any(),
    })
    .await
}

/// Uses a link.
///
/// # Errors
/// When the form came from another site, or the database does not answer.
pub async fn follow_link(
    State(app): State<App>,
    Path(token): Path<String>,
    visitor: Visitor,
    headers: HeaderMap,
    Network(network): Network,
    FormPairs(_): FormPairs,
) -> Result<Response, Failure> {
    let Some(token) = Secret::parse(&token) else { return show(&app, &visitor, Shown::Ended).await };
    let now = app.clock.seconds();
    let account = match cookie(&headers, &app.cookie_name("sign-in")) {
        Some(browser) => redeem_link(&app.store, &token, &browser, now).await?,
        None => None,
    };
    let account = match account {
        None if app.any_browser(&headers, ANY_BROWSER).await? => {
            app.store.use_link(&token.hash(), ANY_BROWSER, now).await?
        }
        account => account,
    };
    match account {
        Some(account) => sign_in(&app, &headers, &network, account).await,
        None => show(&app, &visitor, Shown::Ended).await,
    }
}
