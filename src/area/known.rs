//! What other files of a pack may name.

use crate::domain::{District, Facet, Vocabulary};

/// What there is to be named. A list that could not be read is not held against anybody who names something of it.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The districts.
    pub districts: Option<&'a [District]>,
    /// The values of every filter.
    pub vocabulary: Option<&'a Vocabulary>,
    /// Slugs of the guides.
    pub guides: Option<&'a [String]>,
}

impl Known<'_> {
    /// What is wrong with a district's slug; none when nothing is.
    pub fn wrong_district(&self, slug: &str) -> Option<String> {
        let unknown = self.districts.is_some_and(|all| !all.iter().any(|d| d.slug == slug));
        unknown.then(|| format!("there is no district {slug}"))
    }

    /// What is wrong with a value of a filter; none when nothing is.
    pub fn wrong_value(&self, facet: Facet, slug: &str) -> Option<String> {
        let unknown = self.vocabulary.is_some_and(|words| words.position(facet, slug).is_none());
        unknown.then(|| format!("there is no {} {slug} in vocabulary.toml", facet.noun()))
    }

    /// What is wrong with where a link leads: a guide or a value of a filter that is not there, or another site.
    pub fn wrong_link(&self, to: &str) -> Option<String> {
        if !to.starts_with('/') || to.starts_with("//") {
            return Some(format!("{to} is not an address of this site: it begins with /"));
        }
        let (path, query) = to.split_once('?').unwrap_or((to, ""));
        if let Some(guide) = path.strip_prefix("/guides/") {
            let unknown = self.guides.is_some_and(|all| !all.iter().any(|slug| slug == guide));
            return unknown.then(|| format!("there is no guide {guide} in guides.toml"));
        }
        if let Some(kind) = path.strip_prefix("/gaps/").filter(|_| query.is_empty()) {
            let own = super::vocabulary::TAKEN.contains(&kind);
            return self.wrong_value(Facet::Category, kind).filter(|_| !own);
        }
        if let Some(district) = path.strip_prefix("/districts/") {
            return self.wrong_district(district);
        }
        form_urlencoded::parse(query.as_bytes()).find_map(|(name, slug)| {
            let facet = Facet::ALL.into_iter().find(|facet| facet.param() == name)?;
            self.wrong_value(facet, &slug)
        })
    }
}
