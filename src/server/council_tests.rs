//! What the council's staff see and do, through the real router, on both databases.

use super::auth_tests::{Timed, timed_on};
use super::editing_tests::{encode, fields, own_of, with};
use super::tests::Answer;
use crate::domain::{Checked, CheckedBy, Email, Organization, Role, Service, Side, Status};
use crate::editing::{Actor, FormStep, Opened, began, load, save, send, start_new};
use crate::store::HERE;
use crate::testing::{area, databases, service};
use crate::web::SigningIn;
use axum::http::StatusCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use uuid::Uuid;

fn organization(name: &str) -> Organization {
    let id = Uuid::new_v5(&Uuid::NAMESPACE_DNS, name.as_bytes());
    Organization {
        id,
        name: name.into(),
        description: String::new(),
        kind: None,
        website: None,
        email: None,
        phone: None,
    }
}

/// A row of the list as it is read out.
fn rows(answer: &Answer) -> Vec<String> {
    answer.texts("tbody tr")
}

/// Writes a new listing of an organisation and sends it. Answers the id of its draft.
async fn sent_new(t: &Timed, email: &str, of: &Organization, name: &str) -> Uuid {
    let (store, area) = (&t.site.app.store, area());
    let who = Actor { email: email.into(), council: false, now: t.now.load(Ordering::Relaxed) };
    let id = start_new(store, &who, of.clone()).await.unwrap();
    let values = load(store, id, Side::Provider).await.unwrap().values(FormStep::What, &area);
    let mut filled = values.clone();
    for (field, value) in [("name", name), ("summary", "What it does."), ("category", "clubs")] {
        filled.0.retain(|(name, _)| name != field);
        filled.put(field, value);
    }
    let opened = Opened { began: &began(&values), page: "", quietly: false };
    save(store, &area, &who, id, FormStep::What, &filled, &opened).await.unwrap();
    let version = store.open_draft(id, Side::Provider).await.unwrap().unwrap().version;
    send(store, &area, &who, id, version, String::new()).await.unwrap();
    store.open_draft(id, Side::Provider).await.unwrap().unwrap().id
}

#[tokio::test]
async fn the_list_is_of_the_database_in_pages_and_can_be_narrowed() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let reviewer = t.all_the_way(Role::Reviewer).await;
        let mut many: Vec<Service> = (0..120).map(|n| service(&format!("Quoll Club {n:03}"))).collect();
        for (at, status) in [(3, Status::Paused), (4, Status::Withdrawn), (5, Status::Expected), (6, Status::Closing)] {
            many[at].status = status;
        }
        for (n, one) in many.iter_mut().enumerate() {
            one.organization = Some(organization("Zoë’s Marsupials"));
            let on = jiff::civil::date(2026, 1, 1).saturating_add(jiff::Span::new().days(200 - n as i64));
            one.checked = (n != 7).then_some(Checked { on, by: CheckedBy::Provider });
        }
        // Nothing has told the index of these.
        t.site.app.store.save_services(HERE, &many).await.unwrap();
        let first = t.get("/council/listings?q=quoll", &reviewer).await;
        assert_eq!(rows(&first).len(), 50);
        assert!(first.texts("#listings")[0].starts_with("120 listings with “quoll”"), "{:?}", first.texts("#listings"));
        assert!(first.texts("title")[0].contains("page 1 of 3"));
        let next = first.attributes("nav.pages a[rel=next]", "href").remove(0);
        let second = t.get(&next, &reviewer).await;
        assert_eq!(second.texts("nav.pages li p"), ["Page 2 of 3"]);
        let third = t.get(&second.attributes("a[rel=next]", "href")[0], &reviewer).await;
        let all: Vec<String> = [&first, &second, &third].into_iter().flat_map(rows).collect();
        assert_eq!(all.len(), 120);
        assert!(all[0].contains("Quoll Club 000") && all[119].contains("Quoll Club 119"), "by name");
        assert!(all[3].contains("Closed for now") && all[7].contains("Not told to us"), "{} {}", all[3], all[7]);
        assert!(all[0].contains("20 July 2026"), "the day it was checked: {}", all[0]);
        assert!(
            third.attributes("a[rel=next]", "href").is_empty() && third.attributes("a[rel=prev]", "href").len() == 1
        );
        // By state, with the numbers on the list of states.
        for (state, name) in [("paused", "003"), ("ended", "004"), ("expected", "005"), ("closing", "006")] {
            let one = t.get(&format!("/council/listings?q=quoll+club&state={state}"), &reviewer).await;
            assert!(rows(&one).len() == 1 && rows(&one)[0].contains(name), "{state}");
        }
        assert_eq!(rows(&t.get("/council/listings?q=quoll&state=running", &reviewer).await).len(), 50);
        assert!(first.texts("#state option").contains(&"Closed for now (1)".to_owned()));
        // By who runs it, however it is typed.
        for typed in ["zoes+marsupials", "ZO%C3%8B%27S", "club+marsupials", "quoll%25+_", "q+c+z+marsup"] {
            let found = t.get(&format!("/council/listings?q={typed}"), &reviewer).await;
            assert_eq!(rows(&found).len(), 50, "{typed}");
        }
        // Those checked longest ago first, and what was never checked before all.
        let home = t.get("/council", &reviewer).await;
        let mut says = home.texts("main li a").into_iter().zip(home.attributes("main li a", "href"));
        let oldest_first = says.find(|(words, _)| words.contains("checked longest ago first")).unwrap().1;
        let oldest = rows(&t.get(&format!("{oldest_first}&q=quoll"), &reviewer).await);
        assert!(oldest[0].contains("Club 007") && oldest[1].contains("Club 119") && oldest[2].contains("Club 118"));
        // What is not understood is said, and the rest is answered.
        let odd = t.get("/council/listings?q=quoll&state=odd&sort=odd&page=99", &reviewer).await;
        assert_eq!((odd.status, odd.texts("#errors-list li").len(), rows(&odd).len()), (StatusCode::OK, 3, 20));
        assert!(odd.texts("title")[0].starts_with("Error: "));
        let nothing = t.get("/council/listings?q=wombat", &reviewer).await;
        assert!(rows(&nothing).is_empty() && nothing.body.contains("No listing here has all of that"));
        // A reviewer reads and does not write.
        assert!(!first.body.contains("Change it") && !first.body.contains("/council/listings/new"));
    }
}

