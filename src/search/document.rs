//! A listing as the index holds it.

use super::audience::{Readership, packed, says_again_and_again};
use super::schema::{Fields, WORD, prepare};
use crate::area::Area;
use crate::domain::name::exact_key;
use crate::domain::{Age, Facet, NeedsServed, Requirement, Service, ServiceArea, State};
use jiff::civil::Date;
use tantivy::TantivyDocument;
use tantivy::schema::Field;

/// What a listing has told, one bit each.
pub mod flag {
    pub const OPEN: u64 = 1;
    pub const SERVES_TOLD: u64 = 1 << 1;
    pub const EVERYWHERE: u64 = 1 << 2;
    pub const NEEDS_TOLD: u64 = 1 << 3;
    pub const AGES_TOLD: u64 = 1 << 4;
    pub const COST_TOLD: u64 = 1 << 5;
    pub const WHEN_TOLD: u64 = 1 << 6;
    pub const EHCP_TOLD: u64 = 1 << 7;
    pub const EHCP_NOT_NEEDED: u64 = 1 << 8;
    pub const DIAGNOSIS_TOLD: u64 = 1 << 9;
    pub const DIAGNOSIS_NOT_NEEDED: u64 = 1 << 10;
    pub const DIRECT_PAYMENT_TOLD: u64 = 1 << 11;
    pub const DIRECT_PAYMENT_YES: u64 = 1 << 12;
}

/// The day of a check that never was: before every day there is.
pub const NEVER_CHECKED: i64 = i64::MIN / 2;

/// Days since 1 January 1970.
pub fn day_number(date: Date) -> i64 {
    date.since(jiff::civil::date(1970, 1, 1)).map_or(0, |span| i64::from(span.get_days()))
}

/// Turns a listing into a document.
pub fn document(service: &Service, area: &Area, fields: &Fields, readership: &Readership) -> TantivyDocument {
    let mut doc = TantivyDocument::default();
    let (high, low) = service.id.as_u64_pair();
    doc.add_text(fields.id, service.id.to_string());
    doc.add_u64(fields.id_high, high);
    doc.add_u64(fields.id_low, low);
    add_text(&mut doc, service, area, fields);
    doc.add_text(fields.name_exact, exact_key(&service.name));
    doc.add_text(fields.name_sort, service.name.to_lowercase());
    for point in service.locations.iter().filter_map(|l| l.point) {
        doc.add_f64(fields.lat, point.lat);
        doc.add_f64(fields.lon, point.lon);
    }
    doc.add_i64(fields.checked_day, service.checked.map_or(NEVER_CHECKED, |c| day_number(c.on)));
    doc.add_u64(fields.completeness, (service.completeness() * 100.0) as u64);
    doc.add_u64(fields.flags, flags(service));
    doc.add_u64(fields.audience, packed(service, readership));
    let bits = |facet: Facet, slugs: &[&str]| positions(area, facet, slugs);
    add_bits(&mut doc, &fields.based, &bits(Facet::District, &service.based_in()));
    let told: Vec<&str> = service.features.keys().map(String::as_str).collect();
    add_bits(&mut doc, &fields.features_told, &bits(Facet::Features, &told));
    for (facet, columns) in Facet::ALL.iter().zip(&fields.facets) {
        add_bits(&mut doc, columns, &facet_bits(*facet, service, area));
    }
    doc
}

fn add_text(doc: &mut TantivyDocument, service: &Service, area: &Area, fields: &Fields) {
    let name = prepare(&service.name);
    doc.add_text(fields.name, &name);
    doc.add_text(fields.name_plain, &name);
    doc.add_text(fields.summary, prepare(&service.summary));
    // A description that says the same again and again tells nothing: what it says is not looked for.
    let description = if says_again_and_again(&service.description) { "" } else { &service.description };
    doc.add_text(fields.body, prepare(description));
    for keyword in &service.keywords {
        doc.add_text(fields.keywords, prepare(keyword));
    }
    let labels = service.categories.iter().map(|c| area.vocabulary.label(Facet::Category, c));
    for label in labels {
        doc.add_text(fields.kind, prepare(label));
    }
    if let NeedsServed::These(needs) = &service.needs {
        for term in area.vocabulary.needs.iter().filter(|t| needs.contains(&t.slug)) {
            doc.add_text(fields.keywords, prepare(&term.label));
            if let Some(official) = &term.official {
                doc.add_text(fields.keywords, prepare(official));
            }
        }
    }
    add_as_written(doc, service, description, fields);
    if let Some(organization) = &service.organization {
        doc.add_text(fields.provider, prepare(&organization.name));
    }
    for location in &service.locations {
        let named = [&location.name, &location.address, &location.town];
        for text in named.into_iter().flatten() {
            doc.add_text(fields.place, prepare(text));
        }
        if let Some(code) = &location.postcode {
            doc.add_text(fields.place, code.as_str());
        }
        if let Some(district) = &location.district {
            doc.add_text(fields.place, area.district_name(district));
        }
    }
}

