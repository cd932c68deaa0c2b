//! Where it happens, and which districts' families can use it.

use super::Shown;
use crate::domain::Facet;
use crate::editing::form::SERVES;
use crate::ui::form::{Line, add_button, group};
use leptos::prelude::*;

/// The fields.
pub fn fields(shown: &Shown<'_>) -> Vec<AnyView> {
    let plain = Line { autocomplete: "off", ..Line::default() };
    let short = Line { short: true, ..plain };
    let mut all = vec![shown.ticks("mode", "How does it happen?", "Tick all that fit.", &shown.values_of(Facet::Mode))];
    for n in shown.numbers("venue") {
        let name = |end: &str| format!("venue-{n}-{end}");
        let fields = vec![
            shown.line(&name("name"), "Name of the place", "For example: St John’s church hall.", plain),
            shown.line(&name("address"), "Street", "", plain),
            shown.line(&name("town"), "Town", "", plain),
            shown.line(&name("postcode"), "Postcode", "So that families can see how far it is.", short),
            shown.choice(
                &name("district"),
                "District it is in",
                "",
                "Work it out from the postcode",
                &shown.districts(),
            ),
            shown.line(&name("note"), "Anything about getting in?", "For example: The side door has no step.", plain),
        ];
        all.push(group("venue", n, "Place", shown.is_new("venue", n), fields));
    }
    all.push(add_button("venue", "Add another place"));
    all.push(shown.radios(
        "serves",
        "Which families can use it?",
        "Where they live, not where you are. We never guess this from your address.",
        &SERVES,
    ));
    all.push(shown.ticks("district", "If only some districts, which?", "", &shown.districts()));
    all.push(shown.line("others", "Any places outside the county?", "With commas between them.", plain));
    all
}