#[tokio::test]
async fn every_write_of_a_listing_shows_in_the_list() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let editor = t.all_the_way(Role::Editor).await;
        let one = area().sample.services[3].clone();
        let row = async |q: &str| rows(&t.get(&format!("/council/listings?q={q}"), &editor).await).join("|");
        let base = format!("/provider/listings/{}", one.id);
        t.fill(&format!("{base}/what"), &editor, &[("name", "Bilby Burrow")]).await;
        assert_eq!(row("bilby").await, "", "a draft is in no list");
        t.fill(&format!("{base}/send"), &editor, &[]).await;
        let now = row("bilby").await;
        assert!(now.contains("18 November 2026") && now.contains("Running"), "{now}");
        assert_eq!(row(&encode(&[("q".into(), one.name.clone())])["q=".len()..]).await, "", "its old name is gone");
        t.later(40 * 86_400);
        let checked = Checked { on: t.site.app.clock.today(), by: CheckedBy::Visit };
        t.site.app.store.set_checked(one.id, checked).await.unwrap();
        let bilby = crate::store::ListingFilter { words: "bilby".into(), ..Default::default() };
        let listings = t.site.app.store.list_listings(&bilby, 0, 9);
        assert_eq!(listings.await.unwrap()[0].checked, Some(checked.on));
        t.site.app.store.remove_source(crate::store::SAMPLE).await.unwrap();
        assert_eq!(t.site.app.store.count_listings("").await.unwrap(), []);
    }
}

