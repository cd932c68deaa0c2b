//! Who it is for, and how to get a place.

use super::Shown;
use crate::domain::Facet;
use crate::ui::form::Line;
use leptos::prelude::*;

const NEEDED: [(&str, &str); 3] =
    [("not-needed", "No"), ("needed", "Yes"), ("unknown", "I do not know yet. Families will see “not told to us”")];

/// Who it is for.
pub fn who(shown: &Shown<'_>) -> Vec<AnyView> {
    let short = Line { keys: "numeric", short: true, autocomplete: "off", ..Line::default() };
    let needs = shown.radios(
        "needs",
        "Which needs is it for?",
        "",
        &[
            ("any", "Every kind of need"),
            ("these", "These needs"),
            ("unknown", "I do not know yet. Families will see “not told to us”"),
        ],
    );
    vec![
        view! {
            <fieldset>
                <legend>"How old are the children or young people?"</legend>
                <div class="row ages">
                    {shown.line("age-from", "Youngest", "In years. 0 is a baby.", short)}
                    {shown.line("age-to", "Oldest", "In years, up to 25.", short)}
                </div>
            </fieldset>
        }
        .into_any(),
        needs,
        shown.ticks("need", "If it is for some needs, which?", "Tick all that fit.", &shown.values_of(Facet::Need)),
        shown.choice("level", "Who is it open to?", "", "I do not know yet", &shown.values_of(Facet::Level)),
    ]
}

/// How to get a place.
pub fn place(shown: &Shown<'_>) -> Vec<AnyView> {
    vec![
        shown.ticks("access", "Who can ask for a place?", "Tick all that work.", &shown.values_of(Facet::Access)),
        shown.prose(
            "how",
            "How does a family ask?",
            "Write it as you would say it to a parent at the door. For example: “Phone Mo on Mondays.”",
            4,
        ),
        shown.prose(
            "decides",
            "Who decides if a child gets a place?",
            "For example: “Our manager decides, within 10 working days.”",
            3,
        ),
        shown.prose("wait", "How long is the wait?", "For example: “About six weeks in autumn 2026.”", 2),
        shown.radios("ehcp", "Must a child have an education, health and care (EHC) plan?", "", &NEEDED),
        shown.radios("diagnosis", "Must a child have a diagnosis?", "", &NEEDED),
    ]
}
