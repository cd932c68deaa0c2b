//! One contract, held to by both databases.

use super::query::{query, query_of};
use super::*;
use crate::domain::{Point, Postcode, Service};
use crate::testing::{databases, service};
use uuid::Uuid;

#[tokio::test]
async fn what_is_saved_is_read_back() {
    for store in databases().await {
        let one = service("Kestrel Club");
        let outcome = store.save_services("a", std::slice::from_ref(&one)).await.unwrap();
        assert_eq!(outcome, SaveOutcome { each: vec![SavedCounts::Added], number: Some(1) });
        let read = store.service_by_slug("kestrel-club").await.unwrap().unwrap();
        assert_eq!(Service { slug: String::new(), ..read }, one);
        assert_eq!(store.service_by_slug("nobody").await.unwrap(), None);
        assert_eq!(store.count_services().await.unwrap(), 1);
    }
}

#[tokio::test]
async fn saving_the_same_again_changes_nothing() {
    for store in databases().await {
        let batch = [service("One"), service("Two")];
        store.save_services("a", &batch).await.unwrap();
        let again = store.save_services("a", &batch).await.unwrap();
        assert_eq!(again, SaveOutcome { each: vec![SavedCounts::Unchanged; 2], number: None });
        assert_eq!(store.change_number().await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_slug_outlives_a_new_name_and_is_never_shared() {
    for store in databases().await {
        let mut first = service("Kestrel Club");
        let mut twin = service("Kestrel Club");
        twin.id = Uuid::from_u128(7);
        store.save_services("a", &[first.clone(), twin.clone()]).await.unwrap();
        let slugs = store.slugs().await.unwrap();
        assert_eq!(slugs, ["kestrel-club", "kestrel-club-0000"]);
        first.name = "Curlew Club".into();
        store.save_services("a", &[first]).await.unwrap();
        assert_eq!(store.service_by_slug("kestrel-club").await.unwrap().unwrap().name, "Curlew Club");
        assert_eq!(store.slugs().await.unwrap(), slugs);
    }
}

#[tokio::test]
async fn one_source_cannot_write_over_another() {
    for store in databases().await {
        let one = service("One");
        store.save_services("a", std::slice::from_ref(&one)).await.unwrap();
        let outcome = store.save_services("b", &[Service { name: "Other".into(), ..one }]).await.unwrap();
        assert_eq!(outcome.each, [SavedCounts::OtherSource("a".into())]);
        assert_eq!(store.remove_source("b").await.unwrap(), 0);
        assert_eq!(store.remove_source("a").await.unwrap(), 1);
        assert_eq!(store.count_services().await.unwrap(), 0);
    }
}

#[tokio::test]
async fn change_numbers_have_no_gaps_under_forty_writers() {
    for store in databases().await {
        let mut writers = Vec::new();
        for n in 0..40u128 {
            let store = store.clone();
            writers.push(tokio::spawn(async move {
                let mut one = service(&format!("Service {n}"));
                one.id = Uuid::from_u128(n + 1);
                store.save_services("a", &[one]).await.unwrap().number.unwrap()
            }));
        }
        let mut numbers = Vec::new();
        for writer in writers {
            numbers.push(writer.await.unwrap());
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=40).collect::<Vec<u64>>());
        let changes = store.changes_after(35, 100).await.unwrap();
        assert_eq!(changes.iter().map(|c| c.number).collect::<Vec<_>>(), [36, 37, 38, 39, 40]);
        assert_eq!(store.oldest_change().await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_change_number_is_never_cut_in_two() {
    for store in databases().await {
        let batch: Vec<Service> =
            (1..=10u128).map(|n| Service { id: Uuid::from_u128(n), ..service(&format!("S{n}")) }).collect();
        store.save_services("a", &batch).await.unwrap();
        assert_eq!(store.changes_after(0, 3).await.unwrap().len(), 10);
    }
}

#[tokio::test]
async fn the_log_is_kept_short_and_says_from_where_it_tells() {
    for store in databases().await {
        for n in 1..=10u128 {
            let pair = [n * 2, n * 2 + 1].map(|id| Service { id: Uuid::from_u128(id), ..service(&format!("S{id}")) });
            store.save_services("a", &pair).await.unwrap();
        }
        assert_eq!(store.prune_change_log(100).await.unwrap(), 0, "there are fewer");
        assert_eq!(store.oldest_change().await.unwrap(), 1);
        // Five rows are two numbers and a half: no number is cut in two.
        assert_eq!(store.prune_change_log(5).await.unwrap(), 14);
        assert_eq!(store.oldest_change().await.unwrap(), 8);
        let numbers = async || store.changes_after(0, 100).await.unwrap().iter().map(|c| c.number).collect::<Vec<_>>();
        assert_eq!(numbers().await, [8, 8, 9, 9, 10, 10]);
        assert_eq!(store.prune_change_log(0).await.unwrap(), 4, "the last number always stays");
        assert_eq!((numbers().await, store.change_number().await.unwrap()), (vec![10, 10], 10));
        assert_eq!(store.prune_change_log(5).await.unwrap(), 0);
        assert_eq!(store.oldest_change().await.unwrap(), 10);
    }
}

#[tokio::test]
async fn a_batch_is_saved_as_one_by_one_would_be() {
    for store in databases().await {
        let organization = crate::domain::Organization {
            id: Uuid::from_u128(99),
            name: "Friends".into(),
            description: String::new(),
            kind: None,
            website: None,
            email: None,
            phone: None,
        };
        let named = |id: u128, name: &str| Service {
            id: Uuid::from_u128(id),
            organization: Some(organization.clone()),
            ..service(name)
        };
        store.save_services("b", &[named(1, "Club"), named(2, "Other")]).await.unwrap();
        // Two new ones of the same name as one that is there, one of another source, one that is the same, one twice.
        let batch = [named(1, "Club"), named(3, "Club"), named(4, "Club"), named(3, "Club"), named(4, "Clubs")];
        let would = store.would_save("a", &batch).await.unwrap();
        let saved = store.save_services("a", &batch).await.unwrap();
        let other = || SavedCounts::OtherSource("b".into());
        assert_eq!(
            saved.each,
            [other(), SavedCounts::Added, SavedCounts::Added, SavedCounts::Unchanged, SavedCounts::Changed]
        );
        assert_eq!(would.each[..3], saved.each[..3]);
        let slugs = store.slugs().await.unwrap();
        assert_eq!(slugs.len(), 4, "{slugs:?}");
        assert!(slugs.contains(&"club".to_owned()) && slugs.iter().filter(|s| s.starts_with("club-")).count() == 2);
        let changed = store.changes_after(1, 10).await.unwrap();
        assert_eq!(changed.iter().map(|c| c.service.as_u128()).collect::<Vec<_>>(), [3, 4]);
        assert_eq!(store.services_by_ids(&[Uuid::from_u128(4)]).await.unwrap()[0].name, "Clubs");
        // More than one query asks for at once.
        let many: Vec<Service> = (1000..2200u128).map(|id| named(id, &format!("Many {id}"))).collect();
        assert!(store.save_services("a", &many).await.unwrap().each.iter().all(|s| *s == SavedCounts::Added));
        assert!(store.would_save("a", &many).await.unwrap().each.iter().all(|s| *s == SavedCounts::Unchanged));
        assert_eq!(store.count_services().await.unwrap(), 1204);
    }
}

#[tokio::test]
async fn removed_listings_stand_in_the_log() {
    for store in databases().await {
        let one = service("One");
        store.save_services(SAMPLE, std::slice::from_ref(&one)).await.unwrap();
        assert!(store.has_sample().await.unwrap());
        store.remove_source(SAMPLE).await.unwrap();
        assert!(!store.has_sample().await.unwrap());
        assert_eq!(store.changes_after(1, 10).await.unwrap(), [ListingChange { number: 2, service: one.id }]);
        assert!(store.services_by_ids(&[one.id]).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn listings_come_in_the_order_asked_and_in_pieces() {
    for store in databases().await {
        let batch: Vec<Service> =
            (1..=45u128).map(|n| Service { id: Uuid::from_u128(n), ..service(&format!("S{n}")) }).collect();
        store.save_services("a", &batch).await.unwrap();
        let asked: Vec<Uuid> = batch.iter().rev().map(|s| s.id).collect();
        let found: Vec<Uuid> = store.services_by_ids(&asked).await.unwrap().iter().map(|s| s.id).collect();
        assert_eq!(found, asked);
        let first = store.services_after(None, 20).await.unwrap();
        let next = store.services_after(first.last().map(|s| s.id), 100).await.unwrap();
        assert_eq!((first.len(), next.len()), (20, 25));
    }
}

#[tokio::test]
async fn a_failed_batch_stores_nothing() {
    for store in databases().await {
        store.close().await;
        assert!(store.save_services("a", &[service("One")]).await.is_err());
        assert!(store.change_number().await.is_err());
    }
}

#[tokio::test]
async fn postcodes_are_written_over_and_read_by_any_spelling() {
    for store in databases().await {
        let row = |lat: f64| PostcodeRow {
            code: Postcode::parse("PR1 2AB").unwrap(),
            point: Point { lat, lon: -2.7 },
            district_code: Some("E07000123".into()),
            ended: true,
        };
        store.save_postcodes(&[row(53.0)]).await.unwrap();
        store.save_postcodes(&[row(53.7)]).await.unwrap();
        assert_eq!(store.postcode(&Postcode::parse("pr12ab").unwrap()).await.unwrap(), Some(row(53.7)));
        assert_eq!(store.count_postcodes().await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_database_from_the_future_is_refused_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_embedded(folder.path()).await.unwrap();
    let pools = store.db.pools();
    let db::Pools::Sqlite { write, .. } = &pools.pools else { panic!("embedded is SQLite") };
    sqlx::query("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (999, 'later', TRUE, X'00', 0)")
        .execute(write)
        .await
        .unwrap();
    store.close().await;
    let error = Store::open_embedded(folder.path()).await.err().unwrap().to_string();
    assert!(error.contains("newer than this program"), "{error}");
}

fn stored(name: &str, source: &str, content: &str) -> StoredStatistics {
    StoredStatistics {
        name: name.into(),
        source: source.into(),
        sort: "needs".into(),
        loaded: crate::testing::today(),
        rows: 1,
        content: content.into(),
    }
}

#[tokio::test]
async fn figures_are_kept_and_take_a_change_number_only_when_they_change() {
    for store in databases().await {
        let files = [stored("made-up", SAMPLE, "a"), stored("real", "loaded", "b")];
        assert_eq!(store.save_figures(&files).await.unwrap(), 2);
        let number = store.change_number().await.unwrap();
        assert_eq!(store.save_figures(&files).await.unwrap(), 0);
        assert_eq!(store.change_number().await.unwrap(), number);
        let names: Vec<_> = store.figures().await.unwrap().into_iter().map(|f| f.name).collect();
        assert_eq!(names, ["real", "made-up"], "the sample comes last");
        assert!(store.has_sample().await.unwrap(), "made-up figures are labelled too");
        assert_eq!(store.remove_figures_of(SAMPLE).await.unwrap(), 1);
        assert!(store.remove_figures("real").await.unwrap() && !store.remove_figures("real").await.unwrap());
        assert!(!store.has_sample().await.unwrap() && store.change_number().await.unwrap() == number + 2);
    }
}

#[tokio::test]
async fn a_month_of_the_past_is_never_written_over() {
    for store in databases().await {
        let row = |can_use| SnapshotRow { month: "2026-03".into(), district: "d".into(), kind: "k".into(), can_use };
        assert_eq!(store.save_snapshot("a", &[row(3)]).await.unwrap(), 1);
        assert_eq!(store.save_snapshot("a", &[row(9)]).await.unwrap(), 0);
        assert_eq!(store.snapshots().await.unwrap(), [row(3)]);
        assert!(store.has_snapshot("2026-03").await.unwrap() && !store.has_snapshot("2026-04").await.unwrap());
        assert_eq!(store.remove_snapshots_of("a").await.unwrap(), 1);
    }
}

#[tokio::test]
async fn searches_are_shown_in_fives_by_the_month_and_small_groups_are_put_together() {
    use jiff::civil::date;
    for store in databases().await {
        let one = |day, looked_for: &str| Demand {
            day,
            looked_for: looked_for.into(),
            district: "burnley".into(),
            age_band: String::new(),
            found: "none".into(),
        };
        let (early, late) = (date(2026, 9, 3), date(2026, 9, 20));
        store.add_demand(&[(one(early, "need:asd"), 3), (one(late, "need:asd"), 1)]).await.unwrap();
        store.add_demand(&[(one(late, "need:asd"), 2), (one(late, "need:hi"), 4)]).await.unwrap();
        store.add_demand(&[(one(early, "category:money"), 1), (one(date(2026, 10, 1), "need:asd"), 50)]).await.unwrap();
        assert_eq!(store.published_demand(date(2026, 9, 30)).await.unwrap(), [], "the month is not over");
        assert_eq!(store.published_demand(date(2026, 10, 1)).await.unwrap(), [], "nor quite written down");
        let shown = store.published_demand(date(2026, 10, 2)).await.unwrap();
        assert_eq!(shown.iter().map(|m| (m.looked_for.as_str(), m.searches)).collect::<Vec<_>>(), [("need:asd", 6)]);
        store.tidy_demand(date(2026, 10, 31)).await.unwrap();
        assert_eq!(store.published_demand(date(2026, 10, 31)).await.unwrap(), shown, "not before 31 days");
        for _ in 0..2 {
            store.tidy_demand(date(2026, 11, 1)).await.unwrap();
            let shown = store.published_demand(date(2026, 11, 1)).await.unwrap();
            let said: Vec<_> = shown.iter().map(|m| (m.looked_for.as_str(), m.district.as_str(), m.searches)).collect();
            assert_eq!(said, [("need:asd", "burnley", 6), (OTHER, "", 5)]);
        }
        store.tidy_demand(date(2028, 11, 1)).await.unwrap();
        assert_eq!(store.published_demand(date(2028, 11, 2)).await.unwrap(), [], "two years, and it is gone");
    }
}

async fn sides_of(db: &Arc<db::Db>) -> Result<Vec<String>, StoreError> {
    const SQL: &str = "SELECT side FROM draft ORDER BY id";
    db.fetch_scalars(query(SQL)).await
}

async fn execute(db: &Arc<db::Db>, sql: String) -> Result<(), StoreError> {
    db.execute(query_of(&[sql.leak()])).await.map(drop)
}

#[tokio::test]
async fn open_drafts_of_an_older_database_are_given_their_side() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("local-offer.sqlite");
    let mut all = vec![super::db::Db::sqlite(folder.path(), &file).await.unwrap()];
    if let Ok(server) = std::env::var("LOCAL_OFFER_TEST_POSTGRES")
        && !server.is_empty()
    {
        let url = super::create_database(&server, &format!("test_sides_{}", std::process::id())).await.unwrap();
        all.push(super::db::Db::postgres(&url).await.unwrap());
    }
    for db in all {
        super::migrate::run_to(&db, 4).await.unwrap();
        let draft = |n: u8, state: &str, saved_by: &str| {
            format!(
                "INSERT INTO draft (id, service_id, organization_id, state, version, document, saved, saved_by) \
                 VALUES ('d{n}', 's{n}', 'o', '{state}', 1, '{{}}', 9, '{saved_by}')"
            )
        };
        let statements = [
            "INSERT INTO account (id, email, role, created) VALUES ('a', 'mo@club.example', 'provider', 0)".to_owned(),
            "INSERT INTO account (id, email, role, created) VALUES ('b', 'eve@council.example', 'editor', 0)"
                .to_owned(),
            draft(1, "writing", "mo@club.example"),
            draft(2, "writing", "eve@council.example"),
            // Whoever sends a draft back saves it: it is the provider's all the same.
            draft(3, "returned", "eve@council.example"),
            "INSERT INTO draft_message (id, draft_id, at, version, kind, who, text) \
             VALUES ('m', 'd3', 1, 1, 'sent', 'mo@club.example', '')"
                .to_owned(),
            draft(4, "writing", "somebody@gone.example"),
        ];
        for sql in statements {
            execute(&db, sql).await.unwrap();
        }
        super::migrate::run(&db).await.unwrap();
        let sides = sides_of(&db).await.unwrap();
        assert_eq!(sides, ["provider", "council", "provider", "provider"]);
        db.close().await;
    }
}

/// Runs some SQL as it is.
async fn run(store: &Store, sql: &'static str) {
    store.db.execute(query(sql)).await.unwrap();
}

#[tokio::test]
async fn lists_know_what_was_there_before_them_and_what_an_older_program_wrote() {
    for store in databases().await {
        let of = crate::domain::Organization {
            id: Uuid::from_u128(9),
            name: "Kestrel Trust".into(),
            description: String::new(),
            kind: None,
            website: None,
            email: None,
            phone: None,
        };
        let kestrel = |name: &str| Service { organization: Some(of.clone()), ..service(name) };
        let batch: Vec<Service> = (0..3).map(|n| kestrel(&format!("Kestrel Club {n}"))).collect();
        store.save_services("a", &batch).await.unwrap();
        let heron = crate::domain::Organization { id: Uuid::from_u128(10), name: "Heron Trust".into(), ..of.clone() };
        store.propose_organization(&heron, None, 77).await.unwrap();
        store.audit(Uuid::new_v4(), 77, "jo@example.org", "proposed an organisation", "Heron Trust").await.unwrap();
        let all = ListingFilter::default();
        let before = store.list_listings(&all, 0, 9).await.unwrap();
        assert_eq!(before.len(), 3);
        assert_eq!((before[0].slug.as_str(), before[0].organization.as_str()), ("kestrel-club-0", "Kestrel Trust"));
        for sql in ["DELETE FROM service_summary", "DELETE FROM organization_summary"] {
            run(&store, sql).await;
        }
        assert!(store.list_listings(&all, 0, 9).await.unwrap().is_empty());
        summaries::fill(&store.db).await.unwrap();
        assert_eq!(store.list_listings(&all, 0, 9).await.unwrap(), before);
        assert_eq!(store.organizations_named("Kestrel Trust").await.unwrap(), [of.id]);
        assert_eq!(store.organization_proposed(of.id).await.unwrap(), None);
        assert_eq!(store.organization_proposed(heron.id).await.unwrap(), Some(77));
        // An older program beside this one writes documents and no lines; one document is damaged.
        for sql in [
            "UPDATE service SET changed = changed + 1, document = replace(document, 'Kestrel Club 1', 'Curlew Club') \
             WHERE slug = 'kestrel-club-1'",
            "UPDATE service SET changed = changed + 1, document = 'x' WHERE slug = 'kestrel-club-2'",
        ] {
            run(&store, sql).await;
        }
        summaries::fill(&store.db).await.unwrap();
        let names: Vec<String> = store.list_listings(&all, 0, 9).await.unwrap().into_iter().map(|l| l.name).collect();
        assert_eq!(names, ["Curlew Club", "Kestrel Club 0", "Kestrel Club 2"]);
    }
}

#[tokio::test]
async fn names_that_look_alike_are_found_the_same_ones_first() {
    for store in databases().await {
        let all = ["Kestrel Club", "The Kestrel Club", "Кestrel Сlub", "Kestrel Clubs", "Kestrels Abroad", "Owl Club"];
        store.save_services("a", &all.map(service)).await.unwrap();
        let own = service("Kestrel Club").id;
        let (near, total) = store.near_names("Kestrel Club CIC", &[own], 9).await.unwrap();
        let mut names: Vec<&str> = near.iter().map(|n| n.name.as_str()).collect();
        assert_eq!((names.pop(), total), (Some("Kestrel Clubs"), 3));
        names.sort_unstable();
        assert_eq!(names, ["The Kestrel Club", "Кestrel Сlub"]);
        let (some, total) = store.near_names("Kestrel Club", &[], 1).await.unwrap();
        assert_eq!((some.len(), total), (1, 4));
        assert_eq!(store.near_names("…", &[], 9).await.unwrap().1, 0, "signs alone are like nothing");
    }
}

#[tokio::test]
async fn lists_of_ids_may_be_longer_than_one_query() {
    for store in databases().await {
        let of = |n: u128| crate::domain::Organization {
            id: Uuid::from_u128(n),
            name: format!("Trust {n}"),
            description: String::new(),
            kind: None,
            website: None,
            email: None,
            phone: None,
        };
        let batch: Vec<Service> =
            (1..=45).map(|n| Service { organization: Some(of(n)), ..service(&format!("Club {n}")) }).collect();
        store.save_services("a", &batch).await.unwrap();
        let ids: Vec<Uuid> = (1..=45).map(Uuid::from_u128).collect();
        let names: Vec<String> = store.services_of(&ids).await.unwrap().into_iter().map(|s| s.name).collect();
        assert_eq!(names, (1..=45).map(|n| format!("Club {n}")).collect::<Vec<_>>());
        assert!(store.services_of(&[]).await.unwrap().is_empty());
        assert!(store.drafts_of(&ids).await.unwrap().is_empty());
    }
}
