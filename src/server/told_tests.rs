//! Who is told what: mail to owners and reviewers, words that were kept, and drafts that could not be saved by themselves.

use super::auth_tests::timed_on;
use super::editing_tests::{encode, fields, own_of, with};
use super::jobs::tell_reviewers;
use crate::domain::{Checked, CheckedBy, Role};
use crate::editing::{Actor, Decision, MailSite, decide};
use crate::testing::{area, databases};
use crate::web::SigningIn;
use axum::http::StatusCode;

const PHONE: &str = "01234 567890";

#[tokio::test]
async fn everybody_who_keeps_a_listing_is_told_when_the_council_changes_it() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let provider = t.sign_in("provider@example.org").await;
        let own = own_of(&t, "provider@example.org").await;
        t.all_the_way(Role::Provider).await;
        own_of(&t, "provider@clubs.example.org").await;
        let editor = t.all_the_way(Role::Editor).await;
        let (id, name) = (own[0].id, &own[0].name);
        let token = t.token("/provider", &provider).await;
        t.post("/provider/still-right", &provider, &format!("form-token={token}&service={id}")).await;
        t.all_mail().await;
        let told = async || {
            let mut mails = t.all_mail().await;
            mails.sort_by(|a, b| a.recipient.cmp(&b.recipient));
            let to: Vec<&str> = mails.iter().map(|m| m.recipient.as_str()).collect();
            assert_eq!(to, ["provider@clubs.example.org", "provider@example.org"]);
            mails.remove(0)
        };
        t.write(id, &editor, "running", &[("status", "paused"), ("note", "The roof is being mended.")]).await;
        t.write(id, &editor, "contact", &[("phone", PHONE)]).await;
        assert_eq!(t.all_mail().await, [], "nothing is published yet");
        t.send_it(id, &editor, "They rang us.").await;
        let mail = told().await;
        assert_eq!(mail.subject, format!("Families see that it is closed for now: {name}"));
        for said in ["- phone", "- is it running?", "They rang us.", "/services/", &format!("/provider/listings/{id}")]
        {
            assert!(mail.body.contains(said), "{said}: {}", mail.body);
        }
        assert!(!mail.body.contains("editor@"), "the council is not named: {}", mail.body);
        t.write(id, &editor, "running", &[("status", "active"), ("note", "")]).await;
        t.send_it(id, &editor, "").await;
        assert_eq!(told().await.subject, format!("Families see that it is running again: {name}"));
        t.write(id, &editor, "running", &[("status", "withdrawn"), ("note", "The money has ended.")]).await;
        t.send_it(id, &editor, "").await;
        assert_eq!(told().await.subject, format!("Families see that it has ended: {name}"));
        // Putting an earlier version back is a change as well.
        let past = format!("/council/listings/{id}/past");
        let page = t.get(&past, &editor).await;
        let number = page.attributes("main details input[name=number]", "value").remove(0);
        let note = format!("note-{number}");
        let token = t.token(&past, &editor).await;
        t.post(&past, &editor, &format!("form-token={token}&number={number}&{note}=A+slip")).await;
        assert!(told().await.body.contains("A slip"));
        // A pure "still right" tells nobody.
        let checked = Checked { on: t.site.app.clock.today(), by: CheckedBy::Council };
        t.site.app.store.set_checked(id, checked).await.unwrap();
        assert_eq!(t.all_mail().await, []);
    }
}

