//! Why a listing is among the results, in plain words.

use super::words::distance;
use crate::domain::{Facet, NeedsServed, SearchQuery, Service, ServiceArea};
use crate::search::Hit;
use crate::web::App;

/// The reasons, the words first, then who can use it, how near it is and how fresh.
pub fn why(hit: &Hit, service: &Service, find: &SearchQuery, app: &App) -> Vec<String> {
    let mut reasons: Vec<String> = hit
        .why
        .iter()
        .map(|why| {
            if why.asked == why.says {
                format!("It says “{}” in {}", why.says, why.place)
            } else {
                format!("You asked for “{}”. It says “{}” in {}", why.asked, why.says, why.place)
            }
        })
        .collect();
    if let Some(home) = find.from.as_ref().and_then(|p| p.district.as_deref()) {
        let name = app.area.district_name(home);
        match service.service_area.serves(home) {
            Some(true) if service.service_area == ServiceArea::Everywhere => {
                reasons.push("It takes families from everywhere".to_owned())
            }
            Some(true) => reasons.push(format!("It takes families from {name}")),
            Some(false) => reasons.push(format!("It is lower down because it does not take families from {name}")),
            None => reasons.push("It is lower down because it has not told us who can use it".to_owned()),
        }
    }
    if let NeedsServed::These(needs) = &service.needs {
        let told = find.guessed.needs.iter().chain(find.chosen(Facet::Need)).filter(|n| needs.contains(n));
        reasons.extend(told.map(|need| format!("It helps with: {}", app.area.vocabulary.label(Facet::Need, need))));
    }
    let times = find.guessed.when.iter().filter(|w| service.when.contains(w));
    reasons.extend(times.map(|when| format!("It is open: {}", app.area.vocabulary.label(Facet::When, when))));
    reasons.extend(distance(hit.miles, find.from.as_ref()).map(|d| format!("It is {d}")));
    if let Some(checked) = service.checked.filter(|c| !c.is_late(app.clock.today())) {
        reasons.push(format!("It was checked on {}", crate::domain::wording::date(checked.on)));
    }
    reasons
}
