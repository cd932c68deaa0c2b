//! Signing in through the real router, on both databases: who gets in, who does not, and what is told to whom.

use super::tests::{Answer, Site, sample_site, site_of_area};
use super::{RouteKind, Who, table};
use crate::accounts::{AuthLevel, Secret};
use crate::area::Area;
use crate::domain::{Clock, Email, Role};
use crate::store::QueuedMail;
use crate::testing::{area, databases, today};
use crate::web::{App, Settings, SigningIn, put_sample_in};
use axum::http::{StatusCode, header};
use jiff::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

/// A site whose clock can be moved.
pub(super) struct Timed {
    pub(super) site: Site,
    pub(super) now: Arc<AtomicI64>,
}

impl Timed {
    pub(super) fn later(&self, seconds: i64) {
        self.now.fetch_add(seconds, Ordering::Relaxed);
    }

    /// What our cookie of a name holds after an answer.
    pub(super) fn cookie(answer: &Answer, name: &str) -> Option<String> {
        let set = answer.headers.get_all(header::SET_COOKIE).iter().filter_map(|v| v.to_str().ok());
        let mut of_name = set.filter_map(|c| c.strip_prefix(&format!("{name}="))).map(|c| c.split(';').next().unwrap());
        of_name.next_back().filter(|v| !v.is_empty()).map(str::to_owned)
    }

    pub(super) async fn mail(&self) -> QueuedMail {
        let now = self.now.load(Ordering::Relaxed);
        let mail = self.site.app.store.take_mail(now, now + 1, 9).await.unwrap().pop().expect("a mail");
        self.site.app.store.mail_sent(&mail.id).await.unwrap();
        mail
    }

    /// Asks for a link. Answers the browser's cookie and the mail.
    pub(super) async fn ask(&self, email: &str) -> (String, QueuedMail) {
        let answer = self.site.post("/sign-in", &format!("email={}", email.replace('@', "%40")), &[]).await;
        assert_eq!(
            (answer.status, &answer.headers["location"]),
            (StatusCode::SEE_OTHER, &"/sign-in/code".parse().unwrap())
        );
        // Others may be told of something at the same moment.
        let now = self.now.load(Ordering::Relaxed);
        let mail = self.site.app.store.take_mail(now, now + 1, 9).await.unwrap();
        let mail =
            mail.into_iter().find(|m| m.recipient == email && m.body.contains("/sign-in/link/")).expect("a link");
        self.site.app.store.mail_sent(&mail.id).await.unwrap();
        (Self::cookie(&answer, "sign-in").unwrap(), mail)
    }

    pub(super) fn link(mail: &QueuedMail) -> String {
        let line = mail.body.lines().find(|l| l.contains("/sign-in/link/")).expect("a link");
        line.split_once("/sign-in").map(|(_, rest)| format!("/sign-in{rest}")).unwrap()
    }

    pub(super) fn code(mail: &QueuedMail) -> String {
        mail.body.lines().skip_while(|l| !l.contains("type this code")).nth(2).unwrap().to_owned()
    }

