//! What a listing says on cards and pages: who it takes, what it costs, when it is.

use crate::area::Area;
use crate::domain::wording::{capital, miles};
use crate::domain::{Facet, NeedsServed, Place, SearchQuery, Service, State};
use crate::pages::listing_words::{cost, needed, takes};
use crate::ui::{Card, CardView, fact_word, freshness_words};
use jiff::civil::Date;

/// A card for a hit of a question.
pub fn card(service: &Service, n: usize, away: Option<f64>, find: &SearchQuery, area: &Area, today: Date) -> Card {
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

/// The facts of a card: what was asked about first, then what everybody asks.
fn facts(service: &Service, find: &SearchQuery, area: &Area) -> Vec<(String, CardView)> {
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
            NeedsServed::NotTold => CardView::NotTold,
            NeedsServed::Any => CardView::Told(State::Yes),
            NeedsServed::These(needs) => CardView::Told(if needs.contains(need) { State::Yes } else { State::No }),
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
