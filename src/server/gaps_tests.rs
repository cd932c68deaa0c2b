//! What is missing here, through the real router: every number against the search and against a count in plain SQL.

use super::tests::{Site, sample_site, sample_sites, site_of, site_of_area};
use crate::area::Area;
use crate::domain::{Facet, Service, ServiceArea};
use crate::store::SAMPLE;
use crate::testing::{TestStore, area, areas, databases, service};
use axum::http::StatusCode;
use serde_json::Value;
use std::sync::Arc;

async fn cells(site: &Site, query: &str) -> Vec<Value> {
    site.json(&format!("/gaps.json{query}")).await["cells"].as_array().unwrap().clone()
}

async fn agrees(site: &Site, step: usize) {
    for cell in cells(site, "").await.iter().step_by(step) {
        let (district, kind) = (cell["district"].as_str().unwrap(), cell["kind"].as_str().unwrap());
        let vocabulary = &site.app.area.vocabulary;
        let kinds: Vec<&str> = vocabulary
            .values(Facet::Category)
            .iter()
            .filter(|v| v.slug == kind || v.parent.as_deref() == Some(kind))
            .map(|v| v.slug.as_str())
            .collect();
        let (can_use, based) = site.app.store.recount(&kinds, district).await.unwrap();
        assert_eq!(
            (cell["can_use"].as_u64(), cell["based_here"].as_u64()),
            (Some(can_use), Some(based)),
            "{district} {kind}"
        );
    }
}

#[tokio::test]
async fn every_cell_is_what_the_search_finds() {
    for site in sample_sites().await {
        is_what_the_search_finds(&site).await;
    }
}

async fn is_what_the_search_finds(site: &Site) {
    for (query, more) in [("", ""), ("?level=universal&age=9", "&level=universal&age=9"), ("?need=asd", "&need=asd")] {
        let all = cells(site, query).await;
        assert_eq!(all.len(), site.app.area.districts.len() * site.app.area.vocabulary.categories.len());
        for cell in all.iter().step_by(5) {
            let (district, kind) = (cell["district"].as_str().unwrap(), cell["kind"].as_str().unwrap());
            let path = format!("/search.json?district={district}&category={kind}{more}");
            assert_eq!(site.json(&path).await["total"], cell["can_use"], "{path}");
            assert!(!cell["sentence"].as_str().unwrap().is_empty());
        }
    }
}

#[tokio::test]
async fn numbers_agree_with_plain_sql_and_again_after_changes_on_both_databases() {
    for area in areas() {
        for store in databases().await {
            agrees_after_changes(store, &area).await;
        }
    }
}

async fn agrees_after_changes(store: TestStore, area: &Arc<Area>) {
    store.save_services(SAMPLE, &area.sample.services).await.unwrap();
    let mut site = site_of_area(store, area.clone()).await;
    agrees(&site, 11).await;
    // Two hundred changes of every sort, always the same ones.
    let slugs: Vec<String> = area.districts.iter().map(|d| d.slug.clone()).collect();
    let kinds = area.vocabulary.values(Facet::Category).to_vec();
    for n in 0..200usize {
        let mut changed: Service = area.sample.services[(n * 37) % area.sample.services.len()].clone();
        changed.service_area = match n % 3 {
            0 => ServiceArea::Everywhere,
            1 => ServiceArea::NotTold,
            _ => ServiceArea::Areas { districts: vec![slugs[n % slugs.len()].clone()], others: Vec::new() },
        };
        changed.categories = vec![kinds[n % kinds.len()].slug.clone()];
        site.app.store.save_services(SAMPLE, &[changed]).await.unwrap();
    }
    site.follower.catch_up().await.unwrap();
    agrees(&site, 7).await;
}

#[tokio::test]
async fn what_was_left_out_on_purpose_is_said_in_words() {
    let site = sample_site().await;
    let page = site.get("/gaps").await;
    let said = page.texts("main").join(" ");
    for gap in &area().sample.gaps.zero {
        let (district, kind) = (area().district_name(&gap.district).to_owned(), gap.category.clone());
        let label = area().vocabulary.label(Facet::Category, &kind).to_owned();
        let sentence = format!("Nothing listed under “{label}” says that it takes families from {district}.");
        assert!(said.contains(&sentence), "{sentence}");
        let there = site.get(&format!("/districts/{}", gap.district)).await.texts("main").join(" ");
        assert!(there.contains(&sentence), "{sentence} is not on the page of {district}");
    }
    let overnight = area().district_name(&area().sample.gaps.no_overnight).to_owned();
    // Which district is worst served for overnight breaks, read from top to bottom.
    let none: Vec<_> = cells(&site, "?kind=short-breaks")
        .await
        .into_iter()
        .filter(|c| c["kind"] == "overnight-breaks" && c["can_use"] == 0)
        .collect();
    assert!(!none.is_empty());
    let line = page
        .texts(".gaps-inside li")
        .into_iter()
        .find(|l| l.starts_with("Overnight breaks"))
        .expect("overnight breaks");
    assert!(line.contains(&format!("none for families in {overnight}")), "{line}");
    assert!(none.iter().all(|c| c["sentence"].as_str().unwrap().contains("The nearest is")));
}

