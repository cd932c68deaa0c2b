//! `/council/listings`: every listing, also those that are not open, to change it or to see its past.

use crate::domain::text::one_line;
use crate::domain::wording::{count, date, thousands, within};
use crate::domain::{FieldError, Role, Status};
use crate::pages::staff_page::{StaffPage, answer};
use crate::store::{DraftRow, ListingFilter, ListingSummary};
use crate::ui::{not_understood, scroll_table, select_field};
use crate::web::links::address as with_pairs;
use crate::web::links::editing_address;
use crate::web::{App, CurrentUser, Failure, Pairs, Visitor};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

/// Listings on a page.
const PER_PAGE: u32 = 50;
/// The most letters that are looked for; what is longer is cut and said.
const LONGEST: usize = 200;

/// The states one can choose: value, label, and the state.
const STATES: [(&str, &str, Status); 5] = [
    ("running", "Running", Status::Active),
    ("closing", "About to end", Status::Closing),
    ("paused", "Closed for now", Status::Paused),
    ("expected", "Not started yet", Status::Expected),
    ("ended", "Ended", Status::Withdrawn),
];

/// The orders: value and label.
const SORTS: [(&str, &str); 2] = [("name", "By name, A to Z"), ("checked", "Checked longest ago first")];

/// The label of a state.
fn label(status: Status) -> &'static str {
    STATES.iter().find(|(_, _, s)| *s == status).map_or("", |(_, label, _)| label)
}

/// What is asked of the list.
#[derive(Clone, Debug, Default)]
struct Question {
    words: String,
    state: Option<&'static str>,
    sort: &'static str,
    page: u64,
    errors: Vec<FieldError>,
}

impl Question {
    /// Reads the parameters of an address; what is not understood is named and left out.
    fn parse(pairs: &Pairs) -> Self {
        let mut errors = Vec::new();
        let mut wrong = |field, message: &str| errors.push(FieldError { field, message: message.to_owned() });
        let said = |name: &str| pairs.first(name).map(str::trim).filter(|v| !v.is_empty() && *v != "all");
        let typed = one_line(pairs.first("q").unwrap_or_default());
        let words: String = typed.chars().take(LONGEST).collect();
        if words.len() < typed.len() {
            wrong("q", "That is long. We looked for the first 200 letters");
        }
        let state = said("state").map(|v| STATES.iter().find(|(value, ..)| *value == v).map(|(value, ..)| *value));
        if state == Some(None) {
            wrong("state", "We do not know that state. We show all");
        }
        let sort = said("sort").map(|v| SORTS.iter().find(|(value, _)| *value == v).map(|(value, _)| *value));
        if sort == Some(None) {
            wrong("sort", "We do not know that order. We show them by name");
        }
        let page = said("page").map(|v| v.parse::<u64>().ok().filter(|n| *n > 0));
        if page == Some(None) {
            wrong("page", "There is no such page. This is page 1");
        }
        Self {
            words,
            state: state.flatten(),
            sort: sort.flatten().unwrap_or("name"),
            page: page.flatten().unwrap_or(1),
            errors,
        }
    }

    fn status(&self) -> Option<Status> {
        STATES.iter().find(|(value, ..)| Some(*value) == self.state).map(|(_, _, status)| *status)
    }

    /// The address of a page of this list.
    fn page_address(&self, page: u64) -> String {
        let mut pairs = Vec::new();
        if !self.words.is_empty() {
            pairs.push(("q", self.words.clone()));
        }
        pairs.extend(self.state.map(|s| ("state", s.to_owned())));
        if self.sort != "name" {
            pairs.push(("sort", self.sort.to_owned()));
        }
        if page > 1 {
            pairs.push(("page", page.to_string()));
        }
        with_pairs("/council/listings", &pairs)
    }
}

/// A page of the list.
struct Shown {
    question: Question,
    /// How many have the words, by state.
    by_state: Vec<(Status, u64)>,
    total: u64,
    pages: u64,
    rows: Vec<ListingSummary>,
    /// New listings that whoever looks began and has not published.
    begun: Vec<DraftRow>,
}

