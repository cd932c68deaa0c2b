//! Searching in a family's own words, through the real router: what is put right, guessed, explained and offered instead.

use super::tests::{Site, sample_site, sample_sites, site_of};
use crate::domain::{Checked, CheckedBy, Service, Status};
use crate::testing::service;
use axum::http::StatusCode;

fn asked(words: &str) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair("q", words).finish()
}

async fn total(site: &Site, address: &str) -> u64 {
    let path = address.replacen("/search?", "/search.json?", 1);
    site.json(&path).await["total"].as_u64().unwrap()
}

#[tokio::test]
async fn a_slip_is_put_right_and_said_and_undone_by_one_press() {
    let site = sample_site().await;
    let answer = site.get("/search?q=dyslexsia").await;
    let said = answer.texts(".put-right").join(" ");
    assert!(said.contains("Showing results for dyslexia"), "{said}");
    let instead = &answer.attributes(".put-right a", "href")[0];
    assert!(instead.contains("spelling=mine") && instead.contains("q=dyslexsia"), "{instead}");
    let typed = site.get(instead).await;
    assert!(typed.texts(".put-right").is_empty());
    assert_eq!(site.json("/search.json?q=dyslexsia").await["corrected"], "dyslexia");
}

#[tokio::test]
async fn the_heading_says_what_its_number_counts() {
    let site = sample_site().await;
    for (query, said) in [
        ("q=club", "found for club"),
        ("q=club&district=burnley", "found for club, Burnley"),
        ("where=BB11&sort=nearest", "found, looking from BB11, nearest first"),
        ("q=club&radius=10&where=BB11", "found for club, looking from BB11, with 1 filter"),
        (
            "q=club&district=burnley&district=pendle&district=preston&district=wyre&age=9&ehcp=not-needed",
            "found for club, Burnley, Pendle, Preston, age 9, and 2 more filters",
        ),
    ] {
        let answer = site.get(&format!("/search?{query}")).await;
        let heading = answer.texts("#results").join(" ");
        assert!(heading.ends_with(said), "{query}: {heading}");
        assert!(answer.texts("title")[0].starts_with(&heading), "{query}: the title says the same");
    }
}

#[tokio::test]
async fn each_guess_is_shown_and_undone_by_one_press() {
    let site = sample_site().await;
    let words = "where can my autistic 9 year old go swimming online on a saturday in chorley";
    let path = format!("/search?{}", asked(words));
    let answer = site.get(&path).await;
    let links = answer.attributes(".looked-for a", "href");
    let words = answer.texts(".looked-for a");
    assert_eq!(links.len(), 5, "{words:?}");
    for (link, word) in links.iter().zip(&words) {
        let without = site.get(link).await;
        let left = without.texts(".looked-for a");
        assert_eq!(left.len(), 4, "{link}");
        assert!(!left.contains(word), "{word} is still there");
        assert!(total(&site, link).await >= total(&site, &path).await, "{link} has fewer");
    }
}

#[tokio::test]
async fn only_an_age_in_years_narrows_and_the_rest_ranks() {
    let site = sample_site().await;
    let all = total(&site, "/search?q=swimming").await;
    let placed = total(&site, "/search?q=swimming+in+chorley").await;
    assert!(placed >= all, "a place in the words never filters");
    let aged = site.json("/search.json?q=swimming+for+my+3+year+old").await;
    for result in aged["results"].as_array().unwrap() {
        let id = result["id"].as_str().unwrap().parse().unwrap();
        let services = site.app.store.services_by_ids(&[id]).await.unwrap();
        let three = crate::domain::Age::new(3).unwrap();
        assert!(services[0].ages.is_none_or(|ages| ages.takes(three)), "{}", services[0].name);
    }
}

#[tokio::test]
async fn a_hard_word_is_explained_above_the_results() {
    let site = sample_site().await;
    for word in ["EHCP", "sendiass", "what is a senco"] {
        let answer = site.get(&format!("/search?{}", asked(word))).await;
        assert_eq!(answer.texts(".jargon h2").len(), 1, "{word}");
        let guide = &answer.attributes(".jargon a", "href")[0];
        assert_eq!(site.get(guide).await.status, StatusCode::OK, "{guide}");
    }
    assert!(site.get("/search?q=swimming").await.texts(".jargon").is_empty());
}

#[tokio::test]
async fn danger_brings_whom_to_call_before_anything_else() {
    let site = sample_site().await;
    for (words, number) in
        [("i want to die", "116 123"), ("my husband hits me", "0808 2000 247"), ("self harm 15 year old", "999")]
    {
        let page = site.get(&format!("/search?{}", asked(words))).await;
        let calls = page.texts(".urgent a");
        assert!(calls.iter().any(|c| c == number), "{words}: {calls:?}");
        // Before the heading that counts services, and with no talk of what is missing.
        assert!(page.body.find("class=\"card urgent").unwrap() < page.body.find("id=\"results\"").unwrap(), "{words}");
        assert!(page.texts(".doubt").is_empty(), "{words}");
    }
    assert!(site.get("/search?q=swimming").await.texts(".urgent").is_empty());
}

