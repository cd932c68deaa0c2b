//! Everything that can change in a listing, each with its name and its words.

use super::FormStep;
use crate::area::Area;
use crate::domain::wording::{capital, date};
use crate::domain::{
    Facet, Location, Meaning, NeedsServed, Price, Requirement, Schedule, Service, ServiceArea, Status,
};

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, $label:literal, $step:ident;)*) => {
        /// Something that can change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Field { $($(#[$doc])* $variant),* }

        impl Field {
            /// All of them, in the order of the steps.
            pub const ALL: [Field; [$($word),*].len()] = [$(Field::$variant),*];

            /// The word for it in forms. Never changes.
            pub fn word(self) -> &'static str {
                match self { $(Field::$variant => $word),* }
            }

            /// What families and reviewers read.
            pub fn label(self) -> &'static str {
                match self { $(Field::$variant => $label),* }
            }

            /// The step that asks for it.
            pub fn step(self) -> FormStep {
                match self { $(Field::$variant => FormStep::$step),* }
            }
        }
    };
}

fields! {
    /// What it is called.
    Name = "name", "Name", What;
    /// One sentence.
    Summary = "summary", "In one sentence", What;
    /// More about it.
    Description = "description", "About it", What;
    /// Kinds of help.
    Categories = "categories", "Kind of help", What;
    /// Ages.
    Ages = "ages", "Ages", Who;
    /// Needs.
    Needs = "needs", "Needs", Who;
    /// Who it is open to.
    Level = "level", "Open to", Who;
    /// Ways in.
    Access = "access", "Ways to get a place", Place;
    /// What to do first.
    HowToGetAPlace = "how", "How to get a place", Place;
    /// Who says yes or no.
    WhoDecides = "decides", "Who decides", Place;
    /// How long it takes.
    Wait = "wait", "How long is the wait", Place;
    /// Whether a plan is needed.
    Ehcp = "ehcp", "EHC plan", Place;
    /// Whether a diagnosis is needed.
    Diagnosis = "diagnosis", "Diagnosis", Place;
    /// How it is given.
    Modes = "modes", "How it happens", Where;
    /// Places.
    Locations = "venues", "Places", Where;
    /// Districts.
    ServiceArea = "area", "Who can use it, by where they live", Where;
    /// Sessions and opening times.
    Schedules = "times", "Days and times", When;
    /// Times of day and year.
    When = "when", "When, roughly", When;
    /// What it costs.
    Cost = "cost", "Cost", Cost;
    /// Direct payments.
    DirectPayment = "direct-payment", "Direct payments", Cost;
    /// Access and joining in.
    Features = "features", "Getting in and joining in", Access;
    /// Telephone.
    Phone = "phone", "Phone", Contact;
    /// Mail address.
    Email = "email", "Email", Contact;
    /// Website.
    Website = "website", "Website", Contact;
    /// Whether it runs.
    Status = "status", "Is it running?", Running;
}

