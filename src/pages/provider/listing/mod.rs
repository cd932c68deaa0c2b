//! `/provider/listings/{id}`: changing a listing in short steps. Providers change their own; the council's editors any.

mod conflict;
pub mod discarded;
pub mod fields;
pub mod preview;
pub mod send;
pub mod step;
pub mod tasks;
mod whose;

use crate::accounts::Session;
use crate::domain::Side;
use crate::editing::{Field, LoadedDraft, Values, Wrong, advice, load};
use crate::pages::edit_context::{failure, keeps};
use crate::web::{App, Failure};
use uuid::Uuid;

/// A listing that somebody may change, with the draft of their own side. One of somebody else's is no listing at all.
///
/// # Errors
/// Not found when it is not theirs.
pub async fn own(app: &App, session: &Session, id: &str) -> Result<LoadedDraft, Failure> {
    let id = Uuid::try_parse(id).map_err(|_| Failure::NotFound)?;
    let loaded = load(&app.store, id, Side::of(session.account.role)).await.map_err(failure)?;
    if keeps(app, session, loaded.organization).await? { Ok(loaded) } else { Err(Failure::NotFound) }
}

/// What a listing is called here, also when it has no name yet.
pub fn called(loaded: &LoadedDraft) -> String {
    match loaded.service().map(|s| s.name.as_str()) {
        None | Some("") => "Your new listing".to_owned(),
        Some(name) => name.to_owned(),
    }
}

/// Advice for the running text of a step, by the field's name in the form.
pub fn advised(app: &App, values: &Values) -> Vec<(&'static str, Vec<String>)> {
    let words = app.area.words();
    let prose = ["summary", "description", "how", "decides", "wait", "note", "detail"];
    let heard = prose.into_iter().map(|name| (name, advice(values.text(name), &words.plainer)));
    heard.filter(|(_, advice)| !advice.is_empty()).collect()
}

/// The message beside a field, all of them in one.
pub fn wrong_for(wrong: &[Wrong], field: &str) -> Option<String> {
    let all: Vec<&str> = wrong.iter().filter(|w| w.field == field).map(|w| w.message.as_str()).collect();
    (!all.is_empty()).then(|| all.join(". "))
}

/// What families ask of a step and was not told.
pub fn missing(app: &App, loaded: &LoadedDraft, step: crate::editing::FormStep) -> Vec<Field> {
    let Some(service) = loaded.service() else { return Vec::new() };
    step.fields().filter(|f| f.is_asked() && f.is_missing(service, &app.area)).collect()
}
