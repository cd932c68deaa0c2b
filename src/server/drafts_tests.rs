//! Each side's own draft, throwing away and bringing back, decisions that are taken back, and what an import leaves: through
//! the real router, on both databases.

use super::auth_tests::{Timed, timed_on};
use super::editing_tests::{encode, fields, own_of, with};
use super::tests::Answer;
use crate::domain::{Checked, CheckedBy, DraftState, Role, Service, Side};
use crate::editing::{Actor, EditError, propose, undo};
use crate::store::{DraftRow, QueuedMail};
use crate::testing::{databases, service};
use crate::web::SigningIn;
use axum::http::StatusCode;
use std::sync::atomic::Ordering;
use uuid::Uuid;

const PHONE: &str = "01234 567890";

impl Timed {
    pub(super) fn seconds(&self) -> i64 {
        self.now.load(Ordering::Relaxed)
    }

    /// Changes one step of a listing.
    pub(super) async fn write(&self, id: Uuid, session: &str, step: &str, set: &[(&str, &str)]) {
        let saved = self.fill(&format!("/provider/listings/{id}/{step}"), session, set).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{:?}", saved.texts(".msg"));
    }

    /// Sends a draft, or publishes it for the council.
    pub(super) async fn send_it(&self, id: Uuid, session: &str, note: &str) -> Answer {
        let sent = self.fill(&format!("/provider/listings/{id}/send"), session, &[("note", note)]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{:?}", sent.texts(".msg"));
        sent
    }

    /// Presses a button that has a form of its own.
    pub(super) async fn press(&self, page: &str, session: &str, ends: &str) -> Answer {
        let shown = self.get(page, session).await;
        let form = format!("form[action$='{ends}']");
        let action = shown.attributes(&form, "action").into_iter().next().unwrap_or_else(|| panic!("{ends} on {page}"));
        self.post(&action, session, &encode(&fields(&shown, &form))).await
    }

    pub(super) async fn open(&self, id: Uuid, side: Side) -> Option<DraftRow> {
        self.site.app.store.open_draft(id, side).await.unwrap()
    }

    pub(super) async fn now(&self, id: Uuid) -> Service {
        self.site.app.store.service_now(id).await.unwrap().unwrap().0
    }

    /// All mail that may go now.
    pub(super) async fn all_mail(&self) -> Vec<QueuedMail> {
        let mails = self.site.app.store.take_mail(self.seconds(), self.seconds() + 9_999_999, 99).await.unwrap();
        for mail in &mails {
            self.site.app.store.mail_sent(&mail.id).await.unwrap();
        }
        mails
    }

    pub(super) async fn main(&self, path: &str, session: &str) -> String {
        self.get(path, session).await.texts("main").join(" ")
    }
}

fn location(answer: &Answer) -> &str {
    answer.headers["location"].to_str().unwrap()
}

#[tokio::test]
async fn each_side_has_a_draft_of_its_own_and_touches_no_other() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let provider = t.sign_in("provider@example.org").await;
        let id = own_of(&t, "provider@example.org").await[0].id;
        let editor = t.all_the_way(Role::Editor).await;
        let base = format!("/provider/listings/{id}");
        t.write(id, &provider, "place", &[("how", "Ask for Zelda.")]).await;

        // Staff know that there is something, and read none of it.
        let seen = t.main(&base, &editor).await;
        assert!(seen.contains("The people who run it have a draft of their own, begun on 18 November 2026."), "{seen}");
        for page in [&base, &format!("{base}/place"), &format!("{base}/preview")] {
            assert!(!t.get(page, &editor).await.body.contains("Zelda"), "{page}");
        }
        assert!(t.get(&base, &editor).await.texts("form[action$=discard]").is_empty(), "nothing of the council's own");
        let token = t.token(&base, &editor).await;
        t.post(&format!("{base}/discard"), &editor, &format!("form-token={token}")).await;
        assert_eq!(t.get(&format!("{base}/send"), &editor).await.status, StatusCode::SEE_OTHER);
        let draft = t.open(id, Side::Provider).await.unwrap();
        let unsent = t.main(&format!("/council/changes/{}", draft.id), &editor).await;
        assert!(!unsent.contains("Zelda"), "{unsent}");
        let preview = format!("/council/changes/{}/preview", draft.id);
        assert_eq!(t.get(&preview, &editor).await.status, StatusCode::NOT_FOUND);

