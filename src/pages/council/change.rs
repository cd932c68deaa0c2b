//! `/council/changes/{id}`: one change, field by field, and the decision about it.

use super::sender::{ChangeSender, sender};
use crate::accounts::Session;
use crate::domain::clock::day;
use crate::domain::text::paragraphs;
use crate::domain::wording::{count, date};
use crate::domain::{DraftState, Service};
use crate::editing::{
    Clash, Decision, EditError, Field, FieldChange, changes, clashes, decide, merged, reading_age, undo,
};
use crate::pages::diff_view::before_after;
use crate::pages::draft_messages::draft_messages;
use crate::pages::edit_context::{actor, failure, site};
use crate::pages::form_token::form_token;
use crate::pages::listing_body::listing_body;
use crate::pages::staff_page::{StaffPage, answer};
use crate::store::{DraftMessage, DraftRow};
use crate::ui::error_summary;
use crate::ui::form::{FormQuestion, choice, prose, ticks};
use crate::web::{App, CurrentUser, Failure, Pairs, SignedForm, Visitor, redirect};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;
use uuid::Uuid;

/// The most letters of a note to a provider.
const NOTE: usize = 2_000;

/// Why a decision stands.
const LATE: &str = "The decision could not be taken back: it is too late, or something came after it";

/// Why something goes back: value and words.
const REASONS: [(&str, &str); 5] = [
    ("wrong", "A fact looks wrong"),
    ("unclear", "It is hard to understand"),
    ("missing", "Something is missing"),
    ("twice", "It is here already"),
    ("other", "Something else: see the note"),
];

/// A change with all that a decision about it needs.
struct Case {
    row: DraftRow,
    published: Option<(Service, u64)>,
    changes: Vec<FieldChange>,
    clashes: Vec<Clash>,
    messages: Vec<DraftMessage>,
}

async fn case(app: &App, id: &str) -> Result<Case, Failure> {
    let id = Uuid::try_parse(id).map_err(|_| Failure::NotFound)?;
    let mut row = app.store.draft(id).await?.ok_or(Failure::NotFound)?;
    let published = app.store.service_now(row.service).await?;
    let now = published.as_ref().map(|(s, _)| s);
    let messages = app.store.draft_messages(id).await?;
    let changes = if is_unsent(&row, &messages) {
        row.draft.service = unsent(&row, now);
        Vec::new()
    } else {
        changes(now, &merged(&row.draft, now, None), &app.area)
    };
    let clashes = if row.state.is_waiting() { clashes(&row.draft, now, &app.area) } else { Vec::new() };
    Ok(Case { row, published, changes, clashes, messages })
}

/// Whether it holds words that were never sent: they are their own side's alone. What was sent back is as it was sent until
/// somebody writes in it again.
fn is_unsent(row: &DraftRow, messages: &[DraftMessage]) -> bool {
    let written = messages.last().is_none_or(|m| m.version != row.version);
    match row.state {
        DraftState::Writing | DraftState::Dropped => true,
        DraftState::Returned => written,
        DraftState::Sent | DraftState::Asked | DraftState::Published => false,
    }
}

/// What stands in the place of unsent words on the page: what families see, or nothing of a new listing.
fn unsent(row: &DraftRow, now: Option<&Service>) -> Service {
    let nothing = || Service {
        name: "A new listing".to_owned(),
        summary: String::new(),
        description: String::new(),
        how_to_get_a_place: None,
        ..row.draft.service.clone()
    };
    now.cloned().unwrap_or_else(nothing)
}

/// What was typed in the decision.
#[derive(Clone, Debug, Default)]
struct Typed {
    why: String,
    note: String,
    fields: Vec<String>,
}