    /// Signs in by the link, as far as that goes. Answers the session's cookie.
    pub(super) async fn sign_in(&self, email: &str) -> String {
        let (browser, mail) = self.ask(email).await;
        let answer = self.site.post(&Self::link(&mail), "", &[("cookie", &format!("sign-in={browser}"))]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        Self::cookie(&answer, "session").expect("a session")
    }

    pub(super) async fn get(&self, path: &str, session: &str) -> Answer {
        self.site.get_with(path, "cookie", &format!("session={session}")).await
    }

    pub(super) async fn post(&self, path: &str, session: &str, body: &str) -> Answer {
        self.site.post(path, body, &[("cookie", &format!("session={session}"))]).await
    }

    async fn standing(&self, session: &str) -> Option<AuthLevel> {
        let secret = Secret::parse(session).unwrap();
        let now = self.now.load(Ordering::Relaxed);
        crate::accounts::find(&self.site.app.store, &secret, now).await.unwrap().map(|s| s.standing)
    }

    /// The token that a page of theirs has in its forms.
    pub(super) async fn token(&self, path: &str, session: &str) -> String {
        self.get(path, session).await.attributes("input[name=form-token]", "value").remove(0)
    }

    /// Signs in all the way, setting up a second check where one is needed.
    pub(super) async fn all_the_way(&self, role: Role) -> String {
        let email = format!("{}@clubs.example.org", role.word());
        self.site.app.store.add_account(Uuid::new_v4(), &Email::parse(&email).unwrap(), role, 0).await.unwrap();
        let session = self.sign_in(&email).await;
        if role.is_council() { self.set_up(&session).await.0 } else { session }
    }

    /// Sets up the second check. Answers the new session, the secret and the printed codes.
    pub(super) async fn set_up(&self, session: &str) -> (String, String, Vec<String>) {
        let page = self.get("/sign-in/set-up", session).await;
        let secret = page.texts(".qr b").remove(0).replace(' ', "");
        let token = page.attributes("input[name=form-token]", "value").remove(0);
        let code = self.totp(&secret);
        let answer = self.post("/sign-in/set-up", session, &format!("form-token={token}&code={code}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        (Self::cookie(&answer, "session").unwrap(), secret, answer.texts(".codes code"))
    }

    pub(super) fn totp(&self, secret: &str) -> String {
        let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
        let totp = totp_rs::Builder::new().with_secret(secret).with_account_name("x").build().unwrap();
        totp.generate(self.now.load(Ordering::Relaxed).unsigned_abs()).to_string()
    }
}

pub(super) async fn timed_on(store: crate::testing::TestStore, signing_in: SigningIn) -> Timed {
    timed_of_area(store, signing_in, area()).await
}

/// A site with the sample of an area, whose clock can be moved.
pub(super) async fn timed_of_area(store: crate::testing::TestStore, signing_in: SigningIn, area: Arc<Area>) -> Timed {
    put_sample_in(&store, &area, today()).await.unwrap();
    let site = site_of_area(store, area.clone()).await;
    let now = Arc::new(AtomicI64::new(1_795_000_000));
    let ticking = now.clone();
    let clock = Clock::new(move || Timestamp::from_second(ticking.load(Ordering::Relaxed)).unwrap());
    let settings = Settings { signing_in, ..Settings::default() };
    let app = App::new(area, site.app.store.clone(), site.app.engine.clone(), clock, settings);
    Timed { site: site.with_app(app), now }
}

pub(super) async fn timed() -> Timed {
    timed_on(crate::testing::sqlite().await, SigningIn::Plain).await
}

#[tokio::test]
async fn a_link_signs_in_once_in_the_browser_that_asked() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let (browser, mail) = t.ask("provider@example.org").await;
        let link = Timed::link(&mail);
        // A mail scanner opens the link as often as it likes.
        for _ in 0..3 {
            let seen = t.site.get(&link).await;
            assert!(seen.texts("h1") == ["Type this code where you began"] && seen.body.contains(&Timed::code(&mail)));
        }
        let here = format!("sign-in={browser}");
        assert_eq!(t.site.get_with(&link, "cookie", &here).await.texts("form button")[0], "Sign in");
        // Another browser, even with a cookie of its own, does not get in.
        let other = format!("sign-in={}", Secret::new().unwrap().text());
        assert_eq!(t.site.post(&link, "", &[("cookie", &other)]).await.status, StatusCode::GONE);
        assert_eq!(t.site.post(&link, "", &[]).await.status, StatusCode::GONE);
        let elsewhere = [("cookie", here.as_str()), ("origin", "https://evil.example")];
        assert_eq!(t.site.post(&link, "", &elsewhere).await.status, StatusCode::FORBIDDEN);
        let answer = t.site.post(&link, "", &[("cookie", &here)]).await;
        assert_eq!(answer.headers["location"], "/provider");
        let session = Timed::cookie(&answer, "session").unwrap();
        assert_eq!(t.get("/provider", &session).await.texts("h1"), ["Your listings"]);
        assert_eq!(t.site.post(&link, "", &[("cookie", &here)]).await.status, StatusCode::GONE, "used once");
        // Neither the link nor the session is in the database as it is.
        let log = format!(
            "{:?}",
            t.site.app.store.sessions_of(Uuid::new_v5(&Uuid::NAMESPACE_URL, b"provider@example.org")).await.unwrap()
        );
        assert!(log.contains("hash") && !log.contains(&session));
    }
}

#[tokio::test]
async fn fifty_at_once_with_one_link_are_one_session() {
    for store in databases().await {
        let t = Arc::new(timed_on(store, SigningIn::Plain).await);
        let (browser, mail) = t.ask("provider@example.org").await;
        let tries = (0..50).map(|_| {
            let (t, link, cookie) = (t.clone(), Timed::link(&mail), format!("sign-in={browser}"));
            tokio::spawn(async move { t.site.post(&link, "", &[("cookie", &cookie)]).await.status })
        });
        let mut got_in = 0;
        for one in tries.collect::<Vec<_>>() {
            got_in += usize::from(one.await.unwrap() == StatusCode::SEE_OTHER);
        }
        assert_eq!(got_in, 1);
    }
}

#[tokio::test]
async fn a_link_ends_after_ten_minutes_and_a_code_after_five_mistakes() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let (browser, mail) = t.ask("provider@example.org").await;
        t.later(600);
        let here = format!("sign-in={browser}");
        assert_eq!(t.site.post(&Timed::link(&mail), "", &[("cookie", &here)]).await.status, StatusCode::GONE);
        let (browser, mail) = t.ask("provider@example.org").await;
        let here = format!("sign-in={browser}");
        let try_code =
            async |code: &str| t.site.post("/sign-in/code", &format!("code={code}"), &[("cookie", &here)]).await;
        let empty = try_code("").await;
        assert_eq!((empty.status, empty.texts("#code-error").len()), (StatusCode::UNPROCESSABLE_ENTITY, 1));
        for left in ["4 more tries", "3 more tries", "2 more tries", "1 more try"] {
            let wrong = try_code("AAAA2222").await;
            assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains(left), "{left}");
        }
        assert!(try_code("AAAA2222").await.body.contains("That code has ended"));
        assert!(try_code(&Timed::code(&mail)).await.body.contains("That code has ended"), "the right one too");
        assert_eq!(
            t.site.post(&Timed::link(&mail), "", &[("cookie", &here)]).await.status,
            StatusCode::GONE,
            "and the link"
        );
        // As it is typed on a telephone.
        let (browser, mail) = t.ask("provider@example.org").await;
        let typed = Timed::code(&mail).to_lowercase().replace(' ', "+");
        let answer =
            t.site.post("/sign-in/code", &format!("code={typed}"), &[("cookie", &format!("sign-in={browser}"))]).await;
        assert_eq!(answer.headers["location"], "/provider");
    }
}

