//! Days and times.

use super::Shown;
use crate::domain::service::day_name;
use crate::domain::{Facet, Schedule};
use crate::ui::form::{Line, add_button, group};
use leptos::prelude::*;

/// The fields.
pub fn fields(shown: &Shown<'_>) -> Vec<AnyView> {
    let short = Line { short: true, autocomplete: "off", ..Line::default() };
    let days: Vec<(String, String)> =
        Schedule::DAYS.iter().map(|d| ((*d).to_owned(), day_name(d).unwrap_or_default().to_owned())).collect();
    let mut all = Vec::new();
    for n in shown.numbers("time") {
        let name = |end: &str| format!("time-{n}-{end}");
        let times = view! {
            <div class="row ages">
                {shown.line(&name("opens"), "Starts", "Like 9:30am or 17:00.", short)}
                {shown.line(&name("closes"), "Ends", "", short)}
            </div>
        };
        let fields = vec![
            shown.ticks(&name("day"), "Days", "", &days),
            times.into_any(),
            shown.line(
                &name("note"),
                "Note",
                "For example: Term time only.",
                Line { autocomplete: "off", ..Line::default() },
            ),
        ];
        all.push(group("time", n, "Session", shown.is_new("time", n), fields));
    }
    all.push(add_button("time", "Add another session"));
    all.push(shown.ticks(
        "when",
        "If the times change, roughly when is it?",
        "Families who look for evenings or weekends find it by these.",
        &shown.values_of(Facet::When),
    ));
    all
}