/// The change.
///
/// # Errors
/// Not found when there is none.
pub async fn show_change(
    State(app): State<App>,
    visitor: Visitor,
    CurrentUser(session): CurrentUser,
    Path(id): Path<String>,
    pairs: Pairs,
) -> Result<Response, Failure> {
    let case = case(&app, &id).await?;
    let late = pairs.first("late").is_some();
    let fields = case.changes.iter().map(|c| c.field.word().to_owned()).collect();
    let typed = Typed { fields, ..Typed::default() };
    let errors = if late { vec![("main".to_owned(), LATE.to_owned())] } else { Vec::new() };
    page(&app, &visitor, &session, &case, typed, errors).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    session: &Session,
    case: &Case,
    typed: Typed,
    errors: Vec<(String, String)>,
) -> Result<Response, Failure> {
    let name = &case.row.draft.service.name;
    let wrong = !errors.is_empty();
    let late = errors.iter().any(|(_, message)| message == LATE);
    let title = if wrong { format!("Error: {name}, a change") } else { format!("{name}, a change") };
    let about = StaffPage {
        title,
        at: Some(("/council/changes", false)),
        // A button that came too late led here by an address: that page is found.
        status: (wrong && !late).then_some(StatusCode::UNPROCESSABLE_ENTITY),
    };
    let sender = sender(app, &case.row, &case.messages, case.published.as_ref().map(|(s, _)| s)).await?;
    answer(app, visitor, session, about, || view(session, case, &sender, &typed, &errors)).await
}

fn view(session: &Session, case: &Case, sender: &ChangeSender, typed: &Typed, errors: &[(String, String)]) -> AnyView {
    let service = &case.row.draft.service;
    let is_new = case.published.is_none();
    let by = service.organization.as_ref().map(|o| o.name.clone()).unwrap_or_default();
    let n = case.changes.len() as u64;
    let waiting = case.row.state.is_waiting();
    let lead = match (waiting, is_new) {
        (false, _) => "This has been decided, or is being written again. Nothing waits here.".to_owned(),
        (true, true) => format!("A new listing, sent by {by} on {}.", date(day(case.row.sent))),
        (true, false) => {
            format!("Sent by {by} on {}. {} changed.", date(day(case.row.sent)), count(n, "fact", "facts"))
        }
    };
    let age = ages(case);
    let clash_of = |field: Field| case.clashes.iter().find(|k| k.field == field);
    let blocks: Vec<_> = case.changes.iter().map(|c| before_after(c, is_new, clash_of(c.field))).collect();
    let id = case.row.id;
    let preview = format!("/council/changes/{id}/preview");
    let form = waiting.then(|| decision(session, case, typed, errors));
    view! {
        {error_summary("There is something to put right", errors)}
        <h1>{service.name.clone()}</h1>
        <p class="lead">{lead}</p>
        {sender.rivals(service)}
        <div class="split end section-gap">
            <div class="flow">{blocks}{draft_messages(&case.messages)}</div>
            <div class="flow">
                {form}
                {sender.view()}
                <section class="card calm flow" aria-labelledby="ck"><h2 id="ck">"To help you decide"</h2>
                    <ul class="links"><li><a href=preview>"See it as families would"</a></li></ul>
                    {age}
                </section>
                <p class="links"><a href="/council/changes">"Back to the queue"</a></p>
            </div>
        </div>
    }
    .into_any()
}

/// "Easier to read: from about age 17 to about age 8", where both texts are long enough to say.
fn ages(case: &Case) -> Option<AnyView> {
    let text =
        |s: &Service| format!("{}\n{}\n{}", s.summary, s.description, s.how_to_get_a_place.clone().unwrap_or_default());
    let new = reading_age(&text(&case.row.draft.service))?;
    let old = case.published.as_ref().and_then(|(s, _)| reading_age(&text(s)));
    let words = match old {
        Some(old) if old > new => format!("Easier to read than before: from about age {old} to about age {new}."),
        Some(old) if old < new => format!("Harder to read than before: from about age {old} to about age {new}."),
        _ => format!("It reads like something for about age {new}."),
    };
    Some(view! { <p>{words}</p> }.into_any())
}

