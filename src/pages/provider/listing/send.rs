//! Check and send: what would change, field by field, and one button. Editors of the council publish with it.

use super::tasks::wrong_answer;
use super::whose::whose;
use super::{advised, called, own};
use crate::accounts::Session;
use crate::domain::text::paragraphs;
use crate::domain::wording::count;
use crate::domain::{DraftState, Role};
use crate::editing::{EditError, FormStep, LoadedDraft, changes, clashes, publish, send};
use crate::pages::diff_view::before_after;
use crate::pages::edit_context::{actor, failure, site};
use crate::pages::form_token::form_token;
use crate::pages::staff_page::{StaffPage, answer};
use crate::ui::error_summary;
use crate::ui::form::{FormQuestion, prose};
use crate::web::links::editing_address;
use crate::web::{App, CurrentUser, Failure, Pairs, SignedForm, Visitor, redirect};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;

/// The most letters of a note to the council.
const NOTE: usize = 1_000;

/// The page.
///
/// # Errors
/// Not found when it is somebody else's listing.
pub async fn show_draft_check(
    State(app): State<App>,
    visitor: Visitor,
    CurrentUser(session): CurrentUser,
    Path(id): Path<String>,
    pairs: Pairs,
) -> Result<Response, Failure> {
    let loaded = own(&app, &session, &id).await?;
    if loaded.draft.is_none() || loaded.is_waiting() {
        return Ok(redirect(&editing_address(loaded.id)));
    }
    let saved = pairs.first("saved").and_then(FormStep::parse);
    page(&app, &visitor, &session, &loaded, String::new(), Vec::new(), saved).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    session: &Session,
    loaded: &LoadedDraft,
    note: String,
    errors: Vec<(String, String)>,
    saved: Option<FormStep>,
) -> Result<Response, Failure> {
    let wrong = !errors.is_empty();
    let title = format!("Check and send: {}", called(loaded));
    let about = StaffPage {
        title: if wrong { format!("Error: {title}") } else { title },
        status: wrong.then_some(StatusCode::UNPROCESSABLE_ENTITY),
        ..StaffPage::default()
    };
    answer(app, visitor, session, about, || view(app, session, loaded, note, &errors, saved)).await
}

fn view(
    app: &App,
    session: &Session,
    loaded: &LoadedDraft,
    note: String,
    errors: &[(String, String)],
    saved: Option<FormStep>,
) -> AnyView {
    let Some(after) = loaded.merged() else { return ().into_any() };
    let before = loaded.published.as_ref().map(|(s, _)| s);
    let found = changes(before, &after, &app.area);
    let clashes = loaded.draft.as_ref().map(|d| clashes(&d.draft, before, &app.area)).unwrap_or_default();
    let publishes = session.account.role != Role::Provider;
    let not_ready = loaded.not_ready();
    let base = editing_address(loaded.id);
    let lead = match (before, found.len()) {
        (_, 0) => "Nothing is different from what families see now.".to_owned(),
        (None, _) => "This is a new listing. Read it through once.".to_owned(),
        (Some(_), n) => format!("{} would change.", count(n as u64, "thing", "things")),
    };
    let just =
        saved.map(|s| view! { <div class="notice" role="status"><p>{format!("Saved: {}.", s.title())}</p></div> });
    let first: Vec<_> = not_ready
        .iter()
        .map(|s| {
            let to = format!("{base}/{}", s.word());
            view! { <li><a href=to>{s.title()}</a></li> }
        })
        .collect();
    let first = (!first.is_empty()).then(|| {
        view! { <section class="card warm flow"><h2>"Put these right first"</h2><ul class="links">{first}</ul></section> }
    });
    let advice: Vec<_> = FormStep::ALL
        .iter()
        .filter(|s| !advised(app, &loaded.values(**s, &app.area)).is_empty())
        .map(|s| {
            let to = format!("{base}/{}", s.word());
            view! { <li><a href=to>{s.title()}</a></li> }
        })
        .collect();
    let advice = (!advice.is_empty()).then(|| {
        view! { <section class="card calm flow"><h2>"Could be clearer"</h2><p>"We have ideas for these. You need not follow them."</p><ul class="links">{advice}</ul></section> }
    });
    let form = (not_ready.is_empty() && !found.is_empty()).then(|| {
        let version = loaded.draft.as_ref().map(|d| d.version).unwrap_or_default().to_string();
        let (label, hint, button, say) = if publishes && before.is_none() {
            (
                "A word about it",
                "Families see this among its changes. You may leave it blank.",
                "Publish it now",
                "Families see it at once. By publishing it you say that all of it is right today.",
            )
        } else if publishes {
            (
                "Why do you change it?",
                "Families see this with the change. You may leave it blank.",
                "Publish it now",
                "Families see it at once. You can put the old version back later.",
            )
        } else {
            (
                "A word to the council",
                "You may leave it blank.",
                "Send it to the council",
                "By sending it you say that all of it is right today. The council reads it before families see it.",
            )
        };
        let mut asked = FormQuestion::new("note", label).hint(hint);
        asked.error = errors.iter().find(|(f, _)| f == "note").map(|(_, m)| m.clone());
        let action = format!("{base}/send");
        view! {
            <form class="card flow" method="post" action=action novalidate=true>
                {form_token(session)}
                <input type="hidden" name="version" value=version/>
                {prose(asked, &note, 3)}
                <p><button class="btn">{button}</button></p>
                <p class="small quiet">{say}</p>
            </form>
        }
    });
    let preview = format!("{base}/preview");
    view! {
        {error_summary("There is something to put right", errors)}
        {just}
        <h1>{format!("Check and send: {}", called(loaded))}</h1>
        <p class="lead">{lead}</p>
        {whose(loaded)}
        <div class="split end section-gap">
            <div class="flow">{found.iter().map(|c| before_after(c, before.is_none(), clashes.iter().find(|k| k.field == c.field))).collect::<Vec<_>>()}</div>
            <div class="flow">
                {first}
                {form}
                {advice}
                <p class="links"><a href=preview>"See it as families would"</a></p>
                <p class="links"><a href=base>"Back to the steps"</a></p>
            </div>
        </div>
    }
    .into_any()
}

