//! `/council/listings/new`: staff add a listing for an organisation that is here, or for a new one. The steps are those of
//! providers; families see it when it is published.

use crate::accounts::Session;
use crate::domain::Organization;
use crate::domain::text::one_line;
use crate::domain::wording::count;
use crate::editing::{propose, start_new};
use crate::pages::edit_context::{actor, failure};
use crate::pages::form_token::form_token;
use crate::pages::organization_form::{MOST_OPEN, Typed};
use crate::pages::staff_page::{StaffPage, answer};
use crate::store::Named;
use crate::ui::error_summary;
use crate::ui::form::{FormQuestion, Line, line, radios, ticks};
use crate::web::links::editing_address;
use crate::web::{App, CurrentUser, Failure, Pairs, SignedForm, Visitor, redirect};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;
use uuid::Uuid;

/// The most organisations that are shown to choose from.
const MOST: u32 = 20;
/// The most letters that are looked for.
const LONGEST: usize = 200;

/// What the page shows: what was typed, what it found, and what must be put right.
#[derive(Clone, Debug, Default)]
struct Shown {
    words: String,
    /// Organisations to choose from: id, name, and how many listings.
    found: Vec<(Uuid, String, u64)>,
    /// Whether there are more than are shown.
    more: bool,
    chosen: String,
    typed: Typed,
    /// Whether to ask if a new organisation is another one than those of nearly its name.
    asks_whether_new: bool,
    errors: Vec<(String, String)>,
}

/// The page.
///
/// # Errors
/// When the database does not answer.
pub async fn choose_organization(
    State(app): State<App>,
    visitor: Visitor,
    CurrentUser(session): CurrentUser,
    pairs: Pairs,
) -> Result<Response, Failure> {
    let shown = looked_for(&app, pairs.first("q").unwrap_or_default()).await?;
    page(&app, &visitor, &session, shown).await
}

/// The organisations that have some words in their names.
async fn looked_for(app: &App, typed: &str) -> Result<Shown, Failure> {
    let words: String = one_line(typed).chars().take(LONGEST).collect();
    if words.is_empty() {
        return Ok(Shown::default());
    }
    let mut found = app.store.find_organizations(&words, MOST + 1).await?;
    let more = found.len() > MOST as usize;
    found.truncate(MOST as usize);
    Ok(Shown { words, found, more, ..Shown::default() })
}

async fn page(app: &App, visitor: &Visitor, session: &Session, shown: Shown) -> Result<Response, Failure> {
    let wrong = !shown.errors.is_empty();
    let about = StaffPage {
        title: if wrong { "Error: Add a listing" } else { "Add a listing" }.to_owned(),
        at: Some(("/council/listings", false)),
        status: wrong.then_some(StatusCode::UNPROCESSABLE_ENTITY),
    };
    answer(app, visitor, session, about, || view(session, &shown)).await
}

fn view(session: &Session, shown: &Shown) -> AnyView {
    view! {
        <div class="prose flow">
            {error_summary("There is something to put right", &shown.errors)}
            <h1>"Add a listing"</h1>
            <p class="lead">"First say who runs it. Then come the same steps as for the people who run a service, and families see it when you publish it."</p>
            <form class="card flow" role="search" aria-label="Organisations" method="get" action="/council/listings/new">
                <h2>"Who runs it?"</h2>
                {line(asked(shown, "q", "Name of the organisation, or words in it", ""), &shown.words, Line { kind: "search", ..Line::default() })}
                <p><button class="btn second">"Find organisations"</button></p>
            </form>
            {known(session, shown)}
            {new(session, shown)}
            <p class="links"><a href="/council/listings">"Back to all listings"</a></p>
        </div>
    }
    .into_any()
}

fn asked(shown: &Shown, name: &str, label: &str, hint: &str) -> FormQuestion {
    let mut asked = FormQuestion::new(name, label).hint(hint);
    asked.error = shown.errors.iter().find(|(field, _)| field == name).map(|(_, message)| message.clone());
    asked
}

/// The organisations to choose from.
fn known(session: &Session, shown: &Shown) -> Option<AnyView> {
    let nobody = shown.found.is_empty();
    if nobody && (shown.words.is_empty() || shown.asks_whether_new) {
        return None;
    }
    if nobody {
        let say =
            format!("No organisation here has “{}” in its name. Write less of it, or add a new one.", shown.words);
        return Some(view! { <p class="notice" role="status">{say}</p> }.into_any());
    }
    let named = |(id, name, listings): &(Uuid, String, u64)| {
        (id.to_string(), format!("{name}, {}", count(*listings, "listing", "listings")))
    };
    let choices: Vec<_> = shown.found.iter().map(named).collect();
    let more = shown.more.then(|| {
        view! { <p class="small quiet">{format!("The first {MOST} are here. Write more of the name to find another.")}</p> }
    });
    let legend = if shown.asks_whether_new { "Is it one of these?" } else { "Choose the organisation" };
    Some(
        view! {
            <form class="card flow" method="post" action="/council/listings/new" novalidate=true>
                {form_token(session)}
                <input type="hidden" name="q" value=shown.words.clone()/>
                <input type="hidden" name="which" value="known"/>
                {radios(asked(shown, "organisation", legend, ""), &choices, &shown.chosen)}
                {more}
                <p><button class="btn">"Begin its listing"</button></p>
            </form>
        }
        .into_any(),
    )
}

