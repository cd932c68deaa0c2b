//! `/districts` and `/districts/{slug}`: what families in a district can use.

use crate::domain::wording::{count, list, thousands, within};
use crate::domain::{District, Facet, SearchQuery};
use crate::gaps::Matrix;
use crate::gaps::standing_words;
use crate::pages::gap_availability::plain_matrix;
use crate::pages::gap_travel::furthest_for;
use crate::pages::gap_trend::since_last_year;
use crate::pages::layout::{PageMeta, answer};
use crate::pages::wait_board::{Board, WaitQuery as WaitsAsked};
use crate::pages::wait_words::lead_for_district;
use crate::search::SearchResults;
use crate::ui::{NavSection, breadcrumbs, scroll_table};
use crate::web::links::compare_address;
use crate::web::{App, Failure, Visitor};
use axum::extract::{Path, State};
use axum::response::Response;
use leptos::prelude::*;

/// All districts.
///
/// # Errors
/// When the database or the index does not answer.
pub async fn list_districts(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let found = app.figures(&SearchQuery { page: 1, ..SearchQuery::default() }).await?;
    let about = PageMeta { title: "All districts".to_owned(), door: Some(NavSection::Find), ..PageMeta::default() };
    let app_ = app.clone();
    answer(&app, &visitor, about, move || {
        let counts = found.counts.get(&Facet::District).cloned().unwrap_or_default();
        let rows = app_.area.districts.iter().zip(counts).map(|(d, n)| {
            let (href, name) = (format!("/districts/{}", d.slug), d.name.clone());
            let head = view! { <a href=href>{name}</a> }.into_any();
            (head, vec![thousands(n).into_any(), thousands(d.children_0_25.into()).into_any()])
        });
        let columns = vec!["District".to_owned(), "Services a family there can use".to_owned(), "Children and young people, birth to 25 (Census 2021)".to_owned()];
        let table = scroll_table("districts", "What families in each district can use".to_owned(), columns, rows.collect(), true);
        view! {
            <h1>"All districts"</h1>
            <p class="lead">"Choose where you live to see what takes families there."</p>
            <div class="card">{table}</div>
            <p class="data-note">"Children and young people: Office for National Statistics, Census 2021. "<a href="/about/data">"Where our facts come from"</a></p>
        }
        .into_any()
    })
    .await
}

/// A district.
///
/// # Errors
/// Not found when there is no such district; broken when the index does not answer.
pub async fn show_district(
    State(app): State<App>,
    Path(slug): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let district = app.area.district(&slug).cloned().ok_or(Failure::NotFound)?;
    let here = app
        .figures(&SearchQuery { page: 1, chosen: [(Facet::District, vec![slug])].into(), ..SearchQuery::default() })
        .await?;
    let every = app.figures(&SearchQuery { page: 1, ..SearchQuery::default() }).await?;
    let about = PageMeta {
        title: format!("Help for families in {}", district.name),
        door: Some(NavSection::Find),
        ..PageMeta::default()
    };
    let app_ = app.clone();
    let whole = plain_matrix(&app).await?;
    let standing = standing(&app, &district, &whole).await?;
    answer(&app, &visitor, about, move || page(&app_, &district, &here, &every, &whole, &standing)).await
}

/// What else is known of a district: waits, ways and what has changed, each a sentence with where to read more.
async fn standing(app: &App, district: &District, whole: &Matrix) -> Result<Vec<(String, String)>, Failure> {
    let at = app.area.districts.iter().position(|d| d.slug == district.slug).unwrap_or(0);
    let loaded = app.evidence().await?;
    let asked = WaitsAsked { district: Some(district.slug.clone()), ..WaitsAsked::default() };
    let board = Board::new(&app.area, &loaded.evidence, &asked);
    let waits = lead_for_district(&board, &district.name, app.clock.today());
    let travel = furthest_for(app, at).await?;
    let past = since_last_year(app, whole, at).await?;
    let all = [
        (waits, format!("/waiting-times?district={}", district.slug)),
        (travel, "/gaps/how-far".to_owned()),
        (past, "/gaps/history".to_owned()),
    ];
    Ok(all.into_iter().filter_map(|(said, href)| Some((said?, href))).collect())
}

