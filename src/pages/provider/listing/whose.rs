//! Whose draft it is, and that the other side has one. Council staff are named to each other and to nobody else.

use crate::domain::clock::day;
use crate::domain::wording::date;
use crate::domain::{DraftState, Side};
use crate::editing::LoadedDraft;
use crate::store::DraftRow;
use leptos::prelude::*;

/// Whose draft one is writing in, and how the other side's stands; nothing where there is neither.
pub fn whose(loaded: &LoadedDraft) -> Option<AnyView> {
    let own = loaded.draft.as_ref().map(own_words);
    let other = loaded.other.as_ref().map(other_words);
    (own.is_some() || other.is_some()).then(|| {
        let own = own.map(|words| view! { <p class="quiet">{words}</p> });
        view! { {own}{other} }.into_any()
    })
}

/// "Your draft, begun on 3 March 2026."
fn own_words(draft: &DraftRow) -> String {
    let when = when(draft);
    match draft.side {
        Side::Provider => format!("Your draft, {when}."),
        Side::Council if draft.begun_by.is_empty() => format!("The council’s draft, {when}."),
        Side::Council => {
            let begun = date(day(draft.begun));
            format!(
                "The council’s draft, begun by {} on {begun}. Everybody who changes listings for the council shares it.",
                draft.begun_by
            )
        }
    }
}

fn when(draft: &DraftRow) -> String {
    if draft.begun > 0 {
        format!("begun on {}", date(day(draft.begun)))
    } else {
        format!("last saved on {}", date(day(draft.saved)))
    }
}

fn other_words(draft: &DraftRow) -> AnyView {
    let when = when(draft);
    match (draft.side, draft.state) {
        (Side::Council, _) => view! {
            <div class="notice"><p><b>{format!("The council’s draft, {when}.")}</b>" The council is changing this listing too. Families do not see that yet, and what you write stays yours."</p></div>
        }
        .into_any(),
        (Side::Provider, DraftState::Sent | DraftState::Asked) => {
            let (sent, to) = (date(day(draft.sent)), format!("/council/changes/{}", draft.id));
            view! {
                <div class="notice"><p><b>{format!("The people who run it sent a change on {sent}.")}</b>" It waits for the council. What you publish here does not decide about it."</p>
                <p class="links"><a href=to>"Look at what they sent"</a></p></div>
            }
            .into_any()
        }
        (Side::Provider, _) => view! {
            <div class="notice"><p><b>{format!("The people who run it have a draft of their own, {when}.")}</b>" It is not sent. Only they can read it, send it or throw it away."</p></div>
        }
        .into_any(),
    }
}
