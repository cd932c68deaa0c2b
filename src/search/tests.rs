//! Search through the real index, following a real database.

use super::*;
use crate::area::Area;
use crate::domain::{Clock, SearchQuery, Service};
use crate::store::{SAMPLE, Store};
use crate::testing::{TestStore, area, pairs, service, sqlite, today};
use crate::web::Listings;
use std::sync::Arc;
use tempfile::TempDir;

struct Searched {
    store: TestStore,
    engine: Engine,
    follower: Follower<Listings>,
    folder: TempDir,
}

async fn follow(store: &Store, folder: &std::path::Path) -> (Engine, Follower<Listings>) {
    let engine = Engine::empty(area(), Clock::fixed(today())).unwrap();
    let follower = Follower::start(engine.clone(), Listings(store.clone()), folder).await.unwrap();
    (engine, follower)
}

async fn searched(services: &[Service]) -> Searched {
    let store = sqlite().await;
    store.save_services("test", services).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (engine, follower) = follow(&store, folder.path()).await;
    Searched { store, engine, follower, folder }
}

async fn sample() -> Searched {
    let store = sqlite().await;
    store.save_services(SAMPLE, &area().sample.services).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (engine, follower) = follow(&store, folder.path()).await;
    Searched { store, engine, follower, folder }
}

fn question(query: &str) -> SearchQuery {
    let mut find = SearchQuery::parse(&pairs(query), &area().vocabulary);
    find.from = match area().parse_location(&find.where_text) {
        crate::area::LocationQuery::Place(place) => Some(place),
        _ => None,
    };
    find
}

async fn found(searched: &Searched, query: &str) -> (SearchResults, Vec<Service>) {
    let found = searched.engine.find(&question(query)).await.unwrap();
    let ids: Vec<_> = found.hits.iter().map(|h| h.id).collect();
    let services = searched.store.services_by_ids(&ids).await.unwrap();
    (found, services)
}

fn built(json: serde_json::Value) -> Service {
    let mut plain = serde_json::to_value(service(json["name"].as_str().unwrap())).unwrap();
    plain.as_object_mut().unwrap().extend(json.as_object().unwrap().clone());
    serde_json::from_value(plain).unwrap()
}

#[tokio::test]
async fn words_are_found_in_any_form_and_signs_are_harmless() {
    let s = searched(&[service("Saturday Swimming Club"), service("Children’s Choir")]).await;
    for query in ["q=swimming", "q=swim", "q=SWIMS", "q=clubs", "q=swimming+club"] {
        assert_eq!(found(&s, query).await.1[0].name, "Saturday Swimming Club", "{query}");
    }
    for query in ["q=childrens+choir", "q=children%27s+choir", "q=children%E2%80%99s+choir"] {
        assert_eq!(found(&s, query).await.1[0].name, "Children’s Choir", "{query}");
    }
    for query in [
        "q=%22",
        "q=%28",
        "q=name%3Ax",
        "q=%F0%9F%A6%8A",
        "q=a%3Ab+c+OR",
        "q=%3C%2Ftitle%3E%3Cscript%3E",
        "q=-",
        "q=%2A",
    ] {
        let (found, _) = found(&s, query).await;
        assert!(found.total <= 1 && found.pages == 1, "{query}");
    }
    for nothing in ["q=", "q=%00", "q=+"] {
        assert_eq!(found(&s, nothing).await.0.total, 2, "{nothing}");
    }
}

#[tokio::test]
async fn serving_a_district_is_what_counts_not_standing_in_it() {
    let burnley =
        serde_json::json!([{ "town": "Burnley", "district": "burnley", "point": { "lat": 53.79, "lon": -2.24 } }]);
    let s = searched(&[
        built(serde_json::json!({ "name": "Based in Burnley, takes Pendle", "locations": burnley, "service_area": { "areas": { "districts": ["pendle"] } } })),
        built(serde_json::json!({ "name": "Based in Burnley, silent", "locations": burnley })),
        built(serde_json::json!({ "name": "Takes everybody", "service_area": "everywhere" })),
    ])
    .await;
    let (in_burnley, services) = found(&s, "district=burnley").await;
    assert_eq!(services.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["Takes everybody"]);
    assert_eq!((in_burnley.total, in_burnley.based_here.1), (1, 1));
    let (in_pendle, _) = found(&s, "district=pendle").await;
    assert_eq!((in_pendle.total, in_pendle.based_here.1), (2, 0));
}

