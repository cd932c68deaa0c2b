//! A council's own colours through the real router.

use super::tests::{Site, empty_site};
use crate::area::Area;
use crate::testing::copy_folder;
use crate::web::{App, AppParts};
use axum::http::{StatusCode, header};
use std::path::Path;
use std::sync::Arc;

/// Lancashire with more at the end of its `area.toml`.
fn pack(more: &str) -> Result<Area, String> {
    let folder = tempfile::tempdir().unwrap();
    copy_folder(Path::new("areas/lancashire"), folder.path());
    let file = folder.path().join("area.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{text}\n{more}")).unwrap();
    Area::from_folder(folder.path()).map_err(|e| e.to_string())
}

async fn site_in(more: &str) -> Site {
    let site = empty_site().await;
    let AppParts { store, engine, clock, settings, .. } = (*site.app).clone();
    let app = App::new(Arc::new(pack(more).unwrap()), store, engine, clock, (*settings).clone());
    site.with_app(app)
}

const PURPLE: &str = "[colours]\naccent = { light = \"#5b2a86\", dark = \"#d9b8ff\" }\n";

#[tokio::test]
async fn a_councils_colours_are_linked_after_the_sites_and_served() {
    let site = site_in(PURPLE).await;
    for path in ["/", "/search", "/sign-in", "/nothing/here"] {
        let page = site.get(path).await;
        let sheets = page.attributes("link[rel=stylesheet]", "href");
        assert!(
            sheets[0].starts_with("/assets/site.") && sheets[1].starts_with("/assets/colours."),
            "{path}: {sheets:?}"
        );
        assert_eq!(sheets.len(), 2, "{path}");
        assert!(page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().contains("style-src 'self'"), "{path}");
    }
    let address = site.get("/privacy").await.attributes("link[rel=stylesheet]", "href").remove(1);
    let sheet = site.get(&address).await;
    assert_eq!(sheet.status, StatusCode::OK);
    assert_eq!(sheet.headers[header::CONTENT_TYPE], "text/css; charset=utf-8");
    assert!(sheet.headers[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    assert!(sheet.body.contains("--accent:light-dark(#5b2a86,#d9b8ff)"), "{}", sheet.body);
    let other = site_in(&PURPLE.replace("#5b2a86", "#4b1a76")).await;
    assert_ne!(other.get("/privacy").await.attributes("link[rel=stylesheet]", "href")[1], address);
    assert_eq!(other.get(&address).await.status, StatusCode::NOT_FOUND, "another sheet has another address");
    let (before, after) = (site.get("/privacy").await, other.get("/privacy").await);
    assert_ne!(before.headers[header::ETAG], after.headers[header::ETAG], "a page kept by a browser is renewed");
}

#[tokio::test]
async fn an_area_without_colours_of_its_own_asks_for_one_stylesheet() {
    let site = empty_site().await;
    assert_eq!(site.get("/").await.attributes("link[rel=stylesheet]", "href").len(), 1);
    assert_eq!(site.get("/assets/colours.0000000000000000.css").await.status, StatusCode::NOT_FOUND);
}

#[test]
fn a_pack_with_colours_that_cannot_be_read_is_refused() {
    let said = pack("[colours]\naccent = { light = \"#c8a03c\", dark = \"#8fd9ce\" }").unwrap_err();
    assert!(said.contains("area.toml") && said.contains("#c8a03c on #fbf6ee is 2.2 to 1"), "{said}");
    let said = pack("[colours]\naccent = { light = \"green\", dark = \"#8fd9ce\" }").unwrap_err();
    assert!(said.contains("\"green\" is not a colour here: write #"), "{said}");
    // Both belong together, and nothing else does.
    let said = pack("[colours]\naccent = { light = \"#5b2a86\" }").unwrap_err();
    assert!(said.contains("area.toml") && said.contains("dark"), "{said}");
    let said = pack("[colours]\naccent = \"#5b2a86\"").unwrap_err();
    assert!(said.contains("area.toml"), "{said}");
}