#[tokio::test]
async fn staff_add_a_listing_for_an_organisation_that_is_here() {
    for store in databases().await {
        let mut t = timed_on(store, SigningIn::Plain).await;
        let editor = t.all_the_way(Role::Editor).await;
        let of = area().sample.services[0].organization.clone().unwrap();
        let home = t.get("/council/listings", &editor).await;
        assert!(home.attributes("main a", "href").contains(&"/council/listings/new".to_owned()));
        let words = of.name.split(' ').next().unwrap().to_lowercase();
        let found = t.get(&format!("/council/listings/new?q={words}"), &editor).await;
        let ids = found.attributes("input[name=organisation]", "value");
        assert!(ids.contains(&of.id.to_string()), "{:?}", found.texts("label"));
        let form = fields(&found, "main form[method=post]:has(input[name=organisation])");
        let slip = t.post("/council/listings/new", &editor, &encode(&form)).await;
        assert_eq!(slip.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing chosen");
        assert_eq!(slip.texts("#errors-list li"), ["Choose who runs it."]);
        assert_eq!(slip.attributes("input[name=organisation]", "value"), ids, "what was found is still there");
        let chosen = with(form, &[("organisation", &of.id.to_string())]);
        let begun = t.post("/council/listings/new", &editor, &encode(&chosen)).await;
        let what = begun.headers["location"].to_str().unwrap().to_owned();
        let base = what.strip_suffix("/what").unwrap().to_owned();
        // A new listing without a name is found again by whoever began it, and by nobody else.
        let list = t.get("/council/listings", &editor).await;
        assert!(list.attributes("section a", "href").contains(&base), "{:?}", list.attributes("section a", "href"));
        let step = [("name", "Wallaby Wednesdays"), ("summary", "Hopping for all."), ("category", "clubs")];
        assert_eq!(t.fill(&what, &editor, &step).await.status, StatusCode::SEE_OTHER);
        let done = t.fill(&format!("{base}/send"), &editor, &[]).await;
        assert_eq!(done.headers["location"], "/services/wallaby-wednesdays");
        t.site.follower.catch_up().await.unwrap();
        let public = t.site.get("/services/wallaby-wednesdays").await;
        assert!(public.body.contains("Hopping for all.") && public.body.contains(&of.name));
        let list = t.get("/council/listings?q=wallaby", &editor).await;
        assert!(rows(&list)[0].contains("Wallaby Wednesdays") && list.texts("#begun").is_empty());
        let log = t.site.app.store.audit_log(99).await.unwrap();
        for what in ["began a new listing", "published a change"] {
            assert!(log.iter().any(|(_, who, w, _)| w == what && who == "editor@clubs.example.org"), "{what}");
        }
    }
}

#[tokio::test]
async fn staff_add_a_listing_for_a_new_organisation_and_are_asked_about_a_name_that_is_here() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let editor = t.all_the_way(Role::Editor).await;
        let new = |page: &Answer| fields(page, "main form[method=post]:has(input[name=name])");
        let form = new(&t.get("/council/listings/new", &editor).await);
        let send = async |set: &[(&str, &str)]| {
            t.post("/council/listings/new", &editor, &encode(&with(form.clone(), set))).await
        };
        let slip = send(&[("name", ""), ("website", "nowhere")]).await;
        assert_eq!((slip.status, slip.texts("#errors-list li").len()), (StatusCode::UNPROCESSABLE_ENTITY, 2));
        assert_eq!(slip.attributes("#website", "value"), ["nowhere"], "what was typed is kept");
        let begun = send(&[("name", "Potoroo Pals"), ("website", "www.potoroo.example.org")]).await;
        assert!(begun.headers["location"].to_str().unwrap().ends_with("/what"));
        // The same again, in other letters: it is asked whether it is the same one.
        let twice = send(&[("name", "The Pоtoroo Pals Ltd")]).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(twice.attributes("#name", "value"), ["The Pоtoroo Pals Ltd"]);
        let known = twice.attributes("input[name=organisation]", "value");
        assert_eq!(known.len(), 1);
        let choose = with(
            fields(&twice, "main form[method=post]:has(input[name=organisation])"),
            &[("organisation", &known[0])],
        );
        assert_eq!(t.post("/council/listings/new", &editor, &encode(&choose)).await.status, StatusCode::SEE_OTHER);
        let another = with(new(&twice), &[("another", "yes")]);
        assert_eq!(t.post("/council/listings/new", &editor, &encode(&another)).await.status, StatusCode::SEE_OTHER);
        let found = t.site.app.store.find_organizations("potoroo", 9).await.unwrap();
        assert_eq!(found.len(), 1, "the other is written with another letter");
        let log = t.site.app.store.audit_log(99).await.unwrap();
        assert_eq!(log.iter().filter(|(_, _, what, _)| what == "added an organisation").count(), 2);
        // Nothing is chosen of nothing found.
        let none = t.get("/council/listings/new?q=zzzz", &editor).await;
        assert!(none.texts(".notice")[0].contains("No organisation here has “zzzz”"), "{:?}", none.texts(".notice"));
        let token = t.token("/council/listings/new", &editor).await;
        let odd = t.post("/council/listings/new", &editor, &format!("form-token={token}&which=known&q=zzzz")).await;
        assert_eq!((odd.status, odd.texts("#q-error").len()), (StatusCode::UNPROCESSABLE_ENTITY, 1));
    }
}

