//! Changing, reading, publishing and taking back listings through the real router, on both databases.

use super::auth_tests::{Timed, timed_on};
use super::tests::Answer;
use crate::domain::{DraftState, Email, Role, Service, Side, Status};
use crate::editing::{Actor, FormStep, Opened, SaveResult, Values, began, end_what_has_ended, load, save, send};
use crate::store::{SaveOutcome, SavedCounts as Imported};
use crate::testing::{area, databases, service, today};
use crate::web::SigningIn;
use axum::http::StatusCode;
use scraper::{Html, Selector};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use uuid::Uuid;

/// The listings of the first organisation of the sample, which the account keeps from now on.
pub(super) async fn own_of(t: &Timed, email: &str) -> Vec<Service> {
    let store = &t.site.app.store;
    let organization = area().sample.services[0].organization.clone().unwrap().id;
    let account = store.account_by_email(&Email::parse(email).unwrap()).await.unwrap().unwrap();
    store.add_to_organization(account.id, organization).await.unwrap();
    store.services_of(&[organization]).await.unwrap()
}

/// Begins to change one listing, for both sides, and sends a change of another. Answers the first's id, and the id of the
/// draft that was sent.
pub(super) async fn one_written_one_sent(t: &Timed, own: &[Service]) -> (Uuid, Uuid) {
    let (store, area) = (&t.site.app.store, area());
    let now = t.now.load(Ordering::Relaxed);
    let who = Actor { email: "provider@clubs.example.org".into(), council: false, now };
    let council = Actor { email: "editor@clubs.example.org".into(), council: true, now };
    for (who, one) in [(&council, &own[0]), (&who, &own[0]), (&who, &own[1])] {
        let loaded = load(store, one.id, who.side()).await.unwrap();
        let opened = loaded.values(FormStep::What, &area);
        let mut values = opened.clone();
        values.0.iter_mut().filter(|(n, _)| n == "summary").for_each(|(_, v)| v.push_str(" Really."));
        let saved = save(
            store,
            &area,
            who,
            one.id,
            FormStep::What,
            &values,
            &Opened { began: &began(&opened), page: "", quietly: false },
        )
        .await
        .unwrap();
        assert_eq!(saved, SaveResult::Kept(Vec::new()));
    }
    send(store, &area, &who, own[1].id, 1, String::new()).await.unwrap();
    (own[0].id, store.open_draft(own[1].id, Side::Provider).await.unwrap().unwrap().id)
}

/// What a form would send: every field with what stands in it.
pub(super) fn fields(answer: &Answer, form: &str) -> Vec<(String, String)> {
    let html = Html::parse_document(&answer.body);
    let select = |s: &str| Selector::parse(&format!("{form} {s}")).unwrap();
    let mut all = Vec::new();
    for input in html.select(&select("input[name]")) {
        let (kind, on) = (input.attr("type").unwrap_or("text"), input.attr("checked").is_some());
        if on || !matches!(kind, "radio" | "checkbox") {
            all.push((input.attr("name").unwrap().to_owned(), input.attr("value").unwrap_or_default().to_owned()));
        }
    }
    for area in html.select(&select("textarea[name]")) {
        all.push((area.attr("name").unwrap().to_owned(), area.text().collect()));
    }
    for list in html.select(&select("select[name]")) {
        let chosen = list.select(&Selector::parse("option[selected]").unwrap()).next();
        let value = chosen.and_then(|o| o.attr("value")).unwrap_or_default();
        all.push((list.attr("name").unwrap().to_owned(), value.to_owned()));
    }
    all
}