#[tokio::test]
async fn an_address_nobody_has_is_answered_the_same_and_told_in_the_mail_alone() {
    let t = timed().await;
    let known = t.site.post("/sign-in", "email=provider%40example.org", &[]).await;
    t.mail().await;
    let unknown = t.site.post("/sign-in", "email=nobody%40example.org", &[]).await;
    let plain = |a: &Answer| {
        let names: Vec<_> = a.headers.iter().map(|(n, v)| (n.to_string(), v.len())).collect();
        (a.status, names, a.body.clone())
    };
    assert_eq!(plain(&known), plain(&unknown));
    let mail = t.mail().await;
    assert!(mail.body.contains("Nobody has signed up with it") && !mail.body.contains("/sign-in/link/"));
    let cookie = format!("sign-in={}", Timed::cookie(&unknown, "sign-in").unwrap());
    let wrong = t.site.post("/sign-in/code", "code=AAAA2222", &[("cookie", &cookie)]).await;
    assert!(wrong.body.contains("4 more tries"), "the same as for an address somebody has");
    for typed in ["", "not an address", "a@b", "x%40example.org%0d%0aBcc%3a+y%40example.org", "%F0%9F%98%80"] {
        let answer = t.site.post("/sign-in", &format!("email={typed}"), &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert_eq!(answer.texts("#email-error").len(), 1, "{typed}");
    }
}

/// Every address × everybody: what the table says is what happens.
#[tokio::test]
async fn the_table_says_who_may_use_what_and_it_is_so() {
    let t = timed().await;
    let mut sessions = Vec::new();
    for role in Role::ALL {
        sessions.push((role, t.all_the_way(role).await));
    }
    // The provider's own listing has a draft, and another of theirs waits for the council.
    let own = super::editing_tests::own_of(&t, "provider@clubs.example.org").await;
    let (listing, sent) = super::editing_tests::one_written_one_sent(&t, &own).await;
    let fill = |path: &str| {
        let council = path.starts_with("/council/changes");
        path.replace("{id}", &if council { sent.to_string() } else { listing.to_string() }).replace("{step}", "what")
    };
    // What is only pressed and never opened.
    let pressed = ["still-right", "take-back", "discard", "bring-back", "undo", "stay", "stay-signed-in"];
    for route in table().into_iter().filter(|r| r.who != Who::Everybody) {
        let path = fill(route.path);
        let opened = !pressed.iter().any(|p| path.ends_with(p));
        if opened {
            let nobody = t.site.get(&path).await;
            let to = nobody.headers.get("location").map(|l| l.to_str().unwrap().to_owned());
            assert_eq!((nobody.status, to.as_deref()), (StatusCode::SEE_OTHER, Some("/sign-in")), "{path}");
        }
        let nobody = t.site.post(&path, "service=x", &[]).await.status;
        let fine = [StatusCode::UNAUTHORIZED, StatusCode::METHOD_NOT_ALLOWED];
        assert!(fine.contains(&nobody), "{path} {nobody}");
        for (role, session) in sessions.iter().filter(|_| opened) {
            let answer = t.get(&path, session).await;
            let may = route.who.allows(*role);
            let expected = match (may, route.who) {
                (true, Who::PartiallyAuthenticated) => StatusCode::SEE_OTHER,
                (true, _) => StatusCode::OK,
                (false, _) => StatusCode::NOT_FOUND,
            };
            assert_eq!(answer.status, expected, "{path} {}", role.word());
            assert_eq!(answer.headers["cache-control"], "no-store", "{path}");
            if !may {
                assert!(!answer.body.contains(&path) || route.kind == RouteKind::Data, "no hint that it is there");
            }
        }
        // A form without the token of one's own session does nothing, whoever sends it.
        for (role, session) in &sessions {
            let forged = t.post(&path, session, "service=x&form-token=0").await.status;
            let fine = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED];
            assert!(fine.contains(&forged), "{path} {} {forged}", role.word());
            let may = route.who.allows(*role);
            assert!(may || forged != StatusCode::FORBIDDEN, "{path} {}: a hint", role.word());
        }
    }
    // Another provider's listings are no listings, by any of their addresses.
    t.site
        .app
        .store
        .add_account(Uuid::new_v4(), &Email::parse("other@example.org").unwrap(), Role::Provider, 0)
        .await
        .unwrap();
    let other = t.sign_in("other@example.org").await;
    let token = t.token("/account", &other).await;
    for route in table().into_iter().filter(|r| r.who == Who::ListingEditor) {
        let path = fill(route.path);
        let got = t.get(&path, &other).await.status;
        assert!([StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED].contains(&got), "{path} {got}");
        let posted = t.post(&path, &other, &format!("form-token={token}&name=x")).await.status;
        assert!([StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED].contains(&posted), "{path} {posted}");
    }
    let refused = t.site.app.store.audit_log(1000).await.unwrap();
    assert!(refused.iter().any(|(_, who, what, about)| who == "provider@clubs.example.org"
        && what == "was refused"
        && about == "/council"));
}

