//! Nobody is kept out by a stranger, and nobody gets more tries than they should, through the real router on both databases.

use super::auth_tests::{Timed, timed_on};
use super::tests::Answer;
use crate::accounts::{SecondFactor, check_second_factor};
use crate::domain::{Email, Role};
use crate::store::{CodeAnswer, QueuedMail, SignIn};
use crate::testing::databases;
use crate::web::SigningIn;
use axum::http::StatusCode;
use std::sync::atomic::Ordering;
use uuid::Uuid;

const OWNER: &str = "email=provider%40example.org";
const STRANGER: u8 = 66;

/// All mail that is due.
async fn mails(t: &Timed) -> Vec<QueuedMail> {
    let now = t.now.load(Ordering::Relaxed);
    let all = t.site.app.store.take_mail(now, now + 1, 10_000).await.unwrap();
    for mail in &all {
        t.site.app.store.mail_sent(&mail.id).await.unwrap();
    }
    all
}

/// Everything of an answer that somebody who guesses addresses could look at.
fn outside(answer: &Answer) -> (StatusCode, Vec<(String, usize)>, String) {
    let names = answer.headers.iter().map(|(name, value)| (name.to_string(), value.len())).collect();
    (answer.status, names, answer.body.clone())
}

#[tokio::test]
async fn what_strangers_ask_for_keeps_nobody_out_and_ends_nobody_s_link() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        // Asked for before the strangers came.
        let pending = t.site.post_from(1, "/sign-in", OWNER, &[]).await;
        let cookie = format!("sign-in={}", Timed::cookie(&pending, "sign-in").unwrap());
        let mail = mails(&t).await.remove(0);
        // One stranger as often as it goes, then seventy others.
        for _ in 0..70 {
            t.site.post_from(STRANGER, "/sign-in", OWNER, &[]).await;
        }
        for network in 100..170 {
            t.site.post_from(network, "/sign-in", OWNER, &[]).await;
        }
        let sent = mails(&t).await.len();
        assert!((5..=66).contains(&sent), "the mailbox is not flooded: {sent}");
        // The owner's link works, and so do a new one and its code, from the same network, on another device.
        let answer = t.site.post_from(1, &Timed::link(&mail), "", &[("cookie", &cookie)]).await;
        assert_eq!(answer.headers["location"], "/provider");
        let again = t.site.post_from(1, "/sign-in", OWNER, &[]).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
        let cookie = format!("sign-in={}", Timed::cookie(&again, "sign-in").unwrap());
        let code = Timed::code(&mails(&t).await.remove(0)).replace(' ', "");
        let answer = t.site.post_from(1, "/sign-in/code", &format!("code={code}"), &[("cookie", &cookie)]).await;
        assert_eq!(answer.headers["location"], "/provider");
    }
}

#[tokio::test]
async fn one_stranger_keeps_nobody_out_who_never_signed_in_here() {
    let t = timed_on(crate::testing::sqlite().await, SigningIn::Plain).await;
    for _ in 0..3 {
        for _ in 0..50 {
            t.site.post_from(STRANGER, "/sign-in", OWNER, &[]).await;
        }
        t.later(600);
    }
    mails(&t).await;
    let answer = t.site.post_from(1, "/sign-in", OWNER, &[]).await;
    assert_eq!((answer.status, mails(&t).await.len()), (StatusCode::SEE_OTHER, 1), "{}", answer.body);
}

#[tokio::test]
async fn whoever_asks_too_often_is_told_how_long_to_wait_and_keeps_the_newest_link() {
    let t = timed_on(crate::testing::sqlite().await, SigningIn::Plain).await;
    let mut cookie = String::new();
    for _ in 0..5 {
        let more = [("cookie", cookie.as_str())];
        let answer = t.site.post_from(1, "/sign-in", OWNER, if cookie.is_empty() { &[] } else { &more }).await;
        cookie = format!("sign-in={}", Timed::cookie(&answer, "sign-in").unwrap());
    }
    let all = mails(&t).await;
    assert_eq!(all.len(), 5);
    let sixth = t.site.post_from(1, "/sign-in", OWNER, &[("cookie", &cookie)]).await;
    assert_eq!(sixth.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sixth.texts("#email-error")[0].contains("Use the newest, or try again in 2 minutes"), "{}", sixth.body);
    assert!(sixth.body.contains("provider@example.org"), "what was typed is kept");
    // In one browser the newest takes the place of those before it.
    let works = leads_in(&t, &all, &cookie).await;
    assert_eq!(works.iter().filter(|w| **w).count(), 1);
    // A network that tries everything is told too, and one minute is one minute.
    for n in 0..60 {
        t.site.post_from(2, "/sign-in", &format!("email=n{n}%40example.org"), &[]).await;
    }
    let held = t.site.post_from(2, "/sign-in", "email=x%40example.org", &[]).await;
    assert!(held.texts("#email-error")[0].ends_with("Too many tries. Try again in 1 minute"), "{}", held.body);
    let code = t.site.post_from(2, "/sign-in/code", "code=AAAA2222", &[("cookie", &cookie)]).await;
    assert!(code.texts("#code-error")[0].ends_with("Too many tries. Try again in 1 minute"), "{}", code.body);
}

