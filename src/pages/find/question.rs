//! A question on its way: parsed once at the door, its place found, answered by the index, its listings read.

use super::nearest::{Alternative, alternatives};
use crate::area::words::{Jargon, Urgent};
use crate::domain::{FieldError, SearchQuery, Service};
use crate::search::SearchResults;
use crate::web::{App, Failure, Pairs, resolve};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// A question with its answer.
#[derive(Clone, Debug)]
pub struct SearchAnswer {
    /// The question, understood.
    pub find: SearchQuery,
    /// What the index found.
    pub found: SearchResults,
    /// The listings that are shown, by id.
    pub services: HashMap<Uuid, Arc<Service>>,
    /// Whether the index has caught up since the start.
    pub ready: bool,
    /// Where little was found: one thing let go at a time.
    pub alternatives: Vec<Alternative>,
    /// The word that the question asks about, explained.
    pub jargon: Option<Jargon>,
    /// What to do now, where somebody may be in danger.
    pub urgent: Option<Urgent>,
}

/// Answers the parameters of an address.
///
/// # Errors
/// When the database or the index does not answer. What somebody typed is never an error.
pub async fn ask(app: &App, pairs: &Pairs) -> Result<SearchAnswer, Failure> {
    answer(app, SearchQuery::parse(&pairs.0, &app.area.vocabulary)).await
}

/// Answers a question with the reasons of every result.
///
/// # Errors
/// As [`ask`].
pub async fn ask_why(app: &App, pairs: &Pairs) -> Result<SearchAnswer, Failure> {
    answer(app, SearchQuery { reasons: true, ..SearchQuery::parse(&pairs.0, &app.area.vocabulary) }).await
}

async fn answer(app: &App, mut find: SearchQuery) -> Result<SearchAnswer, Failure> {
    find.guessed = app.area.read_question(&find.words, &find.undone);
    if !find.where_text.is_empty() {
        find.guessed.place = None;
    }
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
    ids.extend(&found.named);
    let services = app.listings(&ids).await?;
    let ready = app.engine.is_ready();
    let alternatives = if ready && find.page == 1 { alternatives(app, &find, &found).await? } else { Vec::new() };
    let words = app.area.words();
    let (jargon, urgent) = (words.explained(&find.words).cloned(), words.urgent(&find.words).cloned());
    Ok(SearchAnswer { find, found, services, ready, alternatives, jargon, urgent })
}
