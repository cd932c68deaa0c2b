//! Every page of the table, for nobody and for each role, in Lancashire and in an area that is nothing like it.

use super::auth_tests::Timed;
use super::links_tests::busy;
use super::tests::addresses;
use super::{RouteKind, Who, table};
use crate::area::Area;
use crate::domain::{Email, Role};
use crate::editing::FormStep;
use crate::testing::areas;
use axum::http::{StatusCode, header};
use std::sync::Arc;
use uuid::Uuid;

/// What there is in a site to open.
struct Opened {
    /// A listing whose change is being written, and the draft that waits for the council.
    listing: Uuid,
    waiting: Uuid,
}

/// The pages of a line of the table that somebody of a role may open; none where it is not opened by an address alone.
fn pages(path: &str, opened: &Opened) -> Vec<String> {
    let listing = opened.listing.to_string();
    match path {
        // Answered only to a button, and tested where the button is.
        "/account/stay" | "/provider/still-right" => Vec::new(),
        p if ["/take-back", "/discard", "/bring-back", "/undo"].iter().any(|end| p.ends_with(end)) => Vec::new(),
        "/provider/listings/{id}/{step}" => {
            FormStep::ALL.map(|step| format!("/provider/listings/{listing}/{}", step.word())).to_vec()
        }
        p if p.starts_with("/council/changes/") => vec![p.replace("{id}", &opened.waiting.to_string())],
        p => vec![p.replace("{id}", &listing)],
    }
}

async fn opened(t: &Timed) -> Opened {
    let store = &t.site.app.store;
    let account = store.account_by_email(&Email::parse("provider@example.org").unwrap()).await.unwrap().unwrap();
    let own = store.drafts_of(&store.organizations_of(account.id).await.unwrap()).await.unwrap();
    let waiting = store.waiting_drafts().await.unwrap().remove(0).id;
    let listing = own.iter().find(|draft| draft.id != waiting).expect("a listing that is being changed").service;
    Opened { listing, waiting }
}

async fn every_page_answers(area: Arc<Area>) {
    let t = busy(area.clone()).await;
    for path in addresses(&t.site).await {
        assert_eq!(t.site.get(&path).await.status, StatusCode::OK, "{}: nobody at {path}", area.name);
    }
    let there = opened(&t).await;
    let name = format!("{} Local Offer", area.name);
    let mut faults = Vec::new();
    for role in Role::ALL {
        let session = match role {
            Role::Provider => t.sign_in("provider@example.org").await,
            role => t.all_the_way(role).await,
        };
        let own = table().into_iter().filter(|r| r.kind == RouteKind::Page && r.who.allows(role));
        let own = own.filter(|r| !matches!(r.who, Who::Everybody | Who::PartiallyAuthenticated));
        let own: Vec<String> = own.flat_map(|route| pages(route.path, &there)).collect();
        assert!(own.len() >= 5, "{} opens only {own:?}", role.word());
        for path in own {
            let answer = t.get(&path, &session).await;
            let is_page = answer.header(header::CONTENT_TYPE).starts_with("text/html");
            let whole = answer.texts("h1").len() == 1 && answer.texts("title").iter().all(|t| t.ends_with(&name));
            // Staff who have written nothing have nothing to send, and are led back to the listing.
            let led_back = answer.status == StatusCode::SEE_OTHER && role.is_council() && path.ends_with("/send");
            if !led_back && (answer.status != StatusCode::OK || is_page && !whole) {
                faults.push(format!("{}: {} at {path}: {}", area.name, role.word(), answer.status));
            }
        }
        // And every page of families, as somebody who is signed in: who is in has nothing to sign in to.
        for path in addresses(&t.site).await {
            let status = t.get(&path, &session).await.status;
            let sent_home = status == StatusCode::SEE_OTHER && (path.starts_with("/sign-in") || path == "/register");
            if status != StatusCode::OK && !sent_home {
                faults.push(format!("{}: {} at {path}: {status}", area.name, role.word()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_the_table_answers_nobody_and_each_role_in_both_areas() {
    for area in areas() {
        every_page_answers(area).await;
    }
}
