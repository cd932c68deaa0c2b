//! Services and who runs them, in Open Referral's words, with the facts families of disabled children need.

use super::wording::{list, time};
use super::{AgeRange, Checked, Fact, Point, Postcode, Price};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A body that runs services.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Organization {
    /// Its Open Referral id.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// Plain text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// What sort of body, as in field vocabulary (`vcfse`, `nhs-trust`, …); none when not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its website, http or https.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// Its mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Its telephone number as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// One thing a family can use: a club, a therapy, a team, a school.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Service {
    /// Its Open Referral id.
    pub id: Uuid,
    /// The last part of its address. Made once, never changed by renaming; given by the store.
    #[serde(default)]
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// Plain text; a blank line parts paragraphs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The body that runs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<Organization>,
    /// Whether it can be used now.
    #[serde(default)]
    pub status: Status,
    /// What happened, and what to use instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_note: Option<String>,
    /// The last day it runs, once its end is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<Date>,
    /// Slug of the listing to use instead, when it is paused, ending or ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
    /// Slugs of kinds of help.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Who it is for, by need.
    #[serde(default)]
    pub needs: NeedsServed,
    /// Who it is for, by age.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ages: Option<AgeRange>,
    /// Slug of the support level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Slugs of the ways in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub access: Vec<String>,
    /// What to do first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how_to_get_a_place: Option<String>,
    /// Who says yes or no, and how long it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who_decides: Option<String>,
    /// How long families wait, in the provider's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<String>,
    /// Whether an education, health and care plan is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ehcp: Option<Requirement>,
    /// Whether a diagnosis is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diagnosis: Option<Requirement>,
    /// Whether a direct payment can pay for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direct_payment: Option<bool>,
    /// What it costs.
    #[serde(default)]
    pub cost: CostOption,
    /// Slugs of how it is given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modes: Vec<String>,
    /// Slugs of when, besides the schedules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<String>,
    /// Opening times and sessions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schedules: Vec<Schedule>,
    /// Which districts' families can use it. Never worked out from an address.
    #[serde(default)]
    pub service_area: ServiceArea,
    /// Where it happens.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<Location>,
    /// Access facts by slug; a missing one is not told.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub features: BTreeMap<String, Fact>,
    /// Its own telephone number as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Its own mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Its own website, http or https.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// The last time somebody said it was right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<Checked>,
    /// The last day it was changed where it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<Date>,
    /// Parents' words for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
}

/// Whether a service can be used now. Only active ones are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Open.
    #[default]
    Active,
    /// Closed for now.
    Paused,
    /// Open, and about to end.
    Closing,
    /// Not open yet.
    Expected,
    /// Ended.
    Withdrawn,
}

impl Status {
    /// Whether a family can use it today. A closing service still counts until it has closed.
    pub fn is_open(self) -> bool {
        matches!(self, Status::Active | Status::Closing)
    }

    /// A sentence for the top of the listing; none for an active service.
    pub fn sentence(self) -> Option<&'static str> {
        match self {
            Status::Active => None,
            Status::Paused => Some("This service is closed for now."),
            Status::Closing => Some("This service is about to end."),
            Status::Expected => Some("This service has not started yet."),
            Status::Withdrawn => Some("This service has ended."),
        }
    }
}

/// Which needs a service is for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NeedsServed {
    /// Nobody has told us.
    #[default]
    NotTold,
    /// Every need.
    Any,
    /// These, by slug.
    These(Vec<String>),
}

/// Something a family may have to have before it can come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Requirement {
    /// You must have it.
    Needed,
    /// You do not need it.
    NotNeeded,
}

/// What a service costs. An unknown cost is never shown as free.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CostOption {
    /// Slug of the band; none when not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<String>,
    /// In words: "£4 a session".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Prices, each for something.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prices: Vec<Price>,
}

/// Which families can use a service, by where they live.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceArea {
    /// Nobody has told us. An address is never turned into a service area.
    #[default]
    NotTold,
    /// Every district: county-wide and national services.
    Everywhere,
    /// These districts, by slug, and other areas by name.
    Areas {
        /// Slugs of districts in this local offer.
        districts: Vec<String>,
        /// Names of areas outside it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        others: Vec<String>,
    },
}

impl ServiceArea {
    /// Whether families of a district can use it; none when not told.
    pub fn serves(&self, district: &str) -> Option<bool> {
        match self {
            ServiceArea::NotTold => None,
            ServiceArea::Everywhere => Some(true),
            ServiceArea::Areas { districts, .. } => Some(districts.iter().any(|d| d == district)),
        }
    }
}