fn page(
    app: &App,
    district: &District,
    here: &SearchResults,
    every: &SearchResults,
    whole: &Matrix,
    standing: &[(String, String)],
) -> AnyView {
    let (name, slug) = (district.name.clone(), district.slug.clone());
    let lead = format!(
        "{} can be used by families who live in {name}, wherever they are based.",
        count(here.total, "service", "services")
    );
    let counts = here.counts.get(&Facet::Category).cloned().unwrap_or_default();
    let tops: Vec<_> =
        app.area.vocabulary.values(Facet::Category).iter().zip(counts).filter(|(v, _)| v.parent.is_none()).collect();
    let missing: Vec<String> = tops.iter().filter(|(_, n)| *n == 0).map(|(v, _)| v.label.clone()).collect();
    let at = app.area.districts.iter().position(|d| d.slug == slug).unwrap_or(0);
    let rows = tops.iter().enumerate().map(|(k, (value, n))| {
        let href = format!("/search?district={slug}&category={}", value.slug);
        let label = value.label.clone();
        let n = if *n == 0 { "None".to_owned() } else { thousands(*n) };
        let (more, fewer) = whole.standing(at, k);
        (view! { <a href=href>{label}</a> }.into_any(), vec![n.into_any(), standing_words(more, fewer).into_any()])
    });
    let table = scroll_table(
        "kinds",
        format!("What there is for families in {name}"),
        vec!["Kind of help".to_owned(), "Services".to_owned(), "Beside the other districts".to_owned()],
        rows.collect(),
        true,
    );
    let gap = if here.total == 0 {
        None
    } else if missing.is_empty() {
        Some(view! { <p>"There is something of every kind."</p> }.into_any())
    } else {
        let many = if missing.len() == 1 { "this kind" } else { "these kinds" };
        let says = format!(
            "We know of nothing of {many} that says it takes families from {name}: {}.",
            list(&missing.iter().map(|m| within(m)).collect::<Vec<_>>())
        );
        let each: Vec<_> = whole
            .of_district(at)
            .filter(|c| c.can_use == 0)
            .map(|c| view! { <li>{crate::gaps::missing(c, &whole.districts[at], &whole.kinds[c.kind])}</li> })
            .collect();
        let tell = format!("/say?district={slug}");
        Some(view! { <div class="advice"><p>{says}</p><ul>{each}</ul><p class="links"><a href=tell>"Tell the council what is missing"</a></p></div> }.into_any())
    };
    let towns: Vec<String> = district.towns.iter().map(|t| t.name.clone()).collect();
    let children = format!(
        "{} children and young people from birth to 25 lived in {name} in 2021 (Census 2021, Office for National Statistics). Its main towns and villages are {}.",
        thousands(district.children_0_25.into()),
        list(&towns)
    );
    let everywhere = every.counts.get(&Facet::District).cloned().unwrap_or_default();
    let mut ranked: Vec<_> = app.area.districts.iter().zip(everywhere).collect();
    ranked.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let beside: Vec<_> = ranked
        .iter()
        .filter(|(d, _)| district.neighbours.contains(&d.slug))
        .map(|(d, n)| {
            let (href, name, n) = (format!("/districts/{}", d.slug), d.name.clone(), count(*n, "service", "services"));
            let compare = compare_address(&slug, &d.slug);
            let about = format!(" with {}", d.name);
            view! { <li><a href=href>{name}</a>" "<span>{n}" "<a href=compare>"Compare"<span class="vh">{about}</span></a></span></li> }
        })
        .collect();
    let outside = (!district.neighbours_outside.is_empty()).then(|| {
        let names = list(&district.neighbours_outside);
        view! { <p class="small">{format!("It also touches {names}, which have local offers of their own.")}</p> }
    });
    let silent = (here.based_here.1 > 0).then(|| {
        let n = count(here.based_here.1, "more service is based here and has", "more services are based here and have");
        let href = format!("/search?district={slug}");
        view! { <p>{n}" not told us who can use it. "<a href=href>"See them after the others"</a></p> }
    });
    let action = slug.clone();
    let items: Vec<_> = standing
        .iter()
        .map(|(said, href)| {
            let about = match href.as_str() {
                "/gaps/how-far" => "How far families have to go",
                "/gaps/history" => "What has changed",
                _ => "All waits",
            };
            view! { <li><p>{said.clone()}</p><p class="links"><a href=href.clone()>{about}</a></p></li> }
        })
        .collect();
    let known = (!items.is_empty()).then(|| {
        view! { <section class="card flow" aria-labelledby="known"><h2 id="known">"Waits, ways and changes"</h2><ul class="plain flow">{items}</ul></section> }
    });
    view! {
        {breadcrumbs([("/districts", "All districts")])}
        <h1>{format!("Help for families in {name}")}</h1>
        <p class="lead">{lead}</p>
        <form class="card" role="search" aria-label=format!("Find help in {name}") action="/search" method="get">
            <input type="hidden" name="district" value=action/>
            <div class="finder">
                <div class="field"><label for="q">"What would help?"</label><input id="q" name="q" type="search" maxlength="300"/></div>
                <p><button class="btn">"Find help"</button></p>
            </div>
        </form>
        <div class="split half section-gap">
            <div class="card flow">{table}<p class="small quiet">"These are numbers, and no ranking: where there are so few services, a small difference may be chance."</p>{gap}{silent}</div>
            <div class="flow">
                {known}
                <section class="card flow" aria-labelledby="beside"><h2 id="beside">"Districts beside it"</h2><ul class="tasks plain">{beside}</ul>{outside}</section>
                <p class="data-note">{children}</p>
            </div>
        </div>
    }
    .into_any()
}