/// Which of these links lead in, in a browser.
async fn leads_in(t: &Timed, mails: &[QueuedMail], cookie: &str) -> Vec<bool> {
    let mut works = Vec::new();
    for mail in mails {
        let page = t.site.get_with(&Timed::link(mail), "cookie", cookie).await;
        works.push(page.texts("form[action^='/sign-in/link'] button").len() == 1);
    }
    works
}

#[tokio::test]
async fn one_network_mails_few_addresses_without_an_account_and_nobody_can_tell_which() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let mut seen = Vec::new();
        for n in 0..12 {
            seen.push(outside(
                &t.site.post_from(1, "/sign-in", &format!("email=nobody{n:02}%40example.org"), &[]).await,
            ));
        }
        seen.push(outside(&t.site.post_from(1, "/sign-in", OWNER, &[]).await));
        assert!(seen.windows(2).all(|two| two[0] == two[1]), "{seen:?}");
        let to: Vec<String> = mails(&t).await.into_iter().map(|m| m.recipient).collect();
        assert_eq!(to.iter().filter(|to| to.starts_with("nobody")).count(), 3);
        assert!(to.contains(&"provider@example.org".to_owned()), "whoever has an account is sent theirs");
        // Registering is counted by itself and for every address, so that it can be said.
        let register = async |n: usize| {
            let email = if n.is_multiple_of(2) { "provider".to_owned() } else { format!("new{n}") };
            t.site.post_from(1, "/register", &format!("organisation=A&email={email}%40example.org"), &[]).await
        };
        let mut last = register(1).await;
        for n in 2..9 {
            last = register(n).await;
        }
        assert_eq!(last.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(last.texts("#email-error")[0].contains("Try again in 2 minutes"), "{}", last.body);
        assert!(mails(&t).await.iter().filter(|m| m.recipient.starts_with("new")).count() <= 7);
    }
}

#[tokio::test]
async fn forty_guesses_at_once_are_looked_at_one_by_one_and_five_at_most() {
    for store in databases().await {
        let email = Email::parse("admin@clubs.example.org").unwrap();
        store.add_account(Uuid::new_v4(), &email, Role::Admin, 0).await.unwrap();
        let id = store.account_by_email(&email).await.unwrap().unwrap().id;
        let printed = "ABCDEFGH23";
        let codes = [crate::accounts::hash("recovery", printed)];
        assert!(store.set_second_factor(id, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", 0, &codes).await.unwrap());
        assert!(!store.set_second_factor(id, "AAAA", 0, &[]).await.unwrap(), "of two set-ups the first is kept");
        let account = store.account_by_email(&email).await.unwrap().unwrap();
        let mut guesses = tokio::task::JoinSet::new();
        for n in 0..40 {
            let (store, account) = (crate::store::Store::clone(&store), account.clone());
            // The right one is the last.
            let typed = if n == 39 { printed.to_owned() } else { format!("ZZZZZZZZ{}", 22 + n) };
            guesses.spawn(async move { check_second_factor(&store, &account, "Site", &typed, 0).await.unwrap() });
        }
        let answers = guesses.join_all().await;
        let of = |what: SecondFactor| answers.iter().filter(|a| **a == what).count();
        assert_eq!(
            (of(SecondFactor::Right), of(SecondFactor::Wrong), of(SecondFactor::TooOften)),
            (0, 4, 36),
            "the fifth wrong one is the last that is looked at"
        );
        let late = check_second_factor(&store, &account, "Site", printed, 0).await.unwrap();
        assert_eq!(late, SecondFactor::TooOften, "the right one too");
        store.forgive_second_factor(id).await.unwrap();
        let first = check_second_factor(&store, &account, "Site", printed, 0).await.unwrap();
        let second = check_second_factor(&store, &account, "Site", printed, 0).await.unwrap();
        assert_eq!((first, second), (SecondFactor::Right, SecondFactor::Wrong), "after a new sign-in, and once");
        // The same for the code of a mail.
        let sign_in = SignIn {
            token_hash: "t".into(),
            code_hash: "right".into(),
            browser_hash: "b".into(),
            account: Some(id),
            expires: 600,
            registers: None,
        };
        store.begin_sign_in(&sign_in, None, 0).await.unwrap();
        let mut guesses = tokio::task::JoinSet::new();
        for n in 0..40 {
            let store = crate::store::Store::clone(&store);
            let code = if n == 39 { "right".to_owned() } else { format!("wrong{n}") };
            guesses.spawn(async move { store.use_code("b", &code, 0).await.unwrap() });
        }
        let answers = guesses.join_all().await;
        assert_eq!(answers.iter().filter(|a| matches!(a, CodeAnswer::Wrong(_))).count(), 4);
        assert_eq!(answers.iter().filter(|a| **a == CodeAnswer::Ended).count(), 36);
    }
}
