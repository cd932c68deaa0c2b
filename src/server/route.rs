//! A row of the table of addresses: what it is, who may use it, how it is answered; and what follows from its path.

use super::server_functions;
use crate::pages::export::DataTable;
use crate::web::{App, Failure, Pairs};
use axum::extract::State;
use axum::routing::{MethodRouter, get};
use std::future::Future;

/// Who may use an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody.
    Everybody,
    /// Who has opened a link, and not yet given the second factor where one is needed.
    PartiallyAuthenticated,
    /// Everybody who is signed in.
    SignedIn,
    /// Providers.
    Provider,
    /// Who changes listings: providers their own, editors and administrators any.
    ListingEditor,
    /// Council staff.
    Council,
    /// Council staff who publish: editors and administrators.
    Editor,
    /// Administrators.
    Admin,
}

/// What an address answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteKind {
    /// A page for people.
    Page,
    /// Something for programs, or a file.
    Data,
    /// Nothing that can be opened: a form is sent to it, and its answer leads to a page.
    Form,
}

/// A row of the table.
pub struct Route {
    /// The address, with its parameters in braces.
    pub path: &'static str,
    /// What it answers with.
    pub kind: RouteKind,
    /// Who may use it.
    pub who: Who,
    /// How it is answered.
    pub(super) methods: MethodRouter<App>,
}

/// A page.
pub(super) fn page(who: Who, path: &'static str, methods: MethodRouter<App>) -> Vec<Route> {
    vec![Route { path, kind: RouteKind::Page, who, methods }]
}

/// Something for programs, or a file.
pub(super) fn data(who: Who, path: &'static str, methods: MethodRouter<App>) -> Vec<Route> {
    vec![Route { path, kind: RouteKind::Data, who, methods }]
}

/// An address that only takes forms.
pub(super) fn form(who: Who, path: &'static str, methods: MethodRouter<App>) -> Vec<Route> {
    vec![Route { path, kind: RouteKind::Form, who, methods }]
}

/// An address that islands call: see `server_functions`.
pub(super) fn call(who: Who, path: &'static str, methods: MethodRouter<App>) -> Vec<Route> {
    data(who, path, methods)
}

/// A table as a file for a spreadsheet and as JSON.
pub(super) fn download<Table, Made>(who: Who, [csv, json]: [&'static str; 2], table: Table) -> Vec<Route>
where
    Table: Fn(App, Pairs) -> Made + Clone + Send + Sync + 'static,
    Made: Future<Output = Result<DataTable, Failure>> + Send,
{
    let again = table.clone();
    let as_csv = async move |State(app): State<App>, pairs: Pairs| table(app.clone(), pairs).await?.csv(&app).await;
    let as_json = async move |State(app): State<App>, pairs: Pairs| again(app.clone(), pairs).await?.json(&app).await;
    [data(who, csv, get(as_csv)), data(who, json, get(as_json))].into_iter().flatten().collect()
}

/// The first parts of the addresses of those who sign in, or are about to.
const STAFF: [&str; 6] = ["council", "provider", "account", "sign-in", "sign-out", "register"];

/// Whether no cache keeps what a path answers: it is for one person.
pub(super) fn is_private(path: &str) -> bool {
    is_staff(path) || server_functions::is_one(path)
}

/// Whether a path is of those who sign in: it has a lane of its own.
pub(super) fn is_staff(path: &str) -> bool {
    path.strip_prefix('/').and_then(|rest| rest.split('/').next()).is_some_and(|first| STAFF.contains(&first))
}

/// The largest form, in bytes.
const LARGEST_FORM: usize = 64 * 1024;

/// The largest form of a listing, in bytes: what is too long is answered beside its field, with everything that was typed.
const LARGEST_OF_A_LISTING: usize = 4 * 1024 * 1024;

/// The largest form of an address or of its path in the table, in bytes.
pub(super) fn largest_body(path: &str) -> usize {
    if path.starts_with("/provider/listings/") { LARGEST_OF_A_LISTING } else { LARGEST_FORM }
}
