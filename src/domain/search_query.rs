//! A question put to the directory: parsed once, at the door, into [`Find`].

use super::{Age, Facet, Guess, Guessed, Place, Vocabulary};
use std::collections::BTreeMap;

/// A promise with two answers only: a filter that is on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Condition {
    /// No education, health and care plan is needed.
    EhcpNotNeeded,
    /// No diagnosis is needed.
    DiagnosisNotNeeded,
    /// A direct payment can pay.
    DirectPayment,
}

impl Condition {
    /// All of them.
    pub const ALL: [Condition; 3] = [Condition::EhcpNotNeeded, Condition::DiagnosisNotNeeded, Condition::DirectPayment];

    /// The parameter's name and the one value it takes.
    pub fn param(self) -> (&'static str, &'static str) {
        match self {
            Condition::EhcpNotNeeded => ("ehcp", "not-needed"),
            Condition::DiagnosisNotNeeded => ("diagnosis", "not-needed"),
            Condition::DirectPayment => ("direct-payment", "yes"),
        }
    }

    /// The label of its box.
    pub fn label(self) -> &'static str {
        match self {
            Condition::EhcpNotNeeded => "No education, health and care (EHC) plan needed",
            Condition::DiagnosisNotNeeded => "No diagnosis needed",
            Condition::DirectPayment => "Takes direct payments",
        }
    }

    /// What nobody has told us, after "have not told us".
    pub fn untold_words(self) -> &'static str {
        match self {
            Condition::EhcpNotNeeded => "if you need an EHC plan",
            Condition::DiagnosisNotNeeded => "if you need a diagnosis",
            Condition::DirectPayment => "if they take direct payments",
        }
    }
}

/// The order of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortOrder {
    /// Best answer first.
    #[default]
    Best,
    /// Nearest first; places not known come last.
    Nearest,
    /// By name.
    Name,
    /// Checked most recently first.
    Fresh,
}

impl SortOrder {
    /// All orders with their value and label.
    pub const ALL: [(SortOrder, &'static str, &'static str); 4] = [
        (SortOrder::Best, "best", "Best answer first"),
        (SortOrder::Nearest, "nearest", "Nearest first"),
        (SortOrder::Name, "name", "By name, A to Z"),
        (SortOrder::Fresh, "fresh", "Checked most recently"),
    ];

    /// The value in addresses.
    pub fn value(self) -> &'static str {
        Self::ALL.iter().find(|(s, ..)| *s == self).map_or("best", |(_, v, _)| v)
    }
}

/// Something typed that was not understood, for beside its field. The rest of the question is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The parameter's name.
    pub field: &'static str,
    /// What to do about it.
    pub message: String,
}

/// A question, understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchQuery {
    /// The words, trimmed, at most [`Find::LONGEST`] characters.
    pub words: String,
    /// What was typed for `where`.
    pub where_text: String,
    /// The place it means, once resolved.
    pub from: Option<Place>,
    /// What was typed for the age, kept even when it is no age.
    pub age_text: String,
    /// The age.
    pub age: Option<Age>,
    /// Chosen values by facet, each known and once. Age stands apart.
    pub chosen: BTreeMap<Facet, Vec<String>>,
    /// Promises that must be kept.
    pub promises: Vec<Condition>,
    /// Facets and promises by parameter name, for which those that have not told us are let in.
    pub untold: Vec<&'static str>,
    /// Miles, 1 to 100.
    pub radius: Option<u16>,
    /// Checked in the last so many months.
    pub checked_months: Option<u8>,
    /// Guesses that were undone.
    pub undone: Vec<Guess>,
    /// Whether words are taken as typed: none is put right.
    pub as_typed: bool,
    /// Whether each result says why it is there.
    pub explain: bool,
    /// Whether the reasons are wanted, shown or not.
    pub reasons: bool,
    /// What the words seem to say, once read.
    pub guessed: Guessed,
    /// The order.
    pub sort: SortOrder,
    /// The page, from 1.
    pub page: u32,
    /// What was not understood.
    pub errors: Vec<FieldError>,
}

impl SearchQuery {
    /// The longest question, in characters; more is cut and said.
    pub const LONGEST: usize = 300;
    /// Results on a page.
    pub const PER_PAGE: usize = 20;
    /// The radii offered, in miles.
    pub const RADII: [u16; 6] = [2, 5, 10, 15, 20, 30];

    /// Reads the parameters of an address, in order. Unknown names are passed over; unknown values are named.
    pub fn parse(pairs: &[(String, String)], vocabulary: &Vocabulary) -> Self {
        let mut find = SearchQuery { page: 1, ..SearchQuery::default() };
        let mut about = String::new();
        for (name, value) in pairs {
            let value = value.trim();
            match name.as_str() {
                "q" => find.read_words(value),
                "where" => find.where_text = clean(value, 100),
                "age" => find.read_age(value),
                "radius" => find.read_radius(value),
                "checked" => find.read_checked(value),
                "sort" => find.read_sort(value),
                "page" => find.read_page(value),
                "untold" => find.read_untold(value),
                "ignore" => find.read_undone(value),
                "about" => about = clean(value, Self::LONGEST),
                "explain" => find.explain = value == "1",
                "spelling" => find.read_spelling(value),
                name => find.read_choice(name, value, vocabulary),
            }
        }
        find.reasons = find.explain;
        // What was undone was undone for those words, and not for others typed since.
        if !about.is_empty() && about != find.words {
            find.undone.clear();
            find.as_typed = false;
        }
        find
    }