pub(super) fn encode(pairs: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// The fields with some of them set: all of a name go, and these come.
pub(super) fn with(mut pairs: Vec<(String, String)>, set: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.retain(|(n, _)| !set.iter().any(|(name, _)| name == n));
    pairs.extend(set.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
    pairs
}

impl Timed {
    /// Opens a page with a form, sets some of its fields and sends it.
    pub(super) async fn fill(&self, path: &str, session: &str, set: &[(&str, &str)]) -> Answer {
        let page = self.get(path, session).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let sent = with(fields(&page, "main form:not(#session-end)"), set);
        self.post(path, session, &encode(&sent)).await
    }

    pub(super) async fn seen(&mut self, path: &str) -> String {
        self.site.follower.catch_up().await.unwrap();
        self.site.get(path).await.texts("main").join(" ")
    }
}

#[tokio::test]
async fn a_change_is_sent_returned_corrected_and_seen_by_families() {
    for store in databases().await {
        let mut t = timed_on(store, SigningIn::Plain).await;
        let provider = t.sign_in("provider@example.org").await;
        let own = own_of(&t, "provider@example.org").await;
        let one = &own[0];
        let (base, public) = (format!("/provider/listings/{}", one.id), format!("/services/{}", one.slug));
        let reviewer = t.all_the_way(Role::Reviewer).await;

        // A mistake is named beside its field, and what was typed is there when one comes back later.
        let wrong = t.fill(&format!("{base}/cost"), &provider, &[("cost", "pay"), ("price-1-pounds", "six")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(wrong.attributes("#price-1-pounds", "value"), ["six"]);
        assert!(wrong.texts("#price-1-pounds-error")[0].contains("like 4.50"));
        let later = t.get(&format!("{base}/cost"), &provider).await;
        assert_eq!(later.attributes("#price-1-pounds", "value"), ["six"]);
        assert!(t.get(&format!("{base}/send"), &provider).await.texts("main form[action$=send]").is_empty());
        let right =
            t.fill(&format!("{base}/cost"), &provider, &[("price-1-pounds", "6"), ("price-1-what", "a visit")]).await;
        assert_eq!(right.headers["location"].to_str().unwrap(), format!("{base}/access?saved=cost"));
        t.fill(&format!("{base}/place"), &provider, &[("how", "Phone Zelda on Mondays.")]).await;
        assert!(!t.seen(&public).await.contains("Zelda"), "families see nothing of a draft");
        // The page may run its own script, which it asks for.
        let policy = later.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval'") && policy.contains("connect-src 'self'"));
        let preview = t.get(&format!("{base}/preview"), &provider).await.texts("main").join(" ");
        assert!(preview.contains("Phone Zelda") && preview.contains("£6 a visit"));
        let sent = t.fill(&format!("{base}/send"), &provider, &[("note", "New prices")]).await;
        assert_eq!(sent.headers["location"].to_str().unwrap(), format!("{base}?done=sent"));
        // Nobody writes while the council reads.
        assert_eq!(t.get(&format!("{base}/what"), &provider).await.status, StatusCode::SEE_OTHER);

        let queue = t.get("/council/changes", &reviewer).await;
        assert_eq!(queue.texts("h1"), ["1 change is waiting"]);
        let change = queue.attributes("#queue ~ * a, td a, th a, .scroll a", "href");
        let change = change.into_iter().find(|h| h.starts_with("/council/changes/")).unwrap();
        let page = t.get(&change, &reviewer).await;
        assert!(page.texts("ins").join(" ").contains("Phone Zelda on Mondays"), "{}", page.body);
        assert!(page.texts("blockquote").contains(&"New prices".to_owned()));
        let no_reason = t.fill(&change, &reviewer, &[("do", "return")]).await;
        assert_eq!((no_reason.status, no_reason.texts("#why-error").len()), (StatusCode::UNPROCESSABLE_ENTITY, 1));
        let back = t.fill(&change, &reviewer, &[("do", "return"), ("why", "unclear"), ("note", "Who is Zelda?")]).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER);
        let overview = t.get(&base, &provider).await.texts("main").join(" ");
        assert!(overview.contains("Who is Zelda?") && overview.contains("hard to understand"));
        assert!(!overview.contains('@'), "the council is not named");
        t.fill(&format!("{base}/place"), &provider, &[("how", "Phone Zelda, who runs it.")]).await;
        t.fill(&format!("{base}/send"), &provider, &[]).await;

        // Part of it: the price is seen, the rest goes back.
        let page = t.get(&change, &reviewer).await;
        let mut part = fields(&page, "main form:not(#session-end)");
        assert_eq!(part.iter().filter(|(n, _)| n == "field").count(), 2);
        part.retain(|(n, v)| n != "field" || v == "cost");
        let part = with(part, &[("do", "part"), ("why", "other"), ("note", "Give a number.")]);
        assert_eq!(t.post(&change, &reviewer, &encode(&part)).await.status, StatusCode::SEE_OTHER);
        let seen = t.seen(&public).await;
        assert!(seen.contains("£6 a visit") && !seen.contains("Zelda"));
        assert!(t.get(&base, &provider).await.texts("main").join(" ").contains("Give a number."));
        let again = t.post(&change, &reviewer, &encode(&part)).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "decided already");

        // Taken back within ten minutes: families see the old, and all of it waits again.
        let decided = t.get("/council/changes", &reviewer).await;
        let undo = decided.attributes("form[action$=undo]", "action").remove(0);
        let body = encode(&fields(&decided, "form[action$=undo]"));
        assert_eq!(t.post(&undo, &reviewer, &body).await.headers["location"], "/council/changes?undone=1");
        assert!(!t.seen(&public).await.contains("£6 a visit"));
        let page = t.get(&change, &reviewer).await;
        assert_eq!(fields(&page, "main form:not(#session-end)").iter().filter(|(n, _)| n == "field").count(), 2);
        assert_eq!(t.fill(&change, &reviewer, &[("do", "approve")]).await.status, StatusCode::SEE_OTHER);
        let seen = t.seen(&public).await;
        assert!(seen.contains("£6 a visit") && seen.contains("Phone Zelda, who runs it."));
        // Ten minutes later it stays.
        let decided = t.get("/council/changes", &reviewer).await;
        let body = encode(&fields(&decided, "form[action$=undo]"));
        t.later(601);
        assert!(t.post(&undo, &reviewer, &body).await.headers["location"].to_str().unwrap().contains("late"));
        assert!(t.seen(&public).await.contains("Zelda"));

        let history = t.site.get(&format!("{public}/history")).await;
        let said = history.texts("main").join(" ");
        assert!(said.contains("1 change since") && said.contains("£6 a visit") && !said.contains('@'), "{said}");
        let mails = t.site.app.store.take_mail(t.now.load(Ordering::Relaxed), i64::MAX, 20).await.unwrap();
        let subjects: Vec<&str> = mails.iter().map(|m| m.subject.as_str()).collect();
        assert!(subjects.iter().any(|s| s.starts_with("Please look again")), "{subjects:?}");
        assert!(
            !subjects.iter().any(|s| s.contains("part of your change")),
            "taken back with its decision: {subjects:?}"
        );
        let log = t.site.app.store.audit_log(99).await.unwrap();
        for what in [
            "began to change",
            "sent a change",
            "sent a change back",
            "approved part of a change",
            "took a decision back",
            "approved a change",
        ] {
            assert!(log.iter().any(|(_, _, w, _)| w == what), "{what}");
        }
    }
}

#[tokio::test]
async fn a_question_is_answered_and_the_change_keeps_its_place() {
    for store in databases().await {
        let mut t = timed_on(store, SigningIn::Plain).await;
        let provider = t.sign_in("provider@example.org").await;
        let own = own_of(&t, "provider@example.org").await;
        let base = format!("/provider/listings/{}", own[0].id);
        let reviewer = t.all_the_way(Role::Reviewer).await;
        t.fill(&format!("{base}/what"), &provider, &[("name", "Quagga Club")]).await;
        t.fill(&format!("{base}/send"), &provider, &[]).await;
        let draft = t.site.app.store.waiting_drafts().await.unwrap().remove(0);
        let change = format!("/council/changes/{}", draft.id);
        assert_eq!(t.fill(&change, &reviewer, &[("do", "ask")]).await.texts("#note-error").len(), 1);
        t.fill(&change, &reviewer, &[("do", "ask"), ("note", "What is a quagga?")]).await;
        assert!(t.get(&base, &provider).await.body.contains("What is a quagga?"));
        t.later(60);
        let empty = t.fill(&base, &provider, &[]).await;
        assert_eq!(empty.status, StatusCode::METHOD_NOT_ALLOWED, "the answer goes to its own address");
        let page = t.get(&base, &provider).await;
        let answer = with(fields(&page, "form[action$=send]"), &[("note", "A kind of zebra.")]);
        assert_eq!(t.post(&format!("{base}/send"), &provider, &encode(&answer)).await.status, StatusCode::SEE_OTHER);
        let row = t.site.app.store.draft(draft.id).await.unwrap().unwrap();
        assert_eq!((row.state, row.sent), (DraftState::Sent, draft.sent));
        assert!(t.get(&change, &reviewer).await.body.contains("A kind of zebra."));
        t.fill(&change, &reviewer, &[("do", "approve")]).await;
        t.site.follower.catch_up().await.unwrap();
        let json = t.site.json("/search.json?q=quagga").await;
        assert_eq!(json["results"][0]["name"], "Quagga Club");
    }
}

#[tokio::test]
async fn two_who_change_the_same_step_are_shown_both_and_different_steps_do_not_clash() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let (one, two) = (t.sign_in("provider@example.org").await, t.sign_in("provider@example.org").await);
        let own = own_of(&t, "provider@example.org").await;
        let base = format!("/provider/listings/{}", own[0].id);
        let step = format!("{base}/what");
        let mine = fields(&t.get(&step, &one).await, "form.edit");
        let yours = fields(&t.get(&step, &two).await, "form.edit");
        t.fill(&format!("{base}/contact"), &two, &[("phone", "01234 567890")]).await;
        let first = t.post(&step, &one, &encode(&with(mine, &[("summary", "The first sentence.")]))).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "another step was changed: no clash");
        let second = t.post(&step, &two, &encode(&with(yours.clone(), &[("summary", "The second sentence.")]))).await;
        assert_eq!(second.status, StatusCode::CONFLICT);
        let both = second.texts(".ba").join(" ");
        assert!(both.contains("The first sentence.") && both.contains("The second sentence."));
        let quiet = with(yours, &[("summary", "The second sentence."), ("autosave", "1")]);
        let quiet = t.post(&step, &two, &encode(&quiet)).await;
        assert!(quiet.status == StatusCode::CONFLICT && quiet.body.contains("somebody else"));
        let text = async || {
            let row = t.site.app.store.open_draft(own[0].id, Side::Provider).await.unwrap().unwrap();
            (row.draft.service.summary, row.draft.service.phone)
        };
        assert_eq!(text().await, ("The first sentence.".into(), Some("01234 567890".into())));
        // Keeping what one wrote, with both before one's eyes.
        let chosen = fields(&second, "form:not(#session-end)");
        let kept = t.post(&step, &two, &encode(&chosen)).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER);
        assert_eq!(text().await.0, "The second sentence.");
    }
}

