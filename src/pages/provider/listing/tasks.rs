//! The overview of a listing that is being changed: how far each step is, what the council said, and what can be done.

use super::step::{state_of, step_link, step_words};
use super::whose::whose;
use super::{called, own};
use crate::accounts::Session;
use crate::domain::{DraftState, Role, Side};
use crate::editing::{EditError, FormStep, LoadedDraft, discard, take_back};
use crate::pages::draft_messages::draft_messages;
use crate::pages::edit_context::{actor, failure};
use crate::pages::form_token::form_token;
use crate::pages::staff_page::{StaffPage, answer};
use crate::store::DraftMessage;
use crate::ui::error_summary;
use crate::ui::form::{FormQuestion, prose};
use crate::web::links::editing_address;
use crate::web::{App, CurrentUser, Failure, Pairs, SignedForm, Visitor, redirect};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;

/// The overview.
///
/// # Errors
/// Not found when it is somebody else's listing.
pub async fn show_tasks(
    State(app): State<App>,
    visitor: Visitor,
    CurrentUser(session): CurrentUser,
    Path(id): Path<String>,
    pairs: Pairs,
) -> Result<Response, Failure> {
    let loaded = own(&app, &session, &id).await?;
    let messages = match &loaded.draft {
        Some(draft) => app.store.draft_messages(draft.id).await?,
        None => Vec::new(),
    };
    let done = match pairs.first("done") {
        Some("sent") => Some("Sent. The council reads it now. Families still see what they saw.".to_owned()),
        Some("brought-back") => Some("Your changes are back, as they were.".to_owned()),
        Some("back") => Some("Taken back. You can write in it again.".to_owned()),
        Some("late") => Some("It could not be taken back: the council has decided meanwhile.".to_owned()),
        _ => pairs.first("saved").and_then(FormStep::parse).map(|s| format!("Saved: {}.", s.title())),
    };
    let about = StaffPage { title: called(&loaded), at: Some(("/provider", false)), ..StaffPage::default() };
    answer(&app, &visitor, &session, about, || view(&app, &loaded, &session, &messages, done, None)).await
}

/// The overview with an answer to the council's question that cannot be sent: what was typed, and why.
///
/// # Errors
/// When the database does not answer.
pub async fn wrong_answer(
    app: &App,
    visitor: &Visitor,
    session: &Session,
    loaded: &LoadedDraft,
    typed: String,
    error: String,
) -> Result<Response, Failure> {
    let messages = match &loaded.draft {
        Some(draft) => app.store.draft_messages(draft.id).await?,
        None => Vec::new(),
    };
    let about = StaffPage {
        title: format!("Error: {}", called(loaded)),
        at: Some(("/provider", false)),
        status: Some(StatusCode::UNPROCESSABLE_ENTITY),
    };
    let wrong = Some((typed, error));
    answer(app, visitor, session, about, || view(app, loaded, session, &messages, None, wrong)).await
}

fn view(
    app: &App,
    loaded: &LoadedDraft,
    session: &Session,
    messages: &[DraftMessage],
    done: Option<String>,
    wrong: Option<(String, String)>,
) -> AnyView {
    let errors: Vec<_> = wrong.iter().map(|(_, error)| ("note".to_owned(), error.clone())).collect();
    let base = editing_address(loaded.id);
    let waiting = loaded.is_waiting();
    let items: Vec<_> = FormStep::ALL
        .iter()
        .map(|step| {
            let (words, good) = state_of(app, loaded, *step);
            let class = if good { "tag on" } else { "tag" };
            let to = format!("{base}/{}", step.word());
            if waiting {
                view! { <li>{step_words(*step, class, words)}</li> }.into_any()
            } else {
                view! { <li>{step_link(to, *step, None, class, words)}</li> }.into_any()
            }
        })
        .collect();
    let done = done.map(|done| view! { <div class="notice" role="status"><p>{done}</p></div> });
    let lead = match (&loaded.draft, &loaded.published) {
        (None, _) => "Choose what you want to change. It takes about ten minutes, and you can stop at any time.",
        (Some(d), _) if d.state == DraftState::Sent => "It waits for the council. Families still see what they saw.",
        (Some(d), _) if d.state == DraftState::Asked => "The council has a question. Answer it, and it goes on.",
        (Some(d), _) if d.state == DraftState::Returned => {
            "The council sent it back. Read why, put it right, and send it again."
        }
        (Some(_), None) => "Fill in what you know. It takes about ten minutes, and you can stop at any time.",
        (Some(d), Some(_)) if d.side == Side::Council => {
            "The council has changes that are not published yet. Families still see what they saw."
        }
        (Some(_), Some(_)) => "You have changes that are not sent yet. Families still see what they saw.",
    };
    let public = loaded.published.as_ref().map(|(s, _)| {
        let (to, history) = (format!("/services/{}", s.slug), format!("/services/{}/history", s.slug));
        view! { <li><a href=to>"What families see now"</a></li><li><a href=history>"What changed before"</a></li> }
    });
    let preview = format!("{base}/preview");
    let send = (loaded.draft.is_some() && !waiting).then(|| {
        let to = format!("{base}/send");
        view! { <p><a class="btn" href=to>"Check and send"</a></p> }
    });
    view! {
        {error_summary("There is something to put right", &errors)}
        {done}
        <h1>{called(loaded)}</h1>
        <p class="lead">{lead}</p>
        {whose(loaded)}
        <div class="split end section-gap">
            <div class="flow">
                {draft_messages(messages)}
                {answer_form(loaded, session, wrong)}
                <section class="card" aria-labelledby="steps"><h2 id="steps">"The steps"</h2><ol class="tasks plain">{items}</ol></section>
                {send}
            </div>
            <div class="flow">
                <section class="card calm flow" aria-labelledby="see"><h2 id="see">"See it"</h2><ul class="links"><li><a href=preview>"As families would see it"</a></li>{public}</ul></section>
                {buttons(loaded, session)}
                <p class="links"><a href=session.account.role.home()>"Back to all listings"</a></p>
            </div>
        </div>
    }
    .into_any()
}

