//! Where it happens, and which districts' families can use it. An address is never turned into a service area.

use super::{Form, Values};
use crate::domain::text::one_line;
use crate::domain::{Facet, Location, Postcode, Service, ServiceArea};

/// The ways to say who can use it, by where they live: value and label.
pub const SERVES: [(&str, &str); 3] = [
    ("everywhere", "Families in every district"),
    ("these", "Families in these districts only"),
    ("unknown", "I do not know yet. Families will see “not told to us”"),
];

const SHORT: usize = 150;
const NOTE: usize = 400;

pub fn show(service: &Service) -> Values {
    let mut values = Values::default();
    service.modes.iter().for_each(|m| values.put("mode", m));
    for (n, venue) in (1..).zip(&service.locations) {
        values.put(format!("venue-{n}-is"), "1");
        values.put_some(format!("venue-{n}-name"), venue.name.as_deref());
        values.put_some(format!("venue-{n}-address"), venue.address.as_deref());
        values.put_some(format!("venue-{n}-town"), venue.town.as_deref());
        values.put_some(format!("venue-{n}-postcode"), venue.postcode.as_ref().map(Postcode::as_str));
        values.put_some(format!("venue-{n}-district"), venue.district.as_deref());
        values.put_some(format!("venue-{n}-note"), venue.access_note.as_deref());
    }
    match &service.service_area {
        ServiceArea::NotTold => values.put("serves", "unknown"),
        ServiceArea::Everywhere => values.put("serves", "everywhere"),
        ServiceArea::Areas { districts, others } => {
            values.put("serves", "these");
            districts.iter().for_each(|d| values.put("district", d));
            if !others.is_empty() {
                values.put("others", others.join(", "));
            }
        }
    }
    values
}

pub fn read(form: &mut Form<'_>, into: &mut Service) {
    let before = form.wrong.len();
    let modes = form.ticked("mode", Facet::Mode, &into.modes);
    if form.wrong.len() == before {
        into.modes = modes;
    }
    let before = form.wrong.len();
    let mut venues = Vec::new();
    let mut left: Vec<Option<Location>> = into.locations.iter().cloned().map(Some).collect();
    for n in form.groups("venue", "name") {
        venues.extend(venue(form, n, &into.locations, &mut left));
    }
    if form.wrong.len() == before {
        into.locations = venues;
    }
    let before = form.wrong.len();
    let area = form.area;
    let had =
        if let ServiceArea::Areas { districts, .. } = &into.service_area { districts.clone() } else { Vec::new() };
    let known: Vec<String> = area.districts.iter().map(|d| d.slug.clone()).collect();
    let ours = |v: &str| known.iter().chain(&had).any(|k| k == v);
    if let Some(odd) = form.values.all("district").find(|v| !ours(v)).map(super::shown) {
        form.wrong("district", format!("“{odd}” is not a district here"));
    }
    let ticked: Vec<String> = known.into_iter().filter(|d| form.values.has("district", d)).collect();
    let districts = super::in_order(&had, ticked, |slug| area.district(slug).is_some());
    // A name may hold a comma: what was not touched is not cut anew.
    let same = one_line(form.values.text("others")) == form.shown.text("others");
    let others = match &into.service_area {
        ServiceArea::Areas { others, .. } if same => others.clone(),
        _ => form.line("others", NOTE).map_or_else(Vec::new, |text| {
            text.split(',').map(str::trim).filter(|o| !o.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        }),
    };
    let some = !districts.is_empty() || !others.is_empty();
    match form.chosen("serves", &SERVES.map(|(v, _)| v)).as_deref() {
        Some("everywhere" | "unknown") if some => {
            form.wrong("serves", "You ticked some districts. Choose “these districts only”, or take the ticks away");
        }
        Some("these") if !some && form.wrong.len() == before => {
            form.wrong("district", "Tick the districts you take families from, or choose another answer");
        }
        Some("everywhere") if form.wrong.len() == before => into.service_area = ServiceArea::Everywhere,
        Some("these") if form.wrong.len() == before => into.service_area = ServiceArea::Areas { districts, others },
        None if some && form.wrong.len() == before => into.service_area = ServiceArea::Areas { districts, others },
        _ if form.wrong.len() == before => into.service_area = ServiceArea::NotTold,
        _ => {}
    }
}

/// One place; none when its fields are blank. One that the listing had, and that says the same, is that one, with all that
/// is known of it; `left` are those not found yet. Otherwise a point that was known stays, as long as the postcode does.
fn venue(form: &mut Form<'_>, n: usize, before: &[Location], left: &mut [Option<Location>]) -> Option<Location> {
    let field = |end: &str| format!("venue-{n}-{end}");
    let name = form.line(&field("name"), SHORT);
    let address = form.line(&field("address"), SHORT);
    let town = form.line(&field("town"), SHORT);
    let access_note = form.line(&field("note"), NOTE);
    let typed = one_line(form.values.text(&field("postcode")));
    let postcode = Postcode::parse(&typed);
    if postcode.is_none() && !typed.is_empty() {
        form.wrong(field("postcode"), format!("Write the postcode like PR1 2AB. “{}” is none", super::shown(&typed)));
    }
    let district = Some(form.values.text(&field("district")).to_owned()).filter(|d| !d.is_empty());
    let said = Location {
        name: name.clone(),
        address: address.clone(),
        town: town.clone(),
        postcode: postcode.clone(),
        point: None,
        district: district.clone(),
        access_note: access_note.clone(),
    };
    let same = |l: &Location| said == Location { point: None, ..l.clone() };
    if (postcode.is_some() || typed.is_empty())
        && let Some(had) = super::take_same(left, n, same)
    {
        return Some(had);
    }
    if let Some(odd) = district.as_deref().filter(|d| form.area.district(d).is_none()) {
        let odd = super::shown(odd);
        form.wrong(field("district"), format!("“{odd}” is not a district here"));
    }
    let told = [&name, &address, &town, &access_note].into_iter().any(Option::is_some) || postcode.is_some();
    if !told {
        if district.is_some() && typed.is_empty() {
            form.wrong(field("name"), "Say which place this is, or take it away");
        }
        return None;
    }
    let known = before.iter().find(|l| l.postcode.is_some() && l.postcode == postcode);
    Some(Location { name, address, town, point: known.and_then(|l| l.point), postcode, district, access_note })
}