#[tokio::test]
async fn council_staff_need_their_phone_and_a_code_works_once() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let first = t.sign_in("admin@example.org").await;
        assert_eq!(t.get("/council", &first).await.headers["location"], "/sign-in/set-up");
        let token = t.token("/sign-in/set-up", &first).await;
        let wrong = t.post("/sign-in/set-up", &first, &format!("form-token={token}&code=000000")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let (session, secret, printed) = t.set_up(&first).await;
        assert_eq!(t.get("/council", &session).await.status, StatusCode::OK);
        assert_eq!(t.standing(&first).await, None, "the session from before the check is worth nothing");
        assert_eq!(printed.len(), 10);
        // The next day: a code that was used, a wrong one, the right one.
        let again = t.sign_in("admin@example.org").await;
        assert_eq!(t.get("/council", &again).await.headers["location"], "/sign-in/second");
        let token = t.token("/sign-in/second", &again).await;
        let try_code =
            async |code: &str| t.post("/sign-in/second", &again, &format!("form-token={token}&code={code}")).await;
        assert_eq!(try_code(&t.totp(&secret)).await.status, StatusCode::UNPROCESSABLE_ENTITY, "used before");
        t.later(60);
        let right = try_code(&t.totp(&secret)).await;
        assert_eq!(right.headers["location"], "/council");
        // The phone is lost: a printed code, once.
        for expected in [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY] {
            let lost = t.sign_in("admin@example.org").await;
            let token = t.token("/sign-in/second", &lost).await;
            let code = printed[0].replace(' ', "+").to_lowercase();
            let answer = t.post("/sign-in/second", &lost, &format!("form-token={token}&code={code}")).await;
            assert_eq!(answer.status, expected);
        }
        // Five mistakes end the session.
        let guessing = t.sign_in("admin@example.org").await;
        let token = t.token("/sign-in/second", &guessing).await;
        for _ in 0..5 {
            t.post("/sign-in/second", &guessing, &format!("form-token={token}&code=000000")).await;
        }
        assert_eq!(t.standing(&guessing).await, None);
        assert!(t.site.app.store.reset_second_factor(&Email::parse("admin@example.org").unwrap()).await.unwrap());
        assert_eq!(t.standing(&session).await, None, "a reset ends every session");
    }
}

