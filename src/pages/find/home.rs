//! `/`: one question in your own words, and four doors.

use crate::area::StartCard;
use crate::domain::wording::{count, thousands};
use crate::domain::{Facet, SearchQuery};
use crate::islands::Suggestions;
use crate::pages::layout::{PageMeta, answer};
use crate::search::SearchResults;
use crate::ui::{Finder, finder};
use crate::web::links::address;
use crate::web::{App, Failure, Visitor};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

/// The home page.
///
/// # Errors
/// When the database or the index does not answer.
pub async fn show_home(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let all = app.figures(&SearchQuery { page: 1, ..SearchQuery::default() }).await?;
    let fresh = app.figures(&SearchQuery { page: 1, checked_months: Some(6), ..SearchQuery::default() }).await?;
    let compared = match &app.area.home.compared {
        Some(kind) => {
            let chosen = [(Facet::Category, vec![kind.category.clone()])].into();
            Some(app.figures(&SearchQuery { page: 1, chosen, ..SearchQuery::default() }).await?)
        }
        None => None,
    };
    let about = PageMeta {
        title: "Help for your child, close to home".to_owned(),
        islands: true,
        main_class: "hero-main",
        ..PageMeta::default()
    };
    let app_ = app.clone();
    answer(&app, &visitor, about, move || page(&app_, &all, fresh.total, compared.as_deref())).await
}

fn page(app: &App, all: &SearchResults, fresh: u64, compared: Option<&SearchResults>) -> AnyView {
    let (home, area) = (&app.area.home, &app.area.name);
    let lead = format!("{} For children and young people from birth to 25 who need extra help, in {area}.", home.lead);
    let show = Finder { button: "Find help", hints: true, ..Finder::default() };
    let often: Vec<_> = home
        .often
        .iter()
        .enumerate()
        .map(|(n, shortcut)| {
            let comma = if n == 0 { "" } else { ", " };
            let href = address("/search", &[("q", shortcut.words.clone())]);
            view! { {comma}<a href=href>{shortcut.label.clone()}</a> }
        })
        .collect();
    let below = view! { <p class="small">"People often look for: "{often}"."</p> }.into_any();
    view! {
        <div class="hero">
            <svg viewBox="0 0 1200 260" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <path d="M0 150c170-90 330-110 520-30s300 40 420-40 190-80 260-60v240H0z" fill="currentColor" opacity=".6"/>
                <path d="M0 190c200-60 360-50 560-10s320-20 440-50 140-20 200 0v130H0z" fill="currentColor"/>
                <path class="paper" d="M0 250c220-34 420-26 640-6s400-10 560-24v40H0z" fill="currentColor"/>
            </svg>
            <div class="wrap">
                <h1>"Help for your child, close to home"</h1>
                <p class="lead">{lead}</p>
                <form class="card" role="search" aria-label="Find help" action="/search" method="get">
                    {finder(show, Some(view! { <Suggestions/> }.into_any()), Some(below))}
                </form>
            </div>
        </div>
        <div class="wrap wide section-gap big">
            {(app.engine.is_ready() && app.engine.is_empty()).then(empty)}
            {start_here(&home.start)}
            {less(app, compared)}
            {browse(app)}
            {right(all.total, fresh)}
        </div>
    }
    .into_any()
}

fn empty() -> AnyView {
    view! {
        <section class="card empty flow" aria-labelledby="none-yet">
            <h2 id="none-yet">"No listings yet"</h2>
            <p>"Nothing has been put in so far. Whoever looks after this site can fill it with one of two commands:"</p>
            <ul>
                <li><code>"local-offer seed"</code>" puts in made-up listings to try it out"</li>
                <li><code>"local-offer import FILE"</code>" puts in real ones, from an Open Referral UK file"</li>
            </ul>
        </section>
    }
    .into_any()
}

fn start_here(cards: &[StartCard]) -> AnyView {
    let doors: Vec<_> = cards
        .iter()
        .cloned()
        .map(|StartCard { to, title, text }| {
            view! { <li class="card door"><h3><a href=to>{title}</a></h3><p>{text}</p></li> }
        })
        .collect();
    view! {
        <section aria-labelledby="sure">
            <h2 id="sure">"Not sure where to start?"</h2>
            <p class="quiet">"Pick the one that sounds most like today."</p>
            <ul class="grid plain">{doors}</ul>
        </section>
    }
    .into_any()
}

