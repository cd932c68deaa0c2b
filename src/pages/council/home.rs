//! `/council` and `/council/audit`: where council staff begin, and who did what.

use crate::domain::Role;
use crate::domain::clock::{day, time};
use crate::domain::wording::{count, date};
use crate::pages::discarded_notice::discarded_notice;
use crate::pages::export::CsvFile;
use crate::pages::staff_page::{StaffPage, answer};
use crate::ui::scroll_table;
use crate::web::{App, CurrentUser, Failure, Pairs, Visitor};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

/// The most lines of the audit log on a page.
const SHOWN: u32 = 200;
/// The most lines taken away at once.
const TAKEN: u32 = 100_000;

/// That the mail server takes nothing, while it does not; what it said is for those who can do something about it.
fn mail_trouble(app: &App, role: Role) -> Option<AnyView> {
    let fault = app.mailer.server_fault()?;
    let since = format!("{} at {}", date(day(fault.since)), time(fault.since));
    let said = (role == Role::Admin).then(|| view! { <p>{format!("What we know of it: {}.", fault.said)}</p> });
    Some(
        view! {
            <div class="notice">
                <p>{format!("The mail server has taken no email from us since {since}. We keep trying. Links to sign in are lost after ten minutes, other email waits.")}</p>
                {said}
            </div>
        }
        .into_any(),
    )
}

/// Where council staff begin.
///
/// # Errors
/// When the database does not answer.
pub async fn show_council_home(
    State(app): State<App>,
    visitor: Visitor,
    signed: CurrentUser,
    pairs: Pairs,
) -> Result<Response, Failure> {
    let changes = app.store.count_waiting().await?;
    let accounts = app.store.count_accounts().await?;
    let (waiting, _, given_up) = app.store.mail_counts().await?;
    let listings = app.store.count_services().await?;
    let role = signed.role();
    let discarded = discarded_notice(&app, &signed.0, &pairs).await?;
    let about = StaffPage { title: "Council".to_owned(), at: Some(("/council", true)), ..StaffPage::default() };
    answer(&app, &visitor, &signed.0, about, || {
        let queue = match changes {
            0 => "No changes are waiting".to_owned(),
            1 => "1 change is waiting".to_owned(),
            n => format!("{n} changes are waiting"),
        };
        let mail = match (waiting, given_up) {
            (0, 0) => "All email has gone out.".to_owned(),
            (waiting, given_up) => format!("Email: {waiting} waiting, {given_up} could not be sent."),
        };
        let add = matches!(role, Role::Editor | Role::Admin);
        let add = add.then(|| view! { <li><a href="/council/listings/new">"Add a listing"</a></li> });
        let audit = role == Role::Admin;
        let audit = audit.then(|| view! { <li><a href="/council/audit">"Who did what"</a></li> });
        view! {
            {discarded}
            <div class="prose flow">
                <h1>"Council"</h1>
                {mail_trouble(&app, role)}
                <p class="lead">{format!("{} and {}. {mail}", count(listings, "listing", "listings"), count(accounts, "account", "accounts"))}</p>
                <ul class="links">
                    <li><a href="/council/changes">{queue}</a></li>
                    <li><a href="/council/listings">"Any listing: change it, or see its past"</a></li>
                    <li><a href="/council/listings?sort=checked">"All listings, those checked longest ago first"</a></li>
                    {add}
                    <li><a href="/gaps">"What’s missing here"</a></li>
                    {audit}
                    <li><a href="/account">"Your account, and signing out"</a></li>
                </ul>
            </div>
        }
        .into_any()
    })
    .await
}

/// Who did what.
///
/// # Errors
/// When the database does not answer.
pub async fn show_audit_log(
    State(app): State<App>,
    visitor: Visitor,
    signed: CurrentUser,
) -> Result<Response, Failure> {
    let log = app.store.audit_log(SHOWN).await?;
    let about = StaffPage { title: "Who did what".to_owned(), at: Some(("/council", false)), ..StaffPage::default() };
    answer(&app, &visitor, &signed.0, about, move || {
        let rows = log.into_iter().map(|(at, who, what, about)| {
            let when = format!("{}, {}", date(day(at)), time(at));
            (when.into_any(), vec![who.into_any(), what.into_any(), about.into_any()])
        });
        let rows: Vec<_> = rows.collect();
        let columns = ["When", "Who", "What", "About"].map(str::to_owned).to_vec();
        let content = if rows.is_empty() {
            view! { <p>"Nothing has been written down yet."</p> }.into_any()
        } else {
            view! { <div class="card">{scroll_table("audit", format!("The last {SHOWN} lines"), columns, rows, false)}</div> }.into_any()
        };
        view! {
            <h1>"Who did what"</h1>
            <p class="lead">"Every line is added and none is changed. Lines are kept for two years."</p>
            {content}
            <p class="links section-gap"><a href="/council/audit.csv">"Take it away (CSV)"</a></p>
        }
        .into_any()
    })
    .await
}

/// The same as CSV.
///
/// # Errors
/// When the database does not answer.
pub async fn download_audit_log(State(app): State<App>) -> Result<CsvFile, Failure> {
    let mut lines = vec![["at", "who", "what", "about"].map(str::to_owned).to_vec()];
    for (at, who, what, about) in app.store.audit_log(TAKEN).await? {
        let at = jiff::Timestamp::from_second(at).map_or_else(|_| at.to_string(), |t| t.to_string());
        lines.push(vec![at, who, what, about]);
    }
    Ok(CsvFile { name: "audit".to_owned(), lines })
}
