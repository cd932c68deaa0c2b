//! The page for a form that cannot be saved now: everything that was typed, and a button to try again.

use super::layout::{PageMeta, answer_with};
use crate::domain::wording::opening;
use crate::web::{App, FORM_TOKEN, Failure, UnsavedForm, Visitor, json};
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;

/// What is shown to nobody: it is for one use, and typed anew.
const ONE_USE: [&str; 1] = ["code"];
/// What a page keeps for itself nobody wrote.
const OF_THE_PAGE: [&str; 5] = ["began", "page", "version", "seen", "back"];

/// Answers a form that cannot be saved now: the page's own script with a line, everybody else with a page.
pub fn answer(app: &App, visitor: &Visitor, kept: &UnsavedForm, sample: bool) -> Response {
    let status = Failure::NotSaved(Box::new(kept.clone()), String::new()).status();
    if kept.pairs.first("autosave").is_some() {
        let note =
            "Not saved: we cannot save anything just now. What you wrote stays here, and we try again by ourselves.";
        return (status, json(&serde_json::json!({ "note": note }))).into_response();
    }
    let signing_in = kept.path.starts_with("/sign-in");
    let title = match kept.path.as_str() {
        "/sign-out" => "We cannot sign you out just now",
        _ if signing_in => "We cannot sign you in just now",
        _ => "We cannot save that just now",
    };
    let about = PageMeta { title: title.to_owned(), no_index: true, status: Some(status), ..PageMeta::default() };
    answer_with(app, visitor, about, sample, || match kept.pairs.0.iter().any(|(name, _)| one_use(name)) {
        true => type_again(title, &kept.path),
        false => try_again(title, kept, signing_in),
    })
}

fn one_use(name: &str) -> bool {
    ONE_USE.contains(&name)
}

/// A code is not sent about in a page: it is typed anew, where it was typed before.
fn type_again(title: &'static str, path: &str) -> AnyView {
    let path = path.to_owned();
    view! {
        <div class="prose flow">
            <h1>{title}</h1>
            <p class="lead">"It is not your fault, and your code was not used. Wait a minute, then type it again."</p>
            <p class="links"><a class="btn" href=path>"Type the code again"</a></p>
        </div>
    }
    .into_any()
}

fn try_again(title: &'static str, kept: &UnsavedForm, signing_in: bool) -> AnyView {
    // A link to sign in stands in the address alone, and goes back to where it came from without being written out.
    let action = (!kept.path.starts_with("/sign-in/link/")).then(|| kept.path.clone());
    let fields = kept.pairs.0.iter().cloned().map(|(name, value)| {
        // A text area keeps the lines of what was typed; it is read and not shown twice.
        view! { <textarea name=name hidden=true>{value}</textarea> }
    });
    let fields: Vec<_> = fields.collect();
    let token = kept.token.clone().map(|token| view! { <input type="hidden" name=FORM_TOKEN value=token/> });
    let written: Vec<_> = kept
        .pairs
        .0
        .iter()
        .filter(|(name, value)| is_written(name, value))
        .map(|(_, value)| view! { <blockquote class="card">{opening(value, 2_000)}</blockquote> })
        .collect();
    let yours = (!written.is_empty()).then(|| view! { <h2>"What you wrote"</h2>{written} });
    let lead = match (signing_in, yours.is_some()) {
        (true, _) => "It is not your fault. Wait a minute, then press the button.",
        (false, true) => "It is not your fault. What you wrote is not lost, as long as you leave this page open.",
        (false, false) => "It is not your fault. Nothing was changed.",
    };
    let button = if yours.is_some() && !signing_in { "Save what I wrote" } else { "Try again" };
    view! {
        <div class="prose flow">
            <h1>{title}</h1>
            <p class="lead">{lead}</p>
            {(!signing_in).then(|| view! { <p>"Wait a minute, then press the button. If it does not work, wait a little longer and press it again."</p> })}
            <form method="post" action=action>
                {token}
                {fields}
                <p><button class="btn">{button}</button></p>
            </form>
            {yours}
        </div>
    }
    .into_any()
}

/// Words that somebody wrote, and not a choice, an id or what the page keeps for itself.
fn is_written(name: &str, value: &str) -> bool {
    let value = value.trim();
    let an_id = uuid::Uuid::try_parse(value).is_ok();
    !OF_THE_PAGE.contains(&name) && !an_id && (value.chars().count() > 20 || value.contains([' ', '@']))
}
