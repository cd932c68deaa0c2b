//! An area pack with more values of a facet than four words of bits hold.

use super::*;
use crate::area::Area;
use crate::domain::vocabulary::FacetValue;
use crate::domain::{Clock, Facet, SearchQuery, Service};
use crate::store::Store;
use crate::testing::{copy_folder, pairs, service, sqlite, today};
use crate::web::Listings;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

const MORE: usize = 300;

/// Lancashire with 300 more needs, features, kinds of help and districts.
fn wide_area() -> Area {
    let folder = tempfile::tempdir().unwrap();
    copy_folder(Path::new("areas/lancashire"), folder.path());
    let file = folder.path().join("vocabulary.toml");
    let mut text = std::fs::read_to_string(&file).unwrap();
    for (list, name) in [("need", "need"), ("feature", "feature"), ("category", "kind")] {
        let more = (0..MORE).fold(String::new(), |mut all, n| {
            writeln!(all, "  {{ slug = \"{name}-{n}\", label = \"Made-up {name} {n}\" }},").unwrap();
            all
        });
        let start = format!("\n{list} = [\n");
        let end = text[text.find(&start).unwrap()..].find("\n]").unwrap() + text.find(&start).unwrap() + 1;
        text.insert_str(end, &more);
    }
    std::fs::write(&file, text).unwrap();
    let mut area = Area::from_folder(folder.path()).unwrap();
    for n in 0..MORE {
        let slug = format!("district-{n}");
        let district = crate::domain::District { slug: slug.clone(), ..area.districts[0].clone() };
        area.districts.push(district);
        let value = FacetValue { slug, label: format!("District {n}"), ..FacetValue::default() };
        area.vocabulary.values.get_mut(&Facet::District).unwrap().push(value);
    }
    area
}

fn far_out() -> Service {
    let mut plain = serde_json::to_value(service("Far Out Club")).unwrap();
    let more = serde_json::json!({
        "needs": { "these": ["need-299"] },
        "categories": ["kind-299"],
        "service_area": { "areas": { "districts": ["district-299"] } },
        "locations": [{ "district": "district-298" }],
        "features": { "feature-298": { "state": "no" }, "feature-299": { "state": "yes" } },
    });
    plain.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::from_value(plain).unwrap()
}

#[tokio::test]
async fn a_facet_may_have_more_than_256_values() {
    let area = Arc::new(wide_area());
    let store = sqlite().await;
    store.save_services("test", &[far_out(), service("Silent Club")]).await.unwrap();
    let engine = Engine::empty(area.clone(), Clock::fixed(today())).unwrap();
    let index = tempfile::tempdir().unwrap();
    let _follower = Follower::start(engine.clone(), Listings(Store::clone(&store)), index.path()).await.unwrap();
    let find = |query: &str| {
        let find = SearchQuery::parse(&pairs(query), &area.vocabulary);
        assert!(find.errors.is_empty(), "{query}: {:?}", find.errors);
        find
    };
    let everything = engine.find(&find("")).await.unwrap();
    assert_eq!(everything.total, 2);
    for (facet, last) in [
        (Facet::Need, "need-299"),
        (Facet::Category, "kind-299"),
        (Facet::District, "district-299"),
        (Facet::Features, "feature-299"),
    ] {
        let at = area.vocabulary.position(facet, last).unwrap();
        assert!(at >= 256, "{facet:?}");
        assert_eq!(everything.counts[&facet][at], 1, "{facet:?} is counted");
        let found = engine.find(&find(&format!("{}={last}", facet.param()))).await.unwrap();
        let ids: Vec<_> = found.hits.iter().map(|hit| hit.id).collect();
        assert_eq!(ids.first(), Some(&far_out().id), "{facet:?} is found");
    }
    assert_eq!(everything.based[area.districts.len() - 2], 1, "where it stands is counted");
    assert_eq!(engine.find(&find("features=feature-298")).await.unwrap().total, 0, "a plain no is no");
    assert_eq!(engine.find(&find("features=feature-297")).await.unwrap().untold["features"], 2, "silence is not told");
    let supplies = engine.supplies(&find("")).await.unwrap();
    let kind = area.vocabulary.position(Facet::Category, "kind-299").unwrap();
    let district = area.districts.len() - 1;
    assert_eq!((supplies.kinds[kind].open, supplies.kinds[kind].can_use[district]), (1, 1));
    assert_eq!(supplies.all.based_here[district - 1], 1);
}