#[tokio::test]
async fn a_promise_must_be_told_and_a_limit_lets_in_what_is_not() {
    let s = searched(&[
        built(serde_json::json!({ "name": "Free", "cost": { "band": "free" }, "ages": { "from": 5, "to": 11 }, "features": { "step-free": { "state": "yes" } }, "ehcp": "not-needed" })),
        built(serde_json::json!({ "name": "Paid", "cost": { "band": "paid" }, "ages": { "from": 12, "to": 18 }, "features": { "step-free": { "state": "partly" } }, "ehcp": "needed" })),
        built(serde_json::json!({ "name": "Silent" })),
    ])
    .await;
    for (query, param) in [("cost=free", "cost"), ("features=step-free", "features"), ("ehcp=not-needed", "ehcp")] {
        let (answer, services) = found(&s, query).await;
        assert_eq!(services.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["Free"], "{query}");
        assert_eq!(answer.untold[param], 1, "{query}");
        assert_eq!(found(&s, &format!("{query}&untold={param}")).await.0.total, 2, "{query}");
    }
    let (_, services) = found(&s, "age=7&sort=name").await;
    assert_eq!(services.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["Free", "Silent"]);
}

#[tokio::test]
async fn those_that_have_not_told_us_stand_after_those_that_match() {
    let s = sample().await;
    for (query, told) in [("age=9&q=club", 0usize), ("need=asd&where=Burnley", 1)] {
        let mut seen = Vec::new();
        for page in 1..=20 {
            let (answer, services) = found(&s, &format!("{query}&page={page}")).await;
            seen.extend(
                services
                    .iter()
                    .map(|s| if told == 0 { s.ages.is_some() } else { s.needs != crate::domain::NeedsServed::NotTold }),
            );
            if page >= answer.pages {
                break;
            }
        }
        assert!(seen.contains(&true) && seen.contains(&false), "{query}");
        assert!(seen.windows(2).all(|w| w[0] || !w[1]), "{query}: {seen:?}");
    }
}

#[tokio::test]
async fn each_facet_is_counted_with_its_own_filter_lifted() {
    let s = sample().await;
    for query in [
        "district=burnley&cost=free",
        "need=asd&category=short-breaks&age=9",
        "features=step-free&features=quiet-space&when=weekend",
        "q=swim&level=universal",
    ] {
        let (answer, _) = found(&s, query).await;
        let asked = question(query);
        for (facet, counts) in &answer.counts {
            for (value, count) in area().vocabulary.values(*facet).iter().zip(counts).step_by(3) {
                let mut alone = asked.clone();
                alone.chosen.remove(facet);
                if *facet == crate::domain::Facet::Age {
                    alone.age = None;
                }
                let expected = exactly(&s, &alone, *facet, &value.slug).await;
                assert_eq!(*count, expected, "{query}: {facet:?}={}", value.slug);
            }
        }
    }
}

/// Counts by reading every match and asking it, the slow way.
async fn exactly(s: &Searched, find: &SearchQuery, facet: crate::domain::Facet, value: &str) -> u64 {
    use crate::domain::{Age, Facet, NeedsServed};
    let mut n = 0;
    let mut page = 1;
    loop {
        let found = s.engine.find(&SearchQuery { page, ..find.clone() }).await.unwrap();
        let ids: Vec<_> = found.hits.iter().map(|h| h.id).collect();
        for service in s.store.services_by_ids(&ids).await.unwrap() {
            let one = |list: &[String]| list.iter().any(|v| v == value);
            n += u64::from(match facet {
                Facet::District => service.service_area.serves(value) == Some(true),
                Facet::Need => match &service.needs {
                    NeedsServed::Any => true,
                    NeedsServed::NotTold => false,
                    NeedsServed::These(needs) => one(needs),
                },
                Facet::Category => {
                    service.categories.iter().any(|c| c == value || area().vocabulary.top_category(c) == Some(value))
                }
                Facet::Age => service.ages.is_some_and(|r| r.takes(Age::parse(value).unwrap().unwrap())),
                Facet::Level => one(service.level.as_slice()),
                Facet::Access => one(&service.access),
                Facet::Cost => one(service.cost.band.as_slice()),
                Facet::Mode => one(&service.modes),
                Facet::When => one(&service.when),
                Facet::Features => service.features.get(value).is_some_and(|f| f.state == crate::domain::State::Yes),
            });
        }
        if page >= found.pages {
            return n;
        }
        page += 1;
    }
}