/// Sends it, or publishes it for an editor of the council.
///
/// # Errors
/// Not found when it is somebody else's listing.
pub async fn submit_draft(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: SignedForm,
) -> Result<Response, Failure> {
    let CurrentUser(session) = form.signed;
    let loaded = own(&app, &session, &id).await?;
    let note = paragraphs(form.pairs.first("note").unwrap_or_default());
    let version = form.pairs.first("version").and_then(|v| v.parse().ok()).unwrap_or(-1);
    let again = |message: &str, field: &str| vec![(field.to_owned(), message.to_owned())];
    let asked = loaded.draft.as_ref().is_some_and(|d| d.state == DraftState::Asked);
    let long = note.chars().count();
    if asked && session.account.role == Role::Provider && (note.is_empty() || long > NOTE) {
        let wrong = if note.is_empty() {
            "Write your answer".to_owned()
        } else {
            format!("Write at most {NOTE} letters here. You wrote {long}")
        };
        return wrong_answer(&app, &visitor, &session, &loaded, note, wrong).await;
    }
    if long > NOTE {
        let wrong = again(&format!("Write at most {NOTE} letters here. You wrote {long}"), "note");
        return page(&app, &visitor, &session, &loaded, note, wrong, None).await;
    }
    let who = actor(&app, &session);
    let done = if who.council {
        match publish(&app.store, &app.area, &who, &site(&app), loaded.id, version, note.clone()).await {
            Ok(done) => {
                app.until_seen(done.number.unwrap_or_default()).await;
                app.mailer.wake();
                Ok(format!("/services/{}", done.slug))
            }
            Err(error) => Err(error),
        }
    } else {
        let sent = send(&app.store, &app.area, &who, loaded.id, version, note.clone()).await;
        sent.map(|()| format!("{}?done=sent", editing_address(loaded.id)))
    };
    let message = match done {
        Ok(to) => return Ok(redirect(&to)),
        Err(EditError::Stale) => "Somebody else has changed it meanwhile. Look at it again, then send it",
        Err(EditError::NotReady(_)) => "Some steps have something to put right first",
        Err(EditError::NothingNew) => "Nothing is different from what families see now",
        Err(error) => return Err(failure(error)),
    };
    let loaded = own(&app, &session, &id).await?;
    if loaded.draft.is_none() || loaded.is_waiting() {
        // Sent already: a button that was pressed twice.
        return Ok(redirect(&format!("{}?done=sent", editing_address(loaded.id))));
    }
    page(&app, &visitor, &session, &loaded, note, again(message, "main"), None).await
}