fn decision(session: &Session, case: &Case, typed: &Typed, errors: &[(String, String)]) -> AnyView {
    let name = case.row.draft.service.name.clone();
    let asked = |field: &str, label: &str, hint: &str| {
        let mut asked = FormQuestion::new(field, label).hint(hint);
        asked.error = errors.iter().find(|(f, _)| f == field).map(|(_, m)| m.clone());
        asked
    };
    let reasons: Vec<(String, String)> = REASONS.iter().map(|(v, l)| ((*v).to_owned(), (*l).to_owned())).collect();
    let fields: Vec<(String, String)> =
        case.changes.iter().map(|c| (c.field.word().to_owned(), c.field.label().to_owned())).collect();
    let part = (case.published.is_some() && fields.len() > 1).then(|| {
        let asked = asked("field", "What may families see?", "Take the tick off what should go back.");
        ticks(asked, &fields, |v| typed.fields.iter().any(|f| f == v))
    });
    let action = format!("/council/changes/{}", case.row.id);
    let version = case.row.version.to_string();
    let seen = case.published.as_ref().map(|(_, n)| n.to_string()).unwrap_or_default();
    let some = part.is_some();
    let of = format!(" in {name}");
    let part_button = some.then(|| view! { <p><button class="btn second" name="do" value="part">"Approve what is ticked"<span class="vh">{of.clone()}</span></button></p> });
    let (yes, back, ask) = (of.clone(), format!(" the change of {name}"), format!(" about {name}"));
    view! {
        <form class="card flow" method="post" action=action novalidate=true aria-labelledby="dec">
            <h2 id="dec">"Your decision"</h2>
            {form_token(session)}
            <input type="hidden" name="version" value=version/>
            <input type="hidden" name="seen" value=seen/>
            <p><button class="btn" name="do" value="approve">"Approve all of it"<span class="vh">{yes}</span></button></p>
            <p class="small quiet">"You can undo this for 10 minutes."</p>
            {choice(asked("why", "Or send it back because", ""), "Choose a reason", &reasons, &typed.why)}
            {prose(asked("note", "Your note", "The people who sent it read this. Be kind and exact."), &typed.note, 4)}
            {part}
            {part_button}
            <p class="row"><button class="btn second warn" name="do" value="return">"Send back"<span class="vh">{back}</span></button>
            <button class="btn second" name="do" value="ask">"Ask a question"<span class="vh">{ask}</span></button></p>
        </form>
    }
    .into_any()
}

/// Decides.
///
/// # Errors
/// Not found when there is no such change.
pub async fn decide_change(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: SignedForm,
) -> Result<Response, Failure> {
    let CurrentUser(session) = form.signed;
    let said = |name: &str| form.pairs.first(name).unwrap_or_default().to_owned();
    let case = case(&app, &id).await?;
    let fields = form.pairs.0.iter().filter(|(n, _)| n == "field").map(|(_, v)| v.clone()).collect();
    let typed = Typed { why: said("why"), note: said("note"), fields };
    let decision = match decision_of(&said("do"), &typed, &case) {
        Ok(decision) => decision,
        Err((field, message)) => {
            let errors = vec![(field.to_owned(), message)];
            return page(&app, &visitor, &session, &case, typed, errors).await;
        }
    };
    let seen = (said("version").parse().unwrap_or(-1), said("seen").parse().ok());
    let who = actor(&app, &session);
    let message = match decide(&app.store, &app.area, &who, &site(&app), case.row.id, seen, decision).await {
        Ok(done) => {
            app.until_seen(done.number.unwrap_or_default()).await;
            app.mailer.wake();
            return Ok(redirect(&format!("/council/changes?done={}", case.row.id)));
        }
        Err(EditError::Stale) => "It is another by now: somebody has changed or decided it. Look again, then decide",
        Err(EditError::NothingNew) => "Nothing would change with that. Tick what families may see",
        Err(error) => return Err(failure(error)),
    };
    // Eyes open: what is shown now is what is there now.
    let case = self::case(&app, &id).await?;
    page(&app, &visitor, &session, &case, typed, vec![("main".to_owned(), message.to_owned())]).await
}