#[tokio::test]
async fn every_order_holds_across_pages() {
    let s = sample().await;
    for sort in ["best", "nearest", "name", "fresh"] {
        let mut seen = Vec::new();
        let mut page = 1;
        loop {
            let found = s.engine.find(&question(&format!("where=Burnley&sort={sort}&page={page}"))).await.unwrap();
            seen.extend(found.hits.clone());
            if page >= found.pages {
                assert_eq!(seen.len() as u64, found.total);
                break;
            }
            page += 1;
        }
        let ids: std::collections::BTreeSet<_> = seen.iter().map(|h| h.id).collect();
        assert_eq!(ids.len(), seen.len(), "{sort}: a listing stands on two pages");
        let services = s.store.services_by_ids(&seen.iter().map(|h| h.id).collect::<Vec<_>>()).await.unwrap();
        match sort {
            "nearest" => assert!(seen.windows(2).all(|w| match (w[0].miles, w[1].miles) {
                (Some(a), Some(b)) => a <= b,
                (None, Some(_)) => false,
                _ => true,
            })),
            "name" => assert!(services.windows(2).all(|w| w[0].name.to_lowercase() <= w[1].name.to_lowercase())),
            "fresh" => assert!(services.windows(2).all(|w| w[0].checked.map(|c| c.on) >= w[1].checked.map(|c| c.on))),
            _ => {}
        }
    }
    let past = s.engine.find(&question("page=9999")).await.unwrap();
    assert_eq!((past.page, past.hits.len() as u64), (past.pages, past.total - u64::from(past.pages - 1) * 20));
}

#[tokio::test]
async fn a_radius_keeps_what_is_within_it() {
    let s = sample().await;
    let (answer, _) = found(&s, "where=Chorley&radius=5").await;
    assert!(answer.total > 0 && answer.hits.iter().all(|h| h.miles.is_some_and(|m| m <= 5.0)));
    assert!(answer.lifted["radius"] > 0);
}

#[tokio::test]
async fn what_is_not_open_is_named_beside_and_not_counted() {
    let s = searched(&[
        service("Open"),
        built(serde_json::json!({ "name": "Ended", "status": "withdrawn" })),
        built(serde_json::json!({ "name": "Ending", "status": "closing" })),
    ])
    .await;
    let (answer, _) = found(&s, "").await;
    assert_eq!((answer.total, answer.not_open.1), (2, 1));
}

#[tokio::test]
async fn a_change_is_followed_and_a_removal_too() {
    let mut s = searched(&[service("First")]).await;
    s.store.save_services("other", &[service("Second")]).await.unwrap();
    assert_eq!(s.follower.catch_up().await.unwrap(), 2);
    assert_eq!(found(&s, "q=second").await.0.total, 1);
    s.store.remove_source("other").await.unwrap();
    s.follower.catch_up().await.unwrap();
    assert_eq!(found(&s, "q=second").await.0.total, 0);
    assert_eq!(found(&s, "").await.0.total, 1);
}

#[tokio::test]
async fn an_index_is_taken_up_again_and_only_by_one() {
    let s = searched(&[service("First")]).await;
    let path = s.folder.path().to_owned();
    let engine = Engine::empty(area(), Clock::fixed(today())).unwrap();
    let second = Follower::start(engine, Listings(s.store.clone()), &path).await;
    assert!(second.err().unwrap().to_string().contains("being written by process"));
    drop(s.follower);
    s.store.save_services("later", &[service("Second")]).await.unwrap();
    let (engine, _follower) = follow(&s.store, &path).await;
    assert!(engine.is_ready());
    assert_eq!((engine.len(), engine.applied()), (2, 2));
}