#[tokio::test]
async fn every_word_explained_leads_to_a_page_that_is_there() {
    let site = sample_site().await;
    let guides: std::collections::BTreeSet<String> =
        site.app.area.words().jargon.iter().map(|j| j.guide.clone()).collect();
    for guide in guides {
        assert_eq!(site.get(&guide).await.status, StatusCode::OK, "{guide}");
    }
}

/// Filters put together in many ways; where little is found, each way on finds exactly what it says.
#[tokio::test]
async fn each_alternative_finds_as_many_as_it_says() {
    let site = sample_site().await;
    let words = ["", "swim", "overnight break", "speech therapy", "horse riding", "wheelchair football hoist"];
    let filters = [
        "",
        "&district=rossendale",
        "&district=fylde&age=2",
        "&where=Chorley&radius=2",
        "&age=22&cost=free",
        "&features=hoist&when=overnight",
        "&district=pendle&level=universal&ehcp=not-needed&direct-payment=yes",
        "&need=vi&access=gp&diagnosis=not-needed&checked=3m",
    ];
    let mut kinds = std::collections::BTreeSet::new();
    for words in words {
        for filter in filters {
            let path = format!("/search?{}{filter}", asked(words));
            let json = site.json(&path.replacen("/search?", "/search.json?", 1)).await;
            for way in json["relaxed"].as_array().unwrap() {
                let (url, count) = (way["url"].as_str().unwrap(), way["count"].as_u64().unwrap());
                assert_eq!(total(&site, url).await, count, "{path} → {url}: {}", way["change"]);
                let better = json["confident"] == false && way["param"] == "q";
                assert!(better || count > json["total"].as_u64().unwrap(), "{path} → {url}");
                kinds.insert(way["param"].as_str().unwrap().to_owned());
            }
            let nothing = json["total"] == 0;
            let page = site.get(&path).await;
            assert_eq!(page.status, StatusCode::OK);
            if nothing {
                assert!(page.attributes("main a", "href").iter().any(|h| h.starts_with("/say")), "{path}");
            }
        }
    }
    for kind in ["radius", "age", "district", "mode", "q", "access", "when"] {
        assert!(kinds.contains(kind), "no {kind} among {kinds:?}");
    }
}

#[tokio::test]
async fn what_is_not_here_is_said_plainly_and_told_to_the_council_in_one_step() {
    let site = sample_site().await;
    let answer = site.get("/search?q=scuba+diving&district=burnley&age=9").await;
    let tell = answer.attributes("main a", "href").into_iter().find(|h| h.starts_with("/say?")).expect("a way to tell");
    let say = site.get(&tell).await;
    let message = say.texts("textarea").join(" ");
    for part in ["scuba diving", "aged 9", "Burnley"] {
        assert!(message.contains(part), "{message}");
    }
    assert!(say.attributes("main a", "href").iter().any(|h| h.starts_with("mailto:") && h.contains("scuba")));
    assert!(say.attributes("main a", "href").iter().any(|h| h.starts_with("/search?") && h.contains("scuba")));
    let blank = site.get("/say").await;
    assert!(blank.texts("textarea").join(" ").contains("(what you need)"));
}

#[tokio::test]
async fn why_each_result_is_there_is_told_when_asked() {
    let site = sample_site().await;
    let plain = site.get("/search?q=swimming").await;
    assert!(plain.texts(".why").is_empty());
    let why = site.get("/search?q=swimming&where=Burnley&explain=1").await;
    assert_eq!(why.texts("ol .result").len(), why.texts("ol .result .why").len());
    let json = site.json("/search.json?q=swimming").await;
    for result in json["results"].as_array().unwrap() {
        let why = result["why"].as_array().unwrap();
        assert!(
            why.iter().any(|w| w.as_str().unwrap().contains("swim") || w.as_str().unwrap().contains("pool")),
            "{why:?}"
        );
    }
}

#[tokio::test]
async fn hostile_questions_are_answered() {
    for site in sample_sites().await {
        hostile_questions(&site).await;
    }
}