#[tokio::test]
async fn reviewers_are_told_what_waits_at_most_once_an_hour_and_nothing_is_forgotten() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let provider = t.sign_in("provider@example.org").await;
        let own = own_of(&t, "provider@example.org").await;
        t.all_the_way(Role::Reviewer).await;
        t.all_the_way(Role::Admin).await;
        let app = &t.site.app;
        let accounts = app.store.accounts().await.unwrap();
        let mut council: Vec<&str> =
            accounts.iter().filter(|a| a.role.is_council()).map(|a| a.email.as_str()).collect();
        council.sort_unstable();
        assert!(council.len() > 1 && accounts.len() > council.len());
        t.all_mail().await;
        assert_eq!(tell_reviewers(app).await.unwrap(), 0, "nothing waits");
        let send = async |n: usize, how: &str| {
            t.write(own[n].id, &provider, "place", &[("how", how)]).await;
            t.send_it(own[n].id, &provider, "Dear council").await;
        };
        send(0, "Ask for Zelda.").await;
        assert_eq!(tell_reviewers(app).await.unwrap(), council.len());
        let mails = t.all_mail().await;
        let mut to: Vec<&str> = mails.iter().map(|m| m.recipient.as_str()).collect();
        to.sort_unstable();
        assert_eq!(to, council);
        assert_eq!(mails[0].subject, "1 change is waiting");
        assert!(mails[0].body.contains("/council/changes"));
        assert!(!mails[0].body.contains("Zelda") && !mails[0].body.contains("Dear council"), "{}", mails[0].body);
        // A flood is one mail, an hour later.
        send(1, "Ask for Zelda.").await;
        send(2, "Ask for Zelda.").await;
        t.later(3_599);
        assert_eq!(tell_reviewers(app).await.unwrap(), 0);
        t.later(1);
        assert_eq!(tell_reviewers(app).await.unwrap(), council.len());
        assert_eq!(t.all_mail().await[0].subject, "3 changes are waiting");
        t.later(7_200);
        assert_eq!(tell_reviewers(app).await.unwrap(), 0, "nothing new was sent");
        // What was decided before anybody was told is no news, and takes nobody's turn.
        let approve_all = async || {
            let site = MailSite { name: app.site_name(), base_url: app.base_url() };
            let actor = Actor { email: "reviewer@clubs.example.org".into(), council: true, now: t.seconds() };
            for one in app.store.waiting_drafts().await.unwrap() {
                let number = app.store.service_now(one.service).await.unwrap().map(|(_, number)| number);
                let seen = (one.version, number);
                decide(&app.store, &area(), &actor, &site, one.id, seen, Decision::Approve).await.unwrap();
            }
        };
        approve_all().await;
        send(0, "Ask for Zebedee.").await;
        approve_all().await;
        assert_eq!(tell_reviewers(app).await.unwrap(), 0);
        send(1, "Ask for Zebedee.").await;
        assert_eq!(tell_reviewers(app).await.unwrap(), council.len());
        assert!(t.all_mail().await.iter().any(|m| m.subject == "1 change is waiting"));
    }
}

#[tokio::test]
async fn a_page_of_kept_words_shows_short_ones_with_what_they_are() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let provider = t.sign_in("provider@example.org").await;
        let id = own_of(&t, "provider@example.org").await[0].id;
        let path = format!("/provider/listings/{id}/contact");
        let typed = with(fields(&t.get(&path, &provider).await, "form.edit"), &[("phone", "01234 5")]);
        let out = t.site.post(&path, &encode(&typed), &[("sec-fetch-site", "same-origin")]).await;
        assert_eq!(out.status, StatusCode::UNAUTHORIZED);
        assert!(out.texts("main b").contains(&"Phone number".to_owned()), "{:?}", out.texts("main b"));
        let shown = out.texts("main blockquote");
        assert!(shown.contains(&"01234 5".to_owned()), "{shown:?}");
        let technical = typed.iter().filter(|(n, _)| ["began", "page", "form-token"].contains(&n.as_str()));
        for (name, value) in technical {
            assert!(!shown.contains(value), "{name}");
        }
    }
}

#[tokio::test]
async fn a_draft_that_cannot_be_saved_by_itself_says_why() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let provider = t.sign_in("provider@example.org").await;
        let id = own_of(&t, "provider@example.org").await[0].id;
        let path = format!("/provider/listings/{id}/place");
        let typed =
            with(fields(&t.get(&path, &provider).await, "form.edit"), &[("how", "Ring us."), ("autosave", "1")]);
        let quietly = async |session: &str, body: &str| {
            let cookie = format!("session={session}");
            let more = [("cookie", cookie.as_str()), ("accept", "application/json"), ("sec-fetch-site", "same-origin")];
            let answer = t.site.post(&path, body, &more).await;
            let said: serde_json::Value = serde_json::from_str(&answer.body).unwrap_or_default();
            (answer.status, said["note"].as_str().unwrap_or_default().to_owned())
        };
        let (status, note) = quietly("", &encode(&typed)).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        assert!(note.contains("you have been signed out"), "{note}");
        let anew = t.sign_in("provider@example.org").await;
        let (status, note) = quietly(&anew, &encode(&typed)).await;
        assert!(status == StatusCode::CONFLICT && note.contains("signed in again"), "{note}");
        let long = "x".repeat(5_000_000);
        let long = with(typed.clone(), &[("how", long.as_str())]);
        let (status, note) = quietly(&provider, &encode(&long)).await;
        assert!(status == StatusCode::PAYLOAD_TOO_LARGE && note.contains("too long"), "{note}");
        t.write(id, &provider, "contact", &[("phone", PHONE)]).await;
        t.send_it(id, &provider, "").await;
        let (status, note) = quietly(&provider, &encode(&typed)).await;
        assert!(status == StatusCode::CONFLICT && note.contains("sent to the council"), "{note}");
        // The page itself is a page.
        let whole = t.site.post(&path, &encode(&typed), &[("sec-fetch-site", "same-origin")]).await;
        assert_eq!(whole.texts("h1"), ["We have kept what you wrote"]);
    }
}