#[tokio::test]
async fn of_many_who_save_at_once_none_is_lost_silently() {
    for store in databases().await {
        let t = Arc::new(timed_on(store, SigningIn::Plain).await);
        let id = own_of(&t, "provider@example.org").await[0].id;
        for round in 0..12 {
            let opened = load(&t.site.app.store, id, Side::Provider)
                .await
                .unwrap()
                .values(FormStep::Contact, &crate::testing::area());
            let all = (0..8).map(|n| {
                let (t, opened) = (t.clone(), opened.clone());
                tokio::spawn(async move {
                    let who = Actor { email: format!("n{n}@example.org"), council: false, now: 1_795_000_000 };
                    let mut values = Values::default();
                    values.put("phone", format!("01234 {round:03}{n:03}"));
                    save(
                        &t.site.app.store,
                        &area(),
                        &who,
                        id,
                        FormStep::Contact,
                        &values,
                        &Opened { began: &began(&opened), page: "", quietly: false },
                    )
                    .await
                    .unwrap()
                })
            });
            let mut kept = 0;
            for one in all.collect::<Vec<_>>() {
                match one.await.unwrap() {
                    SaveResult::Kept(_) => kept += 1,
                    other => assert!(matches!(other, SaveResult::Conflict { .. }), "{other:?}"),
                }
            }
            assert_eq!(kept, 1, "round {round}");
        }
    }
}

