//! One step of changing a listing: the form, saving it, adding and taking away groups, autosave, and two who save at once.

use super::conflict::{BEGAN, Conflict, PAGE, conflict, waiting};
use super::fields::{Shown, fields, groups};
use super::whose::whose;
use super::{advised, called, missing, own};
use crate::accounts::Session;
use crate::domain::Role;
use crate::domain::clock::{day, time};
use crate::domain::wording::{count, date, list, within};
use crate::editing::{FormStep, LoadedDraft, Opened, SaveResult, Values, Wrong, began, form, save};
use crate::pages::edit_context::{actor, failure};
use crate::pages::form_token::form_token;
use crate::pages::staff_page::{StaffPage, answer, seconds_left};
use crate::ui::error_summary;
use crate::web::links::editing_address;
use crate::web::{App, CurrentUser, Failure, Pairs, SignedForm, Visitor, json, redirect};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;
use uuid::Uuid;

/// The form.
///
/// # Errors
/// Not found when it is somebody else's listing or no step.
pub async fn show_step(
    State(app): State<App>,
    visitor: Visitor,
    CurrentUser(session): CurrentUser,
    Path((id, step)): Path<(String, String)>,
    pairs: Pairs,
) -> Result<Response, Failure> {
    let step = FormStep::parse(&step).ok_or(Failure::NotFound)?;
    let loaded = own(&app, &session, &id).await?;
    if loaded.is_waiting() {
        return Ok(redirect(&editing_address(loaded.id)));
    }
    let values = loaded.values(step, &app.area);
    let wrong = mistakes(&app, &loaded, step, &values);
    let saved = pairs.first("saved").and_then(FormStep::parse);
    let page = Page { loaded: &loaded, step, values, wrong, added: None, saved, status: StatusCode::OK };
    show(&app, &visitor, &session, page).await
}

/// What is still wrong with what was typed before.
fn mistakes(app: &App, loaded: &LoadedDraft, step: FormStep, values: &Values) -> Vec<Wrong> {
    let typed = loaded.draft.as_ref().is_some_and(|d| d.draft.typed.contains_key(step.word()));
    match loaded.service().filter(|_| typed) {
        Some(service) => form::read(step, values, &app.area, app.clock.today(), &mut service.clone()),
        None => Vec::new(),
    }
}

/// A step as it is answered.
struct Page<'a> {
    loaded: &'a LoadedDraft,
    step: FormStep,
    values: Values,
    wrong: Vec<Wrong>,
    added: Option<(&'static str, usize)>,
    saved: Option<FormStep>,
    status: StatusCode,
}

async fn show(app: &App, visitor: &Visitor, session: &Session, page: Page<'_>) -> Result<Response, Failure> {
    let Page { loaded, step, values, wrong, added, saved, status } = page;
    let advice = advised(app, &values);
    let title = format!("{}: {}", step.title(), called(loaded));
    let title = if wrong.is_empty() { title } else { format!("Error: {title}") };
    let about = StaffPage { title, status: Some(status), ..StaffPage::default() };
    // What the form began from is what is saved, not what was typed now.
    let from = began(&loaded.values(step, &app.area));
    let shown = Shown { values: &values, wrong: &wrong, advice: &advice, added, area: &app.area };
    answer(app, visitor, session, about, || view(app, loaded, session, step, &shown, &from, saved)).await
}

