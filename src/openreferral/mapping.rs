//! An HSDS-UK 3.0 service into one of ours. What is missing or odd becomes "not told"; nothing is guessed.

use super::safe_text::{one_line, plain_text};
use crate::area::Area;
use crate::domain::text::{mail_address, web_address};
use crate::domain::wording::opening;
use crate::domain::{
    AgeRange, Checked, CheckedBy, CostOption, Location, Meaning, NeedsServed, Organization, Point, Postcode, Schedule,
    Service, ServiceArea, Status, telephone,
};
use jiff::civil::{Date, Time};
use serde_json::Value;
use uuid::Uuid;

/// The longest summary, in characters.
const SUMMARY: usize = 200;

/// Reads a record.
///
/// # Errors
/// Says in one sentence why it is no service: no id or no name.
pub fn service(record: &Value, source: &str, area: &Area) -> Result<Service, String> {
    let id = text(record, "id").ok_or("it has no id")?;
    let name = text(record, "name").and_then(|n| one_line(n, 250)).ok_or("it has no name")?;
    let description = text(record, "description").map(plain_text).unwrap_or_default();
    let summary = text(record, "summary").and_then(|s| one_line(s, SUMMARY));
    let terms = terms(record);
    let mut service = Service {
        id: uuid(id, source),
        slug: String::new(),
        summary: summary.unwrap_or_else(|| opening(&description, SUMMARY)),
        name,
        organization: record.get("organization").and_then(|o| organization(o, source)),
        status: status(text(record, "status")),
        status_note: text(record, "alert").and_then(|a| one_line(a, 500)),
        ends_on: None,
        instead: None,
        categories: Vec::new(),
        needs: NeedsServed::NotTold,
        ages: ages(record),
        level: None,
        access: Vec::new(),
        how_to_get_a_place: text(record, "application_process").and_then(|t| one_line(t, 1000)),
        who_decides: None,
        wait: text(record, "wait_time").and_then(|t| one_line(t, 300)),
        ehcp: None,
        diagnosis: None,
        direct_payment: None,
        cost: cost(record),
        modes: Vec::new(),
        when: Vec::new(),
        schedules: schedules(record),
        service_area: service_area(record, area),
        locations: locations(record, area),
        features: Default::default(),
        phone: phone(record),
        email: text(record, "email").and_then(mail_address),
        website: text(record, "url").and_then(web_address),
        checked: text(record, "assured_date").and_then(date).map(|on| Checked { on, by: CheckedBy::Provider }),
        modified: text(record, "last_modified").and_then(date),
        keywords: terms.iter().map(|t| t.replace('>', " ")).collect(),
        description,
    };
    carry_over(&terms, area, &mut service);
    // Saturday and Sunday are told by the days themselves; other times are not worked out.
    if service.schedules.iter().any(|s| s.days.iter().any(|d| d == "SA" || d == "SU"))
        && let Some(weekend) = area.vocabulary.meaning_this(Meaning::Weekend).next()
    {
        service.when.push(weekend.slug.clone());
    }
    Ok(service)
}

/// What the terms of the feed plainly say in our words.
fn carry_over(terms: &[String], area: &Area, service: &mut Service) {
    let mut needs = Vec::new();
    for entry in terms.iter().filter_map(|t| area.crosswalk.get(&t.to_lowercase())) {
        let lists = [
            (&entry.category, &mut service.categories),
            (&entry.need, &mut needs),
            (&entry.mode, &mut service.modes),
            (&entry.access, &mut service.access),
        ];
        for (slug, list) in lists {
            if let Some(slug) = slug
                && !list.contains(slug)
            {
                list.push(slug.clone());
            }
        }
    }
    if !needs.is_empty() {
        service.needs = NeedsServed::These(needs);
    }
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str().map(str::trim).filter(|t| !t.is_empty())
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A UUID as it stands; any other id becomes one of its source's own, always the same.
fn uuid(id: &str, source: &str) -> Uuid {
    Uuid::try_parse(id).unwrap_or_else(|_| Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("{source}/{id}").as_bytes()))
}