/// Everything that is said of a listing, once more: for the words as they are written, and for short words in capitals.
fn add_as_written(doc: &mut TantivyDocument, service: &Service, description: &str, fields: &Fields) {
    let keywords = service.keywords.join(" . ");
    for text in [service.name.as_str(), &service.summary, description, &keywords] {
        doc.add_text(fields.words, prepare(text));
        let short = |w: &&str| (2..=8).contains(&w.len()) && w.chars().all(|c| c.is_ascii_uppercase());
        // A text all in capitals says nothing of which words are short for others.
        if text.chars().any(char::is_lowercase) {
            for word in text.split(|c: char| !c.is_alphanumeric()).filter(short) {
                doc.add_text(fields.acronyms, word);
            }
        }
    }
}

fn flags(service: &Service) -> u64 {
    let mut flags = 0;
    let mut set = |on: bool, bit: u64| {
        if on {
            flags |= bit;
        }
    };
    set(service.status.is_open(), flag::OPEN);
    set(service.service_area != ServiceArea::NotTold, flag::SERVES_TOLD);
    set(service.service_area == ServiceArea::Everywhere, flag::EVERYWHERE);
    set(service.needs != NeedsServed::NotTold, flag::NEEDS_TOLD);
    set(service.ages.is_some(), flag::AGES_TOLD);
    set(service.cost.band.is_some(), flag::COST_TOLD);
    set(!service.when.is_empty(), flag::WHEN_TOLD);
    set(service.ehcp.is_some(), flag::EHCP_TOLD);
    set(service.ehcp == Some(Requirement::NotNeeded), flag::EHCP_NOT_NEEDED);
    set(service.diagnosis.is_some(), flag::DIAGNOSIS_TOLD);
    set(service.diagnosis == Some(Requirement::NotNeeded), flag::DIAGNOSIS_NOT_NEEDED);
    set(service.direct_payment.is_some(), flag::DIRECT_PAYMENT_TOLD);
    set(service.direct_payment == Some(true), flag::DIRECT_PAYMENT_YES);
    flags
}

fn facet_bits(facet: Facet, service: &Service, area: &Area) -> Vec<usize> {
    let all = || (0..area.vocabulary.values(facet).len()).collect();
    let some = |slugs: &[String]| positions(area, facet, &slugs.iter().map(String::as_str).collect::<Vec<_>>());
    match facet {
        Facet::District => match &service.service_area {
            ServiceArea::NotTold => Vec::new(),
            ServiceArea::Everywhere => all(),
            ServiceArea::Areas { districts, .. } => some(districts),
        },
        Facet::Need => match &service.needs {
            NeedsServed::NotTold => Vec::new(),
            NeedsServed::Any => all(),
            NeedsServed::These(needs) => some(needs),
        },
        // A kind of help counts for its top kind too.
        Facet::Category => {
            let mut bits = some(&service.categories);
            let tops: Vec<&str> = service.categories.iter().filter_map(|c| area.vocabulary.top_category(c)).collect();
            bits.extend(positions(area, facet, &tops));
            bits
        }
        Facet::Age => match service.ages {
            None => Vec::new(),
            Some(range) => (0..=Age::OLDEST)
                .filter(|years| Age::new(*years).is_some_and(|age| range.takes(age)))
                .map(usize::from)
                .collect(),
        },
        Facet::Level => some(service.level.as_slice()),
        Facet::Access => some(&service.access),
        Facet::Cost => some(service.cost.band.as_slice()),
        Facet::Mode => some(&service.modes),
        Facet::When => some(&service.when),
        Facet::Features => {
            let yes = service.features.iter().filter(|(_, fact)| fact.state == State::Yes);
            positions(area, facet, &yes.map(|(slug, _)| slug.as_str()).collect::<Vec<_>>())
        }
    }
}

fn positions(area: &Area, facet: Facet, slugs: &[&str]) -> Vec<usize> {
    slugs.iter().filter_map(|slug| area.vocabulary.position(facet, slug)).collect()
}

fn add_bits(doc: &mut TantivyDocument, columns: &[Field], bits: &[usize]) {
    for (n, column) in columns.iter().enumerate() {
        let word = bits.iter().filter(|b| **b / WORD == n).fold(0u64, |word, b| word | 1 << (b % WORD));
        doc.add_u64(*column, word);
    }
}