#[tokio::test]
async fn somebody_new_registers_and_proposes_a_listing() {
    for store in databases().await {
        let mut t = timed_on(store, SigningIn::Plain).await;
        let wrong = t.site.post("/register", "organisation=&email=x", &[]).await;
        assert_eq!((wrong.status, wrong.texts(".error-summary li").len()), (StatusCode::UNPROCESSABLE_ENTITY, 2));
        assert_eq!(wrong.attributes("#email", "value"), ["x"]);
        let answer = t.site.post("/register", "organisation=Narwhal+Friends&email=jo%40narwhal.example", &[]).await;
        assert_eq!(answer.headers["location"], "/sign-in/code");
        let jo = Email::parse("jo@narwhal.example").unwrap();
        assert_eq!(t.site.app.store.account_by_email(&jo).await.unwrap(), None, "nothing before the link is used");
        let mail = t.mail().await;
        let here = format!("sign-in={}", Timed::cookie(&answer, "sign-in").unwrap());
        let got_in = t.site.post(&Timed::link(&mail), "", &[("cookie", &here)]).await;
        assert_eq!(got_in.headers["location"], "/provider");
        let session = Timed::cookie(&got_in, "session").unwrap();
        assert_eq!(t.site.post(&Timed::link(&mail), "", &[("cookie", &here)]).await.status, StatusCode::GONE);

        let begun = t.fill("/provider/new", &session, &[("organisation", "")]).await;
        assert_eq!(begun.status, StatusCode::UNPROCESSABLE_ENTITY, "with nothing chosen");
        let only = t.get("/provider/new", &session).await.attributes("#organisation", "value").remove(0);
        let begun = t.fill("/provider/new", &session, &[("organisation", &only)]).await;
        let what = begun.headers["location"].to_str().unwrap().to_owned();
        let base = what.trim_end_matches("/what").to_owned();
        t.fill(
            &what,
            &session,
            &[("name", "Narwhal Swimmers"), ("summary", "Swimming for all."), ("category", "clubs")],
        )
        .await;
        t.fill(&format!("{base}/send"), &session, &[]).await;
        assert!(t.get("/provider", &session).await.body.contains("Not seen by families yet"));

        let reviewer = t.all_the_way(Role::Reviewer).await;
        let draft = t.site.app.store.waiting_drafts().await.unwrap().remove(0);
        let change = format!("/council/changes/{}", draft.id);
        assert_eq!(t.fill(&change, &reviewer, &[("do", "approve")]).await.status, StatusCode::SEE_OTHER);
        assert!(t.seen("/services/narwhal-swimmers").await.contains("Run by Narwhal Friends"));
        // A new listing that is taken back is gone, and comes back under the same address.
        let decided = t.get("/council/changes", &reviewer).await;
        let undo = decided.attributes("form[action$=undo]", "action").remove(0);
        t.post(&undo, &reviewer, &encode(&fields(&decided, "form[action$=undo]"))).await;
        t.site.follower.catch_up().await.unwrap();
        assert_eq!(t.site.get("/services/narwhal-swimmers").await.status, StatusCode::NOT_FOUND);
        assert_eq!(t.site.json("/search.json?q=narwhal").await["confident"], false);
        t.fill(&change, &reviewer, &[("do", "approve")]).await;
        assert!(t.seen("/services/narwhal-swimmers").await.contains("Swimming for all."));
        assert_eq!(t.seen("/services/narwhal-swimmers/history").await.matches("At the start").count(), 0);

        // Who is known already is sent the link to sign in, and gets no second organisation.
        let answer = t.site.post("/register", "organisation=Again&email=jo%40narwhal.example", &[]).await;
        let here = format!("sign-in={}", Timed::cookie(&answer, "sign-in").unwrap());
        let mail = t.mail().await;
        t.site.post(&Timed::link(&mail), "", &[("cookie", &here)]).await;
        let account = t.site.app.store.account_by_email(&jo).await.unwrap().unwrap();
        assert_eq!(t.site.app.store.organizations_of(account.id).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn the_council_changes_at_once_and_puts_back_what_was_there() {
    for store in databases().await {
        let mut t = timed_on(store, SigningIn::Plain).await;
        let one = area().sample.services[3].clone();
        let slug = t.site.app.store.services_by_ids(&[one.id]).await.unwrap().remove(0).slug;
        let (base, public) = (format!("/provider/listings/{}", one.id), format!("/services/{slug}"));
        let past = format!("/council/listings/{}/past", one.id);
        let editor = t.all_the_way(Role::Editor).await;
        t.fill(&format!("{base}/contact"), &editor, &[("phone", "01234 999999")]).await;
        let done = t.fill(&format!("{base}/send"), &editor, &[("note", "They moved house.")]).await;
        assert_eq!(done.headers["location"].to_str().unwrap(), public);
        assert!(t.seen(&public).await.contains("01234 999999"));
        assert!(t.seen(&format!("{public}/history")).await.contains("They moved house."));
        let page = t.get(&past, &editor).await;
        assert!(page.body.contains("editor@clubs.example.org"), "the council sees who");
        let form = fields(&page, "main details form");
        let silent = t.post(&past, &editor, &encode(&form)).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "not without a reason");
        let back = t.post(&past, &editor, &encode(&with(form.clone(), &[("note-1", "It was a slip.")]))).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER);
        let seen = t.seen(&public).await;
        assert!(!seen.contains("01234 999999"));
        assert!(t.seen(&format!("{public}/history")).await.contains("It was a slip."));
        // After two years nobody is named, and the past itself stays.
        let id = one.id;
        let store = &t.site.app.store;
        store.tidy_audit(t.now.load(Ordering::Relaxed) + 1).await.unwrap();
        let revisions = store.revisions(id).await.unwrap();
        assert!(revisions.len() == 3 && revisions.iter().all(|r| r.who.is_empty()));
        // Reviewers read the past and do not change it.
        let reviewer = t.all_the_way(Role::Reviewer).await;
        let page = t.get(&past, &reviewer).await;
        assert!(page.status == StatusCode::OK && page.texts("main details form").is_empty());
        let token = t.token(&past, &reviewer).await;
        let tried = format!("form-token={token}&number=1&note-1=x");
        assert_eq!(t.post(&past, &reviewer, &tried).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn what_ends_is_said_to_have_ended_the_day_after_and_stays_findable() {
    for store in databases().await {
        let mut t = timed_on(store, SigningIn::Plain).await;
        let provider = t.sign_in("provider@example.org").await;
        let own = own_of(&t, "provider@example.org").await;
        let (base, other) = (format!("/provider/listings/{}", own[0].id), &own[1]);
        let instead = format!("https://site.example/services/{}?x", other.slug);
        let set = [
            ("status", "closing"),
            ("ends", "20 November 2026"),
            ("note", "The money ends."),
            ("instead", instead.as_str()),
        ];
        // The movable clock of these tests stands on 18 November 2026.
        let saved = t.fill(&format!("{base}/running"), &provider, &set).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{:?}", saved.texts(".msg"));
        t.fill(&format!("{base}/send"), &provider, &[]).await;
        let reviewer = t.all_the_way(Role::Reviewer).await;
        let draft = t.site.app.store.waiting_drafts().await.unwrap().remove(0);
        t.fill(&format!("/council/changes/{}", draft.id), &reviewer, &[("do", "approve")]).await;
        let public = format!("/services/{}", own[0].slug);
        let seen = t.seen(&public).await;
        assert!(seen.contains("ends on 20 November 2026") && seen.contains(&other.name), "{seen}");
        let store = &t.site.app.store;
        let day = |d| jiff::civil::date(2026, 11, d);
        assert_eq!(end_what_has_ended(store, day(20), 1_795_100_000).await.unwrap(), 0, "its last day");
        assert_eq!(end_what_has_ended(store, day(21), 1_795_200_000).await.unwrap(), 1);
        assert_eq!(end_what_has_ended(store, day(22), 1_795_300_000).await.unwrap(), 0, "once");
        let now = store.services_by_ids(&[own[0].id]).await.unwrap().remove(0);
        assert_eq!(now.status, Status::Withdrawn);
        assert!(t.seen(&public).await.contains("This service has ended. The money ends."));
        assert!(t.seen(&format!("{public}/history")).await.contains("Its last day had passed"));
    }
}

#[tokio::test]
async fn an_import_keeps_the_past_and_leaves_what_was_changed_here() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let store = &t.site.app.store;
        let mut feed = service("Heron House");
        feed.categories = vec!["clubs".into()];
        let outcome =
            async |s: &Service| -> SaveOutcome { store.save_services("feed", std::slice::from_ref(s)).await.unwrap() };
        assert_eq!(outcome(&feed).await.each, [Imported::Added]);
        feed.phone = Some("01234 111111".into());
        assert_eq!(outcome(&feed).await.each, [Imported::Changed]);
        let revisions = store.revisions(feed.id).await.unwrap();
        assert_eq!(
            revisions.iter().map(|r| (r.number, r.kind.word())).collect::<Vec<_>>(),
            [(1, "start"), (2, "source")]
        );
        assert!(revisions[0].at == 0 && revisions[1].at > 1_700_000_000);
        assert_eq!(
            (revisions[0].service.phone.clone(), revisions[1].service.phone.clone()),
            (None, feed.phone.clone())
        );
        let editor = t.all_the_way(Role::Editor).await;
        let base = format!("/provider/listings/{}", feed.id);
        t.fill(&format!("{base}/contact"), &editor, &[("phone", "01234 222222")]).await;
        t.fill(&format!("{base}/send"), &editor, &[]).await;
        feed.phone = Some("01234 333333".into());
        assert_eq!(outcome(&feed).await.each, [Imported::OtherSource("here".into())]);
        let now = store.services_by_ids(&[feed.id]).await.unwrap().remove(0);
        assert_eq!(now.phone.as_deref(), Some("01234 222222"));
        // The sample stays the sample: it can be taken out with all that was made of it.
        let sample = area().sample.services[5].id;
        t.fill(&format!("/provider/listings/{sample}/contact"), &editor, &[("phone", "01234 444444")]).await;
        t.fill(&format!("/provider/listings/{sample}/send"), &editor, &[]).await;
        assert_eq!(store.revisions(sample).await.unwrap().len(), 2);
        crate::web::put_sample_in(store, &area(), today()).await.unwrap();
        let kept = store.services_by_ids(&[sample]).await.unwrap().remove(0);
        assert_eq!(kept.phone.as_deref(), Some("01234 444444"), "reading the same sample again changes nothing");
        crate::web::take_sample_out(store).await.unwrap();
        assert!(
            store.revisions(sample).await.unwrap().is_empty()
                && store.open_draft(sample, Side::Council).await.unwrap().is_none()
        );
    }
}

#[tokio::test]
async fn two_reviewers_at_once_make_one_decision() {
    for store in databases().await {
        let t = Arc::new(timed_on(store, SigningIn::Plain).await);
        t.all_the_way(Role::Provider).await;
        let own = own_of(&t, "provider@clubs.example.org").await;
        let (_, draft) = one_written_one_sent(&t, &own).await;
        let reviewer = t.all_the_way(Role::Reviewer).await;
        let change = format!("/council/changes/{draft}");
        let page = t.get(&change, &reviewer).await;
        let form = fields(&page, "main form:not(#session-end)");
        let all = ["approve", "return", "approve", "ask", "approve", "return"].map(|act| {
            let body = encode(&with(form.clone(), &[("do", act), ("why", "wrong"), ("note", "Hm?")]));
            let (t, change, reviewer) = (t.clone(), change.clone(), reviewer.clone());
            tokio::spawn(async move { t.post(&change, &reviewer, &body).await.status })
        });
        let mut done = 0;
        for one in all {
            let status = one.await.unwrap();
            assert!([StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY].contains(&status), "{status}");
            done += usize::from(status == StatusCode::SEE_OTHER);
        }
        assert_eq!(done, 1);
        let revisions = t.site.app.store.revisions(own[1].id).await.unwrap();
        let now = t.site.app.store.services_by_ids(&[own[1].id]).await.unwrap().remove(0);
        assert!(revisions.last().is_none_or(|r| r.service == now), "what families see is a revision");
    }
}