/// The page.
///
/// # Errors
/// When the database does not answer.
pub async fn browse_listings(
    State(app): State<App>,
    visitor: Visitor,
    CurrentUser(session): CurrentUser,
    pairs: Pairs,
) -> Result<Response, Failure> {
    let mut question = Question::parse(&pairs);
    let by_state = app.store.count_listings(&question.words).await?;
    let status = question.status();
    let total = by_state.iter().filter(|(s, _)| status.is_none_or(|status| status == *s)).map(|(_, n)| n).sum::<u64>();
    let pages = total.div_ceil(u64::from(PER_PAGE)).max(1);
    if question.page > pages {
        let message = match pages {
            1 => "There is only one page. This is it".to_owned(),
            last => format!("There is no page {}. This is page {last}, the last one", question.page),
        };
        question.errors.push(FieldError { field: "page", message });
        question.page = pages;
    }
    let oldest_check_first = question.sort == "checked";
    let filter = ListingFilter { words: question.words.clone(), status, oldest_check_first };
    let rows = app.store.list_listings(&filter, (question.page - 1) * u64::from(PER_PAGE), PER_PAGE).await?;
    let writes = matches!(session.account.role, Role::Editor | Role::Admin);
    let begun = if writes { app.store.begun_by(&session.account.email).await? } else { Vec::new() };
    let shown = Shown { question, by_state, total, pages, rows, begun };
    let about = StaffPage { title: title(&shown), at: Some(("/council/listings", true)), ..StaffPage::default() };
    answer(&app, &visitor, &session, about, || view(&shown, writes)).await
}

/// What the list counts: "12 listings with “swim”, closed for now".
fn said(shown: &Shown) -> String {
    let question = &shown.question;
    let words = if question.words.is_empty() { String::new() } else { format!(" with “{}”", question.words) };
    let state = question.status().map(|s| format!(", {}", label(s).to_lowercase())).unwrap_or_default();
    format!("{}{words}{state}", count(shown.total, "listing", "listings"))
}

fn title(shown: &Shown) -> String {
    let error = shown.question.errors.first().map(|e| format!("Error: {}. ", e.message)).unwrap_or_default();
    let page =
        if shown.pages > 1 { format!(", page {} of {}", shown.question.page, shown.pages) } else { String::new() };
    let narrowed = shown.question.state.is_some() || !shown.question.words.is_empty();
    let said = if narrowed { format!(": {}", said(shown)) } else { String::new() };
    format!("{error}Listings{said}{page}")
}

fn view(shown: &Shown, writes: bool) -> AnyView {
    let question = &shown.question;
    let errors: Vec<_> = question
        .errors
        .iter()
        .map(|e| (if e.field == "page" { "listings" } else { e.field }.to_owned(), e.message.clone()))
        .collect();
    let add = writes.then(|| view! { <p class="links"><a href="/council/listings/new">"Add a listing"</a></p> });
    let order = SORTS.iter().find(|(value, _)| *value == question.sort).map_or("", |(_, label)| label);
    let lead = format!("{}. Sorted {}.", said(shown), within(order));
    let nothing = (shown.total == 0).then(|| {
        view! { <p>"No listing here has all of that in its name, or in the name of who runs it. Write less of it, or choose another state."</p> }
    });
    let rows: Vec<_> = shown.rows.iter().map(|listing| row(listing, writes)).collect();
    let table = (!rows.is_empty()).then(|| {
        let columns = ["Listing", "Run by", "How it stands", "Checked", "Changed", "What you can do"];
        let caption = if shown.pages > 1 { format!("Page {} of {}", question.page, shown.pages) } else { "All of them".to_owned() };
        view! { <div class="card">{scroll_table("table", caption, columns.map(str::to_owned).to_vec(), rows, false)}</div> }
    });
    view! {
        {not_understood(&errors)}
        <h1>"Listings"</h1>
        {add}
        {begun(&shown.begun)}
        {form(shown)}
        <p class="lead section-gap" id="listings">{lead}</p>
        {nothing}
        {table}
        {pages(shown)}
    }
    .into_any()
}