        // The council's own draft stands beside it, and goes its own way.
        t.write(id, &editor, "contact", &[("phone", PHONE)]).await;
        let seen = t.main(&base, &editor).await;
        assert!(seen.contains("The council’s draft, begun by editor@clubs.example.org on 18 November 2026."), "{seen}");
        let seen = t.main(&base, &provider).await;
        assert!(
            seen.contains("Your draft, begun on 18 November 2026.") && seen.contains("The council’s draft"),
            "{seen}"
        );
        assert!(!seen.contains('@') && !seen.contains(PHONE), "{seen}");
        assert!(location(&t.send_it(id, &editor, "").await).starts_with("/services/"));
        assert_eq!(t.open(id, Side::Council).await, None);
        let draft = t.open(id, Side::Provider).await.unwrap();
        assert_eq!(draft.draft.service.how_to_get_a_place.as_deref(), Some("Ask for Zelda."));

        // It is sent: staff look at it where it waits, and the council's words stay when it is published.
        t.send_it(id, &provider, "").await;
        let seen = t.get(&base, &editor).await;
        let change = seen.attributes("main .notice a", "href").remove(0);
        assert_eq!(change, format!("/council/changes/{}", draft.id));
        assert!(t.main(&change, &editor).await.contains("Ask for Zelda."));
        assert!(seen.texts("form[action$=take-back]").is_empty(), "only its own side takes it back");
        t.fill(&change, &editor, &[("do", "approve")]).await;
        let now = t.now(id).await;
        assert_eq!((now.phone.as_deref(), now.how_to_get_a_place.as_deref()), (Some(PHONE), Some("Ask for Zelda.")));
    }
}

#[tokio::test]
async fn a_new_listing_is_its_own_sides_until_it_is_sent() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let provider = t.sign_in("provider@example.org").await;
        let own = own_of(&t, "provider@example.org").await;
        let organization = own[0].organization.as_ref().unwrap().id.to_string();
        let editor = t.all_the_way(Role::Editor).await;
        let begun = t.fill("/provider/new", &provider, &[("organisation", &organization)]).await;
        let base = location(&begun).trim_end_matches("/what").to_owned();
        assert_eq!(t.get(&base, &editor).await.status, StatusCode::NOT_FOUND);
        // Thrown away before anybody saw it, and brought back as it was.
        t.fill(&format!("{base}/contact"), &provider, &[("phone", PHONE)]).await;
        let gone = t.press(&base, &provider, "/discard").await;
        let back = t.press(location(&gone), &provider, "/bring-back").await;
        assert_eq!(location(&back), format!("{base}?done=brought-back"));
        assert_eq!(t.get(&format!("{base}/contact"), &provider).await.attributes("#phone", "value"), [PHONE]);
    }
}

#[tokio::test]
async fn where_both_changed_the_same_the_reviewer_sees_all_three() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let provider = t.sign_in("provider@example.org").await;
        let own = own_of(&t, "provider@example.org").await;
        let (id, began_from) = (own[0].id, own[0].phone.clone().unwrap_or("Not told to us".into()));
        let editor = t.all_the_way(Role::Editor).await;
        t.write(id, &provider, "contact", &[("phone", "01234 111111"), ("email", "club@example.org")]).await;
        t.send_it(id, &provider, "").await;
        let change = format!("/council/changes/{}", t.open(id, Side::Provider).await.unwrap().id);
        assert!(!t.main(&change, &editor).await.contains("changed meanwhile"));
        t.write(id, &editor, "contact", &[("phone", "01234 222222")]).await;
        t.send_it(id, &editor, "").await;
        let page = t.get(&change, &editor).await;
        let phone = page.texts("section[aria-labelledby=change-phone]").remove(0);
        for said in ["01234 222222", "01234 111111", "changed meanwhile", &began_from] {
            assert!(phone.contains(said), "{said}: {phone}");
        }
        assert!(!page.texts("section[aria-labelledby=change-email]").remove(0).contains("changed meanwhile"));
        // A part without it: the council's words stay, and the provider's are not lost.
        let part = fields(&page, "main form:not(#session-end)");
        let part: Vec<_> = part.into_iter().filter(|(n, v)| n != "field" || v == "email").collect();
        let part = with(part, &[("do", "part"), ("why", "wrong")]);
        assert_eq!(t.post(&change, &editor, &encode(&part)).await.status, StatusCode::SEE_OTHER);
        let now = t.now(id).await;
        assert_eq!((now.phone.as_deref(), now.email.as_deref()), (Some("01234 222222"), Some("club@example.org")));
        let draft = t.open(id, Side::Provider).await.unwrap();
        assert_eq!(draft.draft.service.phone.as_deref(), Some("01234 111111"));
    }
}

