//! One table of every address: what it is, and who may use it. Tests are made from it, so that a page cannot be forgotten.

use super::{
    assets, caching, guard, head, headers, health, log, problems, robots, server_functions, time_limit, unsaved,
    well_formed,
};
use crate::pages::provider::{listing, propose};
use crate::pages::{about, account, council, doors, find, gaps, provider, waits};
use crate::web::{App, Failure};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};

/// Who may use an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody.
    Everybody,
    /// Who has opened a link, and not yet given the second factor where one is needed.
    HalfWay,
    /// Everybody who is signed in.
    SignedIn,
    /// Providers.
    Provider,
    /// Who changes listings: providers their own, editors and administrators any.
    Writing,
    /// Council staff.
    Council,
    /// Council staff who publish: editors and administrators.
    Editor,
    /// Administrators.
    Admin,
}

/// What an address answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page for people.
    Page,
    /// Something for programs.
    Data,
}

/// A line of the table.
pub struct Route {
    /// The address, with its parameters in braces.
    pub path: &'static str,
    /// What it answers with.
    pub kind: Kind,
    /// Who may use it.
    pub who: Who,
    /// How it is answered.
    methods: MethodRouter<App>,
}

/// Every address there is.
pub fn table() -> Vec<Route> {
    let page = |path, methods| Route { path, kind: Kind::Page, who: Who::Everybody, methods };
    let only = |who, path, methods| Route { path, kind: Kind::Page, who, methods };
    let data = |path, methods| Route { path, kind: Kind::Data, who: Who::Everybody, methods };
    let call = |who, path| Route { path, kind: Kind::Data, who, methods: post(server_functions::answer) };
    vec![
        // Find help
        page("/", get(find::home::get)),
        page("/search", get(find::search::get)),
        data("/search.json", get(find::search::get_json)),
        data("/suggest.json", get(find::suggest::get)),
        page("/services/{slug}", get(find::listing::get)),
        page("/services/{slug}/history", get(find::history::get)),
        page("/districts", get(find::district::all)),
        page("/districts/{slug}", get(find::district::get)),
        page("/list", get(find::list::get).post(find::list::post)),
        // What's missing here
        page("/gaps", get(gaps::page::all)),
        page("/gaps/compare", get(gaps::compare::get)),
        page("/gaps/sheet", get(gaps::sheet::get)),
        page("/gaps/how-far", get(gaps::travel::get)),
        data("/gaps/how-far.csv", get(gaps::travel::csv)),
        data("/gaps/how-far.json", get(gaps::travel::json)),
        page("/gaps/rules", get(gaps::rules::get)),
        data("/gaps/rules.csv", get(gaps::rules::csv)),
        data("/gaps/rules.json", get(gaps::rules::json)),
        page("/gaps/history", get(gaps::history::get)),
        data("/gaps/history.csv", get(gaps::history::csv)),
        data("/gaps/history.json", get(gaps::history::json)),
        page("/gaps/asked", get(gaps::asked::get)),
        data("/gaps/asked.csv", get(gaps::asked::csv)),
        data("/gaps/asked.json", get(gaps::asked::json)),
        page("/gaps/{category}", get(gaps::page::one)),
        data("/gaps.csv", get(gaps::export::csv)),
        data("/gaps.json", get(gaps::export::json)),
        page("/waiting-times", get(waits::page::get)),
        data("/waiting-times.csv", get(waits::export::csv)),
        data("/waiting-times.json", get(waits::export::json)),
        // Have your say
        page("/say", get(doors::say::say)),
        page("/said", get(doors::say::said)),
        page("/improvement", get(doors::say::improvement)),
        // Understand it
        page("/guides", get(doors::guides::all)),
        page("/guides/{slug}", get(doors::guides::one)),
        page("/glossary", get(doors::guides::glossary)),
        // About the site
        page("/preferences", get(about::preferences).post(about::save_preferences)),
        page("/accessibility", get(about::accessibility)),
        page("/accessibility/how-it-sounds", get(about::sounds::all)),
        page("/accessibility/how-it-sounds/{slug}", get(about::sounds::one)),
        page("/privacy", get(about::privacy)),
        page("/about/data", get(about::data)),
        page("/about/data/{file}", get(about::figures)),
        data("/about/data/{file}/csv", get(about::figures_csv)),
        // Signing in
        page("/sign-in", get(account::sign_in::get).post(account::sign_in::post)),
        page("/register", get(account::register::get).post(account::register::post)),
        page("/sign-in/code", get(account::sign_in::code).post(account::sign_in::post_code)),
        only(Who::Everybody, "/sign-in/link/{token}", get(account::link::get).post(account::link::post)),
        only(Who::HalfWay, "/sign-in/second", get(account::second::get).post(account::second::post)),
        only(Who::HalfWay, "/sign-in/set-up", get(account::second::set_up).post(account::second::post_set_up)),
        data("/sign-out", post(account::sign_in::sign_out)),
        only(Who::SignedIn, "/account", get(account::sessions::get).post(account::sessions::post)),
        only(Who::SignedIn, "/account/stay", post(account::sessions::stay)),
        // Providers
        only(Who::Provider, "/provider", get(provider::home::get)),
        only(Who::Provider, "/provider/still-right", post(provider::home::still_right)),
        only(Who::Provider, "/provider/new", get(propose::get_new).post(propose::post_new)),
        only(Who::Provider, "/provider/organisation", get(propose::get_organisation).post(propose::post_organisation)),
        // Changing a listing
        only(Who::Writing, "/provider/listings/{id}", get(listing::tasks::get)),
        only(Who::Writing, "/provider/listings/{id}/preview", get(listing::preview::get)),
        only(Who::Writing, "/provider/listings/{id}/send", get(listing::send::get).post(listing::send::post)),
        only(Who::Writing, "/provider/listings/{id}/take-back", post(listing::tasks::post_take_back)),
        only(Who::Writing, "/provider/listings/{id}/discard", post(listing::tasks::post_discard)),
        only(Who::Writing, "/provider/listings/{id}/bring-back", post(listing::discarded::post_bring_back)),
        only(Who::Writing, "/provider/listings/{id}/{step}", get(listing::step::get).post(listing::step::post)),
        // The council
        only(Who::Council, "/council", get(council::home::get)),
        only(Who::Council, "/council/changes", get(council::changes::get)),
        only(Who::Council, "/council/changes/{id}", get(council::change::get).post(council::change::post)),
        only(Who::Council, "/council/changes/{id}/preview", get(council::change::preview)),
        only(Who::Council, "/council/changes/{id}/undo", post(council::change::post_undo)),
        only(Who::Council, "/council/listings", get(council::listings::get)),
        only(Who::Editor, "/council/listings/new", get(council::new_listing::get).post(council::new_listing::post)),
        only(Who::Council, "/council/listings/{id}/past", get(council::past::get).post(council::past::post)),
        only(Who::Admin, "/council/audit", get(council::home::audit)),
        only(Who::Admin, "/council/audit.csv", get(council::home::audit_csv)),
        // What islands ask
        call(Who::Everybody, "/do/change-list"),
        call(Who::SignedIn, "/do/stay-signed-in"),
        // For programs
        data("/robots.txt", get(robots::robots)),
        data("/sitemap.xml", get(robots::sitemap)),
        data("/health/live", get(health::live)),
        data("/health/ready", get(health::ready)),
        data("/assets/{*file}", get(assets::get)),
        data("/favicon.ico", get(assets::favicon)),
    ]
}

