//! The sample offer holds to what it promises: varied, unique, fictional, and with the planted gaps alone.

use crate::domain::vocabulary::AgeBand;
use crate::domain::{Age, Facet, NeedsServed, Requirement, Service, ServiceArea, State, Status};
use crate::testing::area;
use std::collections::{BTreeMap, BTreeSet};

fn services() -> Vec<Service> {
    area().sample.services.clone()
}

fn top_kinds(service: &Service) -> BTreeSet<String> {
    let area = area();
    service.categories.iter().filter_map(|c| area.vocabulary.top_category(c).map(str::to_owned)).collect()
}

#[test]
fn there_are_many_listings_from_many_organisations() {
    let services = services();
    let organisations: BTreeSet<_> = services.iter().filter_map(|s| s.organization.as_ref().map(|o| o.id)).collect();
    assert!(services.len() >= 240, "{}", services.len());
    assert!(organisations.len() >= 60, "{}", organisations.len());
}

#[test]
fn names_and_summaries_are_unique_and_short() {
    let services = services();
    let unique = |all: Vec<String>| {
        let set: BTreeSet<_> = all.iter().cloned().collect();
        assert_eq!(set.len(), all.len());
    };
    unique(services.iter().map(|s| s.name.clone()).collect());
    unique(services.iter().map(|s| s.summary.clone()).collect());
    unique(services.iter().map(|s| s.id.to_string()).collect());
    for service in &services {
        assert!(service.summary.chars().count() <= 160, "{}: {}", service.name, service.summary);
        assert!(!service.description.contains('!') && !service.summary.contains('!'), "{}", service.name);
    }
}

#[test]
fn no_long_sentence_stands_in_more_than_three_listings() {
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for service in services() {
        let notes = service.features.values().filter_map(|f| f.note.clone());
        let texts = [
            Some(service.description.clone()),
            Some(service.summary.clone()),
            service.how_to_get_a_place.clone(),
            service.who_decides.clone(),
        ];
        for text in texts.into_iter().flatten().chain(notes) {
            for sentence in text.split(['.', '?', '\n']) {
                let words: Vec<&str> = sentence.split_whitespace().collect();
                if words.len() >= 8 {
                    seen.entry(words.join(" ").to_lowercase()).or_default().insert(service.name.clone());
                }
            }
        }
    }
    let repeated: Vec<_> = seen.iter().filter(|(_, names)| names.len() > 3).collect();
    assert!(repeated.is_empty(), "{repeated:?}");
}

#[test]
fn at_least_two_in_five_leave_a_fact_not_told() {
    let services = services();
    let silent = |s: &&Service| {
        s.cost.band.is_none()
            || s.ages.is_none()
            || s.needs == NeedsServed::NotTold
            || s.service_area == ServiceArea::NotTold
            || s.ehcp.is_none()
            || s.diagnosis.is_none()
    };
    let n = services.iter().filter(silent).count();
    assert!(n * 5 >= services.len() * 2, "{n} of {}", services.len());
}

#[test]
fn every_need_and_every_district_and_age_band_has_five() {
    let (area, services) = (area(), services());
    for need in &area.vocabulary.needs {
        let n = services
            .iter()
            .filter(|s| matches!(&s.needs, NeedsServed::These(needs) if needs.contains(&need.slug)))
            .count();
        assert!(n >= 5, "{}: {n}", need.slug);
    }
    for district in &area.districts {
        for band in &area.vocabulary.age_bands {
            let n = services
                .iter()
                .filter(|s| {
                    s.status.is_open() && s.service_area.serves(&district.slug) == Some(true) && overlaps(s, band)
                })
                .count();
            assert!(n >= 5, "{} {}: {n}", district.name, band.label);
        }
    }
}

fn overlaps(service: &Service, band: &AgeBand) -> bool {
    let Some(range) = service.ages else { return false };
    (band.from..=band.to).filter_map(Age::new).any(|age| range.takes(age))
}

#[test]
fn the_planted_gaps_are_the_only_empty_cells() {
    let (area, services) = (area(), services());
    let mut empty: BTreeSet<(String, String)> = BTreeSet::new();
    for district in &area.districts {
        for kind in &area.vocabulary.categories {
            let any = services.iter().any(|s| {
                s.status.is_open()
                    && s.service_area.serves(&district.slug) == Some(true)
                    && top_kinds(s).contains(&kind.slug)
            });
            if !any {
                empty.insert((district.slug.clone(), kind.slug.clone()));
            }
        }
    }
    let planted: BTreeSet<_> = area.sample.gaps.zero.iter().map(|z| (z.district.clone(), z.category.clone())).collect();
    assert!(planted.len() >= 3);
    assert_eq!(empty, planted);
}

