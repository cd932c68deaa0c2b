//! Addresses that several pages lead to, so that no page has to know another.

use crate::domain::SearchQuery;
use uuid::Uuid;

/// A path with parameters.
pub fn address(path: &str, pairs: &[(&str, String)]) -> String {
    if pairs.is_empty() {
        return path.to_owned();
    }
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs.iter().map(|(n, v)| (*n, v.as_str())))
        .finish();
    format!("{path}?{query}")
}

/// The address of a search with a parameter more.
pub fn search_with(find: &SearchQuery, name: &'static str, value: &str) -> String {
    let mut pairs = find.pairs();
    pairs.push((name, value.to_owned()));
    address("/search", &pairs)
}

/// The address of a search without a parameter, or without one of its values.
pub fn search_without(find: &SearchQuery, name: &str, value: Option<&str>) -> String {
    let keep = |(n, v): &(&str, String)| *n != name || value.is_some_and(|value| v != value);
    let pairs: Vec<_> = find.pairs().into_iter().filter(keep).collect();
    address("/search", &pairs)
}

/// The address that compares a district with another.
pub fn compare_address(a: &str, b: &str) -> String {
    address("/gaps/compare", &[("a", a.to_owned()), ("b", b.to_owned())])
}

/// The address of the pages on which a listing is changed.
pub fn editing_address(id: Uuid) -> String {
    format!("/provider/listings/{id}")
}
