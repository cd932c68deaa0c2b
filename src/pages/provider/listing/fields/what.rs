//! What it is, how to reach it, and whether it runs.

use super::Shown;
use crate::domain::Facet;
use crate::editing::form::STATES;
use crate::ui::form::Line;
use leptos::prelude::*;

/// What it is.
pub fn fields(shown: &Shown<'_>) -> Vec<AnyView> {
    vec![
        shown.line("name", "What is it called?", "The name families know it by.", Line::default()),
        shown.prose(
            "summary",
            "What do families get, in one sentence?",
            "For example: “A Saturday club for disabled children, with one helper for every two.”",
            2,
        ),
        shown.prose(
            "description",
            "Tell us more",
            "What happens there, from arriving to going home. Leave a blank line between paragraphs.",
            8,
        ),
        categories(shown),
    ]
}

/// Kinds of help, each top kind with those below it.
fn categories(shown: &Shown<'_>) -> AnyView {
    let all = shown.area.vocabulary.values(Facet::Category);
    let mut first = true;
    let groups: Vec<_> = all
        .iter()
        .filter(|v| v.parent.is_none())
        .map(|top| {
            let below = all.iter().filter(|v| v.parent.as_deref() == Some(&top.slug));
            let boxes: Vec<_> = std::iter::once(top)
                .chain(below)
                .map(|v| {
                    let id = if std::mem::take(&mut first) { "category".to_owned() } else { format!("category-{}", v.slug) };
                    let (value, checked) = (v.slug.clone(), shown.values.has("category", &v.slug));
                    let label = if v.parent.is_none() { view! { <b>{v.label.clone()}</b> }.into_any() } else { v.label.clone().into_any() };
                    view! { <label class="tick"><input type="checkbox" id=id name="category" value=value checked=checked/>" "<span>{label}</span></label> }
                })
                .collect();
            view! { <div class="kind">{boxes}</div> }
        })
        .collect();
    let asked = shown.asked("category", "");
    let error = asked.error.map(|e| view! { <p class="msg" id="category-error">"Error: "{e}</p> });
    let (class, described) =
        if error.is_some() { ("field-error", "category-hint category-error") } else { ("", "category-hint") };
    view! {
        <fieldset class=class aria-describedby=described>
            <legend>"Which kinds of help is it?"</legend>
            <span class="hint" id="category-hint">"Tick all that fit. Families find it by these."</span>
            {error}
            <div class="kinds">{groups}</div>
        </fieldset>
    }
    .into_any()
}

/// How to reach the people who run it.
pub fn contact(shown: &Shown<'_>) -> Vec<AnyView> {
    let line = |kind, keys| Line { kind, keys, autocomplete: "off", ..Line::default() };
    vec![
        shown.line(
            "phone",
            "Phone number",
            "The number a parent can ring. Not your own mobile, unless you want calls on it.",
            line("text", "tel"),
        ),
        shown.line("email", "Email address", "Families see it.", line("text", "email")),
        shown.line("website", "Website", "Where families can read more.", line("text", "url")),
    ]
}

/// Whether it runs.
pub fn running(shown: &Shown<'_>) -> Vec<AnyView> {
    vec![
        shown.radios(
            "status",
            "Is it running?",
            "A listing never just disappears: families can still find it, and read what happened.",
            &STATES,
        ),
        shown.prose(
            "note",
            "What happened, and what can families do?",
            "For example: “The roof is being mended. We open again at Easter. Until then, Riverside has places.”",
            3,
        ),
        shown.line(
            "ends",
            "Last day",
            "Only if it is about to end. For example: 31 March 2027.",
            Line { short: true, ..Line::default() },
        ),
        shown.line(
            "instead",
            "What can families use instead?",
            "If it has a page here, copy its address, like /services/name-of-it.",
            Line::default(),
        ),
    ]
}