    fn error(&mut self, field: &'static str, message: impl Into<String>) {
        self.errors.push(FieldError { field, message: message.into() });
    }

    fn read_words(&mut self, value: &str) {
        if value.chars().count() > Self::LONGEST {
            self.error("q", format!("That is a lot of words. We looked for the first {} letters", Self::LONGEST));
        }
        self.words = clean(value, Self::LONGEST);
    }

    fn read_age(&mut self, value: &str) {
        self.age_text = clean(value, 20);
        match Age::parse(value) {
            Ok(age) => self.age = age.or(self.age),
            Err(reason) => self.error("age", reason.to_string()),
        }
    }

    fn read_radius(&mut self, value: &str) {
        match value.parse::<u16>() {
            _ if value.is_empty() => {}
            Ok(miles @ 1..=100) => self.radius = Some(miles),
            _ => self.error("radius", "Choose a distance from 1 to 100 miles"),
        }
    }

    fn read_checked(&mut self, value: &str) {
        match value.strip_suffix('m').and_then(|n| n.parse::<u8>().ok()) {
            _ if value.is_empty() => {}
            Some(months @ 1..=60) => self.checked_months = Some(months),
            _ => self.error("checked", "Choose a number of months, like 6m"),
        }
    }

    fn read_sort(&mut self, value: &str) {
        match SortOrder::ALL.iter().find(|(_, v, _)| *v == value) {
            Some((sort, ..)) => self.sort = *sort,
            None if value.is_empty() => {}
            None => self.error("sort", "Choose best, nearest, name or fresh"),
        }
    }

    fn read_page(&mut self, value: &str) {
        match value.parse::<u32>() {
            _ if value.is_empty() => {}
            Ok(page @ 1..) => self.page = page.min(1_000_000),
            _ => self.error("page", "There is no such page. This is page 1"),
        }
    }

    fn read_untold(&mut self, value: &str) {
        let facets = Facet::ALL.iter().filter(|f| f.is_promise()).map(|f| f.param());
        let known = facets.chain(Condition::ALL.iter().map(|p| p.param().0)).find(|name| *name == value);
        match known {
            Some(name) if !self.untold.contains(&name) => self.untold.push(name),
            Some(_) => {}
            None if value.is_empty() => {}
            None => self.error("untold", "We do not know that filter"),
        }
    }

    fn read_undone(&mut self, value: &str) {
        match Guess::ALL.into_iter().find(|g| g.value() == value) {
            Some(guess) if !self.undone.contains(&guess) => self.undone.push(guess),
            Some(_) => {}
            None if value.is_empty() => {}
            None => self.error("q", "We do not know that kind of guess. We left it out"),
        }
    }

    fn read_spelling(&mut self, value: &str) {
        match value {
            "mine" => self.as_typed = true,
            "" => {}
            _ => self.error("q", "The only choice for the spelling is “mine”"),
        }
    }

    fn read_choice(&mut self, name: &str, value: &str, vocabulary: &Vocabulary) {
        if value.is_empty() {
            return;
        }
        if let Some(promise) = Condition::ALL.into_iter().find(|p| p.param().0 == name) {
            let (field, word) = promise.param();
            if value == word {
                if !self.promises.contains(&promise) {
                    self.promises.push(promise);
                }
            } else {
                self.error(field, format!("The only choice here is “{word}”"));
            }
            return;
        }
        let Some(facet) = Facet::ALL.into_iter().find(|f| f.param() == name) else { return };
        let value = value.to_lowercase();
        if vocabulary.position(facet, &value).is_none() {
            let shown: String = clean(&value, 60);
            self.error(facet.param(), format!("We do not know the {} “{shown}”. We left it out", facet.noun()));
            return;
        }
        let chosen = self.chosen.entry(facet).or_default();
        if !chosen.contains(&value) {
            chosen.push(value);
        }
    }

    /// Chosen values of a facet. The age is one too.
    pub fn chosen(&self, facet: Facet) -> &[String] {
        self.chosen.get(&facet).map_or(&[], Vec::as_slice)
    }

    /// The age that narrows the results: the one chosen, or one that the words give as a number.
    pub fn narrowing_age(&self) -> Option<Age> {
        let said = self.guessed.age.filter(|(from, to)| from == to).and_then(|(years, _)| Age::new(years));
        self.age.or(said)
    }

