//! What a listing says on cards and pages: who it takes, what it costs, when it is.

use crate::area::Area;
use crate::domain::wording::{capital, list, miles};
use crate::domain::{CostOption, Facet, Find, Meaning, Needs, Place, Price, Requirement, Service, ServiceArea, State};
use crate::ui::{Card, CardView, fact_word, freshness_words};
use jiff::civil::Date;

/// A card for a hit of a question.
pub fn card(service: &Service, n: usize, away: Option<f64>, find: &Find, area: &Area, today: Date) -> Card {
    Card {
        n,
        id: service.id,
        href: format!("/services/{}", service.slug),
        name: service.name.clone(),
        by: service.organization.as_ref().map(|o| o.name.clone()).filter(|by| *by != service.name),
        status: service.status.sentence().map(str::to_owned),
        summary: service.summary.clone(),
        distance: distance(away, find.from.as_ref()),
        takes: takes(service, area, find),
        facts: facts(service, find, area),
        fresh: freshness_words(service, today),
        saved: false,
        back: String::new(),
        why: Vec::new(),
    }
}

/// "3 miles from Chorley"; rough where only an area is known.
pub fn distance(away: Option<f64>, from: Option<&Place>) -> Option<String> {
    let (away, from) = (away?, from?);
    let words = miles(away);
    // About a number: "about less than a mile" says nothing that "less than a mile" does not.
    let about = if from.approximate && words.starts_with(|c: char| c.is_ascii_digit()) { "about " } else { "" };
    Some(format!("{about}{words} from {}", from.name))
}

/// Who can use it, by where they live. Being based somewhere and taking families there are two facts.
pub fn takes(service: &Service, area: &Area, find: &Find) -> String {
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

/// The facts of a card: what was asked about first, then what everybody asks.
fn facts(service: &Service, find: &Find, area: &Area) -> Vec<(String, CardView)> {
    let mut facts = Vec::new();
    if let Some(age) = find.age {
        let told = service
            .ages
            .map_or(CardView::NotTold, |r| CardView::Told(if r.takes(age) { State::Yes } else { State::No }));
        let label =
            if age.years() == 0 { "Takes a baby".to_owned() } else { format!("Takes a {} year old", age.years()) };
        facts.push((label, told));
    } else {
        let ages = service.ages.map_or(CardView::NotTold, |r| CardView::Value(capital(&r.in_words())));
        facts.push(("Ages".to_owned(), ages));
    }
    for need in find.chosen(Facet::Need).iter().take(2) {
        let told = match &service.needs {
            Needs::NotTold => CardView::NotTold,
            Needs::Any => CardView::Told(State::Yes),
            Needs::These(needs) => CardView::Told(if needs.contains(need) { State::Yes } else { State::No }),
        };
        facts.push((area.vocabulary.label(Facet::Need, need).to_owned(), told));
    }
    for feature in find.chosen(Facet::Features).iter().take(3) {
        facts.push((
            area.vocabulary.label(Facet::Features, feature).to_owned(),
            fact_word(service.features.get(feature)),
        ));
    }
    facts.push(("Cost".to_owned(), cost(&service.cost, area).map_or(CardView::NotTold, CardView::Value)));
    let plan = service.ehcp.map_or(CardView::NotTold, |r| CardView::Value(needed(r).to_owned()));
    facts.push(("EHC plan".to_owned(), plan));
    facts
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
