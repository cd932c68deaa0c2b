//! What a listing says wherever it is shown: who it takes, what it costs, what is needed.

use crate::area::Area;
use crate::domain::wording::{capital, list};
use crate::domain::{CostOption, Facet, Meaning, Price, Requirement, SearchQuery, Service, ServiceArea};

/// Who can use it, by where they live. Being based somewhere and taking families there are two facts.
pub fn takes(service: &Service, area: &Area, find: &SearchQuery) -> String {
    let based: Vec<&str> = service.based_in().into_iter().map(|d| area.district_name(d)).collect();
    let asked: Vec<&String> = find.chosen(Facet::District).iter().collect();
    let elsewhere = asked.iter().any(|d| service.service_area.serves(d) == Some(true))
        && !based.is_empty()
        && !asked.iter().any(|d| based.contains(&area.district_name(d)));
    let start = if elsewhere { format!("Based in {}. ", list(&based)) } else { String::new() };
    match &service.service_area {
        ServiceArea::Everywhere => format!("{start}Takes families in every district of {}", area.name),
        ServiceArea::NotTold if based.is_empty() => "Not told to us who can use it".to_owned(),
        ServiceArea::NotTold => format!("Based in {}. Not told to us who can use it", list(&based)),
        ServiceArea::Areas { districts, others } => {
            let names: Vec<&str> =
                districts.iter().map(|d| area.district_name(d)).chain(others.iter().map(String::as_str)).collect();
            let home = find.from.as_ref().and_then(|p| p.district.as_deref());
            let not_here = home
                .filter(|h| !districts.iter().any(|d| d == h))
                .map(|h| format!(", not in {}", area.district_name(h)));
            format!("{start}Takes families in {}{}", list(&names), not_here.unwrap_or_default())
        }
    }
}

/// "£4 a session"; the band where no words were given; none when not told.
pub fn cost(cost: &CostOption, area: &Area) -> Option<String> {
    let band = cost.band.as_deref().map(|b| area.vocabulary.label(Facet::Cost, b).to_owned());
    let mut prices = list(&cost.prices.iter().map(Price::in_words).collect::<Vec<_>>());
    let meaning = cost.band.as_deref().and_then(|band| area.vocabulary.meaning(Facet::Cost, band));
    if let (Some(band), false, Some(Meaning::MeansTested)) = (&band, prices.is_empty(), meaning) {
        prices = format!("{band}: {prices}");
    }
    match (&cost.detail, prices.is_empty()) {
        (Some(detail), true) => Some(capital(detail)),
        (Some(detail), false) => Some(format!("{prices}. {}", capital(detail))),
        (None, false) => Some(prices),
        (None, true) => band,
    }
}

/// "You need one" or "You do not need one".
pub fn needed(requirement: Requirement) -> &'static str {
    match requirement {
        Requirement::Needed => "You need one",
        Requirement::NotNeeded => "You do not need one",
    }
}