/// A place where a service happens.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Location {
    /// What the place is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Street, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Town or city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub town: Option<String>,
    /// Postcode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<Postcode>,
    /// Where it is, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Point>,
    /// Slug of the district it stands in, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<String>,
    /// What was said about access, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_note: Option<String>,
}

/// A weekly session or opening time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Schedule {
    /// Days as in iCalendar: `MO`, `TU`, `WE`, `TH`, `FR`, `SA`, `SU`.
    pub days: Vec<String>,
    /// "HH:MM", local time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<String>,
    /// "HH:MM", local time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<String>,
    /// "Term time only".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Service {
    /// A listing of an organisation that says nothing yet.
    pub fn blank(id: Uuid, organization: Organization) -> Self {
        Self {
            id,
            slug: String::new(),
            name: String::new(),
            summary: String::new(),
            description: String::new(),
            organization: Some(organization),
            status: Status::Active,
            status_note: None,
            ends_on: None,
            instead: None,
            categories: Vec::new(),
            needs: NeedsServed::NotTold,
            ages: None,
            level: None,
            access: Vec::new(),
            how_to_get_a_place: None,
            who_decides: None,
            wait: None,
            ehcp: None,
            diagnosis: None,
            direct_payment: None,
            cost: CostOption::default(),
            modes: Vec::new(),
            when: Vec::new(),
            schedules: Vec::new(),
            service_area: ServiceArea::NotTold,
            locations: Vec::new(),
            features: BTreeMap::new(),
            phone: None,
            email: None,
            website: None,
            checked: None,
            modified: None,
            keywords: Vec::new(),
        }
    }

    /// Districts it is based in, by slug, each once.
    pub fn based_in(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for district in self.locations.iter().filter_map(|l| l.district.as_deref()) {
            if !found.contains(&district) {
                found.push(district);
            }
        }
        found
    }

    /// Miles from a point to its nearest known location.
    pub fn miles_from(&self, point: Point) -> Option<f64> {
        self.locations.iter().filter_map(|l| l.point).map(|p| p.miles_to(point)).min_by(f64::total_cmp)
    }

    /// The first town or postcode district named in its locations.
    pub fn town(&self) -> Option<&str> {
        self.locations.iter().find_map(|l| l.town.as_deref())
    }

    /// How much of what families ask has been told, from 0 to 1.
    pub fn completeness(&self) -> f64 {
        let told = [
            self.ages.is_some(),
            self.needs != NeedsServed::NotTold,
            self.cost.band.is_some(),
            self.service_area != ServiceArea::NotTold,
            !self.access.is_empty() || self.how_to_get_a_place.is_some(),
            !self.schedules.is_empty() || !self.when.is_empty(),
            self.phone.is_some() || self.email.is_some() || self.website.is_some(),
            !self.features.is_empty(),
            self.ehcp.is_some(),
            self.description.len() > 80,
        ];
        told.iter().filter(|t| **t).count() as f64 / told.len() as f64
    }
}

impl Schedule {
    /// Days as in iCalendar, from Monday.
    pub const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    /// "Mondays and Wednesdays, 10am to 12 noon. Term time only".
    pub fn in_words(&self) -> String {
        let days: Vec<String> = self.days.iter().filter_map(|d| day_name(d)).map(|d| format!("{d}s")).collect();
        let is = |some: &[&str]| self.days.len() == some.len() && some.iter().all(|d| self.days.iter().any(|s| s == d));
        let days = if is(&Self::DAYS) {
            "Every day".to_owned()
        } else if is(&Self::DAYS[..5]) {
            "Monday to Friday".to_owned()
        } else {
            list(&days)
        };
        let times = match (&self.opens, &self.closes) {
            (Some(opens), Some(closes)) => Some(format!("{} to {}", time(opens), time(closes))),
            (Some(opens), None) => Some(format!("from {}", time(opens))),
            (None, Some(closes)) => Some(format!("until {}", time(closes))),
            (None, None) => None,
        };
        let parts: Vec<String> = [Some(days).filter(|d| !d.is_empty()), times].into_iter().flatten().collect();
        match (&self.note, parts.is_empty()) {
            (Some(note), true) => note.clone(),
            (Some(note), false) => format!("{}. {note}", parts.join(", ")),
            (None, _) => parts.join(", "),
        }
    }
}

/// "Monday" for `MO`; none for anything else.
pub fn day_name(day: &str) -> Option<&'static str> {
    Some(match day {
        "MO" => "Monday",
        "TU" => "Tuesday",
        "WE" => "Wednesday",
        "TH" => "Thursday",
        "FR" => "Friday",
        "SA" => "Saturday",
        "SU" => "Sunday",
        _ => return None,
    })
}