#[tokio::test]
async fn what_was_thrown_away_comes_back_within_ten_minutes() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let provider = t.sign_in("provider@example.org").await;
        let own = own_of(&t, "provider@example.org").await;
        let id = own[0].id;
        let base = format!("/provider/listings/{id}");
        let editor = t.all_the_way(Role::Editor).await;
        for (session, side, home) in [(&provider, Side::Provider, "/provider"), (&editor, Side::Council, "/council")] {
            t.write(id, session, "contact", &[("phone", PHONE)]).await;
            let before = t.open(id, side).await.unwrap();
            let gone = t.press(&base, session, "/discard").await;
            assert_eq!(location(&gone), format!("{home}?discarded={id}"));
            assert_eq!(t.open(id, side).await, None);
            let notice = t.get(location(&gone), session).await.texts("#discarded").remove(0);
            assert!(notice.contains("thrown away") && notice.contains(&own[0].name), "{notice}");
            t.later(599);
            let back = t.press(location(&gone), session, "/bring-back").await;
            assert_eq!(location(&back), format!("{base}?done=brought-back"));
            let again = t.open(id, side).await.unwrap();
            assert_eq!((again.id, again.draft, again.state), (before.id, before.draft, DraftState::Writing));
            // Nobody else brings it back, and nobody at all once another has been begun, or after ten minutes.
            let gone = t.press(&base, session, "/discard").await;
            let gone = location(&gone).to_owned();
            let shown = t.get(&gone, session).await;
            let body = encode(&fields(&shown, "form[action$=bring-back]"));
            let action = format!("{base}/bring-back");
            let other = t.all_the_way(Role::Provider).await;
            let token = t.token("/provider", &other).await;
            t.post(&action, &other, &format!("form-token={token}")).await;
            assert_eq!(t.open(id, side).await, None, "somebody else's listing");
            t.write(id, session, "contact", &[("phone", "01234 222222")]).await;
            assert!(t.get(&gone, session).await.texts("#discarded").is_empty());
            assert_eq!(location(&t.post(&action, session, &body).await), format!("{home}?late=1"));
            assert_eq!(t.open(id, side).await.unwrap().draft.service.phone.as_deref(), Some("01234 222222"));
            t.press(&base, session, "/discard").await;
            t.later(600);
            assert_eq!(location(&t.post(&action, session, &body).await), format!("{home}?late=1"));
            assert!(t.main(&format!("{home}?late=1"), session).await.contains("could not be brought back"));
            assert_eq!(t.open(id, side).await, None);
        }
    }
}

#[tokio::test]
async fn what_the_council_sent_back_is_still_sent_back_after_it_was_thrown_away() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let provider = t.sign_in("provider@example.org").await;
        let id = own_of(&t, "provider@example.org").await[0].id;
        let reviewer = t.all_the_way(Role::Reviewer).await;
        t.write(id, &provider, "contact", &[("phone", PHONE)]).await;
        t.send_it(id, &provider, "").await;
        let change = format!("/council/changes/{}", t.open(id, Side::Provider).await.unwrap().id);
        t.fill(&change, &reviewer, &[("do", "return"), ("why", "wrong"), ("note", "Ring it once.")]).await;
        let base = format!("/provider/listings/{id}");
        // The council sees what was sent, and nothing of what is written after it.
        assert!(t.main(&change, &reviewer).await.contains(PHONE));
        t.write(id, &provider, "contact", &[("phone", "01234 999999")]).await;
        let seen = t.main(&change, &reviewer).await;
        assert!(!seen.contains("01234 999999") && seen.contains("Ring it once."), "{seen}");
        let gone = t.press(&base, &provider, "/discard").await;
        t.press(location(&gone), &provider, "/bring-back").await;
        assert_eq!(t.open(id, Side::Provider).await.unwrap().state, DraftState::Returned);
        assert!(t.main(&base, &provider).await.contains("Ring it once."));
    }
}