fn form(shown: &Shown) -> AnyView {
    let question = &shown.question;
    let of = |status: Status| shown.by_state.iter().find(|(s, _)| *s == status).map_or(0, |(_, n)| *n);
    let states =
        STATES.map(|(value, label, status)| (value.to_owned(), format!("{label} ({})", thousands(of(status)))));
    let sorts = SORTS.map(|(value, label)| (value.to_owned(), label.to_owned()));
    let message = question.errors.iter().find(|e| e.field == "q").map(|e| e.message.clone());
    let class = if message.is_some() { "field field-error" } else { "field" };
    let described = message.is_some().then_some("q-error");
    let message = message.map(|m| view! { <p class="msg" id="q-error">"Error: "{m}</p> });
    view! {
        <form class="card flow" role="search" aria-label="Listings" method="get" action="/council/listings">
            <div class=class>
                <label for="q">"Name of the listing or of who runs it, or words in it"</label>
                {message}
                <input id="q" name="q" type="search" value=question.words.clone() aria-describedby=described/>
            </div>
            {select_field("state", "How it stands", Some("All of them"), states.to_vec(), question.state, &question.errors)}
            {select_field("sort", "Order", None, sorts.to_vec(), Some(question.sort), &question.errors)}
            <p><button class="btn">"Find listings"</button></p>
        </form>
    }
    .into_any()
}

fn row(listing: &ListingSummary, writes: bool) -> (AnyView, Vec<AnyView>) {
    let (public, past, change) = (
        format!("/services/{}", listing.slug),
        format!("/council/listings/{}/past", listing.id),
        editing_address(listing.id),
    );
    let about = format!(", {}", listing.name);
    let change =
        writes.then(|| view! { <li><a href=change>"Change it"<span class="vh">{about.clone()}</span></a></li> });
    let day = |day: Option<jiff::civil::Date>| day.map_or("Not told to us".to_owned(), date);
    let by = if listing.organization.is_empty() { "Not told to us".to_owned() } else { listing.organization.clone() };
    let past_about = about.clone();
    (
        view! { <a href=public>{listing.name.clone()}</a> }.into_any(),
        vec![
            by.into_any(),
            label(listing.status).into_any(),
            day(listing.checked).into_any(),
            day(listing.modified).into_any(),
            view! { <ul class="plain row">{change}<li><a href=past>"Its past"<span class="vh">{past_about}</span></a></li></ul> }
                .into_any(),
        ],
    )
}

/// The pages before and after this one.
fn pages(shown: &Shown) -> Option<AnyView> {
    let (page, pages) = (shown.question.page, shown.pages);
    let to = |n: u64| shown.question.page_address(n);
    let before = (page > 1)
        .then(|| view! { <li><a href=to(page - 1) rel="prev">"Previous"<span class="vh">" page"</span></a></li> });
    let after = (page < pages)
        .then(|| view! { <li><a href=to(page + 1) rel="next">"Next"<span class="vh">" page"</span></a></li> });
    (pages > 1).then(|| {
        view! { <nav class="pages" aria-label="Pages of listings"><ul class="plain">{before}<li><p>{format!("Page {page} of {pages}")}</p></li>{after}</ul></nav> }
            .into_any()
    })
}

/// What one began and has not published: it is in no list of listings, and would be lost without a way back to it.
fn begun(drafts: &[DraftRow]) -> Option<AnyView> {
    let items: Vec<_> = drafts
        .iter()
        .enumerate()
        .map(|(n, draft)| {
            let service = &draft.draft.service;
            let by = service.organization.as_ref().map(|o| o.name.clone()).unwrap_or_default();
            // Two links of one name would be the same to whoever hears them.
            let name = if service.name.is_empty() { format!("New listing {}", n + 1) } else { service.name.clone() };
            view! { <li><a href=editing_address(draft.service)>{name}</a>", of "{by}</li> }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! { <section class="card calm flow" aria-labelledby="begun"><h2 id="begun">"You began these, and families do not see them yet"</h2><ul class="links">{items}</ul></section> }
            .into_any()
    })
}