impl Field {
    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.word() == word)
    }

    /// Whether it is running text, in which single words change; the others are lists, in which lines do.
    pub fn is_prose(self) -> bool {
        matches!(
            self,
            Field::Name | Field::Summary | Field::Description | Field::HowToGetAPlace | Field::WhoDecides | Field::Wait
        )
    }

    /// What a listing says of it, in the words families read, a line each; none when it was not told.
    pub fn words(self, service: &Service, area: &Area) -> Vec<String> {
        let label = |facet, slug: &String| area.vocabulary.label(facet, slug).to_owned();
        let labels = |facet, slugs: &[String]| slugs.iter().map(|s| label(facet, s)).collect::<Vec<_>>();
        let one = |text: Option<String>| text.into_iter().collect::<Vec<_>>();
        let text = |text: &str| text.lines().filter(|l| !l.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let needed = |r: Requirement| match r {
            Requirement::Needed => "Needed".to_owned(),
            Requirement::NotNeeded => "Not needed".to_owned(),
        };
        match self {
            Field::Name => text(&service.name),
            Field::Summary => text(&service.summary),
            Field::Description => text(&service.description),
            Field::Categories => labels(Facet::Category, &service.categories),
            Field::Ages => one(service.ages.map(|r| capital(&r.in_words()))),
            Field::Needs => match &service.needs {
                NeedsServed::NotTold => Vec::new(),
                NeedsServed::Any => vec!["Every kind of need".to_owned()],
                NeedsServed::These(needs) => labels(Facet::Need, needs),
            },
            Field::Level => one(service.level.as_ref().map(|l| label(Facet::Level, l))),
            Field::Access => labels(Facet::Access, &service.access),
            Field::HowToGetAPlace => text(service.how_to_get_a_place.as_deref().unwrap_or_default()),
            Field::WhoDecides => text(service.who_decides.as_deref().unwrap_or_default()),
            Field::Wait => text(service.wait.as_deref().unwrap_or_default()),
            Field::Ehcp => one(service.ehcp.map(needed)),
            Field::Diagnosis => one(service.diagnosis.map(needed)),
            Field::Modes => labels(Facet::Mode, &service.modes),
            Field::Locations => service.locations.iter().map(|l| location(l, area)).collect(),
            Field::ServiceArea => service_area(&service.service_area, area),
            Field::Schedules => service.schedules.iter().map(Schedule::in_words).collect(),
            Field::When => labels(Facet::When, &service.when),
            Field::Cost => {
                // A price says more than its band.
                let told = !service.cost.prices.is_empty();
                let band = service
                    .cost
                    .band
                    .as_ref()
                    .filter(|b| !told || area.vocabulary.meaning(Facet::Cost, b) != Some(Meaning::Paid));
                let band = band.map(|b| label(Facet::Cost, b));
                let prices = service.cost.prices.iter().map(Price::in_words);
                band.into_iter().chain(prices).chain(service.cost.detail.clone()).collect()
            }
            Field::DirectPayment => {
                let words = |yes| if yes { "You can pay with one" } else { "You cannot pay with one" };
                one(service.direct_payment.map(|d| words(d).to_owned()))
            }
            Field::Features => {
                let values = area.vocabulary.values(Facet::Features).iter();
                let told = values.filter_map(|v| service.features.get(&v.slug).map(|fact| (v, fact)));
                let words = told.map(|(value, fact)| {
                    let note = fact.note.as_deref().map(|n| format!(". {n}")).unwrap_or_default();
                    format!("{}: {}{note}", value.label, fact.state.word())
                });
                words.collect()
            }
            Field::Phone => one(service.phone.clone()),
            Field::Email => one(service.email.clone()),
            Field::Website => one(service.website.clone()),
            Field::Status => status(service),
        }
    }

    /// Whether two listings say the same of it.
    pub fn same(self, a: &Service, b: &Service) -> bool {
        match self {
            Field::Name => a.name == b.name,
            Field::Summary => a.summary == b.summary,
            Field::Description => a.description == b.description,
            Field::Categories => a.categories == b.categories,
            Field::Ages => a.ages == b.ages,
            Field::Needs => a.needs == b.needs,
            Field::Level => a.level == b.level,
            Field::Access => a.access == b.access,
            Field::HowToGetAPlace => a.how_to_get_a_place == b.how_to_get_a_place,
            Field::WhoDecides => a.who_decides == b.who_decides,
            Field::Wait => a.wait == b.wait,
            Field::Ehcp => a.ehcp == b.ehcp,
            Field::Diagnosis => a.diagnosis == b.diagnosis,
            Field::Modes => a.modes == b.modes,
            Field::Locations => a.locations == b.locations,
            Field::ServiceArea => a.service_area == b.service_area,
            Field::Schedules => weekly(&a.schedules) == weekly(&b.schedules),
            Field::When => a.when == b.when,
            Field::Cost => a.cost == b.cost,
            Field::DirectPayment => a.direct_payment == b.direct_payment,
            Field::Features => a.features == b.features,
            Field::Phone => a.phone == b.phone,
            Field::Email => a.email == b.email,
            Field::Website => a.website == b.website,
            Field::Status => {
                (a.status, &a.status_note, a.ends_on, &a.instead) == (b.status, &b.status_note, b.ends_on, &b.instead)
            }
        }
    }

    /// Makes a listing say of it what another says.
    pub fn copy(self, from: &Service, to: &mut Service) {
        match self {
            Field::Name => to.name.clone_from(&from.name),
            Field::Summary => to.summary.clone_from(&from.summary),
            Field::Description => to.description.clone_from(&from.description),
            Field::Categories => to.categories.clone_from(&from.categories),
            Field::Ages => to.ages = from.ages,
            Field::Needs => to.needs.clone_from(&from.needs),
            Field::Level => to.level.clone_from(&from.level),
            Field::Access => to.access.clone_from(&from.access),
            Field::HowToGetAPlace => to.how_to_get_a_place.clone_from(&from.how_to_get_a_place),
            Field::WhoDecides => to.who_decides.clone_from(&from.who_decides),
            Field::Wait => to.wait.clone_from(&from.wait),
            Field::Ehcp => to.ehcp = from.ehcp,
            Field::Diagnosis => to.diagnosis = from.diagnosis,
            Field::Modes => to.modes.clone_from(&from.modes),
            Field::Locations => to.locations.clone_from(&from.locations),
            Field::ServiceArea => to.service_area.clone_from(&from.service_area),
            Field::Schedules => to.schedules.clone_from(&from.schedules),
            Field::When => to.when.clone_from(&from.when),
            Field::Cost => to.cost.clone_from(&from.cost),
            Field::DirectPayment => to.direct_payment = from.direct_payment,
            Field::Features => to.features.clone_from(&from.features),
            Field::Phone => to.phone.clone_from(&from.phone),
            Field::Email => to.email.clone_from(&from.email),
            Field::Website => to.website.clone_from(&from.website),
            Field::Status => {
                to.status = from.status;
                to.status_note.clone_from(&from.status_note);
                to.ends_on = from.ends_on;
                to.instead.clone_from(&from.instead);
            }
        }
    }

    /// Whether families ask for it so often that a listing without it is worth less. What a listing may well not have
    /// (a website, a wait) is not among them.
    pub fn is_asked(self) -> bool {
        matches!(
            self,
            Field::Ages
                | Field::Needs
                | Field::HowToGetAPlace
                | Field::WhoDecides
                | Field::Ehcp
                | Field::Diagnosis
                | Field::ServiceArea
                | Field::Cost
                | Field::Features
                | Field::Phone
        )
    }

    /// Whether nothing was told of it. Sessions and rough times tell the same, and so do the ways to reach somebody.
    pub fn is_missing(self, service: &Service, area: &Area) -> bool {
        match self {
            Field::Phone => service.phone.is_none() && service.email.is_none(),
            Field::HowToGetAPlace => service.how_to_get_a_place.is_none() && service.access.is_empty(),
            _ => self.words(service, area).is_empty(),
        }
    }
}

