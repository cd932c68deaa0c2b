//! What is asked of the coverage matrix: whom it counts, where, and for which kinds of help.

use crate::domain::statistics::NeedMeasure;
use crate::domain::{Facet, FieldError, SearchQuery};
use crate::web::{App, Pairs};

/// What was asked of the matrix.
#[derive(Clone, Debug)]
pub struct GapQuery {
    /// Only for a need, a support level, an age.
    pub find: SearchQuery,
    /// One district only, by slug.
    pub district: Option<String>,
    /// One top kind only, with its children.
    pub kind: Option<String>,
    /// The people that rates are for: so many services for every 1,000 of them.
    pub per: NeedMeasure,
    /// Kinds with most districts without anything first.
    pub missing_first: bool,
}

impl GapQuery {
    /// Reads the parameters of an address; what is not understood is named and left out.
    pub fn parse(pairs: &Pairs, app: &App) -> Self {
        let all = SearchQuery::parse(&pairs.0, &app.area.vocabulary);
        let mut find = SearchQuery { page: 1, age: all.age, age_text: all.age_text.clone(), ..SearchQuery::default() };
        for facet in [Facet::Need, Facet::Level] {
            if !all.chosen(facet).is_empty() {
                find.chosen.insert(facet, all.chosen(facet).to_vec());
            }
        }
        let kept = |e: &&FieldError| matches!(e.field, "need" | "level" | "age" | "district");
        find.errors = all.errors.iter().filter(kept).cloned().collect();
        let asked_kind = pairs.first("kind").filter(|k| !k.is_empty());
        let kind =
            asked_kind.filter(|k| app.area.vocabulary.categories.iter().any(|c| c.slug == *k)).map(str::to_owned);
        if asked_kind.is_some() && kind.is_none() {
            find.errors.push(FieldError {
                field: "kind",
                message: "We do not know that kind of help. We show all".to_owned(),
            });
        }
        let asked_per = pairs.first("per").filter(|p| !p.is_empty());
        let per = asked_per.and_then(NeedMeasure::parse);
        if asked_per.is_some() && per.is_none() {
            find.errors.push(FieldError {
                field: "per",
                message: "We do not know whom to count. We count all children".to_owned(),
            });
        }
        let district = all.chosen(Facet::District).first().cloned();
        let per = per.unwrap_or(NeedMeasure::Children);
        Self { find, district, kind, per, missing_first: pairs.first("sort") == Some("missing") }
    }

    /// Whether anything but the kinds and districts narrows it.
    pub fn is_narrowed(&self) -> bool {
        self.find.age.is_some() || !self.find.chosen.is_empty()
    }

    /// The parameters that say what is shown, for links to the same of another kind.
    pub fn view_pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = self.pairs();
        if self.per != NeedMeasure::Children {
            pairs.push(("per", self.per.value().to_owned()));
        }
        pairs
    }

    /// The parameters that narrow, for links to the search.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        self.find.pairs()
    }
}