#[tokio::test]
async fn a_decision_that_was_taken_back_leaves_no_reason_and_no_mail() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let provider = t.sign_in("provider@example.org").await;
        let id = own_of(&t, "provider@example.org").await[0].id;
        let reviewer = t.all_the_way(Role::Reviewer).await;
        t.write(id, &provider, "contact", &[("phone", PHONE)]).await;
        t.send_it(id, &provider, "").await;
        t.all_mail().await;
        let change = format!("/council/changes/{}", t.open(id, Side::Provider).await.unwrap().id);
        t.fill(&change, &reviewer, &[("do", "return"), ("why", "twice"), ("note", "This is nonsense.")]).await;
        assert!(t.main(&format!("/provider/listings/{id}"), &provider).await.contains("This is nonsense."));
        t.press("/council/changes", &reviewer, "/undo").await;
        let seen = t.main(&format!("/provider/listings/{id}"), &provider).await;
        assert!(seen.contains("The council took its decision back"), "{seen}");
        for gone in ["This is nonsense.", "It is here already", "The council sent it back"] {
            assert!(!seen.contains(gone), "{gone}: {seen}");
        }
        t.later(601);
        assert_eq!(t.all_mail().await, []);
    }
}

/// A provider's change of an imported listing, sent and approved, with all of it in one second. Answers the listing's id and
/// the decided draft with its version.
async fn approved(t: &Timed, provider: &str, reviewer: &str, id: Uuid) -> DraftRow {
    t.write(id, provider, "contact", &[("phone", PHONE)]).await;
    t.send_it(id, provider, "").await;
    let draft = t.open(id, Side::Provider).await.unwrap();
    let done = t.fill(&format!("/council/changes/{}", draft.id), reviewer, &[("do", "approve")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    t.site.app.store.draft(draft.id).await.unwrap().unwrap()
}

#[tokio::test]
async fn taking_a_decision_back_restores_what_was_there_to_the_letter() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let provider = t.sign_in("provider@example.org").await;
        let organization = own_of(&t, "provider@example.org").await[0].organization.clone();
        let reviewer = t.all_the_way(Role::Reviewer).await;
        let store = &t.site.app.store;
        let mut feed = service("Heron House");
        (feed.organization, feed.categories) = (organization, vec!["clubs".into()]);
        store.save_services("feed", std::slice::from_ref(&feed)).await.unwrap();
        let right = |day| Checked { on: jiff::civil::date(2026, 11, day), by: CheckedBy::Provider };
        for day in 1..=3 {
            // "Still right" changes the listing and makes no version of its own. From the second time round the version
            // before it is one that was taken back.
            store.set_checked(feed.id, right(day)).await.unwrap();
            let before = t.now(feed.id).await;
            approved(&t, &provider, &reviewer, feed.id).await;
            assert_eq!(t.now(feed.id).await.phone.as_deref(), Some(PHONE));
            t.press("/council/changes", &reviewer, "/undo").await;
            assert_eq!(t.now(feed.id).await, before);
            t.press(&format!("/provider/listings/{}", feed.id), &provider, "/take-back").await;
            t.press(&format!("/provider/listings/{}", feed.id), &provider, "/discard").await;
        }
        // Nothing was published: the listing is its source's again.
        feed.website = Some("https://heron.example.org".into());
        let saved = store.save_services("feed", std::slice::from_ref(&feed)).await.unwrap();
        assert_eq!(saved.each, [crate::store::SavedCounts::Changed]);
        assert_eq!(t.now(feed.id).await.checked, Some(right(3)));
    }
}

#[tokio::test]
async fn a_decision_is_not_taken_back_once_anything_came_after_it_in_the_same_second() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let provider = t.sign_in("provider@example.org").await;
        let own = own_of(&t, "provider@example.org").await;
        let reviewer = t.all_the_way(Role::Reviewer).await;
        let editor = t.all_the_way(Role::Editor).await;
        let store = &t.site.app.store;
        let actor = Actor { email: "reviewer@clubs.example.org".into(), council: true, now: t.seconds() };
        for (n, one) in own.iter().take(3).enumerate() {
            let draft = approved(&t, &provider, &reviewer, one.id).await;
            match n {
                0 => {
                    let checked = Checked { on: t.site.app.clock.today(), by: CheckedBy::Provider };
                    store.set_checked(one.id, checked).await.unwrap();
                }
                1 => {
                    t.write(one.id, &editor, "contact", &[("phone", "01234 222222")]).await;
                    t.send_it(one.id, &editor, "").await;
                }
                _ => {
                    let mut feed = t.now(one.id).await;
                    feed.website = Some("https://feed.example.org".into());
                    store.save_services("sample", &[feed]).await.unwrap();
                }
            }
            let now = t.now(one.id).await;
            let undone = undo(store, &actor, draft.id, draft.version).await;
            assert!(matches!(undone, Err(EditError::Stale)), "{n}: {undone:?}");
            assert_eq!(t.now(one.id).await, now);
        }
        assert!(t.get("/council/changes", &reviewer).await.attributes("form[action$=undo]", "action").is_empty());
    }
}