async fn hostile_questions(site: &Site) {
    // As many as an address can hold: a longer one is refused before it comes here.
    let many: String = (0..5_500).map(|n| format!("&need=n{n}")).collect();
    let long = vec!["swimming"; 200].join(" ");
    let quoted = "\"".repeat(300);
    for query in [
        format!("q=club{many}"),
        asked(&long),
        asked(&quoted),
        asked("a b c d e f g h i j k l m n o p q r s t u v w x y z"),
        asked("ﷺ 𝔠𝔩𝔲𝔟 \u{202e}bulc é̂̂̂̂"),
        asked("' OR 1=1 -- <script>"),
        "q=club&spelling=x&ignore=y&explain=z".to_owned(),
        "q=club&ignore=place&ignore=place&ignore=age&spelling=mine&spelling=mine".to_owned(),
    ] {
        let answer = site.get(&format!("/search?{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", &query[..query.len().min(80)]);
        assert_eq!(site.get(&format!("/search.json?{query}")).await.status, StatusCode::OK);
        assert_eq!(site.get(&format!("/suggest.json?{query}")).await.status, StatusCode::OK);
        assert_eq!(site.get(&format!("/say?{query}")).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn what_is_not_open_is_found_by_its_own_name_first_and_is_in_no_count() {
    let mut all: Vec<Service> =
        ["Moving-On Club", "Quokka’s Café", "Tomorrow’s Den", "Old Mill Den", "Moving on up"].map(service).to_vec();
    for (one, status) in all.iter_mut().zip([Status::Paused, Status::Withdrawn, Status::Expected]) {
        one.status = status;
        one.categories = vec!["clubs".into()];
    }
    let site = site_of(&all).await;
    for (typed, name, says, status) in [
        ("moving on club", "Moving-On Club", "This service is closed for now.", "paused"),
        ("  MOVINGON   CLUB! ", "Moving-On Club", "This service is closed for now.", "paused"),
        ("quokkas cafe", "Quokka’s Café", "This service has ended.", "withdrawn"),
        ("Tomorrow's Den", "Tomorrow’s Den", "This service has not started yet.", "expected"),
    ] {
        let page = site.get(&format!("/search?{}", asked(typed))).await;
        let cards = page.texts("#results-section li h3");
        assert_eq!(cards[0], name, "{typed}: it stands first");
        assert_eq!(cards.iter().filter(|c| *c == name).count(), 1, "{typed}: and once");
        assert!(page.texts(".named li")[0].contains(says), "{typed}");
        assert!(page.texts(".doubt").is_empty() && !page.body.contains("We found nothing about"), "{typed}");
        let json = site.json(&format!("/search.json?{}", asked(typed))).await;
        assert_eq!((&json["named"][0]["name"], &json["named"][0]["status"]), (&name.into(), &status.into()));
        assert_eq!(json["named"][0]["says"], says);
        let results = json["results"].as_array().unwrap();
        assert_eq!(json["total"], results.len(), "{typed}");
        assert!(results.iter().all(|r| r["name"] != name), "{typed}: it is not among those that are counted");
        assert_eq!(json["facets"]["category"].as_array().unwrap().iter().filter(|f| f["count"] != 0).count(), 0);
    }
    // A part of a name is no name, and neither is nothing.
    for query in ["q=moving+on", "q=", "q=%21%21", "q=old+mill+den", ""] {
        assert_eq!(site.json(&format!("/search.json?{query}")).await["named"], serde_json::json!([]), "{query}");
    }
    // Filters do not hide what was asked for by name; nor is it said again among those that would fit.
    let narrowed = site.get(&format!("/search?{}&district=burnley&cost=free", asked("moving on club"))).await;
    assert_eq!(narrowed.texts(".named h3"), ["Moving-On Club"]);
    let other = site.get(&format!("/search?{}", asked("den"))).await;
    assert!(other.texts(".named").is_empty() && other.body.contains("Not open now"));
}

#[tokio::test]
async fn orders_are_what_their_words_say() {
    let days = [("Adder", Some(10)), ("Bee", Some(20)), ("Crane", None), ("Dove", Some(15))];
    let all = days.map(|(name, day)| {
        let on = |day| Checked { on: jiff::civil::date(2026, 10, day), by: CheckedBy::Provider };
        Service { checked: day.map(on), ..service(name) }
    });
    let site = site_of(&all).await;
    for (sort, words, names) in [
        ("fresh", "checked most recently first", ["Bee", "Dove", "Adder", "Crane"]),
        ("name", "by name", ["Adder", "Bee", "Crane", "Dove"]),
    ] {
        let page = site.get(&format!("/search?sort={sort}")).await;
        assert_eq!(page.texts("#results-section li h3"), names, "{sort}");
        assert!(page.texts("#results")[0].ends_with(words), "{sort}: {:?}", page.texts("#results"));
        assert!(page.texts("form#find")[0].contains(&format!("Sorted {words}.")), "{sort}");
        let label = page.texts("select[name=sort] option[selected]").remove(0).to_lowercase();
        assert!(label.starts_with(words.trim_end_matches(" first")), "{sort}: {label}");
    }
}