#[tokio::test]
async fn the_reviewer_sees_who_sent_a_change_and_which_names_could_be_mixed_up() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let store = &t.site.app.store;
        // Somebody takes the name of an organisation that is here, with a Greek and a Cyrillic letter in it.
        let known = organization("Oaktree Families");
        let rival = Service { organization: Some(known.clone()), ..service("Oaktree Saturday Club") };
        store.save_services(HERE, &[rival]).await.unwrap();
        let now = t.now.load(Ordering::Relaxed);
        let jo = Uuid::new_v4();
        store.add_account(jo, &Email::parse("jo@oaktree.example").unwrap(), Role::Provider, now).await.unwrap();
        let false_one = organization("The Οaktree Fаmilies Ltd");
        store.propose_organization(&false_one, Some(jo), now).await.unwrap();
        t.later(3 * 86_400);
        let draft = sent_new(&t, "jo@oaktree.example", &false_one, "oaktree saturday-clubs").await;
        let reviewer = t.all_the_way(Role::Reviewer).await;
        let page = t.get(&format!("/council/changes/{draft}"), &reviewer).await;
        let who = page.texts("section[aria-labelledby=who]").join(" ");
        for said in [
            "jo@oaktree.example",
            "The account was made 3 days ago, on 18 November 2026.",
            "The account belongs to The Οaktree Fаmilies Ltd.",
            "was proposed here 3 days ago",
        ] {
            assert!(who.contains(said), "{said}: {who}");
        }
        let near = page.texts("section[aria-labelledby=near] li");
        assert_eq!(near.len(), 2, "{near:?}");
        assert!(near.iter().any(|n| n.contains("Oaktree Families, an organisation with 1 listing.")), "{near:?}");
        assert!(near.iter().any(|n| n.contains("Oaktree Saturday Club, a listing of Oaktree Families")), "{near:?}");
        let links = page.attributes("section[aria-labelledby=near] a", "href");
        assert!(links.contains(&"/services/oaktree-saturday-club".to_owned()));
        let all = links.iter().find(|l| l.starts_with("/council/listings?q=")).unwrap();
        assert_eq!(rows(&t.get(all, &reviewer).await).len(), 1, "the rival's own listings");
        // Somebody who belongs to another organisation is said to, and one's own names are no rivals.
        let own = own_of(&t, "provider@example.org").await;
        let of = own[0].organization.clone().unwrap();
        let other = sent_new(&t, "jo@oaktree.example", &of, "Numbat Nights").await;
        let page = t.get(&format!("/council/changes/{other}"), &reviewer).await;
        let who = page.texts("section[aria-labelledby=who]").join(" ");
        assert!(who.contains("does not belong to") && who.contains("came with our data"), "{who}");
        assert!(page.texts("#near").is_empty());
        store.remove_account(&Email::parse("jo@oaktree.example").unwrap()).await.unwrap();
        let page = t.get(&format!("/council/changes/{other}"), &reviewer).await;
        assert!(page.texts("section[aria-labelledby=who]")[0].contains("no account of this address"));
    }
}

/// Counts what a database is asked on this thread. SQLite is asked on a thread of its own, and counts nothing.
struct Questions(Arc<AtomicUsize>);

impl<S: tracing::Subscriber> tracing_subscriber::Layer<S> for Questions {
    fn on_event(&self, event: &tracing::Event<'_>, _: tracing_subscriber::layer::Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[tokio::test]
async fn a_longer_queue_and_more_listings_ask_the_database_no_more_often() {
    use tracing_subscriber::layer::SubscriberExt;
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        let reviewer = t.all_the_way(Role::Reviewer).await;
        let provider = t.sign_in("provider@example.org").await;
        let account = t.site.app.store.account_by_email(&Email::parse("provider@example.org").unwrap()).await;
        let account = account.unwrap().unwrap().id;
        let count = Arc::new(AtomicUsize::new(0));
        let _kept = tracing::subscriber::set_default(tracing_subscriber::registry().with(Questions(count.clone())));
        let ask = async || {
            let mut asked = Vec::new();
            for (path, session) in [
                ("/council/changes", &reviewer),
                ("/council/listings", &reviewer),
                ("/provider", &provider),
                ("/provider/new", &provider),
            ] {
                count.store(0, Ordering::Relaxed);
                assert_eq!(t.get(path, session).await.status, StatusCode::OK, "{path}");
                asked.push((path, count.load(Ordering::Relaxed)));
            }
            asked
        };
        let mut seen = Vec::new();
        for round in 0..2 {
            for n in 0..4 {
                let of = organization(&format!("Dunnart {round} {n}"));
                let now = t.now.load(Ordering::Relaxed);
                t.site.app.store.propose_organization(&of, Some(account), now).await.unwrap();
                let draft = sent_new(&t, "provider@example.org", &of, &format!("Dunnarts {round} {n}")).await;
                let change = format!("/council/changes/{draft}");
                if n % 2 == 0 {
                    t.fill(&change, &reviewer, &[("do", "return"), ("why", "wrong")]).await;
                }
            }
            seen.push(ask().await);
        }
        // SQLite logs a query on a thread of its own, so the last of a page may be counted with the next. One query for
        // every listing would be four more here.
        for ((path, few), (_, many)) in seen[0].iter().zip(&seen[1]) {
            assert!(few.abs_diff(*many) <= 1, "{path}: {few}, then {many}");
        }
    }
}
