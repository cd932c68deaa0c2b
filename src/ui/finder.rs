//! The search form: words, a place, a button.

use super::fields::message_for;
use crate::domain::FieldError;
use leptos::prelude::*;

/// What the search form shows.
#[derive(Clone, Debug, Default)]
pub struct Finder {
    /// Words typed.
    pub words: String,
    /// Place typed.
    pub place: String,
    /// What is said under the place when it was understood with a note.
    pub place_note: Option<String>,
    /// What was not understood.
    pub errors: Vec<FieldError>,
    /// The button's words.
    pub button: &'static str,
    /// Hints under the labels: on the home page.
    pub hints: bool,
}

/// The form. `island` is what suggestions grow from; it stands beside the field and adds nothing without JavaScript.
pub fn finder(show: Finder, island: Option<AnyView>, below: Option<AnyView>) -> AnyView {
    let words_error = message_for(&show.errors, "q");
    let place_error = message_for(&show.errors, "where");
    let described = |base: &str, hint: bool, error: bool| {
        let mut ids = Vec::new();
        if hint {
            ids.push(format!("{base}-hint"));
        }
        if error {
            ids.push(format!("{base}-error"));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    };
    let note = show.place_note.clone().or_else(|| show.hints.then(|| "Postcode or town".to_owned()));
    let words_by = described("q", show.hints, words_error.is_some());
    let place_by = described("where", note.is_some(), place_error.is_some());
    let words_hint = show.hints.then(|| view! { <span class="hint" id="q-hint">"Use your own words"</span> });
    let place_hint = note.map(|n| view! { <span class="hint" id="where-hint">{n}</span> });
    let field = |error: bool| if error { "field field-error" } else { "field" };
    let (words_class, place_class) = (field(words_error.is_some()), field(place_error.is_some()));
    let place_invalid = place_error.is_some().then_some("true");
    let error = |id: &'static str, message: Option<String>| {
        message.map(|m| view! { <span class="msg" id=id><span class="vh">"Error:"</span>{m}</span> })
    };
    view! {
        <div class="finder">
            <div class=words_class>
                <label for="q">"What would help?"</label>
                {words_hint}
                {error("q-error", words_error)}
                <div class="suggest"><input id="q" name="q" type="text" enterkeyhint="search" maxlength="300" autocomplete="off" value=show.words aria-describedby=words_by/>{island}</div>
            </div>
            <div class=place_class>
                <label for="where">"Where do you live?"</label>
                {place_hint}
                {error("where-error", place_error)}
                <input id="where" name="where" maxlength="100" autocomplete="postal-code" value=show.place aria-describedby=place_by aria-invalid=place_invalid/>
            </div>
            <p><button class="btn">{show.button}</button></p>
        </div>
        {below}
    }
    .into_any()
}
