//! The accessibility statement and what a screen reader said, through the real router.

use super::tests::{empty_site, sample_site};
use axum::http::StatusCode;

#[tokio::test]
async fn the_statement_has_every_part_that_the_law_asks_for() {
    let site = sample_site().await;
    let page = site.get("/accessibility").await;
    assert_eq!(
        page.texts("h2")[..7],
        [
            "What you can do",
            "How far it meets the rules",
            "What does not work yet",
            "How we tested it",
            "If something does not work for you",
            "If you are not happy with the answer",
            "About this statement"
        ]
    );
    let main = page.texts("main").join(" ");
    for part in [
        "This statement is about every page of this site",
        "Lancashire County Council is committed to making this site accessible",
        "Web Content Accessibility Guidelines, version 2.2, level AA",
        "axe, and IBM Equal Access",
        "A screen reader was listened to on",
        "not been tried with NVDA, JAWS, VoiceOver, TalkBack or Dragon",
        "Phone 03069 990 123 or email hello@localoffer.example.org.",
        "in large print, in braille, in Easy Read or by phone",
        "Equality Advisory and Support Service (EASS)",
        "The Equality and Human Rights Commission (EHRC) enforces the regulations",
        "last reviewed on",
    ] {
        assert!(main.contains(part), "{part} is not in: {main}");
    }
    let unset = empty_site().await.get("/accessibility").await.texts("main").join(" ");
    assert!(unset.contains("Tell Lancashire County Council, through its switchboard."), "{unset}");
}

#[tokio::test]
async fn a_transcript_is_a_page_of_steps_and_nothing_in_it_is_a_link() {
    let site = sample_site().await;
    let all = site.get("/accessibility/how-it-sounds").await;
    let link = all.attributes("li.card h3 a", "href").into_iter().find(|h| h.ends_with("/made-up")).unwrap();
    let page = site.get(&link).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.texts("h1"), ["How it sounds: Find a made-up club"]);
    assert_eq!(page.texts("main h2"), ["The start", "The <question>"]);
    assert_eq!(page.attributes("ol.sounds", "start"), ["3"], "the numbers go on");
    assert_eq!(
        page.texts("ol.sounds li p"),
        [
            "You open the home page",
            "You hear: Page has 5 headings.",
            "You press Tab",
            "You hear: Skip to main content link.",
            "You type “club”",
            "You hear: nothing",
            "You press Ctrl + Home",
            "You hear: What would help? entry.",
            "You wait",
            "You hear: 5 services found."
        ]
    );
    assert_eq!(page.texts("kbd"), ["Tab", "Ctrl", "Home"]);
    assert!(page.texts("ol.sounds a, ol.sounds h3, ol.sounds button").is_empty());
    let main = page.texts("main").join(" ");
    assert!(main.contains("Heard on 22 November 2026 with Orca 43.1 and Chromium 156. Pages: / and /services/{slug}"));
    let sitemap = site.get("/sitemap.xml").await.body;
    assert!(sitemap.contains("/accessibility/how-it-sounds</loc>") && sitemap.contains("/how-it-sounds/made-up</loc>"));
    let none = site.get("/accessibility/how-it-sounds/nothing").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    assert_eq!(none.texts("h1"), ["We cannot find that page"]);
}
