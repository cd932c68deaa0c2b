//! What somebody typed into a form that was not used, to be read: every field with its label, in the order of the form.

use crate::area::Area;
use crate::domain::Facet;
use crate::domain::wording::opening;
use leptos::prelude::*;

/// The most letters of one field that are shown. All of them are still in the form.
const SHOWN: usize = 2_000;

/// What a page or its script keeps for itself: nobody typed it, or it is for nobody to read again.
const TECHNICAL: [&str; 16] = [
    "form-token",
    "began",
    "page",
    "version",
    "seen",
    "autosave",
    "add",
    "remove",
    "stop",
    "do",
    "number",
    "service",
    "session",
    "draft",
    "code",
    "organisation",
];

/// What is chosen from a list and not typed: the form keeps it, and its values are words for programs.
const CHOSEN: [&str; 16] = [
    "category",
    "needs",
    "need",
    "level",
    "access",
    "ehcp",
    "diagnosis",
    "mode",
    "serves",
    "district",
    "when",
    "cost",
    "direct-payment",
    "status",
    "why",
    "field",
];

/// What a field asks, by its name: as short as it can be read alone.
const LABELS: [(&str, &str); 22] = [
    ("name", "What it is called"),
    ("summary", "In one sentence"),
    ("description", "More about it"),
    ("age-from", "Youngest"),
    ("age-to", "Oldest"),
    ("how", "How a family asks"),
    ("decides", "Who decides"),
    ("wait", "How long the wait is"),
    ("others", "Places outside the county"),
    ("detail", "More about the cost"),
    ("phone", "Phone number"),
    ("email", "Email address"),
    ("website", "Website"),
    ("ends", "Last day"),
    ("instead", "What to use instead"),
    ("note", "Your note"),
    ("address", "Street"),
    ("town", "Town"),
    ("postcode", "Postcode"),
    ("opens", "Starts"),
    ("closes", "Ends"),
    ("pounds", "Price in pounds"),
];

/// The kinds of groups, as their pages call them.
const GROUPS: [(&str, &str); 3] = [("venue", "Place"), ("time", "Session"), ("price", "Price")];

/// One field that somebody typed into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedField {
    /// What it asks; none where that is not known.
    pub label: Option<String>,
    /// What was typed.
    pub value: String,
}

/// Every field that somebody typed into, short ones too.
pub fn typed_fields(pairs: &[(String, String)], area: &Area) -> Vec<TypedField> {
    let typed = pairs.iter().filter(|(name, value)| !value.trim().is_empty() && is_typed(name));
    typed.map(|(name, value)| TypedField { label: label(name, area), value: value.clone() }).collect()
}

fn is_typed(name: &str) -> bool {
    let end = group_field(name).map_or(name, |(_, _, end)| end);
    let chosen = CHOSEN.contains(&name) || name.starts_with("fact-") || ["is", "day", "district"].contains(&end);
    !chosen && !TECHNICAL.contains(&name)
}

/// The kind, number and field of `venue-2-town`.
fn group_field(name: &str) -> Option<(&'static str, &str, &str)> {
    let (kind, rest) = name.split_once('-')?;
    let (number, end) = rest.split_once('-')?;
    let (_, title) = GROUPS.iter().find(|(k, _)| *k == kind)?;
    number.bytes().all(|b| b.is_ascii_digit()).then_some((*title, number, end))
}

fn label(name: &str, area: &Area) -> Option<String> {
    let plain = |name: &str| LABELS.iter().find(|(n, _)| *n == name).map(|(_, label)| (*label).to_owned());
    if let Some((title, number, end)) = group_field(name) {
        let asks = match (title, end) {
            ("Place", "name") => "Name".to_owned(),
            ("Place", "note") => "Getting in".to_owned(),
            ("Price", "what") => "What for".to_owned(),
            (_, "note") => "Note".to_owned(),
            (_, end) => plain(end)?,
        };
        return Some(format!("{title} {number}: {asks}"));
    }
    match name.strip_prefix("note-") {
        // The note of a version that is put back.
        Some(number) if number.bytes().all(|b| b.is_ascii_digit()) => plain("note"),
        Some(fact) => Some(area.vocabulary.label(Facet::Features, fact).to_owned()),
        None => plain(name),
    }
}

/// The fields as they are read; nothing where nobody typed anything.
pub fn typed_view(pairs: &[(String, String)], area: &Area) -> Option<AnyView> {
    let fields: Vec<_> = typed_fields(pairs, area)
        .into_iter()
        .map(|field| {
            let label = field.label.map(|label| view! { <p><b>{label}</b></p> });
            view! { <div>{label}<blockquote class="card">{opening(&field.value, SHOWN)}</blockquote></div> }
        })
        .collect();
    (!fields.is_empty()).then(|| view! { <h2>"What you wrote"</h2>{fields} }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{area, pairs};

    #[test]
    fn every_field_that_was_typed_is_shown_with_its_label_and_nothing_else() {
        let form = pairs(
            "form-token=x&began=abc&page=p&version=3&name=Mo&category=clubs&venue-2-is=1&venue-2-town=Nelson&venue-2-district=pendle\
             &time-1-day=MO&time-1-opens=9am&time-1-note=+&price-1-what=a+go&fact-hoist=partly&note-hoist=Ask&phone=01234&other=y&note-4=Why",
        );
        let shown: Vec<(Option<String>, String)> =
            typed_fields(&form, &area()).into_iter().map(|f| (f.label, f.value)).collect();
        let field = |label: &str, value: &str| (Some(label.to_owned()), value.to_owned());
        let hoist = area().vocabulary.label(Facet::Features, "hoist").to_owned();
        assert_eq!(
            shown,
            [
                field("What it is called", "Mo"),
                field("Place 2: Town", "Nelson"),
                field("Session 1: Starts", "9am"),
                field("Price 1: What for", "a go"),
                field(&hoist, "Ask"),
                field("Phone number", "01234"),
                (None, "y".to_owned()),
                field("Your note", "Why"),
            ]
        );
    }
}