/// An organisation that is not here yet.
fn new(session: &Session, shown: &Shown) -> AnyView {
    let sure = shown.asks_whether_new.then(|| {
        let choices = [("yes".to_owned(), "It is another organisation than those above".to_owned())];
        ticks(asked(shown, "another", "A name that is here already, or nearly", ""), &choices, |_| false)
    });
    let name = Line { autocomplete: "off", ..Line::default() };
    let website = Line { autocomplete: "off", keys: "url", ..Line::default() };
    view! {
        <form class="card flow" method="post" action="/council/listings/new" novalidate=true>
            <h2>"It is not here yet"</h2>
            {form_token(session)}
            <input type="hidden" name="which" value="new"/>
            {line(asked(shown, "name", "What is the organisation called?", ""), &shown.typed.name, name)}
            {line(asked(shown, "website", "Its website", "You may leave it blank."), &shown.typed.website, website)}
            {sure}
            <p><button class="btn">"Add it, and begin its listing"</button></p>
        </form>
    }
    .into_any()
}

/// Begins the listing.
///
/// # Errors
/// When the database refuses.
pub async fn start_council_listing(
    State(app): State<App>,
    visitor: Visitor,
    form: SignedForm,
) -> Result<Response, Failure> {
    let CurrentUser(session) = form.signed;
    let is_new = form.pairs.first("which") == Some("new");
    let chosen =
        if is_new { new_organization(&app, &form.pairs).await? } else { known_organization(&app, &form.pairs).await? };
    let organization = match chosen {
        Ok(organization) => organization,
        Err(shown) => return page(&app, &visitor, &session, *shown).await,
    };
    let who = actor(&app, &session);
    let begun = if is_new {
        propose(&app.store, &who, organization, None).await
    } else {
        start_new(&app.store, &who, organization).await
    };
    let id = begun.map_err(failure)?;
    Ok(redirect(&format!("{}/what", editing_address(id))))
}

/// The organisation, or the page that says what must be put right.
type Chosen = Result<Organization, Box<Shown>>;

async fn known_organization(app: &App, pairs: &Pairs) -> Result<Chosen, Failure> {
    let chosen = pairs.first("organisation").unwrap_or_default().to_owned();
    let found = match Uuid::try_parse(&chosen) {
        Ok(id) => app.store.organization(id).await?,
        Err(_) => None,
    };
    let message = match &found {
        None => "Choose who runs it",
        Some(o) if app.store.drafts_of(&[o.id]).await?.len() >= MOST_OPEN => {
            "Many listings of this organisation are begun and not sent yet. Publish some, or throw some away, then add another"
        }
        Some(_) => "",
    };
    if let (Some(organization), true) = (found, message.is_empty()) {
        return Ok(Ok(organization));
    }
    let shown = looked_for(app, pairs.first("q").unwrap_or_default()).await?;
    // Where there is nothing to choose, the way on is to look for it.
    let field = if shown.found.is_empty() { "q" } else { "organisation" };
    Ok(Err(Box::new(Shown { errors: vec![(field.to_owned(), message.to_owned())], chosen, ..shown })))
}

/// A new organisation. Where one of nearly its name is here, it is asked whether it is another.
async fn new_organization(app: &App, pairs: &Pairs) -> Result<Chosen, Failure> {
    let said = |name: &str| pairs.first(name).unwrap_or_default().to_owned();
    let typed = Typed { name: said("name"), description: String::new(), website: said("website") };
    let organization = match typed.read() {
        Ok(organization) => organization,
        Err(errors) => return Ok(Err(Box::new(Shown { typed, errors, ..Shown::default() }))),
    };
    if pairs.first("another").is_none() {
        let (near, _) = app.store.near_names(&organization.name, &[], MOST as usize).await?;
        let known = near.into_iter().filter_map(|near| match near.of {
            Named::Organization { id, listings } => Some((id, near.name, listings)),
            Named::Listing { .. } => None,
        });
        let found: Vec<_> = known.collect();
        if !found.is_empty() {
            let message = "This name is here already, or nearly. Choose it above, or tick that this is another one";
            let errors = vec![("another".to_owned(), message.to_owned())];
            return Ok(Err(Box::new(Shown { found, typed, errors, asks_whether_new: true, ..Shown::default() })));
        }
    }
    Ok(Ok(organization))
}