#[tokio::test]
async fn an_import_keeps_a_newer_check_and_a_draft_is_merged_into_what_it_brought() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let provider = t.sign_in("provider@example.org").await;
        let organization = own_of(&t, "provider@example.org").await[0].organization.clone();
        let reviewer = t.all_the_way(Role::Reviewer).await;
        let store = &t.site.app.store;
        let mut feed = service("Heron House");
        (feed.organization, feed.categories) = (organization, vec!["clubs".into()]);
        let day = |day| Some(Checked { on: jiff::civil::date(2026, 11, day), by: CheckedBy::Provider });
        feed.checked = day(2);
        let save = async |feed: &Service| store.save_services("feed", std::slice::from_ref(feed)).await.unwrap().each;
        save(&feed).await;
        let token = t.token("/provider", &provider).await;
        t.post("/provider/still-right", &provider, &format!("form-token={token}&service={}", feed.id)).await;
        assert_eq!(t.now(feed.id).await.checked, day(18));
        t.write(feed.id, &provider, "contact", &[("phone", PHONE)]).await;
        feed.website = Some("https://heron.example.org".into());
        assert_eq!(save(&feed).await, [crate::store::SavedCounts::Changed]);
        assert_eq!(t.now(feed.id).await.checked, day(18), "who said it here is newer");
        assert_eq!(save(&feed).await, [crate::store::SavedCounts::Unchanged]);
        feed.checked = day(20);
        save(&feed).await;
        assert_eq!(t.now(feed.id).await.checked, day(20), "the source is newer");
        // What the provider wrote meanwhile is still there, and comes beside what the import brought.
        t.send_it(feed.id, &provider, "").await;
        let draft = t.open(feed.id, Side::Provider).await.unwrap();
        t.fill(&format!("/council/changes/{}", draft.id), &reviewer, &[("do", "approve")]).await;
        let now = t.now(feed.id).await;
        assert_eq!((&now.phone, &now.website), (&Some(PHONE.to_owned()), &feed.website));
        assert_eq!(now.checked, day(20), "who said so later is not written over");
        feed.phone = None;
        assert_eq!(save(&feed).await, [crate::store::SavedCounts::OtherSource("here".into())]);
    }
}

#[tokio::test]
async fn an_organisation_and_its_first_listing_are_kept_together_or_not_at_all() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let store = &t.site.app.store;
        let organization = |name: &str| crate::domain::Organization {
            id: Uuid::new_v4(),
            name: name.into(),
            description: String::new(),
            kind: None,
            website: None,
            email: None,
            phone: None,
        };
        let actor = Actor { email: "provider@example.org".into(), council: false, now: t.seconds() };
        let lost = organization("Narwhals");
        let nobody = propose(store, &actor, lost.clone(), Some(Uuid::new_v4())).await;
        assert!(matches!(nobody, Err(EditError::Store(_))), "{nobody:?}");
        assert_eq!(store.organization(lost.id).await.unwrap(), None);
        assert!(store.drafts_of(&[lost.id]).await.unwrap().is_empty());
        assert!(store.audit_log(9).await.unwrap().iter().all(|(_, _, _, about)| about != "Narwhals"));

        let provider = t.sign_in("provider@example.org").await;
        let done = t.fill("/provider/organisation", &provider, &[("name", "Sea Otters")]).await;
        assert!(location(&done).ends_with("/what"));
        let id = store.organizations_named("Sea Otters").await.unwrap().remove(0);
        assert_eq!(store.drafts_of(&[id]).await.unwrap().len(), 1);
        let log = store.audit_log(9).await.unwrap();
        for what in ["proposed an organisation", "began a new listing"] {
            assert!(log.iter().any(|(_, _, w, about)| w == what && about == "Sea Otters"), "{what}");
        }
    }
}
