//! One entry of a listing's history, in sentences where it can be said in one, else before and after.

use crate::editing::HistoryEntry;
use leptos::prelude::*;

/// What changed, and why where somebody said.
pub fn entry_changes(entry: &HistoryEntry) -> AnyView {
    let said: Vec<_> = entry.said.iter().map(|s| view! { <li>{format!("{s}.")}</li> }).collect();
    let said = (!said.is_empty()).then(|| view! { <ul>{said}</ul> });
    // What was said in a sentence needs no two columns.
    let long: Vec<_> = entry
        .changes
        .iter()
        .filter(|c| !entry.said.iter().any(|s| s.starts_with(c.field.label())))
        .map(|c| {
            let label = c.field.label();
            let lines =
                |lines: &[String]| if lines.is_empty() { "Not told to us".to_owned() } else { lines.join("; ") };
            let (before, after) = (lines(&c.before), lines(&c.after));
            view! { <div><dt>{label}</dt><dd>"Before: "{before}</dd><dd>"Then: "{after}</dd></div> }
        })
        .collect();
    let long = (!long.is_empty()).then(|| view! { <dl class="sum-list">{long}</dl> });
    let note = (!entry.note.is_empty()).then(|| view! { <p>"Why: "{entry.note.clone()}</p> });
    view! { {said}{long}{note} }.into_any()
}
