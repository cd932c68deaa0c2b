//! The sample offer of a pack: fictional organisations and their listings.

use super::contact::Contact;
use super::known::Known;
use super::reader::{Document, Reader};
use crate::domain::{
    AgeRange, Checked, CheckedBy, CostOption, District, Facet, Fact, Location, NeedsServed, Organization, Postcode,
    Requirement, Schedule, Service, ServiceArea, Status,
};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What a pack has of fiction.
#[derive(Clone, Debug, Default)]
pub struct SampleOffer {
    /// The listings, each with its organisation.
    pub services: Vec<Service>,
    /// Who answers while it is loaded.
    pub contact: Contact,
    /// The gaps planted on purpose.
    pub gaps: PlantedGaps,
    /// Made-up figures: the name of each file and its text.
    pub figures: Vec<(String, String)>,
    /// A made-up past of the matrix.
    pub history: SampleHistory,
}

/// How many services families could use, month by month.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleHistory {
    /// Slugs of the districts, in the order of the numbers.
    pub districts: Vec<String>,
    /// The months.
    #[serde(default)]
    pub month: Vec<SampleMonth>,
}

/// One month of the made-up past.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleMonth {
    /// As "2026-03".
    pub month: String,
    /// By kind of help: a number for each district.
    pub can_use: BTreeMap<String, Vec<u64>>,
}

/// The gaps planted in the sample so that a page can show what a gap looks like.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlantedGaps {
    /// Cells of district and top kind with nothing at all.
    pub zero: Vec<ZeroCell>,
    /// The one district with no overnight break.
    pub no_overnight: String,
    /// The one district with no holiday club that says a wheelchair user can get in.
    pub no_step_free_holiday_club: String,
}

/// A district and a top kind with nothing a family there can use.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct ZeroCell {
    /// The district's slug.
    pub district: String,
    /// The top kind's slug.
    pub category: String,
}

/// Ids of the sample are made from its names, so that loading it twice changes nothing.
const NAMESPACE: Uuid = Uuid::from_u128(0x6c6f_6361_6c2d_6f66_6665_722d_7361_6d70);