/// The largest form, in bytes.
const LARGEST_FORM: usize = 64 * 1024;

/// The largest form of a listing, in bytes: what is too long is answered beside its field, with everything that was typed.
const LARGEST_OF_A_LISTING: usize = 4 * 1024 * 1024;

/// The largest form of an address or of its path in the table, in bytes.
pub(super) fn largest_body(path: &str) -> usize {
    if path.starts_with("/provider/listings/") { LARGEST_OF_A_LISTING } else { LARGEST_FORM }
}

/// The whole site.
pub fn router(app: App) -> Router {
    let routes = table().into_iter().fold(Router::new(), |router, route| {
        let guard = from_fn_with_state((app.clone(), route.who), guard::guard);
        let largest = largest_body(route.path);
        let keep_form = from_fn_with_state(app.clone(), unsaved::keep_form);
        let methods = route.methods.route_layer(guard).route_layer(keep_form);
        router.route(route.path, methods.layer(DefaultBodyLimit::max(largest)))
    });
    dress(routes, app)
}

/// Puts around addresses what is the same for all of them. What stands last is asked first.
pub(super) fn dress(routes: Router<App>, app: App) -> Router {
    routes
        .fallback(|| async { Failure::NotFound })
        .method_not_allowed_fallback(|| async { Failure::WrongMethod })
        .layer(from_fn_with_state(app.clone(), caching::unchanged))
        .layer(CatchPanicLayer::custom(problems::panicked))
        .layer(from_fn(time_limit::give_up))
        .layer(from_fn(well_formed::check))
        .layer(from_fn_with_state(app.clone(), problems::pages))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn(headers::add))
        .layer(from_fn(head::as_get))
        .layer(from_fn(log::line))
        .with_state(app)
}