#[tokio::test]
async fn the_page_of_one_kind_speaks_of_that_kind() {
    let site = sample_site().await;
    let most = cells(&site, "?kind=short-breaks")
        .await
        .iter()
        .filter(|c| c["kind"] == "short-breaks")
        .map(|c| c["can_use"].as_u64().unwrap())
        .max()
        .unwrap();
    let lead = site.get("/gaps/short-breaks").await.texts(".big-say").join(" ");
    assert!(lead.contains(&format!("can use {most} services of this kind")), "{lead}");
}

#[tokio::test]
async fn each_gap_leads_to_the_search_that_proves_it_and_to_the_council() {
    let site = sample_site().await;
    let page = site.get("/gaps").await;
    let links = page.attributes(".gaps-said a", "href");
    let proofs: Vec<_> = links.iter().filter(|h| h.starts_with("/search?")).collect();
    assert!(!proofs.is_empty());
    for proof in proofs {
        assert_eq!(site.json(&proof.replacen("/search?", "/search.json?", 1)).await["total"], 0, "{proof}");
        assert!(links.contains(&proof.replacen("/search", "/say", 1)));
    }
    for link in page.attributes("#matrix ~ * a, table a", "href").iter().step_by(9) {
        assert_eq!(site.get(link).await.status, StatusCode::OK, "{link}");
    }
}

#[tokio::test]
async fn the_table_can_be_taken_away_and_says_the_same() {
    for site in sample_sites().await {
        says_the_same(&site).await;
    }
}

async fn says_the_same(site: &Site) {
    let json = site.json("/gaps.json").await;
    let csv = site.get("/gaps.csv").await;
    let area = &site.app.area;
    assert!(csv.body.lines().count() > area.districts.len() * area.vocabulary.categories.len());
    let first = &json["cells"][0];
    let line = csv.body.lines().nth(1).unwrap();
    assert!(line.contains(first["sentence"].as_str().unwrap()) && line.contains(&area.districts[0].code), "{line}");
    assert!(csv.body.contains("Census 2021") && json["sources"].as_array().unwrap().len() == 2);
    assert_eq!(json["sample"], true);
    assert_eq!(json["districts"][0]["children"], area.districts[0].children_0_25);
}

#[tokio::test]
async fn two_districts_are_set_side_by_side() {
    let site = sample_site().await;
    let page = site.get("/gaps/compare?a=rossendale&b=chorley").await;
    assert_eq!(page.texts("h1"), ["If you lived in Chorley instead of Rossendale"]);
    assert_eq!(page.texts("tbody tr").len(), 14);
    for (query, status) in
        [("?a=nowhere&b=chorley", StatusCode::OK), ("?a=chorley&b=chorley", StatusCode::OK), ("", StatusCode::OK)]
    {
        assert_eq!(site.get(&format!("/gaps/compare{query}")).await.status, status);
    }
    assert!(
        site.get("/gaps/compare?a=nowhere").await.texts("main").join(" ").contains("Choose a district of the list")
    );
}

#[tokio::test]
async fn odd_questions_of_the_matrix_are_answered() {
    let site = site_of(&[service("Club")]).await;
    for path in [
        "/gaps",
        "/gaps?age=300",
        "/gaps?need=nothing&level=x&kind=x&district=x&sort=x",
        "/gaps/short-breaks?age=x",
        "/gaps.json?kind=%00",
        "/gaps.csv?age=-1",
    ] {
        assert_eq!(site.get(path).await.status, StatusCode::OK, "{path}");
    }
    assert_eq!(site.get("/gaps/nothing").await.status, StatusCode::NOT_FOUND);
    let empty = super::tests::empty_site().await;
    assert!(empty.get("/gaps").await.texts("main").join(" ").contains("No listings yet"));
}
