//! Signing in and out, the second factor, and one's own sessions.

pub mod link;
pub mod register;
pub mod second;
pub mod sessions;
pub mod sign_in;

use crate::accounts::Session;
use crate::pages::frame::About;
use crate::web::{FORM_TOKEN, SigningIn};
use axum::http::StatusCode;
use leptos::prelude::*;

/// A page that no search engine should hold.
fn about(title: &str) -> About {
    About { title: title.to_owned(), no_index: true, ..About::default() }
}

/// The same for a form: with an error it says so in its title and its status.
fn about_form(title: &str, error: bool) -> About {
    match error {
        true => About { status: Some(StatusCode::UNPROCESSABLE_ENTITY), ..about(&format!("Error: {title}")) },
        false => about(title),
    }
}

/// Shows that a form came from a page of ours.
pub fn form_token(session: &Session) -> AnyView {
    let token = session.form_token();
    view! { <input type="hidden" name=FORM_TOKEN value=token/> }.into_any()
}

/// Why nobody can sign in here; none when they can.
fn refused(how: SigningIn) -> Option<AnyView> {
    (how == SigningIn::Refused).then(|| {
        view! {
            <p class="notice">"Signing in is switched off: this site has no https address of its own, so others could listen. Whoever runs it can start it with --base-url https://…"</p>
        }
        .into_any()
    })
}