fn view(
    app: &App,
    loaded: &LoadedDraft,
    session: &Session,
    step: FormStep,
    shown: &Shown<'_>,
    from: &str,
    saved: Option<FormStep>,
) -> AnyView {
    let errors: Vec<(String, String)> = shown.wrong.iter().map(|w| (w.field.clone(), w.message.clone())).collect();
    let heading = count(errors.len() as u64, "thing to put right", "things to put right");
    let (here, whole) = (step.number(), FormStep::ALL.len());
    let action = format!("{}/{}", editing_address(loaded.id), step.word());
    let note = match &loaded.draft {
        Some(draft) => format!("Draft saved at {} on {}.", time(draft.saved), date(day(draft.saved))),
        None => "Nothing is changed yet.".to_owned(),
    };
    let just = saved.map(|saved| {
        let advice = advised(app, &loaded.values(saved, &app.area)).iter().map(|(_, a)| a.len()).sum::<usize>();
        let to = format!("{}/{}", editing_address(loaded.id), saved.word());
        let clearer = (advice > 0).then(|| {
            view! { <p class="links"><a href=to>{format!("See {} to make it clearer", count(advice as u64, "idea", "ideas"))}</a></p> }
        });
        view! { <div class="notice" role="status"><p>{format!("Saved: {}.", saved.title())}</p>{clearer}</div> }
    });
    let untold: Vec<String> = missing(app, loaded, step).iter().map(|f| within(f.label())).collect();
    let untold = list(&untold);
    let ask = (!untold.is_empty()).then(
        || view! { <div class="advice"><p>"Families ask this, and nobody has told them yet: "{untold}"."</p></div> },
    );
    let (name, from) = (called(loaded), from.to_owned());
    let public = if session.account.role != Role::Provider {
        "Families still see the old words until you publish it."
    } else if loaded.published.is_some() {
        "Families still see the old words until you send it."
    } else {
        "Families see nothing of it until you send it."
    };
    view! {
        {error_summary(&heading, &errors)}
        {just}
        <div class="split start">
            {steps(app, loaded, step)}
            <form class="flow edit" method="post" action=action novalidate=true data-autosave="">
                <p class="quiet">{format!("Step {here} of {whole}: {name}")}</p>
                <h1>{step.title()}</h1>
                {whose(loaded)}
                {ask}
                {form_token(session)}
                <input type="hidden" name=BEGAN value=from/>
                <input type="hidden" name=PAGE value=Uuid::new_v4().simple().to_string()/>
                // The first button is what the return key presses.
                <button hidden=true>"Save and carry on"</button>
                {fields(step, shown)}
                <p class="row"><button class="btn">"Save and carry on"</button><button class="btn second" name="stop" value="1">"Save and stop here"</button></p>
                <p class="quiet small"><span id="saved">{note}</span>" "{public}</p>
            </form>
        </div>
        <crate::islands::Autosave/>
    }
    .into_any()
}

/// The list of steps, a disclosure on narrow windows.
fn steps(app: &App, loaded: &LoadedDraft, here: FormStep) -> AnyView {
    let done = FormStep::ALL.iter().filter(|s| state_of(app, loaded, **s).1).count();
    let items: Vec<_> = FormStep::ALL
        .iter()
        .map(|step| {
            let current = (*step == here).then_some("step");
            let (words, good) = state_of(app, loaded, *step);
            let words = if *step == here { "You are here".to_owned() } else { words };
            let class = if good && *step != here { "tag on" } else { "tag" };
            let to = format!("{}/{}", editing_address(loaded.id), step.word());
            view! { <li>{step_link(to, *step, current, class, words)}</li> }
        })
        .collect();
    let all = editing_address(loaded.id);
    let check = format!("{}/send", editing_address(loaded.id));
    view! {
        <nav aria-label="Steps">
            <details class="narrow steps-list" id="steps">
                <summary>{format!("See all {} steps ({done} done)", FormStep::ALL.len())}</summary>
                <p class="small quiet">"We save as you go."</p>
                <ol class="tasks plain">{items}<li><a href=check>"Check and send"</a></li></ol>
                <p class="links"><a href=all>"Back to the overview"</a></p>
            </details>
        </nav>
    }
    .into_any()
}

/// A link to a step with how far it is inside: whoever goes from link to link hears it too.
pub fn step_link(
    to: String,
    step: FormStep,
    current: Option<&'static str>,
    class: &'static str,
    words: String,
) -> AnyView {
    view! { <a class="step" href=to aria-current=current>{step_words(step, class, words)}</a> }.into_any()
}

/// The name of a step, and how far it is at the other end of the line: what is heard between them is
/// a comma, and a space that is not lost at the end of a box.
pub fn step_words(step: FormStep, class: &'static str, words: String) -> AnyView {
    view! { <span>{step.title()}<span class="vh">",\u{a0}"</span></span><span class=class>{words}</span> }.into_any()
}

/// How far a step is, in words, and whether nothing is left to do there.
pub fn state_of(app: &App, loaded: &LoadedDraft, step: FormStep) -> (String, bool) {
    if loaded.draft.as_ref().is_some_and(|d| d.draft.typed.contains_key(step.word())) {
        return ("Something to put right".to_owned(), false);
    }
    let missing = missing(app, loaded, step).len() as u64;
    let new = loaded.published.is_none() && loaded.draft.as_ref().is_none_or(|d| !d.draft.done.contains(step.word()));
    match (new, missing) {
        (true, _) => ("Not started".to_owned(), false),
        (false, 0) => ("Done".to_owned(), true),
        (false, n) => (format!("{} missing", count(n, "fact", "facts")), false),
    }
}

