//! Whatever is put into a form of a listing: clear answers, nothing lost, nothing run.

use super::auth_tests::timed;
use super::editing_tests::{encode, fields, own_of, with};
use crate::editing::{FormStep, form, load};
use axum::http::StatusCode;

/// What somebody hostile, or a broken program, puts into a field.
fn hostile() -> Vec<String> {
    vec![
        "<script>alert(1)</script>".into(),
        "</textarea><img src=x onerror=alert(1)>".into(),
        "\"><svg onload=alert(1)>".into(),
        "a\u{0}b\u{1b}c\u{7}".into(),
        "\u{202e}drawkcab\u{2066}".into(),
        "\u{fffd}".into(),
        "{{7*7}} ${7*7} %0d%0aSet-Cookie: x=y".into(),
        "'; DROP TABLE draft; --".into(),
        "9".repeat(400),
        "-1".into(),
        "🦊".repeat(200),
        "x".repeat(1_000_000),
    ]
}

#[tokio::test]
async fn whatever_stands_in_a_field_is_answered_clearly_and_kept() {
    let t = timed().await;
    let provider = t.sign_in("provider@example.org").await;
    let id = own_of(&t, "provider@example.org").await[0].id;
    for step in FormStep::ALL {
        let path = format!("/provider/listings/{id}/{}", step.word());
        let page = t.get(&path, &provider).await;
        let names: std::collections::BTreeSet<String> =
            fields(&page, "form.edit").into_iter().map(|(n, _)| n).filter(|n| form::takes(step, n)).collect();
        assert!(names.len() > 1, "{step:?}: {names:?}");
        for name in &names {
            for value in hostile() {
                let long = value.len() > 100_000;
                // The longest once for each step: they are all read in the same way.
                if long && Some(name) != names.first() {
                    continue;
                }
                let before = fields(&t.get(&path, &provider).await, "form.edit");
                let answer = t.post(&path, &provider, &encode(&with(before, &[(name, &value)]))).await;
                let fine = [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY];
                let said = format!("{step:?} {name} {:?}", value.chars().take(30).collect::<String>());
                assert!(fine.contains(&answer.status), "{said}: {}", answer.status);
                let shown = t.get(&path, &provider).await;
                for page in [&answer, &shown] {
                    assert!(!page.body.contains("<script>alert") && !page.body.contains("onerror=alert(1)>"), "{said}");
                    assert!(!page.body.contains("<svg onload"), "{said}");
                }
                if answer.status == StatusCode::UNPROCESSABLE_ENTITY {
                    assert!(!answer.texts(".msg").is_empty() && !answer.texts(".error-summary a").is_empty(), "{said}");
                    for href in answer.attributes(".error-summary a", "href") {
                        let found = answer.attributes(&format!("[id='{}']", &href[1..]), "id");
                        assert_eq!(found.len(), 1, "{said}: {href} leads to its field");
                    }
                    let text = (value.contains("script") || long) && !name.ends_with("-is");
                    let kept = fields(&answer, "form.edit").iter().any(|(n, v)| n == name && *v == value);
                    let choice = answer.attributes(
                        &format!("[name='{name}'][type=radio], [name='{name}'][type=checkbox], select[name='{name}']"),
                        "name",
                    );
                    assert!(!text || kept || !choice.is_empty(), "{said}: what was typed is kept");
                }
            }
        }
        // Put right again, so that the next step stands by itself.
        let loaded = load(&t.site.app.store, id, crate::domain::Side::Provider).await.unwrap();
        if let Some(row) = loaded.draft {
            let page = t.get(&format!("/provider/listings/{id}"), &provider).await;
            let body = encode(&fields(&page, "form[action$=discard]"));
            let gone = t.post(&format!("/provider/listings/{id}/discard"), &provider, &body).await;
            assert_eq!(gone.status, StatusCode::SEE_OTHER, "{:?}", row.state);
        }
    }
    // Bytes that are no text, names that are no fields, more fields than there are.
    let path = format!("/provider/listings/{id}/what");
    let token = t.token(&path, &provider).await;
    let many = "x=1&".repeat(3_000);
    for (body, status) in [
        (format!("form-token={token}&began=&name=%ED%A0%80&summary=x&category=clubs"), StatusCode::CONFLICT),
        (format!("form-token={token}&name"), StatusCode::CONFLICT),
        (format!("form-token={token}&{many}"), StatusCode::PAYLOAD_TOO_LARGE),
        (format!("form-token={token}&name={}", "x".repeat(5_000_000)), StatusCode::PAYLOAD_TOO_LARGE),
        ("%%%%%&&&===".to_owned(), StatusCode::FORBIDDEN),
        ("{\"name\": 1}".to_owned(), StatusCode::FORBIDDEN),
    ] {
        let answer = t.post(&path, &provider, &body).await;
        assert_eq!(answer.status, status, "{}", body.chars().take(90).collect::<String>());
    }
    for path in [
        "/provider/listings/x",
        "/provider/listings/00000000-0000-0000-0000-000000000000",
        "/provider/listings/%00/what",
    ] {
        assert_eq!(t.get(path, &provider).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let odd_step = format!("/provider/listings/{id}/everything");
    assert_eq!(t.get(&odd_step, &provider).await.status, StatusCode::NOT_FOUND);
    assert_eq!(t.post(&odd_step, &provider, &format!("form-token={token}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_was_typed_is_kept_when_the_session_has_ended_or_begun_anew() {
    let t = timed().await;
    let provider = t.sign_in("provider@example.org").await;
    let id = own_of(&t, "provider@example.org").await[0].id;
    let path = format!("/provider/listings/{id}/what");
    let before = fields(&t.get(&path, &provider).await, "form.edit");
    let typed = with(before, &[("description", "A long text that nobody wants to write twice.\nReally & <truly>.")]);
    t.later(13 * 60 * 60);
    let same = [("sec-fetch-site", "same-origin")];
    let out = t.site.post(&path, &encode(&typed), &[("cookie", &format!("session={provider}")), same[0]]).await;
    assert_eq!(
        (out.status, out.texts("h1")),
        (StatusCode::UNAUTHORIZED, vec!["We have kept what you wrote".to_owned()])
    );
    let kept = fields(&out, "main form[method=post]");
    assert!(kept.iter().any(|(n, v)| n == "description" && v.contains("Really & <truly>.")));
    assert!(!out.body.contains(&provider) && out.attributes("main input[name=form-token]", "value").is_empty());
    // Signed in anew in another tab: the page from before is not used, and is kept too.
    let anew = t.sign_in("provider@example.org").await;
    let cookie = format!("session={anew}");
    let again = t.site.post(&path, &encode(&kept), &[("cookie", &cookie), same[0]]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let sent = encode(&fields(&again, "main form[method=post]"));
    let elsewhere = t.site.post(&path, &encode(&kept), &[("cookie", &cookie), ("sec-fetch-site", "cross-site")]).await;
    assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
    let saved = t.site.post(&path, &sent, &[("cookie", &cookie), same[0]]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let row = t.site.app.store.open_draft(id, crate::domain::Side::Provider).await.unwrap().unwrap();
    assert!(row.draft.service.description.contains("Really & <truly>."));
}
