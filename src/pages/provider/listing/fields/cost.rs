//! What it costs.

use super::Shown;
use crate::domain::Facet;
use crate::editing::form::{cost_kinds, other_band};
use crate::ui::form::{Line, add_button, group};
use leptos::prelude::*;

/// The fields.
pub fn fields(shown: &Shown<'_>) -> Vec<AnyView> {
    let plain = Line { autocomplete: "off", ..Line::default() };
    let short = Line { short: true, keys: "decimal", ..plain };
    // A band that is not asked here, from an import or an older area pack, is one of the answers.
    let now = shown.values.text("cost");
    let other = other_band(now).map(|band| format!("As it is now: {}", shown.area.vocabulary.label(Facet::Cost, band)));
    let answers: Vec<(&str, &str)> =
        cost_kinds(&shown.area.vocabulary).into_iter().chain(other.as_deref().map(|words| (now, words))).collect();
    let mut all = vec![shown.radios("cost", "What does it cost?", "", &answers)];
    for n in shown.numbers("price") {
        let name = |end: &str| format!("price-{n}-{end}");
        let fields = vec![
            shown.line(&name("pounds"), "Price in pounds", "Like 4.50.", short),
            shown.line(&name("what"), "What for?", "For example: a session, or: if you get free school meals.", plain),
        ];
        all.push(group("price", n, "Price", shown.is_new("price", n), fields));
    }
    all.push(add_button("price", "Add another price"));
    all.push(shown.prose(
        "detail",
        "Anything else about the cost?",
        "For example: “Helpers come free. First visit free.”",
        2,
    ));
    all.push(shown.radios(
        "direct-payment",
        "Can families pay with a direct payment from the council?",
        "",
        &[("yes", "Yes"), ("no", "No"), ("unknown", "I do not know yet. Families will see nothing about it")],
    ));
    all
}