#[tokio::test]
async fn an_index_that_is_damaged_missing_or_another_databases_is_built_again() {
    let s = searched(&[service("First"), service("Second")]).await;
    let path = s.folder.path().to_owned();
    drop(s.follower);
    let inside = path.join(schema::folder_name(&area()));
    for file in std::fs::read_dir(&inside).unwrap().flatten() {
        if file.path().extension().is_some_and(|e| e == "term" || e == "fast" || e == "idx") {
            std::fs::write(file.path(), b"damaged").unwrap();
        }
    }
    let (engine, follower) = follow(&s.store, &path).await;
    assert_eq!(engine.len(), 2);
    drop(follower);
    std::fs::remove_dir_all(&inside).unwrap();
    let (engine, follower) = follow(&s.store, &path).await;
    assert_eq!(engine.len(), 2);
    drop(follower);
    let other = sqlite().await;
    other.save_services("test", &[service("Another")]).await.unwrap();
    let (engine, _follower) = follow(&other, &path).await;
    assert_eq!(engine.len(), 1);
}

#[tokio::test]
async fn what_was_written_before_the_process_was_killed_is_not_in_the_way() {
    let mut s = searched(&[service("First"), service("Second")]).await;
    let path = s.folder.path().to_owned();
    let meta = path.join(schema::folder_name(&area())).join("meta.json");
    let before = std::fs::read(&meta).unwrap();
    let mut services = s.store.services_after(None, 2).await.unwrap();
    services[0].name = "Changed".to_owned();
    s.store.save_services("test", &services).await.unwrap();
    s.follower.catch_up().await.unwrap();
    drop(s.follower);
    // All files of the commit are there, and the last step, which makes them count, was not taken.
    std::fs::write(&meta, before).unwrap();
    let (engine, _follower) = follow(&s.store, &path).await;
    assert_eq!((engine.len(), engine.applied()), (2, s.store.change_number().await.unwrap()));
}

#[tokio::test]
async fn an_index_that_is_further_behind_than_the_log_tells_reads_everything_again() {
    let mut s = searched(&[service("First"), service("Second"), service("Third")]).await;
    let path = s.folder.path().to_owned();
    let everything = async |s: &Searched| s.store.services_after(None, 10).await.unwrap();
    // While it runs: it was too slow for so many changes.
    for mut changed in everything(&s).await {
        changed.name = format!("{} again", changed.name);
        s.store.save_services("test", &[changed]).await.unwrap();
    }
    s.store.prune_change_log(1).await.unwrap();
    let reached = s.follower.catch_up().await.unwrap();
    assert_eq!((reached, s.engine.len()), (s.store.change_number().await.unwrap(), 3));
    assert_eq!(found(&s, "q=again").await.0.total, 3, "no change was passed over");
    // And one that was off: also when the log has been pruned to its last number.
    drop(s.follower);
    s.store.remove_source("test").await.unwrap();
    s.store.save_services("test", &[service("Fourth")]).await.unwrap();
    s.store.prune_change_log(1).await.unwrap();
    let (engine, _follower) = follow(&s.store, &path).await;
    assert_eq!((engine.len(), engine.applied()), (1, s.store.change_number().await.unwrap()));
}

#[tokio::test]
async fn suggestions_come_by_kind_for_what_was_begun() {
    let s = sample().await;
    let of = |begun: &'static str| {
        let engine = s.engine.clone();
        async move { engine.suggest(begun).await.unwrap() }
    };
    let bur = of("bur").await;
    assert!(bur.iter().any(|x| x.kind == SuggestionKind::Place && x.label == "Burnley"), "{bur:?}");
    assert!(of("swi").await.iter().any(|x| x.kind == SuggestionKind::Service));
    assert!(of("speech").await.iter().any(|x| x.kind == SuggestionKind::Category && x.value == "speech-and-language"));
    assert!(of("autis").await.iter().any(|x| x.kind == SuggestionKind::Need && x.value == "asd"));
    for nothing in ["", "b", "\"", "(", "🦊🦊"] {
        assert!(of(nothing).await.is_empty(), "{nothing}");
    }
}