#[tokio::test]
async fn sessions_end_by_resting_by_age_and_by_their_owner() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let staff = t.all_the_way(Role::Reviewer).await;
        t.later(30 * 60);
        assert_eq!(t.standing(&staff).await, Some(AuthLevel::Full), "half an hour is allowed");
        t.later(30 * 60 + 1);
        assert_eq!(t.standing(&staff).await, None, "and not a second more");
        let provider = t.sign_in("provider@example.org").await;
        for _ in 0..61 {
            t.later(12 * 60 * 60 - 60);
            t.standing(&provider).await;
        }
        assert_eq!(t.standing(&provider).await, None, "thirty days is the end of it, however busy");
        let (one, two) = (t.sign_in("provider@example.org").await, t.sign_in("provider@example.org").await);
        let page = t.get("/account", &one).await;
        let name = page.attributes("input[name=session]", "value").remove(0);
        let token = page.attributes("input[name=form-token]", "value").remove(0);
        assert_eq!(
            t.post("/account", &one, &format!("form-token={token}&session={name}")).await.status,
            StatusCode::SEE_OTHER
        );
        assert_eq!((t.standing(&one).await, t.standing(&two).await), (Some(AuthLevel::Full), None));
        t.post("/sign-out", &one, "").await;
        assert_eq!(t.standing(&one).await, None);
        let set_back = t.sign_in("provider@example.org").await;
        t.later(-3600);
        assert_eq!(t.standing(&set_back).await, None, "a clock set back lengthens nothing");
    }
}

