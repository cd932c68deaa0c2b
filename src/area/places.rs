//! Places by the words people type for them.

use super::Area;
use crate::domain::{OutwardCode, Place, Postcode};

/// What was typed for "where do you live?".
#[derive(Clone, Debug, PartialEq)]
pub enum LocationQuery {
    /// Nothing.
    Nothing,
    /// A district, a town or an outward code we know.
    Place(Place),
    /// A whole postcode: the store may know it; if not, [`Area::by_outward_code`] is what is left.
    Postcode(Postcode),
    /// An outward code or postcode that touches no district here.
    Elsewhere(String),
    /// None of these.
    Unknown(String),
}

impl Area {
    /// Understands a postcode, an outward code, a district or a town; also several of them together ("Chorley PR7"),
    /// where the most exact one counts.
    pub fn parse_location(&self, text: &str) -> LocationQuery {
        let text = text.trim();
        if text.is_empty() {
            return LocationQuery::Nothing;
        }
        if let Some(asked) = self.exactly(text) {
            return asked;
        }
        let words: Vec<&str> = text.split([' ', ',']).filter(|w| !w.is_empty()).collect();
        let mut runs: Vec<LocationQuery> = Vec::new();
        for len in (1..=words.len().min(4)).rev() {
            for run in words.windows(len) {
                runs.extend(self.exactly(&run.join(" ")));
            }
        }
        let exactness = |asked: &LocationQuery| match asked {
            LocationQuery::Postcode(_) => 0,
            LocationQuery::Place(place) if !place.approximate => 1,
            LocationQuery::Place(_) => 2,
            _ => 3,
        };
        runs.into_iter().min_by_key(exactness).unwrap_or_else(|| LocationQuery::Unknown(text.to_owned()))
    }

    fn exactly(&self, text: &str) -> Option<LocationQuery> {
        if let Some(place) = self.by_name(text) {
            return Some(LocationQuery::Place(place));
        }
        if let Some(code) = Postcode::parse(text) {
            return Some(LocationQuery::Postcode(code));
        }
        let code = OutwardCode::parse(text)?;
        Some(
            self.by_outward_code(&code)
                .map_or_else(|| LocationQuery::Elsewhere(code.to_string()), LocationQuery::Place),
        )
    }

    /// A district or town by name, without case or punctuation. A district comes before a town of the same name.
    pub fn by_name(&self, text: &str) -> Option<Place> {
        let asked = plain(text);
        if let Some(district) = self.districts.iter().find(|d| plain(&d.name) == asked) {
            let town = district.towns.iter().find(|t| plain(&t.name) == asked);
            return Some(Place {
                name: district.name.clone(),
                point: town.map_or_else(|| district.point(), |t| t.point()),
                approximate: false,
                district: Some(district.slug.clone()),
                note: None,
            });
        }
        self.districts.iter().find_map(|district| {
            let town = district.towns.iter().find(|t| plain(&t.name) == asked)?;
            Some(Place {
                name: town.name.clone(),
                point: town.point(),
                approximate: false,
                district: Some(district.slug.clone()),
                note: None,
            })
        })
    }

    /// The middle of an outward code: good for a rough distance. A district only where it lies wholly in one.
    pub fn by_outward_code(&self, code: &OutwardCode) -> Option<Place> {
        let outcode = self.outcodes.get(code.as_str()).filter(|o| !o.shares.is_empty())?;
        Some(Place {
            name: code.to_string(),
            point: outcode.point(),
            approximate: true,
            district: outcode.only_district().map(str::to_owned),
            note: outcode.only_district().is_none().then(|| {
                format!("{code} covers more than one council area. Choose your district below to see what takes families where you live")
            }),
        })
    }
}

fn plain(text: &str) -> String {
    let spaced: String = text
        .to_lowercase()
        .chars()
        .filter(|c| !matches!(c, '\'' | '’' | '.'))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