#[test]
fn areas_with_other_words_have_other_indexes() {
    let mut other: Area = (*area()).clone();
    other.fingerprint ^= 1;
    assert_ne!(schema::folder_name(&area()), schema::folder_name(&other));
    let _: Arc<Area> = area();
}

#[tokio::test]
async fn slips_are_put_right_and_can_be_taken_as_typed() {
    let s = searched(&[
        service("Dyslexia reading club"),
        service("Wheelchair basketball"),
        service("Children's short break house"),
        service("Behaviour clinic"),
    ])
    .await;
    for (typed, name, corrected) in [
        ("dyslexsia", "Dyslexia reading club", true),
        ("disleksia", "Dyslexia reading club", true),
        ("readng club", "Dyslexia reading club", true),
        ("wheel chair", "Wheelchair basketball", false),
        ("weelchair", "Wheelchair basketball", true),
        ("shortbreak", "Children's short break house", false),
        ("childrens short breaks", "Children's short break house", false),
        ("behavior clinic", "Behaviour clinic", false),
        ("basketb", "Wheelchair basketball", false),
    ] {
        let (answer, services) = found(&s, &format!("q={}", typed.replace(' ', "+"))).await;
        assert_eq!(services.first().map(|s| s.name.as_str()), Some(name), "{typed}");
        assert_eq!(answer.corrected.is_some(), corrected, "{typed}: {:?}", answer.corrected);
    }
    let (as_typed, _) = found(&s, "q=dyslexsia&spelling=mine").await;
    assert_eq!((as_typed.total, as_typed.corrected), (0, None));
    // Words of four letters or fewer are one letter from each other and another thing.
    for short in ["q=clup", "q=hose"] {
        assert_eq!(found(&s, short).await.0.corrected, None, "{short}");
    }
}

#[tokio::test]
async fn one_way_words_go_one_way_and_short_words_stand_whole() {
    let s = searched(&[
        built(serde_json::json!({ "name": "First clinic", "description": "We help children with ADHD." })),
        built(serde_json::json!({ "name": "Sums", "description": "Add and take away with counters." })),
        built(serde_json::json!({ "name": "Small steps", "description": "Occupational therapy for little ones." })),
        built(serde_json::json!({ "name": "Rota", "description": "It is not what you think. OT on Mondays." })),
    ])
    .await;
    let names = async |query: &str| {
        let (_, services) = found(&s, query).await;
        services.into_iter().map(|s| s.name).collect::<Vec<_>>()
    };
    assert_eq!(names("q=add").await[0], "First clinic");
    assert!(!names("q=adhd").await.contains(&"Sums".to_owned()));
    let ot = names("q=ot").await;
    assert!(ot.contains(&"Small steps".to_owned()) && ot.contains(&"Rota".to_owned()), "{ot:?}");
}

#[tokio::test]
async fn what_is_not_there_is_not_dressed_up() {
    let s = sample().await;
    for (query, confident) in
        [("q=overnight+break", true), ("q=sendiass", true), ("q=scuba+diving", false), ("q=qqqzzz+club", false)]
    {
        let (answer, _) = found(&s, query).await;
        assert_eq!(answer.confident, confident, "{query}: {}", answer.total);
    }
    let (answer, _) = found(&s, "q=qqqzzz+club").await;
    assert_eq!(answer.unanswered, ["qqqzzz"]);
}

#[tokio::test]
async fn an_exact_name_comes_first_whatever_else_has_the_words() {
    let s = sample().await;
    let open = area().sample.services.iter().filter(|s| s.status.is_open()).cloned().collect::<Vec<_>>();
    for service in open.iter().step_by(7) {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("q", &service.name)
            .append_pair("ignore", "age")
            .finish();
        let (_, services) = found(&s, &query).await;
        let same = |a: &str, b: &str| crate::area::words::tokens(a) == crate::area::words::tokens(b);
        assert!(services.iter().take(2).any(|f| same(&f.name, &service.name)), "{}", service.name);
    }
}