fn date(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

fn status(text: Option<&str>) -> Status {
    match text.map(str::to_lowercase).as_deref() {
        Some("temporarily closed") => Status::Paused,
        Some("inactive" | "defunct") => Status::Withdrawn,
        _ => Status::Active,
    }
}

fn ages(record: &Value) -> Option<AgeRange> {
    let years = |key: &str| {
        let years = record.get(key)?.as_f64().filter(|n| (0.0..=120.0).contains(n))?;
        Some(years.floor() as u8)
    };
    AgeRange::new(years("minimum_age"), years("maximum_age"))
}

/// Only what is said in words: no band is worked out from an amount, and a missing cost is not free.
fn cost(record: &Value) -> CostOption {
    let said = list(record, "cost_options").iter().find_map(|option| {
        let words =
            ["option", "amount_description"].iter().find_map(|key| text(option, key).and_then(|t| one_line(t, 200)));
        words.or_else(|| amount(option))
    });
    CostOption { detail: said, ..CostOption::default() }
}

/// "£4.50" from an amount, or "4.50 EUR"; none for nothing, and for an amount that two figures of pence cannot say.
fn amount(option: &Value) -> Option<String> {
    let amount = option.get("amount").and_then(Value::as_f64).filter(|a| *a > 0.0)?;
    let said = format!("{amount:.2}");
    if said.parse::<f64>().ok().is_none_or(|read| (read - amount).abs() > 1e-9) {
        return None;
    }
    match text(option, "currency").and_then(|c| one_line(c, 10)) {
        Some(currency) if !currency.eq_ignore_ascii_case("GBP") => Some(format!("{said} {currency}")),
        _ => Some(format!("£{said}")),
    }
}

fn organization(value: &Value, source: &str) -> Option<Organization> {
    Some(Organization {
        id: uuid(text(value, "id")?, source),
        name: one_line(text(value, "name")?, 250)?,
        description: text(value, "description").map(plain_text).unwrap_or_default(),
        kind: None,
        website: text(value, "website").and_then(web_address),
        email: text(value, "email").and_then(mail_address),
        phone: phone(value),
    })
}

/// The first telephone number that is one, under contacts (as UK feeds do) or phones. Where none is, the first words stay
/// as the source has them: [`telephone::parse`] makes no number of them, so that nobody is given one to press.
fn phone(record: &Value) -> Option<String> {
    let own = list(record, "phones").iter();
    let all = list(record, "contacts").iter().flat_map(|c| list(c, "phones")).chain(own);
    let said = |phone: &Value| {
        if text(phone, "type").is_some_and(|t| ["fax", "pager"].contains(&t.to_lowercase().as_str())) {
            return None;
        }
        let number = one_line(text(phone, "number")?, 60)?;
        let extension =
            phone.get("extension").and_then(|e| e.as_u64().map(|n| n.to_string()).or(e.as_str().map(str::to_owned)));
        let extension = extension.and_then(|e| one_line(&e, 7)).filter(|e| e.bytes().all(|b| b.is_ascii_digit()));
        Some(extension.map_or_else(|| number.clone(), |extension| format!("{number} ext {extension}")))
    };
    let all: Vec<String> = all.filter_map(said).collect();
    all.iter().find(|said| telephone::parse(said).is_ok()).or(all.first()).cloned()
}

fn terms(record: &Value) -> Vec<String> {
    let mut terms = Vec::new();
    for attribute in list(record, "attributes") {
        let term = attribute.get("taxonomy_term").and_then(|t| text(t, "name")).and_then(|t| one_line(t, 100));
        if let Some(term) = term
            && !terms.contains(&term)
        {
            terms.push(term);
        }
    }
    terms
}

/// Which districts it says it serves, by code or by name; a wider area's code means every district.
fn service_area(record: &Value, area: &Area) -> ServiceArea {
    let (mut districts, mut others) = (Vec::new(), Vec::new());
    for told in list(record, "service_areas") {
        let name = text(told, "name").and_then(|n| one_line(n, 100));
        let code = text(told, "uri").and_then(|uri| uri.rsplit('/').next());
        if code.is_some_and(|c| area.county_codes.iter().any(|k| k == c)) || name.as_deref() == Some(area.name.as_str())
        {
            return ServiceArea::Everywhere;
        }
        let by_code = code.and_then(|c| area.district_by_code(c));
        let district = by_code.or_else(|| area.districts.iter().find(|d| Some(d.name.as_str()) == name.as_deref()));
        match (district, name) {
            (Some(district), _) if !districts.contains(&district.slug) => districts.push(district.slug.clone()),
            (None, Some(name)) => others.push(name),
            _ => {}
        }
    }
    if districts.is_empty() && others.is_empty() {
        ServiceArea::NotTold
    } else {
        ServiceArea::Areas { districts, others }
    }
}

fn locations(record: &Value, area: &Area) -> Vec<Location> {
    let at = list(record, "service_at_locations").iter().filter_map(|s| s.get("location"));
    at.filter(|l| text(l, "location_type") != Some("virtual")).map(|l| location(l, area)).collect()
}

fn location(value: &Value, area: &Area) -> Location {
    let address = list(value, "addresses").first();
    let of_address = |key: &str| address.and_then(|a| text(a, key)).and_then(|t| one_line(t, 150));
    let number = |key: &str| value.get(key).and_then(Value::as_f64);
    let town = of_address("city");
    let postcode = of_address("postal_code").and_then(|code| Postcode::parse(&code));
    let by_town = town.as_deref().and_then(|t| area.by_name(t)).and_then(|p| p.district);
    let by_code = || postcode.as_ref().and_then(|p| area.by_outward_code(&p.outward())).and_then(|p| p.district);
    Location {
        name: text(value, "name").and_then(|n| one_line(n, 150)),
        address: of_address("address_1"),
        point: number("latitude").zip(number("longitude")).and_then(|(lat, lon)| Point::near_britain(lat, lon)),
        district: by_town.or_else(by_code),
        access_note: list(value, "accessibility").iter().find_map(|a| one_line(text(a, "description")?, 600)),
        town,
        postcode,
    }
}

fn schedules(record: &Value) -> Vec<Schedule> {
    let at = list(record, "service_at_locations").iter();
    let of_places =
        at.flat_map(|s| list(s, "schedules").iter().chain(s.get("location").map_or(&[][..], |l| list(l, "schedules"))));
    list(record, "schedules").iter().chain(of_places).filter_map(schedule).take(50).collect()
}

fn schedule(value: &Value) -> Option<Schedule> {
    const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let named = text(value, "byday").unwrap_or_default();
    let days: Vec<String> =
        DAYS.iter().filter(|d| named.split(',').any(|n| n.trim().ends_with(*d))).map(|d| (*d).to_owned()).collect();
    let (opens, closes) = (text(value, "opens_at").and_then(clock_time), text(value, "closes_at").and_then(clock_time));
    let note = text(value, "description").and_then(|d| one_line(d, 200)).filter(|_| opens.is_none() || days.is_empty());
    (!days.is_empty() || note.is_some()).then_some(Schedule { days, opens, closes, note })
}

/// "09:30" from "09:30", "09:30:00" or "09:30Z", as HSDS writes times; none where it is no time of day.
fn clock_time(text: &str) -> Option<String> {
    let local = text.split(['Z', '+', '-']).next()?.trim();
    let whole = if local.len() == 5 { format!("{local}:00") } else { local.to_owned() };
    let time: Time = Some(whole).filter(|t| t.len() >= 8).and_then(|t| t.parse().ok())?;
    Some(format!("{:02}:{:02}", time.hour(), time.minute()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn area() -> Area {
        Area::embedded().unwrap()
    }

    #[test]
    fn unknown_stays_unknown() {
        let told =
            service(&json!({"id": "7", "name": " Club ", "minimum_age": -1, "url": "", "email": null}), "x", &area())
                .unwrap();
        assert_eq!((told.ages, told.website, told.email), (None, None, None));
        assert_eq!(told.cost, CostOption::default());
        assert_eq!(told.service_area, ServiceArea::NotTold);
        assert_eq!(told.id, service(&json!({"id": "7", "name": "Club"}), "x", &area()).unwrap().id);
    }

    #[test]
    fn an_address_is_never_turned_into_a_service_area() {
        let record = json!({"id": "1", "name": "Club", "service_at_locations": [{"location": {"location_type": "physical",
            "latitude": 53.79, "longitude": -2.24, "addresses": [{"city": "Burnley", "postal_code": "bb111nl"}]}}]});
        let told = service(&record, "x", &area()).unwrap();
        assert_eq!(told.service_area, ServiceArea::NotTold);
        assert_eq!(told.based_in(), ["burnley"]);
        assert_eq!(told.locations[0].postcode.as_ref().unwrap().as_str(), "BB11 1NL");
    }

    #[test]
    fn service_areas_by_code_by_name_and_beyond() {
        let areas = |value: Value| {
            service(&json!({"id": "1", "name": "C", "service_areas": value}), "x", &area()).unwrap().service_area
        };
        assert_eq!(areas(json!([{"uri": "http://x/id/E07000117"}])).serves("burnley"), Some(true));
        assert_eq!(areas(json!([{"name": "Pendle"}])).serves("burnley"), Some(false));
        assert_eq!(areas(json!([{"name": "Lancashire"}])), ServiceArea::Everywhere);
        assert_eq!(areas(json!([{"name": "Blackpool", "uri": "x/E06000009"}])).serves("wyre"), Some(false));
    }

    #[test]
    fn a_telephone_that_is_none_stays_as_words_and_the_first_real_number_is_taken() {
        let phone = |phones: Value| {
            service(&json!({"id": "1", "name": "C", "contacts": [{"phones": phones}]}), "x", &area()).unwrap().phone
        };
        let number = |text: &str| json!({ "number": text });
        assert_eq!(phone(json!([number("Ask at the desk"), number("01772 000000")])).as_deref(), Some("01772 000000"));
        assert_eq!(phone(json!([number("562345")])).as_deref(), Some("562345"));
        assert!(telephone::parse("562345").is_err());
        assert_eq!(phone(json!([number("111")])).as_deref(), Some("111"));
        assert_eq!(phone(json!([{"number": "01772 000000", "extension": 12}])).as_deref(), Some("01772 000000 ext 12"));
        assert_eq!(
            phone(json!([{"number": "01772 000000", "type": "fax"}, number("01772 000001")])).as_deref(),
            Some("01772 000001")
        );
        assert_eq!(phone(json!([number(" ")])), None);
    }

    #[test]
    fn an_amount_is_said_as_it_is_or_not_at_all() {
        let cost = |option: Value| {
            service(&json!({"id": "1", "name": "C", "cost_options": [option]}), "x", &area()).unwrap().cost.detail
        };
        assert_eq!(cost(json!({"amount": 4.5})).as_deref(), Some("£4.50"));
        assert_eq!(cost(json!({"amount": 4.5, "currency": "gbp"})).as_deref(), Some("£4.50"));
        assert_eq!(cost(json!({"amount": 4.5, "currency": "EUR"})).as_deref(), Some("4.50 EUR"));
        assert_eq!(cost(json!({"amount": 4.505})), None);
        assert_eq!(cost(json!({"amount": 0})), None);
    }

    #[test]
    fn a_time_that_is_none_is_not_told() {
        let times = |opens: &str, closes: &str| {
            let schedule = json!({"byday": "MO", "opens_at": opens, "closes_at": closes});
            let told = service(&json!({"id": "1", "name": "C", "schedules": [schedule]}), "x", &area()).unwrap();
            (told.schedules[0].opens.clone(), told.schedules[0].closes.clone())
        };
        let both = (Some("09:30".to_owned()), Some("17:00".to_owned()));
        assert_eq!(times("09:30", "17:00"), both);
        assert_eq!(times("09:30:00", "17:00Z"), both);
        assert_eq!(times("09:30:00+01:00", "17:00:00.000"), both);
        assert_eq!(times("25:99", "ab:cd"), (None, None));
        assert_eq!(times("9:30am", "late"), (None, None));
    }

    #[test]
    fn what_is_no_service_says_why() {
        assert!(service(&json!({"name": "x"}), "x", &area()).unwrap_err().contains("no id"));
        assert!(service(&json!({"id": "1", "name": "<p> </p>"}), "x", &area()).unwrap_err().contains("no name"));
        assert!(service(&json!({"id": 5, "name": ["x"]}), "x", &area()).is_err());
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "\\PC{0,12}".prop_map(Value::from)
        ];
        leaf.prop_recursive(3, 20, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(
                    prop::sample::select(vec!["location", "addresses", "city", "number", "name", "byday", "opens_at"])
                        .prop_map(str::to_owned),
                    inner,
                    0..4
                )
                .prop_map(|m| Value::Object(m.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_record_panics(key in prop::sample::select(vec!["service_areas", "schedules", "attributes", "contacts", "organization",
            "minimum_age", "assured_date", "service_at_locations", "cost_options", "description"]), value in any_json()) {
            let mut record = json!({"id": "1", "name": "x"});
            record[key] = value;
            prop_assert!(service(&record, "x", &area()).is_ok());
        }
    }
}
