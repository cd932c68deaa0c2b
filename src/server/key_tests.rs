//! The site while the key that seals secrets is lost: families notice nothing, and council staff are told the way on.

use super::auth_tests::{Timed, timed_on};
use crate::testing::databases;
use crate::web::SigningIn;
use axum::http::StatusCode;
use std::path::Path;

/// The same site, whose key cannot be found any more.
async fn without_key(t: Timed) -> Timed {
    let store = t.site.app.store.clone().unlock(Path::new("/nowhere/secret.key")).await.unwrap();
    let app = t.site.app.clone().with(|parts| parts.store = store);
    Timed { site: t.site.with_app(app), now: t.now }
}

#[tokio::test]
async fn while_the_key_is_lost_the_page_says_so_and_a_printed_code_lets_in() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let first = t.sign_in("admin@example.org").await;
        let (_, secret, printed) = t.set_up(&first).await;
        t.later(60);
        let t = without_key(t).await;
        assert_eq!(t.site.get("/search").await.status, StatusCode::OK, "families notice nothing");
        let again = t.sign_in("admin@example.org").await;
        let token = t.token("/sign-in/second", &again).await;
        let body = |code: &str| format!("form-token={token}&code={code}");
        let answer = t.post("/sign-in/second", &again, &body(&t.totp(&secret))).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("We cannot check codes from phones right now"), "{}", answer.body);
        let code = printed[0].replace(' ', "+");
        assert_eq!(t.post("/sign-in/second", &again, &body(&code)).await.headers["location"], "/council");
    }
}

#[tokio::test]
async fn while_the_key_is_lost_no_phone_is_set_up_and_nothing_is_stored_plain() {
    for store in databases().await {
        let t = without_key(timed_on(store, SigningIn::Plain).await).await;
        let first = t.sign_in("admin@example.org").await;
        let page = t.get("/sign-in/set-up", &first).await;
        let secret = page.texts(".qr b").remove(0).replace(' ', "");
        let token = page.attributes("input[name=form-token]", "value").remove(0);
        let body = format!("form-token={token}&code={}", t.totp(&secret));
        let answer = t.post("/sign-in/set-up", &first, &body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("We cannot set up phones right now"), "{}", answer.body);
        assert!(t.site.app.store.accounts().await.unwrap().iter().all(|a| a.totp_secret.is_none()));
    }
}
