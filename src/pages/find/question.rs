//! A question on its way: parsed once at the door, its place found, answered by the index, its listings read.

use crate::domain::{FieldError, Find, Service};
use crate::search::Found;
use crate::web::{App, Failure, Pairs, resolve};
use std::collections::HashMap;
use uuid::Uuid;

/// A question with its answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The question, understood.
    pub find: Find,
    /// What the index found.
    pub found: Found,
    /// The listings that are shown, by id.
    pub services: HashMap<Uuid, Service>,
    /// Whether the index has caught up since the start.
    pub ready: bool,
}

/// Answers the parameters of an address.
///
/// # Errors
/// When the database or the index does not answer. What somebody typed is never an error.
pub async fn ask(app: &App, pairs: &Pairs) -> Result<Answer, Failure> {
    let mut find = Find::parse(&pairs.0, &app.area.vocabulary);
    resolve(app, &mut find).await?;
    let found = app.engine.find(&find).await?;
    if find.page > found.pages {
        let message = match found.pages {
            1 => "There is only one page of results. This is it".to_owned(),
            last => format!("There is no page {}. This is page {last}, the last one", find.page),
        };
        find.errors.push(FieldError { field: "page", message });
        find.page = found.pages;
    }
    let mut ids: Vec<Uuid> = found.hits.iter().map(|h| h.id).collect();
    ids.extend(&found.based_here.0);
    ids.extend(&found.not_open.0);
    let services = app.store.services_by_ids(&ids).await?.into_iter().map(|s| (s.id, s)).collect();
    Ok(Answer { find, found, services, ready: app.engine.is_ready() })
}

/// The address of a search.
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
pub fn with(find: &Find, name: &'static str, value: &str) -> String {
    let mut pairs = find.pairs();
    pairs.push((name, value.to_owned()));
    address("/search", &pairs)
}

/// The address of a search without a parameter, or without one of its values.
pub fn without(find: &Find, name: &str, value: Option<&str>) -> String {
    let keep = |(n, v): &(&str, String)| *n != name || value.is_some_and(|value| v != value);
    let pairs: Vec<_> = find.pairs().into_iter().filter(keep).collect();
    address("/search", &pairs)
}