#[test]
fn one_district_has_no_overnight_break_and_one_no_holiday_club_a_wheelchair_user_can_enter() {
    let (area, services) = (area(), services());
    let without = |fits: &dyn Fn(&Service) -> bool| -> Vec<String> {
        let lacks = |slug: &str| {
            !services.iter().any(|s| s.status.is_open() && fits(s) && s.service_area.serves(slug) == Some(true))
        };
        area.districts.iter().filter(|d| lacks(&d.slug)).map(|d| d.slug.clone()).collect()
    };
    let overnight = |s: &Service| s.categories.iter().any(|c| c == "overnight-breaks");
    assert_eq!(without(&overnight).join(" "), area.sample.gaps.no_overnight);
    let holiday = |s: &Service| {
        s.categories.iter().any(|c| c == "holiday-clubs")
            && s.features.get("step-free").is_some_and(|f| f.state == State::Yes)
    };
    assert_eq!(without(&holiday).join(" "), area.sample.gaps.no_step_free_holiday_club);
}

#[test]
fn every_value_of_every_facet_is_used() {
    let (area, services) = (area(), services());
    let used = |facet: Facet, slug: &str| {
        services.iter().any(|s| match facet {
            Facet::Level => s.level.as_deref() == Some(slug),
            Facet::Access => s.access.iter().any(|a| a == slug),
            Facet::Cost => s.cost.band.as_deref() == Some(slug),
            Facet::Mode => s.modes.iter().any(|m| m == slug),
            Facet::When => s.when.iter().any(|w| w == slug),
            Facet::Features => s.features.contains_key(slug),
            Facet::Category => s.categories.iter().any(|c| c == slug || area.vocabulary.top_category(c) == Some(slug)),
            _ => true,
        })
    };
    for facet in Facet::ALL {
        for value in area.vocabulary.values(facet) {
            assert!(used(facet, &value.slug), "no listing has {}={}", facet.param(), value.slug);
        }
    }
    assert!(
        services.iter().any(|s| s.ehcp == Some(Requirement::Needed))
            && services.iter().any(|s| s.status == Status::Paused)
    );
}

/// Ofcom's ranges for drama, with spaces taken out.
fn is_drama_number(number: &str) -> bool {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let within = |prefix: &str, from: u32, to: u32| {
        digits.strip_prefix(prefix).and_then(|rest| rest.parse().ok()).is_some_and(|n: u32| (from..=to).contains(&n))
    };
    digits.len() == 11
        && (within("01632", 960_000, 960_999)
            || within("03069", 990_000, 990_999)
            || within("07700", 900_000, 900_999)
            || within("0808157", 0, 999))
}

#[test]
fn nobody_real_can_be_reached_by_it() {
    let area = area();
    let own = |host: &str| host == "example.org" || host.ends_with(".example.org");
    let host = |address: &str| {
        address.split("://").nth(1).unwrap_or(address).split(['/', '?']).next().unwrap_or_default().to_owned()
    };
    let contact = &area.sample.contact;
    assert!(is_drama_number(&contact.phone) && contact.email.split('@').nth(1).is_some_and(own));
    assert!(
        area.contact.phone.is_empty() && area.contact.email.is_empty(),
        "the pack's own contact is the council's to set"
    );
    for service in services() {
        let phones = [service.phone.clone(), service.organization.as_ref().and_then(|o| o.phone.clone())];
        for phone in phones.into_iter().flatten() {
            assert!(is_drama_number(&phone), "{}: {phone}", service.name);
        }
        assert!(service.email.as_deref().is_none_or(|e| e.split('@').nth(1).is_some_and(own)), "{}", service.name);
        assert!(service.website.as_deref().is_none_or(|w| own(&host(w))), "{}", service.name);
        for location in &service.locations {
            let code = location.postcode.as_ref().expect("checked when the pack is read");
            assert!(code.as_str().ends_with(" 9ZZ"), "{}: {code}", service.name);
            assert!(area.outcodes.contains_key(code.outward().as_str()), "{}: {code}", service.name);
        }
    }
}