/// A question is answered in words; what should be changed, after taking it back.
fn answer_form(loaded: &LoadedDraft, session: &Session, wrong: Option<(String, String)>) -> Option<AnyView> {
    if session.account.role != Role::Provider {
        return None;
    }
    let draft = loaded.draft.as_ref().filter(|d| d.state == DraftState::Asked)?;
    let action = format!("{}/send", editing_address(loaded.id));
    let version = draft.version.to_string();
    let (typed, error) = wrong.unzip();
    let mut asked = FormQuestion::new("note", "Your answer");
    asked.error = error;
    Some(
        view! {
            <form class="card flow" method="post" action=action>
                {form_token(session)}
                <input type="hidden" name="version" value=version/>
                {prose(asked, &typed.unwrap_or_default(), 4)}
                <p><button class="btn">"Send the answer"</button></p>
            </form>
        }
        .into_any(),
    )
}

fn buttons(loaded: &LoadedDraft, session: &Session) -> Option<AnyView> {
    loaded.draft.as_ref()?;
    let base = editing_address(loaded.id);
    let (action, words, say) = if loaded.is_waiting() {
        ("take-back", "Take it back to change it", "It leaves the council’s queue until you send it again.")
    } else {
        let words = match session.account.role {
            Role::Provider => "Throw my changes away",
            _ => "Throw the council’s draft away",
        };
        ("discard", words, "Families see what they saw. You can bring it back for ten minutes.")
    };
    let to = format!("{base}/{action}");
    Some(
        view! {
            <form class="card flow" method="post" action=to>
                {form_token(session)}
                <p><button class="btn second">{words}</button></p>
                <p class="small quiet">{say}</p>
            </form>
        }
        .into_any(),
    )
}

/// Takes it back from the council.
///
/// # Errors
/// Not found when it is somebody else's listing.
pub async fn withdraw_draft(
    State(app): State<App>,
    Path(id): Path<String>,
    form: SignedForm,
) -> Result<Response, Failure> {
    let CurrentUser(session) = form.signed;
    let loaded = own(&app, &session, &id).await?;
    match take_back(&app.store, &actor(&app, &session), loaded.id).await {
        Ok(()) => Ok(redirect(&format!("{}?done=back", editing_address(loaded.id)))),
        Err(EditError::Stale) => Ok(redirect(&format!("{}?done=late", editing_address(loaded.id)))),
        Err(error) => Err(failure(error)),
    }
}

/// Throws a draft away.
///
/// # Errors
/// Not found when it is somebody else's listing.
pub async fn discard_draft(
    State(app): State<App>,
    Path(id): Path<String>,
    form: SignedForm,
) -> Result<Response, Failure> {
    let CurrentUser(session) = form.signed;
    let loaded = own(&app, &session, &id).await?;
    match discard(&app.store, &actor(&app, &session), loaded.id).await {
        Ok(()) => Ok(redirect(&format!("{}?discarded={}", session.account.role.home(), loaded.id))),
        Err(EditError::Stale) => Ok(redirect(session.account.role.home())),
        Err(error) => Err(failure(error)),
    }
}