#[tokio::test]
async fn a_provider_says_that_a_listing_is_still_right_and_families_see_it() {
    for store in databases().await {
        let mut t = timed_on(store, SigningIn::Plain).await;
        let session = t.sign_in("provider@example.org").await;
        let page = t.get("/provider", &session).await;
        let id = page.attributes("input[name=service]", "value").remove(0);
        let token = page.attributes("input[name=form-token]", "value").remove(0);
        let answer = t.post("/provider/still-right", &session, &format!("form-token={token}&service={id}")).await;
        let back = answer.headers["location"].to_str().unwrap().to_owned();
        let slug = back.strip_prefix("/provider?right=").unwrap().to_owned();
        assert!(t.get(&back, &session).await.texts("[role=status]")[0].starts_with("Thank you."));
        t.site.follower.catch_up().await.unwrap();
        let public = t.site.get(&format!("/services/{slug}")).await.texts("main").join(" ");
        let day = crate::domain::wording::date(t.site.app.clock.today());
        assert!(public.contains(&day), "{day}");
        let log = t.site.app.store.audit_log(9).await.unwrap();
        assert!(log.iter().any(|(_, who, what, about)| who == "provider@example.org"
            && what.contains("still right")
            && *about == slug));
        // Reading the same sample again does not undo it.
        put_sample_in(&t.site.app.store, &area(), today()).await.unwrap();
        let kept = t.site.app.store.service_by_slug(&slug).await.unwrap().unwrap();
        assert_eq!(kept.checked.unwrap().on, t.site.app.clock.today());
        // Somebody else's listing is no listing at all.
        let own = page.attributes("input[name=service]", "value");
        let other = area().sample.services.iter().find(|s| !own.contains(&s.id.to_string())).unwrap().id;
        for wrong in [other.to_string(), "x".to_owned(), String::new()] {
            let answer =
                t.post("/provider/still-right", &session, &format!("form-token={token}&service={wrong}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
        }
        // The token of another session is no token.
        let twin = t.sign_in("provider@example.org").await;
        assert_eq!(
            t.post("/provider/still-right", &twin, &format!("form-token={token}&service={id}")).await.status,
            StatusCode::FORBIDDEN
        );
    }
}

#[tokio::test]
async fn without_https_nobody_signs_in_from_elsewhere_and_with_it_cookies_are_bound() {
    let refused = timed_on(crate::testing::sqlite().await, SigningIn::Refused).await;
    let page = refused.site.get("/sign-in").await;
    assert!(page.body.contains("--base-url https://") && page.texts("form[action='/sign-in']").is_empty());
    refused.site.post("/sign-in", "email=provider%40example.org", &[]).await;
    let now = refused.now.load(Ordering::Relaxed);
    assert!(refused.site.app.store.take_mail(now, now + 1, 9).await.unwrap().is_empty());
    // Started for this machine alone, and put behind a proxy all the same.
    let plain = timed().await;
    for (name, value) in
        [("host", "localoffer.example.org"), ("host", "localhost.example.org"), ("x-forwarded-for", "203.0.113.7")]
    {
        let page = plain.site.get_with("/sign-in", name, value).await;
        assert!(
            page.texts("form[action='/sign-in']").is_empty() && page.body.contains("--base-url https://"),
            "{name}: {value}"
        );
    }
    let secure = timed_on(crate::testing::sqlite().await, SigningIn::Secure).await;
    let answer = secure.site.post("/sign-in", "email=provider%40example.org", &[]).await;
    let set = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(set.starts_with("__Host-sign-in=") && set.contains("; Path=/;"), "{set}");
    assert!(set.contains("HttpOnly") && set.contains("Secure") && set.contains("SameSite=Lax"), "{set}");
}

#[tokio::test]
async fn families_are_given_no_cookie_and_no_different_page() {
    let site = sample_site().await;
    for path in ["/", "/search", "/sign-in", "/sign-in/code", "/sign-in/link/0"] {
        assert!(!site.get(path).await.headers.contains_key(header::SET_COOKIE), "{path}");
    }
}