/// Reads the decision; or which field stands in its way.
fn decision_of(button: &str, typed: &Typed, case: &Case) -> Result<Decision, (&'static str, String)> {
    let note = paragraphs(&typed.note);
    let long = note.chars().count();
    if long > NOTE {
        return Err(("note", format!("Write at most {NOTE} letters here. You wrote {long}")));
    }
    let reason = REASONS.iter().find(|(v, _)| *v == typed.why).map(|(_, words)| *words);
    let because = || match (reason, note.is_empty()) {
        (None, _) => Err(("why", "Choose a reason, so that they know what to put right".to_owned())),
        (Some("Something else: see the note"), true) => Err(("note", "Write what they should put right".to_owned())),
        (Some(reason), true) => Ok(format!("{reason}.")),
        (Some(reason), false) => Ok(format!("{reason}.\n{note}")),
    };
    match button {
        "approve" => Ok(Decision::Approve),
        "return" => Ok(Decision::Return(because()?)),
        "ask" if note.is_empty() => Err(("note", "Write your question".to_owned())),
        "ask" => Ok(Decision::Ask(note)),
        "part" => {
            let fields: Vec<Field> = typed.fields.iter().filter_map(|f| Field::parse(f)).collect();
            let ticked = case.changes.iter().filter(|c| fields.contains(&c.field)).count();
            match ticked {
                0 => Err(("field", "Tick what families may see, or send all of it back".to_owned())),
                n if n == case.changes.len() => Ok(Decision::Approve),
                _ => Ok(Decision::Part(fields, because()?)),
            }
        }
        _ => Err(("main", "Press one of the buttons".to_owned())),
    }
}

/// Takes a decision back.
///
/// # Errors
/// Not found when there is no such change.
pub async fn undo_decision(
    State(app): State<App>,
    Path(id): Path<String>,
    form: SignedForm,
) -> Result<Response, Failure> {
    let CurrentUser(session) = form.signed;
    let id = Uuid::try_parse(&id).map_err(|_| Failure::NotFound)?;
    let version = form.pairs.first("version").and_then(|v| v.parse().ok()).unwrap_or(-1);
    match undo(&app.store, &actor(&app, &session), id, version).await {
        Ok(()) => Ok(redirect("/council/changes?undone=1")),
        // Too late, or something came after: the change itself says how it stands.
        Err(EditError::Stale) => Ok(redirect(&format!("/council/changes/{id}?late=1"))),
        Err(error) => Err(failure(error)),
    }
}

/// The change as families would see it.
///
/// # Errors
/// Not found when there is none.
pub async fn preview_change(
    State(app): State<App>,
    visitor: Visitor,
    CurrentUser(session): CurrentUser,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let case = case(&app, &id).await?;
    if !case.row.state.is_waiting() && case.changes.is_empty() {
        return Err(Failure::NotFound);
    }
    let service = merged(&case.row.draft, case.published.as_ref().map(|(s, _)| s), None);
    let phone = app.contact(app.has_sample().await?).phone;
    let about = StaffPage {
        title: format!("Preview: {}", service.name),
        at: Some(("/council/changes", false)),
        ..StaffPage::default()
    };
    let back = format!("/council/changes/{}", case.row.id);
    answer(&app, &visitor, &session, about, || {
        view! {
            <div class="notice"><p><b>"This is how families would see it."</b></p><p class="links"><a href=back>"Back to the decision"</a></p></div>
            {listing_body(&service, &app, &visitor, phone, None)}
        }
        .into_any()
    })
    .await
}