    /// Whether anything narrows the results.
    pub fn is_narrowed(&self) -> bool {
        !self.chosen.is_empty()
            || !self.promises.is_empty()
            || self.age.is_some()
            || self.radius.is_some()
            || self.checked_months.is_some()
    }

    /// How many filters have been chosen.
    pub fn narrowed_by(&self) -> usize {
        self.chosen.values().map(Vec::len).sum::<usize>()
            + self.promises.len()
            + usize::from(self.age.is_some())
            + usize::from(self.radius.is_some())
            + usize::from(self.checked_months.is_some())
    }

    /// Whether those that have not told us are let in for a parameter.
    pub fn includes_not_stated(&self, param: &str) -> bool {
        self.untold.contains(&param)
    }

    /// The parameters of this question, in one order, for links. The page is left out.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut push = |name: &'static str, value: &str| {
            if !value.is_empty() {
                pairs.push((name, value.to_owned()));
            }
        };
        push("q", &self.words);
        push("where", &self.where_text);
        for facet in Facet::ALL {
            if facet == Facet::Age {
                push("age", &self.age.map(|a| a.years().to_string()).unwrap_or_default());
            }
            for value in self.chosen(facet) {
                push(facet.param(), value);
            }
        }
        for promise in &self.promises {
            push(promise.param().0, promise.param().1);
        }
        for name in &self.untold {
            push("untold", name);
        }
        for guess in &self.undone {
            push("ignore", guess.value());
        }
        if self.as_typed {
            push("spelling", "mine");
        }
        if self.as_typed || !self.undone.is_empty() {
            push("about", &self.words);
        }
        if self.explain {
            push("explain", "1");
        }
        push("radius", &self.radius.map(|r| r.to_string()).unwrap_or_default());
        push("checked", &self.checked_months.map(|m| format!("{m}m")).unwrap_or_default());
        if self.sort != SortOrder::Best {
            push("sort", self.sort.value());
        }
        pairs
    }
}

/// Text without control or bidirectional override characters, in single spaces, cut to `most` characters.
fn clean(text: &str, most: usize) -> String {
    let safe: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(
            |c| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'),
        )
        .take(most)
        .collect();
    safe.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary::FacetValue;
    use super::*;
    use proptest::prelude::*;

    fn vocabulary() -> Vocabulary {
        let value = |slug: &str| FacetValue { slug: slug.into(), label: slug.into(), ..FacetValue::default() };
        let mut v = Vocabulary::default();
        v.values.insert(Facet::District, vec![value("burnley"), value("pendle")]);
        v.values.insert(Facet::Cost, vec![value("free")]);
        v
    }

    fn parse(query: &[(&str, &str)]) -> SearchQuery {
        let pairs: Vec<_> = query.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        SearchQuery::parse(&pairs, &vocabulary())
    }

    #[test]
    fn keeps_what_it_understands_and_names_the_rest() {
        let find = parse(&[
            ("q", "  swimming \u{202e}"),
            ("district", "burnley"),
            ("district", "nowhere"),
            ("age", "300"),
            ("radius", "-4"),
            ("page", "0"),
            ("unheard-of", "x"),
            ("ehcp", "not-needed"),
        ]);
        assert_eq!(find.words, "swimming");
        assert_eq!(find.chosen(Facet::District), ["burnley"]);
        assert_eq!(find.age, None);
        assert_eq!(find.age_text, "300");
        assert_eq!(find.page, 1);
        let fields: Vec<_> = find.errors.iter().map(|e| e.field).collect();
        assert_eq!(fields, ["district", "age", "radius", "page"]);
        assert_eq!(find.narrowed_by(), 2);
    }

    #[test]
    fn empty_boxes_of_a_form_are_not_errors() {
        let find = parse(&[("q", ""), ("where", ""), ("age", ""), ("radius", ""), ("sort", ""), ("page", "")]);
        assert_eq!(find, SearchQuery { page: 1, ..SearchQuery::default() });
    }

    #[test]
    fn a_question_of_five_thousand_letters_is_cut_and_said() {
        let find = parse(&[("q", &"a".repeat(5000))]);
        assert_eq!(find.words.len(), SearchQuery::LONGEST);
        assert_eq!(find.errors[0].field, "q");
    }

    proptest! {
        #[test]
        fn links_lead_back_to_the_same_question(
            q in "\\PC{0,40}", place in "\\PC{0,20}", age in "[0-9]{0,3}", district in prop::sample::select(vec!["burnley", "pendle", "x"]),
            radius in "[0-9]{0,3}", sort in prop::sample::select(vec!["best", "nearest", "name", "fresh", "odd", ""]),
        ) {
            let find = parse(&[("q", &q), ("where", &place), ("age", &age), ("district", district), ("radius", &radius), ("sort", sort)]);
            let pairs: Vec<_> = find.pairs().into_iter().map(|(a, b)| (a.to_owned(), b)).collect();
            let again = SearchQuery::parse(&pairs, &vocabulary());
            prop_assert_eq!(again.errors.len(), 0);
            prop_assert_eq!(again.pairs(), find.pairs());
        }
    }
}