/// Saves a step.
///
/// # Errors
/// Not found when it is somebody else's listing or no step.
pub async fn save_step(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, step)): Path<(String, String)>,
    form: SignedForm,
) -> Result<Response, Failure> {
    let CurrentUser(session) = form.signed;
    let step = FormStep::parse(&step).ok_or(Failure::NotFound)?;
    let loaded = own(&app, &session, &id).await?;
    let pairs = form.pairs;
    let values = Values(pairs.0.iter().filter(|(n, _)| form::takes(step, n)).cloned().collect());
    let said = |name: &str| pairs.first(name).unwrap_or_default().to_owned();
    let (values, added) = regrouped(step, values, &said("add"), &said("remove"));
    let (from, page) = (said(BEGAN), said(PAGE));
    let quietly = pairs.first("autosave").is_some();
    let opened = Opened { began: &from, page: &page, quietly };
    let done = save(&app.store, &app.area, &actor(&app, &session), loaded.id, step, &values, &opened).await;
    let saved = done.map_err(failure)?;
    if quietly {
        return autosaved(&app, &session, &id, step, &values, saved).await;
    }
    match saved {
        SaveResult::Conflict { theirs, by, at } => {
            let shown = Conflict { mine: &values, theirs: &theirs, by, at, step };
            conflict(&app, &visitor, &session, &loaded, shown).await
        }
        SaveResult::Waiting => waiting(&app, &visitor, &session, &loaded, step, &values).await,
        SaveResult::Kept(wrong) => {
            let loaded = own(&app, &session, &id).await?;
            let regrouped = added.is_some() || !said("remove").is_empty();
            if regrouped || !wrong.is_empty() {
                // Somebody who adds a session has not finished: what is blank yet is no mistake to be shouted about.
                let status = if regrouped { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
                let wrong = if regrouped { Vec::new() } else { wrong };
                let page = Page { loaded: &loaded, step, values, wrong, added, saved: None, status };
                return show(&app, &visitor, &session, page).await;
            }
            let base = editing_address(loaded.id);
            Ok(redirect(&match (pairs.first("stop").is_some(), step.next()) {
                (false, Some(next)) => format!("{base}/{}?saved={}", next.word(), step.word()),
                (false, None) => format!("{base}/send?saved={}", step.word()),
                (true, _) => format!("{base}?saved={}", step.word()),
            }))
        }
    }
}

/// The values with a group more or less, where a button asked for it.
fn regrouped(step: FormStep, values: Values, add: &str, remove: &str) -> (Values, Option<(&'static str, usize)>) {
    if let Some(kind) = groups(step).iter().find(|k| **k == add) {
        // The first group is on the page before it is in the form.
        let values = if values.groups(kind).is_empty() { values.with_one_more(kind) } else { values };
        let values = values.with_one_more(kind);
        let number = values.groups(kind).len();
        return (values, Some((kind, number)));
    }
    let taken = remove.rsplit_once('-').and_then(|(kind, n)| Some((kind, n.parse().ok()?)));
    match taken {
        Some((kind, number)) if groups(step).contains(&kind) => (values.without(kind, number), None),
        _ => (values, None),
    }
}

/// What the page's own script is told after a quiet save.
async fn autosaved(
    app: &App,
    session: &Session,
    id: &str,
    step: FormStep,
    values: &Values,
    saved: SaveResult,
) -> Result<Response, Failure> {
    let answer = match saved {
        SaveResult::Kept(wrong) => {
            let loaded = own(app, session, id).await?;
            // What was too long is on the page alone.
            let kept = loaded.values(step, &app.area).says_the_same(values) || wrong.is_empty();
            let words: serde_json::Map<String, serde_json::Value> =
                advised(app, values).into_iter().map(|(name, advice)| (name.to_owned(), advice.into())).collect();
            let at = time(app.clock.seconds());
            let note = if kept {
                format!("Draft saved at {at}.")
            } else {
                "Not saved: it is too long. Make it shorter, then press Save.".to_owned()
            };
            let (began, left) = (began(&loaded.values(step, &app.area)), seconds_left(app, session));
            let value = serde_json::json!({ "note": note, "began": began, "advice": words, "left": left });
            let status = if kept { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            (status, json(&value))
        }
        SaveResult::Conflict { .. } => (
            StatusCode::CONFLICT,
            json(
                &serde_json::json!({ "note": "Not saved: somebody else has changed this page. Press Save to see both." }),
            ),
        ),
        SaveResult::Waiting => (
            StatusCode::CONFLICT,
            json(
                &serde_json::json!({ "note": "Not saved: this has been sent to the council meanwhile. Press Save to see how to take it back." }),
            ),
        ),
    };
    Ok(answer.into_response())
}