#[tokio::test]
async fn words_that_are_read_again_count_at_once() {
    let folder = tempfile::tempdir().unwrap();
    crate::testing::copy_folder(std::path::Path::new("areas/lancashire"), folder.path());
    let area = Arc::new(Area::from_folder(folder.path()).unwrap());
    let store = sqlite().await;
    store.save_services("test", &[service("Zorbing hall")]).await.unwrap();
    let engine = Engine::empty(area.clone(), Clock::fixed(today())).unwrap();
    let index = tempfile::tempdir().unwrap();
    let _follower = Follower::start(engine.clone(), Listings(Store::clone(&store)), index.path()).await.unwrap();
    let ask = async || engine.find(&question("q=hamsterball")).await.unwrap().total;
    assert_eq!(ask().await, 0);
    let file = folder.path().join("words/synonyms.txt");
    let words = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{words}\n# Source: a test\nzorbing, hamsterball\n")).unwrap();
    area.read_words_again().unwrap();
    assert_eq!(ask().await, 1);
}

#[tokio::test]
async fn suggestions_forgive_a_slip() {
    let s = sample().await;
    for (begun, kind, value) in [
        ("dyslexsi", SuggestionKind::Need, "dyslexia"),
        ("burnely", SuggestionKind::Place, "Burnley"),
        ("speach and lang", SuggestionKind::Category, "speech-and-language"),
    ] {
        let suggested = s.engine.suggest(begun).await.unwrap();
        assert!(suggested.iter().any(|x| x.kind == kind && x.value == value), "{begun}: {suggested:?}");
    }
}

#[tokio::test]
async fn a_file_where_the_index_belongs_is_set_aside_and_the_start_goes_on() {
    let store = sqlite().await;
    store.save_services("test", &[service("Judo")]).await.unwrap();
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("index");
    std::fs::write(&folder, "a note").unwrap();
    let (engine, follower) = follow(&store, &folder).await;
    assert_eq!(engine.len(), 1);
    assert_eq!(std::fs::read_to_string(data.path().join("index.aside-1")).unwrap(), "a note");
    drop(follower);
    // In the places inside it too, and where a link leads nowhere.
    let own = folder.join(schema::folder_name(&area()));
    for inside in [own.clone(), folder.join("building"), folder.join("aside"), folder.join("writer.lock")] {
        folder::remove(&inside).unwrap();
        if inside.ends_with("writer.lock") {
            std::fs::create_dir(&inside).unwrap();
        } else {
            folder::remove(&own).unwrap();
            std::fs::write(&inside, "a note").unwrap();
        }
        let (engine, follower) = follow(&store, &folder).await;
        assert_eq!(engine.len(), 1, "{}", inside.display());
        drop(follower);
    }
    folder::remove(&own).unwrap();
    std::os::unix::fs::symlink("/nowhere/at/all", &own).unwrap();
    assert_eq!(follow(&store, &folder).await.0.len(), 1);
    assert!(own.join("meta.json").exists());
}

#[tokio::test]
async fn an_index_that_is_taken_away_while_it_is_written_is_built_again() {
    let store = sqlite().await;
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("index");
    let (engine, mut follower) = follow(&store, &folder).await;
    for (round, name) in ["Karate", "Chess"].iter().enumerate() {
        std::fs::remove_dir_all(&folder).unwrap();
        if round == 1 {
            std::fs::write(&folder, "a note").unwrap();
        }
        store.save_services("test", &[service(name)]).await.unwrap();
        assert!(follower.catch_up().await.is_err(), "{name}");
        follower.recover().await.unwrap();
        follower.catch_up().await.unwrap();
        assert_eq!(engine.find(&question(&format!("q={name}"))).await.unwrap().total, 1);
        assert_eq!(engine.len() as usize, round + 1);
        let second = Engine::empty(area(), Clock::fixed(today())).unwrap();
        let second = Follower::start(second, Listings(Store::clone(&store)), &folder).await;
        assert!(matches!(second, Err(FollowError::Search(SearchError::Held(..)))), "the new folder is held");
    }
}