#[derive(Deserialize)]
struct SampleFile {
    organization: Vec<SampleOrganization>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SampleOrganization {
    key: String,
    name: String,
    description: String,
    kind: Option<String>,
    website: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    #[serde(default)]
    service: Vec<SampleService>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SampleService {
    name: String,
    summary: String,
    description: String,
    categories: Vec<String>,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    any_need: bool,
    min_age: Option<u8>,
    max_age: Option<u8>,
    level: Option<String>,
    #[serde(default)]
    access: Vec<String>,
    how_to_get_a_place: Option<String>,
    who_decides: Option<String>,
    ehcp: Option<Requirement>,
    diagnosis: Option<Requirement>,
    direct_payment: Option<YesNo>,
    cost: Option<String>,
    cost_detail: Option<String>,
    #[serde(default)]
    modes: Vec<String>,
    #[serde(default)]
    when: Vec<String>,
    #[serde(default)]
    serves: Vec<String>,
    checked: Option<Date>,
    checked_by: Option<CheckedBy>,
    #[serde(default)]
    keywords: Vec<String>,
    phone: Option<String>,
    email: Option<String>,
    website: Option<String>,
    wait: Option<String>,
    #[serde(default)]
    status: Status,
    status_note: Option<String>,
    #[serde(default)]
    schedule: Vec<SampleSchedule>,
    #[serde(default)]
    location: Vec<SampleLocation>,
    #[serde(default)]
    features: BTreeMap<String, Fact>,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum YesNo {
    Yes,
    No,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SampleSchedule {
    days: String,
    opens: Option<String>,
    closes: Option<String>,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SampleLocation {
    name: Option<String>,
    address: Option<String>,
    town: String,
    postcode: String,
}

/// Reads and checks every file in `sample/`; a pack without one has no sample offer.
pub fn read(reader: &Reader<'_>, districts: &[District], known: Known<'_>) -> SampleOffer {
    let mut offer = SampleOffer::default();
    for name in reader.names("sample/").into_iter().filter(|n| n.ends_with(".toml") && n.matches('/').count() == 1) {
        match name.as_str() {
            "sample/gaps.toml" => offer.gaps = gaps(reader, &name, known),
            "sample/contact.toml" => {
                offer.contact = reader.needed(&name).map(|file| file.value).unwrap_or_default();
            }
            _ => offer.services.extend(services(reader, &name, districts, known)),
        }
    }
    for name in reader.names("sample/figures/") {
        if let Some(stem) = name.strip_prefix("sample/figures/").and_then(|n| n.strip_suffix(".csv")) {
            let text = reader.needed_text(&name).unwrap_or_default();
            offer.figures.push((format!("sample-{stem}"), text));
        } else if name.ends_with("history.toml") {
            offer.history = history(reader, &name, known);
        }
    }
    offer
}

fn services(reader: &Reader<'_>, name: &str, districts: &[District], known: Known<'_>) -> Vec<Service> {
    let Some(file) = reader.needed::<SampleFile>(name) else { return Vec::new() };
    for (n, organization) in file.value.organization.iter().enumerate() {
        for (m, service) in organization.service.iter().enumerate() {
            for (field, message) in service.faults(districts, known) {
                let message = format!("{message} (in “{}”)", service.name);
                reader.fault_at(&file, &format!("organization.{n}.service.{m}.{field}"), message);
            }
        }
    }
    let mut found = Vec::new();
    for organization in file.value.organization {
        let (organization, services) = organization.split();
        found.extend(services.into_iter().map(|sample| sample.service(&organization, districts)));
    }
    found
}

fn gaps(reader: &Reader<'_>, name: &str, known: Known<'_>) -> PlantedGaps {
    let Some(file) = reader.needed::<PlantedGaps>(name) else { return PlantedGaps::default() };
    for (n, cell) in file.value.zero.iter().enumerate() {
        let wrong = [
            ("district", known.wrong_district(&cell.district)),
            ("category", known.wrong_value(Facet::Category, &cell.category)),
        ];
        wrong_at(reader, &file, &format!("zero.{n}."), wrong);
    }
    let of = &file.value;
    let alone = [
        ("no_overnight", known.wrong_district(&of.no_overnight)),
        ("no_step_free_holiday_club", known.wrong_district(&of.no_step_free_holiday_club)),
    ];
    wrong_at(reader, &file, "", alone);
    file.value
}

fn history(reader: &Reader<'_>, name: &str, known: Known<'_>) -> SampleHistory {
    let Some(file) = reader.needed::<SampleHistory>(name) else { return SampleHistory::default() };
    let SampleHistory { districts, month } = &file.value;
    for (n, slug) in districts.iter().enumerate() {
        wrong_at(reader, &file, "districts.", [(n.to_string(), known.wrong_district(slug))]);
    }
    for (n, month) in month.iter().enumerate() {
        for (kind, numbers) in &month.can_use {
            let short = numbers.len() != districts.len();
            let short = short.then(|| format!("{} numbers belong here, one for each district", districts.len()));
            let wrong = known.wrong_value(Facet::Category, kind).or(short);
            wrong_at(reader, &file, &format!("month.{n}.can_use."), [(kind, wrong)]);
        }
    }
    file.value
}

fn wrong_at<T>(
    reader: &Reader<'_>,
    file: &Document<T>,
    start: &str,
    wrong: impl IntoIterator<Item = (impl AsRef<str>, Option<String>)>,
) {
    for (field, message) in wrong {
        if let Some(message) = message {
            reader.fault_at(file, &format!("{start}{}", field.as_ref()), message);
        }
    }
}

impl SampleOrganization {
    fn split(self) -> (Organization, Vec<SampleService>) {
        let organization = Organization {
            id: Uuid::new_v5(&NAMESPACE, self.key.as_bytes()),
            name: self.name,
            description: self.description,
            kind: self.kind,
            website: self.website,
            email: self.email,
            phone: self.phone,
        };
        (organization, self.service)
    }
}

impl SampleService {
    /// What it names that the pack does not have: the field, and what is wrong with it.
    fn faults(&self, districts: &[District], known: Known<'_>) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut add = |field: String, wrong: Option<String>| found.extend(wrong.map(|message| (field, message)));
        for (field, facet, slugs) in [
            ("categories", Facet::Category, &self.categories),
            ("needs", Facet::Need, &self.needs),
            ("access", Facet::Access, &self.access),
            ("modes", Facet::Mode, &self.modes),
            ("when", Facet::When, &self.when),
        ] {
            for (n, slug) in slugs.iter().enumerate() {
                add(format!("{field}.{n}"), known.wrong_value(facet, slug));
            }
        }
        for (field, facet, slug) in [("level", Facet::Level, &self.level), ("cost", Facet::Cost, &self.cost)] {
            add(field.to_owned(), slug.as_ref().and_then(|slug| known.wrong_value(facet, slug)));
        }
        for slug in self.features.keys() {
            add(format!("features.{slug}"), known.wrong_value(Facet::Features, slug));
        }
        for (n, slug) in self.serves.iter().enumerate().filter(|_| self.serves != ["all"]) {
            add(format!("serves.{n}"), known.wrong_district(slug));
        }
        for (n, location) in self.location.iter().enumerate() {
            let somewhere =
                districts.is_empty() || districts.iter().flat_map(|d| &d.towns).any(|t| t.name == location.town);
            let town = (!somewhere).then(|| format!("no district has a town {}", location.town));
            add(format!("location.{n}.town"), town);
            let code = Postcode::parse(&location.postcode);
            let wrong = code.is_none().then(|| format!("{} is no postcode", location.postcode));
            add(format!("location.{n}.postcode"), wrong);
        }
        found
    }

    fn service(self, organization: &Organization, districts: &[District]) -> Service {
        let service_area = match self.serves.as_slice() {
            [] => ServiceArea::NotTold,
            [all] if all == "all" => ServiceArea::Everywhere,
            some => ServiceArea::Areas { districts: some.to_vec(), others: Vec::new() },
        };
        Service {
            id: Uuid::new_v5(&organization.id, self.name.as_bytes()),
            slug: String::new(),
            name: self.name,
            summary: self.summary,
            description: self.description.trim().to_owned(),
            organization: Some(organization.clone()),
            status: self.status,
            status_note: self.status_note,
            ends_on: None,
            instead: None,
            categories: self.categories,
            needs: match (self.any_need, self.needs) {
                (true, _) => NeedsServed::Any,
                (false, needs) if needs.is_empty() => NeedsServed::NotTold,
                (false, needs) => NeedsServed::These(needs),
            },
            ages: AgeRange::new(self.min_age, self.max_age),
            level: self.level,
            access: self.access,
            how_to_get_a_place: self.how_to_get_a_place,
            who_decides: self.who_decides,
            wait: self.wait,
            ehcp: self.ehcp,
            diagnosis: self.diagnosis,
            direct_payment: self.direct_payment.map(|d| d == YesNo::Yes),
            cost: CostOption { band: self.cost, detail: self.cost_detail, prices: Vec::new() },
            modes: self.modes,
            when: self.when,
            schedules: self.schedule.into_iter().map(SampleSchedule::schedule).collect(),
            service_area,
            locations: self.location.into_iter().map(|l| l.location(districts)).collect(),
            features: self.features,
            phone: self.phone.or_else(|| organization.phone.clone()),
            email: self.email.or_else(|| organization.email.clone()),
            website: self.website.or_else(|| organization.website.clone()),
            checked: self.checked.map(|on| Checked { on, by: self.checked_by.unwrap_or(CheckedBy::Provider) }),
            modified: self.checked,
            keywords: self.keywords,
        }
    }
}

impl SampleSchedule {
    fn schedule(self) -> Schedule {
        let days = self.days.split(',').map(|d| d.trim().to_owned()).filter(|d| !d.is_empty()).collect();
        Schedule { days, opens: self.opens, closes: self.closes, note: self.note }
    }
}

impl SampleLocation {
    fn location(self, districts: &[District]) -> Location {
        let found = districts.iter().find_map(|d| d.towns.iter().find(|t| t.name == self.town).map(|t| (d, t)));
        Location {
            name: self.name,
            address: self.address,
            postcode: Postcode::parse(&self.postcode),
            point: found.map(|(_, town)| town.point()),
            district: found.map(|(district, _)| district.slug.clone()),
            town: Some(self.town),
            access_note: None,
        }
    }
}
