//! One table of every address: what it is, and who may use it. Tests are made from it, so that a page cannot be forgotten.

use super::route::Who::{Admin, Council, Editor, Everybody, ListingEditor, PartiallyAuthenticated, Provider, SignedIn};
use super::route::{Route, call, data, download, form, page};
use super::{assets, health, robots, server_functions};
use crate::pages::provider::{listing, propose};
use crate::pages::{about, account, council, doors, find, gaps, provider, waits};
use axum::routing::{get, post};

/// Every address there is. A row is a line: kind, who may use it, address, handlers.
#[rustfmt::skip]
pub fn table() -> Vec<Route> {
    let rows = [
        // Find help
        page(Everybody, "/", get(find::home::show_home)),
        page(Everybody, "/search", get(find::search::show_results)),
        data(Everybody, "/search.json", get(find::search_json::show_results_json)),
        data(Everybody, "/suggest.json", get(find::suggest::list_suggestions)),
        page(Everybody, "/services/{slug}", get(find::listing::show_listing)),
        page(Everybody, "/services/{slug}/history", get(find::history::show_listing_history)),
        page(Everybody, "/districts", get(find::district::list_districts)),
        page(Everybody, "/districts/{slug}", get(find::district::show_district)),
        page(Everybody, "/list", get(find::list::show_shortlist).post(find::list::change_shortlist)),
        // What's missing here
        page(Everybody, "/gaps", get(gaps::page::show_gaps)),
        page(Everybody, "/gaps/compare", get(gaps::compare::compare_districts)),
        page(Everybody, "/gaps/sheet", get(gaps::print_sheet::show_sheet)),
        page(Everybody, "/gaps/how-far", get(gaps::travel::show_travel)),
        download(Everybody, ["/gaps/how-far.csv", "/gaps/how-far.json"], gaps::travel::data_table),
        page(Everybody, "/gaps/rules", get(gaps::rules::show_rules)),
        download(Everybody, ["/gaps/rules.csv", "/gaps/rules.json"], gaps::rules::data_table),
        page(Everybody, "/gaps/history", get(gaps::history::show_gap_history)),
        download(Everybody, ["/gaps/history.csv", "/gaps/history.json"], gaps::history::data_table),
        page(Everybody, "/gaps/asked", get(gaps::unmet_demand::show_unmet_demand)),
        download(Everybody, ["/gaps/asked.csv", "/gaps/asked.json"], gaps::unmet_demand::data_table),
        page(Everybody, "/gaps/{category}", get(gaps::page::show_gaps_of_kind)),
        data(Everybody, "/gaps.csv", get(gaps::export::download_matrix)),
        data(Everybody, "/gaps.json", get(gaps::export::show_matrix_json)),
        page(Everybody, "/waiting-times", get(waits::page::show_waits)),
        download(Everybody, ["/waiting-times.csv", "/waiting-times.json"], waits::export::data_table),
        // Have your say
        page(Everybody, "/say", get(doors::say::show_feedback_choices)),
        page(Everybody, "/said", get(doors::say::show_published_feedback)),
        page(Everybody, "/improvement", get(doors::say::show_improvement)),
        // Understand it
        page(Everybody, "/guides", get(doors::guides::list_guides)),
        page(Everybody, "/guides/{slug}", get(doors::guides::show_guide)),
        page(Everybody, "/glossary", get(doors::guides::show_glossary)),
        // About the site
        page(Everybody, "/preferences", get(about::preferences::show_preferences).post(about::preferences::save_preferences)),
        page(Everybody, "/accessibility", get(about::accessibility::show_accessibility)),
        page(Everybody, "/accessibility/how-it-sounds", get(about::sounds::list_transcripts)),
        page(Everybody, "/accessibility/how-it-sounds/{slug}", get(about::sounds::show_transcript)),
        page(Everybody, "/privacy", get(about::statements::show_privacy)),
        page(Everybody, "/about/data", get(about::statements::list_data_sources)),
        page(Everybody, "/about/data/{file}", get(about::figures::show_figures_file)),
        data(Everybody, "/about/data/{file}/csv", get(about::figures::download_figures_file)),
        // Signing in
        page(Everybody, "/sign-in", get(account::sign_in::show_sign_in).post(account::sign_in::start_sign_in)),
        page(Everybody, "/register", get(account::register::show_registration).post(account::register::start_registration)),
        page(Everybody, "/sign-in/code", get(account::sign_in::show_code_form).post(account::sign_in::check_code)),
        page(Everybody, "/sign-in/link/{token}", get(account::link::show_link).post(account::link::follow_link)),
        page(PartiallyAuthenticated, "/sign-in/second", get(account::second::show_second_factor).post(account::second::submit_second_factor)),
        page(PartiallyAuthenticated, "/sign-in/set-up", get(account::second::show_enrolment).post(account::second::enrol_second_factor)),
        form(Everybody, "/sign-out", post(account::sign_in::sign_out)),
        page(SignedIn, "/account", get(account::sessions::show_account).post(account::sessions::end_sessions)),
        form(SignedIn, "/account/stay", post(account::sessions::stay_signed_in)),
        // Providers
        page(Provider, "/provider", get(provider::home::show_provider_home)),
        form(Provider, "/provider/still-right", post(provider::home::confirm_listing)),
        page(Provider, "/provider/new", get(propose::show_new_listing).post(propose::start_listing)),
        page(Provider, "/provider/organisation", get(propose::show_new_organization).post(propose::propose_organization)),
        // Changing a listing
        page(ListingEditor, "/provider/listings/{id}", get(listing::tasks::show_tasks)),
        page(ListingEditor, "/provider/listings/{id}/preview", get(listing::preview::preview_listing)),
        page(ListingEditor, "/provider/listings/{id}/send", get(listing::send::show_draft_check).post(listing::send::submit_draft)),
        form(ListingEditor, "/provider/listings/{id}/take-back", post(listing::tasks::withdraw_draft)),
        form(ListingEditor, "/provider/listings/{id}/discard", post(listing::tasks::discard_draft)),
        form(ListingEditor, "/provider/listings/{id}/bring-back", post(listing::discarded::restore_draft)),
        page(ListingEditor, "/provider/listings/{id}/{step}", get(listing::step::show_step).post(listing::step::save_step)),
        // The council
        page(Council, "/council", get(council::home::show_council_home)),
        page(Council, "/council/changes", get(council::changes::list_changes)),
        page(Council, "/council/changes/{id}", get(council::change::show_change).post(council::change::decide_change)),
        page(Council, "/council/changes/{id}/preview", get(council::change::preview_change)),
        form(Council, "/council/changes/{id}/undo", post(council::change::undo_decision)),
        page(Council, "/council/listings", get(council::listings::browse_listings)),
        page(Editor, "/council/listings/new", get(council::new_listing::choose_organization).post(council::new_listing::start_council_listing)),
        page(Council, "/council/listings/{id}/past", get(council::revisions::list_revisions).post(council::revisions::restore_revision)),
        page(Admin, "/council/audit", get(council::home::show_audit_log)),
        data(Admin, "/council/audit.csv", get(council::home::download_audit_log)),
        // What islands ask
        call(Everybody, "/do/change-list", post(server_functions::answer)),
        call(SignedIn, "/do/stay-signed-in", post(server_functions::answer)),
        // For programs
        data(Everybody, "/robots.txt", get(robots::serve_robots)),
        data(Everybody, "/sitemap.xml", get(robots::serve_sitemap)),
        data(Everybody, "/health/live", get(health::report_live)),
        data(Everybody, "/health/ready", get(health::report_ready)),
        data(Everybody, "/assets/{*file}", get(assets::serve_asset)),
        data(Everybody, "/favicon.ico", get(assets::serve_favicon)),
    ];
    rows.into_iter().flatten().collect()
}

#[cfg(test)]
mod router_tests {
    use super::super::route::{RouteKind, is_private};
    use super::*;

    #[test]
    fn whoever_must_sign_in_is_answered_with_what_no_cache_keeps() {
        for route in table() {
            let private = route.who != Everybody || route.path.starts_with("/sign-in") || route.path == "/register";
            assert!(!private || is_private(route.path), "{}", route.path);
        }
    }

    #[test]
    fn a_file_is_no_page() {
        for route in table() {
            let is_file = [".csv", "/csv", ".json", ".xml", ".txt"].iter().any(|end| route.path.ends_with(end));
            assert!(!is_file || route.kind == RouteKind::Data, "{} is {:?}", route.path, route.kind);
        }
    }

    #[test]
    fn every_address_has_one_row() {
        let mut paths: Vec<&str> = table().iter().map(|route| route.path).collect();
        paths.sort_unstable();
        let rows = paths.len();
        paths.dedup();
        assert_eq!(paths.len(), rows);
    }
}
