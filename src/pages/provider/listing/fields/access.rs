//! Getting in and joining in: one question for each fact.

use super::Shown;
use crate::domain::Facet;
use crate::ui::form::{Line, line};
use leptos::prelude::*;

const ANSWERS: [(&str, &str); 4] =
    [("yes", "Yes"), ("partly", "Partly"), ("no", "No"), ("unknown", "I do not know yet")];

/// The fields.
pub fn fields(shown: &Shown<'_>) -> Vec<AnyView> {
    let values = shown.area.vocabulary.values(Facet::Features);
    let mut all = vec![
        view! { <p>"A “no” helps too: families can plan. What you do not know is shown as “not told to us”."</p> }
            .into_any(),
    ];
    for value in values {
        let (fact, note) = (format!("fact-{}", value.slug), format!("note-{}", value.slug));
        let mut told = shown.asked(&note, "What should families know?");
        told.about = format!(" About: {}", value.label);
        all.push(
            view! {
                <div class="card fact flow">
                    {shown.radios(&fact, &value.label, "", &ANSWERS)}
                    {line(told, shown.values.text(&note), Line { autocomplete: "off", ..Line::default() })}
                </div>
            }
            .into_any(),
        );
    }
    all
}