/// Sessions with their days in the week's order: another order is no change.
fn weekly(schedules: &[Schedule]) -> Vec<Schedule> {
    let place = |day: &String| Schedule::DAYS.iter().position(|d| d == day);
    let mut schedules = schedules.to_vec();
    schedules.iter_mut().for_each(|s| s.days.sort_by_key(place));
    schedules
}

fn location(location: &Location, area: &Area) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in [&location.name, &location.address, &location.town].into_iter().flatten() {
        if !parts.contains(part) {
            parts.push(part.clone());
        }
    }
    parts.extend(location.postcode.iter().map(ToString::to_string));
    let district = location.district.as_deref().map(|d| format!(" (in {})", area.district_name(d)));
    let note = location.access_note.as_deref().map(|n| format!(". {n}"));
    format!("{}{}{}", parts.join(", "), district.unwrap_or_default(), note.unwrap_or_default())
}

fn service_area(served: &ServiceArea, area: &Area) -> Vec<String> {
    match served {
        ServiceArea::NotTold => Vec::new(),
        ServiceArea::Everywhere => vec![format!("Every district of {}", area.name)],
        ServiceArea::Areas { districts, others } => {
            let names = districts.iter().map(|d| area.district_name(d).to_owned());
            names.chain(others.iter().cloned()).collect()
        }
    }
}

fn status(service: &Service) -> Vec<String> {
    let first = match (service.status, service.ends_on) {
        (Status::Active, _) => "It is running.".to_owned(),
        (Status::Closing, Some(day)) => format!("This service ends on {}.", date(day)),
        (status, _) => status.sentence().unwrap_or_default().to_owned(),
    };
    let instead = service.instead.as_ref().map(|slug| format!("Use instead: /services/{slug}"));
    std::iter::once(first).chain(service.status_note.clone()).chain(instead).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{area, service};
    use std::collections::BTreeSet;

    #[test]
    fn every_field_has_a_word_of_its_own_and_every_step_a_field() {
        let words: BTreeSet<&str> = Field::ALL.iter().map(|f| f.word()).collect();
        assert_eq!(words.len(), Field::ALL.len());
        assert!(FormStep::ALL.iter().all(|s| s.fields().count() > 0));
    }

    #[test]
    fn copying_every_field_makes_the_same_listing_and_one_field_only_itself() {
        let area = area();
        for from in area.sample.services.iter().take(60) {
            let blank = service("Blank");
            for field in Field::ALL {
                let mut to = blank.clone();
                field.copy(from, &mut to);
                assert!(field.same(from, &to), "{field:?}");
                assert_eq!(field.words(from, &area), field.words(&to, &area));
                let others = Field::ALL.into_iter().filter(|f| *f != field && !f.same(&blank, &to)).count();
                assert_eq!(others, 0, "{field:?} changes another");
            }
            let mut all = blank.clone();
            Field::ALL.into_iter().for_each(|f| f.copy(from, &mut all));
            // What no form asks stays what it was.
            all.id = from.id;
            all.slug.clone_from(&from.slug);
            all.organization.clone_from(&from.organization);
            (all.checked, all.modified) = (from.checked, from.modified);
            all.keywords.clone_from(&from.keywords);
            assert_eq!(&all, from);
        }
    }
}
