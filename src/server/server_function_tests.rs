//! What islands ask, through the real router: what holds for every address holds for these.

use super::auth_tests::timed;
use super::tests::{Answer, Site, sample_site};
use super::{RouteKind, Who, server_functions, table};
use crate::domain::Role;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use leptos::server_fn::axum::server_fn_paths;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Calls as an island does.
pub(super) async fn call(site: &Site, path: &str, body: &str, more: &[(&str, &str)]) -> Answer {
    let request = Request::post(path)
        .header(header::HOST, "localhost")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/json");
    let request = more.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    site.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

const SERVICE: Uuid = Uuid::from_u128(7);

fn saves() -> String {
    format!(r#"{{"service":"{SERVICE}","change":"Add"}}"#)
}

#[test]
fn every_server_function_has_a_line_of_the_table_and_every_such_line_a_function() {
    let called: BTreeSet<_> = server_fn_paths().map(|(path, method)| (path.to_owned(), method)).collect();
    let lines = table().into_iter().filter(|route| server_functions::is_one(route.path));
    let lines: BTreeSet<_> = lines.map(|route| (route.path.to_owned(), Method::POST)).collect();
    assert_eq!(called, lines);
    assert!(
        !lines.is_empty() && table().iter().all(|r| r.kind == RouteKind::Data || !server_functions::is_one(r.path))
    );
}

#[tokio::test]
async fn a_call_is_answered_in_types_and_kept_by_no_cache() {
    let site = sample_site().await;
    let answer = call(&site, "/do/change-list", &saves(), &[]).await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, r#"{"saved":true,"services":1}"#));
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
    assert!(cookie.starts_with(&format!("list={};", SERVICE.simple())), "{cookie}");
    // The same as the form sets.
    let form = site.post("/list", &format!("action=add&id={SERVICE}"), &[]).await;
    assert_eq!(form.headers[header::SET_COOKIE], cookie);
    let kept = cookie.split(';').next().unwrap();
    let off = call(&site, "/do/change-list", &saves().replace("Add", "Remove"), &[("cookie", kept)]).await;
    assert_eq!(off.body, r#"{"saved":false,"services":0}"#);
    assert!(off.headers[header::SET_COOKIE].to_str().unwrap().starts_with("list=; Path=/; Max-Age=0"));
}

#[tokio::test]
async fn what_no_page_of_ours_sends_is_refused_and_changes_nothing() {
    let site = sample_site().await;
    let body = saves();
    let refused = |answer: Answer, status: StatusCode, word: &str| {
        assert_eq!((answer.status, answer.body), (status, format!("\"{word}\"")));
        for name in [header::SET_COOKIE, header::LOCATION] {
            assert!(!answer.headers.contains_key(&name), "{name}");
        }
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/json");
    };
    let path = "/do/change-list";
    let other = [("sec-fetch-site", "cross-site")];
    refused(call(&site, path, &body, &other).await, StatusCode::FORBIDDEN, "OtherSite");
    let form = site.post(path, &format!("service={SERVICE}&change=Add"), &[]).await;
    refused(form, StatusCode::FORBIDDEN, "OtherSite");
    for accept in ["text/html,application/xhtml+xml,*/*;q=0.8", "Text/HTML", "application/xhtml+xml"] {
        let page = [("accept", accept), ("referer", "https://evil.example/")];
        refused(call(&site, path, &body, &page).await, StatusCode::NOT_ACCEPTABLE, "NotUnderstood");
    }
    refused(site.get(path).await, StatusCode::METHOD_NOT_ALLOWED, "NotUnderstood");
    refused(call(&site, path, "{}", &[]).await, StatusCode::BAD_REQUEST, "NotUnderstood");
    refused(call(&site, path, &" ".repeat(70_000), &[]).await, StatusCode::PAYLOAD_TOO_LARGE, "TooLarge");
    refused(call(&site, "/do/nothing", "{}", &[]).await, StatusCode::NOT_FOUND, "NotFound");
}

#[tokio::test]
async fn who_may_call_is_asked_before_anything_else() {
    let t = timed().await;
    for route in table().iter().filter(|r| server_functions::is_one(r.path) && r.who != Who::Everybody) {
        let nobody = call(&t.site, route.path, "{}", &[]).await;
        assert_eq!(
            (nobody.status, nobody.body.as_str()),
            (StatusCode::UNAUTHORIZED, "\"SignedOut\""),
            "{}",
            route.path
        );
    }
    for role in Role::ALL {
        let session = t.all_the_way(role).await;
        let cookie = format!("session={session}");
        let token = t.token("/account", &session).await;
        let stay = |token: &str| format!(r#"{{"form_token":"{token}"}}"#);
        let path = "/do/stay-signed-in";
        let left = call(&t.site, path, &stay(&token), &[("cookie", &cookie)]).await;
        assert_eq!(left.status, StatusCode::OK, "{}", left.body);
        assert!(left.body.parse::<i64>().unwrap() > 600, "{}", left.body);
        // A page of an earlier session.
        let anew = call(&t.site, path, &stay("0"), &[("cookie", &cookie)]).await;
        assert_eq!((anew.status, anew.body.as_str()), (StatusCode::CONFLICT, "\"SignedInAnew\""));
    }
}
