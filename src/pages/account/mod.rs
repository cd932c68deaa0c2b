//! Signing in and out, the second factor, and one's own sessions.

pub mod link;
pub mod register;
pub mod second;
pub mod sessions;
pub mod sign_in;

use crate::domain::wording::count;
use crate::pages::layout::PageMeta;
use crate::web::SigningIn;
use axum::http::StatusCode;
use leptos::prelude::*;

/// A page that no search engine should hold.
fn about(title: &str) -> PageMeta {
    PageMeta { title: title.to_owned(), no_index: true, ..PageMeta::default() }
}

/// The same for a form: with an error it says so in its title and its status.
fn about_form(title: &str, error: bool) -> PageMeta {
    match error {
        true => PageMeta { status: Some(StatusCode::UNPROCESSABLE_ENTITY), ..about(&format!("Error: {title}")) },
        false => about(title),
    }
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

/// So many seconds as people say them: whole minutes, 1 or more.
fn minutes(seconds: u64) -> String {
    count(seconds.div_ceil(60).max(1), "minute", "minutes")
}

/// Why somebody is held back: too many tries came from their network.
fn too_many_tries(seconds: u64) -> String {
    format!("Too many tries. Try again in {}", minutes(seconds))
}

/// Why no mail is sent: their address was sent enough. It says nothing about whether anybody has it.
fn mailed_enough(seconds: u64) -> String {
    format!("We have sent enough emails to this address for now. Use the newest, or try again in {}", minutes(seconds))
}

/// The way out of pages without the navigation of those who are signed in, for somebody who is not who they meant to be.
fn sign_out_button() -> AnyView {
    view! { <form method="post" action="/sign-out"><p><button class="btn second">"Sign out"</button></p></form> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::too_many_tries;

    #[test]
    fn one_minute_is_one_minute() {
        assert_eq!(too_many_tries(1), "Too many tries. Try again in 1 minute");
        assert_eq!(too_many_tries(60), "Too many tries. Try again in 1 minute");
        assert_eq!(too_many_tries(61), "Too many tries. Try again in 2 minutes");
    }
}