/// The most and the fewest of one kind of help that a family can use, from the same counts as the search.
fn less(app: &App, found: Option<&SearchResults>) -> Option<AnyView> {
    let (kind, counts) = (app.area.home.compared.as_ref()?, found?.counts.get(&Facet::District)?);
    let named: Vec<_> = app.area.districts.iter().zip(counts).collect();
    let (most, fewest) = (named.iter().max_by_key(|(_, n)| **n)?, named.iter().min_by_key(|(_, n)| **n)?);
    if most.1 == fewest.1 {
        return None;
    }
    let districts = app.area.districts.len();
    let (many, few) = (thousands(*most.1), thousands(*fewest.1));
    let (rich, poor) =
        (format!("A family in {} can use ", most.0.name), format!(" A family in {} can use ", fewest.0.name));
    let kind = format!(" {}.", if *most.1 == 1 { &kind.one } else { &kind.many });
    let say = app.area.home.say.clone();
    Some(
        view! {
            <section class="split half" aria-labelledby="missing">
                <div class="flow">
                    <h2 class="eyebrow" id="missing">"Is my area getting less?"</h2>
                    <p class="big-say">{rich}<b>{many}</b>{kind}{poor}<b>{few}</b>"."</p>
                    <p>{format!("We count what there is in each of the {districts} districts. We show it even when it does not look good.")}</p>
                    <p><a class="btn second" href="/gaps">"See what’s missing near you"</a></p>
                </div>
                <div class="card flow">
                    <h3>"Have your say"</h3>
                    <p>{say}</p>
                    <p class="links"><a href="/say">"Tell us what you could not find"</a></p>
                </div>
            </section>
        }
        .into_any(),
    )
}

fn browse(app: &App) -> AnyView {
    let chips = |links: Vec<(String, String)>| {
        let links: Vec<_> =
            links.into_iter().map(|(href, label)| view! { <li><a href=href>{label}</a></li> }).collect();
        links
    };
    let ages = [("Birth to 4", 2), ("5 to 11", 8), ("12 to 15", 13), ("16 to 18", 17), ("19 to 25", 21)];
    let ages = ages.map(|(label, age)| (address("/search", &[("age", age.to_string())]), label.to_owned())).to_vec();
    let need = |slug: &String| {
        let label = app.area.vocabulary.label(Facet::Need, slug).to_owned();
        (address("/search", &[("need", slug.clone())]), label)
    };
    let needs = app.area.home.needs.iter().map(need).collect();
    let kinds = app
        .area
        .vocabulary
        .categories
        .iter()
        .map(|c| (format!("/search?category={}", c.slug), c.label.clone()))
        .collect();
    let districts = app.area.districts.iter().map(|d| (format!("/districts/{}", d.slug), d.name.clone())).collect();
    view! {
        <section class="screen-only" aria-labelledby="browse">
            <h2 id="browse">"Look around"</h2>
            <div class="split half">
                <div class="flow"><h3 id="by-kind">"By kind of help"</h3><ul class="chips plain" aria-labelledby="by-kind">{chips(kinds)}</ul></div>
                <div class="flow">
                    <h3 id="by-need">"By what is hard right now"</h3><ul class="chips plain" aria-labelledby="by-need">{chips(needs)}</ul>
                    <h3 id="by-age">"By age"</h3><ul class="chips plain" aria-labelledby="by-age">{chips(ages)}</ul>
                    <h3 id="by-district">"By district"</h3><ul class="chips plain" aria-labelledby="by-district">{chips(districts)}</ul>
                </div>
            </div>
        </section>
    }
    .into_any()
}

fn right(total: u64, fresh: u64) -> Option<AnyView> {
    if total == 0 {
        return None;
    }
    let (is, was) = (if total == 1 { "is" } else { "are" }, if fresh == 1 { "was" } else { "were" });
    let rest = total - fresh;
    let rest = match rest {
        0 => String::new(),
        1 => " The other one says so on its page.".to_owned(),
        n => format!(" The other {} say so on the page.", thousands(n)),
    };
    let say = format!(
        "{} {is} listed. {} of them {was} checked in the last 6 months.{rest}",
        count(total, "service", "services"),
        thousands(fresh)
    );
    Some(
        view! {
            <section class="card calm flow" aria-labelledby="true">
                <h2 id="true">"How you know it is right"</h2>
                <p class="lead">{say}</p>
                <p>"If nobody has told us a fact, we write “not told to us”. We never guess."</p>
            </section>
        }
        .into_any(),
    )
}
