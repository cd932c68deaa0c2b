//! `/preferences`: colours, text size, spacing, live results. One cookie of readable words, set by the button.

use crate::pages::layout::{PageMeta, answer};
use crate::ui::choice_group;
use crate::web::{
    App, Failure, FormPairs, LiveResults, Pairs, Preferences, Spacing, TextSize, Theme, Visitor, redirect, with_cookie,
};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

/// The form.
///
/// # Errors
/// When the database does not answer.
pub async fn show_preferences(State(app): State<App>, visitor: Visitor, pairs: Pairs) -> Result<Response, Failure> {
    let saved = pairs.first("saved").is_some();
    let about = PageMeta { title: "Change what you see".to_owned(), no_index: true, ..PageMeta::default() };
    let chosen = visitor.preferences;
    answer(&app, &visitor, about, move || page(chosen, saved)).await
}

fn page(chosen: Preferences, saved: bool) -> AnyView {
    let saved = saved.then(|| view! { <div class="notice"><p>"Saved on this device."</p></div> });
    view! {
        <div class="prose flow">
            {saved}
            <h1>"Change what you see"</h1>
            <p class="lead">"Choose what is easiest for you. Your device and browser can do more, such as reading aloud and making everything larger."</p>
            <form method="post" action="/preferences" class="card prefs flow">
                {choice_group("theme", "Colours", Theme::ALL.iter().map(|(v, w, l)| (*w, *l, *v == chosen.theme)).collect())}
                {choice_group("size", "Text size", TextSize::ALL.iter().map(|(v, w, l)| (*w, *l, *v == chosen.size)).collect())}
                {choice_group("spacing", "Space between letters and lines", Spacing::ALL.iter().map(|(v, w, l)| (*w, *l, *v == chosen.spacing)).collect())}
                {choice_group("live", "Search results", LiveResults::ALL.iter().map(|(v, w, l)| (*w, *l, *v == chosen.live)).collect())}
                <p><button class="btn">"Save"</button></p>
            </form>
            <p class="small">"This is kept on your device in a cookie called prefs, as plain words. Choose the first of each to take it away."</p>
        </div>
    }
    .into_any()
}

/// Saves the choices; what is no choice of ours is passed over.
///
/// # Errors
/// When the form came from another site or was too large.
pub async fn save_preferences(
    State(app): State<App>,
    visitor: Visitor,
    FormPairs(form): FormPairs,
) -> Result<Response, Failure> {
    let mut chosen = visitor.preferences;
    let word = |name: &str| form.first(name).unwrap_or_default();
    chosen.theme = Theme::parse(word("theme")).unwrap_or(chosen.theme);
    chosen.size = TextSize::parse(word("size")).unwrap_or(chosen.size);
    chosen.spacing = Spacing::parse(word("spacing")).unwrap_or(chosen.spacing);
    chosen.live = LiveResults::parse(word("live")).unwrap_or(chosen.live);
    let secure = app.settings.base_url.as_deref().is_some_and(|u| u.starts_with("https://"));
    Ok(with_cookie(redirect("/preferences?saved=yes"), "prefs", &chosen.text(), secure))
}
