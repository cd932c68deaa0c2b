//! Saving a step as it was typed, also with mistakes, and never over what somebody else saved meanwhile.

use super::{Actor, EditError, LoadedDraft, edit, load, moved};
use crate::area::Area;
use crate::domain::clock::day;
use crate::domain::{Draft, DraftState, Service};
use crate::editing::{FormStep, Values, Wrong, began, form};
use crate::store::{EditTransaction, Store, StoreError};
use uuid::Uuid;

/// The most letters that are kept of a step with mistakes. What is longer stays on the page alone.
const MOST_TYPED: usize = 100_000;
/// The longest name of a page.
const MOST_PAGE: usize = 40;
/// How often a edit is tried again when somebody else was faster at something else.
const TRIES: usize = 8;

/// What became of a step that was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveResult {
    /// It is kept. What is wrong with it is named; it is kept all the same, unless it was too long.
    Kept(Vec<Wrong>),
    /// Somebody else changed this step since the form was opened. Nothing was written.
    Conflict {
        /// What stands there now.
        theirs: Values,
        /// Who saved last.
        by: String,
        /// When.
        at: i64,
    },
    /// It was sent to the council meanwhile. Nothing was written.
    Waiting,
}

/// The page that a form was on when it was opened.
#[derive(Clone, Copy, Debug)]
pub struct Opened<'a> {
    /// What the form began from.
    pub began: &'a str,
    /// Which page it is: another one each time it is opened. Blank where that is not known.
    pub page: &'a str,
    /// Whether the page saves by itself. Such a save may arrive late, and never takes the place of a later one.
    pub quietly: bool,
}

/// Saves a step as it was typed.
///
/// # Errors
/// When the database refuses, or there is no such listing.
pub async fn save(
    store: &Store,
    area: &Area,
    actor: &Actor,
    id: Uuid,
    step: FormStep,
    values: &Values,
    opened: &Opened<'_>,
) -> Result<SaveResult, EditError> {
    for _ in 0..TRIES {
        let loaded = load(store, id, actor.side()).await?;
        if loaded.is_waiting() {
            return Ok(SaveResult::Waiting);
        }
        let now = loaded.values(step, area);
        let same = now.says_the_same(values);
        let saved_by = loaded.draft.as_ref().and_then(|d| d.draft.pages.get(step.word()));
        let own = !opened.quietly && !opened.page.is_empty() && saved_by.is_some_and(|page| page == opened.page);
        if began(&now) != opened.began && !same && !own {
            let (by, at) = loaded.draft.as_ref().map_or((String::new(), 0), |d| (d.saved_by.clone(), d.saved));
            return Ok(SaveResult::Conflict { theirs: now, by, at });
        }
        let Some(service) = loaded.service() else { return Err(EditError::Gone) };
        let mut after = service.clone();
        let mut wrong = form::read(step, values, area, day(actor.now), &mut after);
        if step == FormStep::Where {
            wrong.extend(places(store, area, &mut after).await?);
        }
        if let (FormStep::Running, Some(slug)) = (step, &after.instead) {
            let there = store.service_by_slug(slug).await?;
            if there.is_none_or(|s| s.id == id) {
                wrong.push(Wrong::new(
                    "instead",
                    "There is no other page at that address. Open the page and copy its address",
                ));
            }
        }
        let fresh = || Draft {
            base: loaded.published.as_ref().map(|(s, _)| s.clone()),
            service: service.clone(),
            typed: [].into(),
            pages: [].into(),
            done: [].into(),
        };
        let mut draft = loaded.draft.as_ref().map_or_else(fresh, |d| d.draft.clone());
        if opened.page.len() <= MOST_PAGE {
            draft.pages.insert(step.word().to_owned(), opened.page.to_owned());
        }
        if wrong.is_empty() {
            draft.typed.remove(step.word());
            draft.done.insert(step.word().to_owned());
            draft.service = after;
        } else if values.0.iter().map(|(n, v)| n.len() + v.len()).sum::<usize>() <= MOST_TYPED {
            draft.typed.insert(step.word().to_owned(), values.0.clone());
        } else {
            return Ok(SaveResult::Kept(wrong));
        }
        let untouched = match &loaded.draft {
            // Looking at a step and going on begins no draft.
            None => wrong.is_empty() && draft.service == *service,
            Some(row) => Draft { pages: row.draft.pages.clone(), ..draft.clone() } == row.draft,
        };
        if untouched {
            return Ok(SaveResult::Kept(wrong));
        }
        let state = loaded.draft.as_ref().map_or(DraftState::Writing, |d| d.state);
        let edit =
            EditTransaction { draft: Some(moved(&loaded, draft, state, 0)), what: begun(&loaded), ..edit(actor) };
        if store.commit(&edit).await?.is_some() {
            return Ok(SaveResult::Kept(wrong));
        }
    }
    Err(EditError::Stale)
}

fn begun(loaded: &LoadedDraft) -> (String, String) {
    match (&loaded.draft, loaded.service()) {
        (None, Some(service)) => ("began to change".to_owned(), service.slug.clone()),
        _ => (String::new(), String::new()),
    }
}

/// Where postcodes are known, points and districts come from them. A district that is not the postcode's is said.
async fn places(store: &Store, area: &Area, service: &mut Service) -> Result<Vec<Wrong>, StoreError> {
    let mut wrong = Vec::new();
    for (n, place) in (1..).zip(&mut service.locations) {
        let Some(code) = &place.postcode else { continue };
        let Some(row) = store.postcode(code).await? else { continue };
        place.point = Some(row.point);
        let district = row.district_code.as_deref().and_then(|c| area.district_by_code(c));
        match (district, place.district.as_deref()) {
            (Some(known), None) => place.district = Some(known.slug.clone()),
            (Some(known), Some(said)) if known.slug != said => wrong.push(Wrong::new(
                format!("venue-{n}-district"),
                format!("{code} is in {}. Choose that, or put the postcode right", known.name),
            )),
            _ => {}
        }
    }
    Ok(wrong)
}
