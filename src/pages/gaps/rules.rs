//! `/gaps/rules`: rules that differ from area to area, as dated cards side by side.

use crate::area::{HigherIs, RunArea, Topic};
use crate::domain::statistics::Rule;
use crate::domain::wording::{date, list, number, within};
use crate::domain::{FieldError, Statistics};
use crate::pages::export::{DataTable, TableSource};
use crate::pages::layout::{PageMeta, answer};
use crate::ui::{NavSection, breadcrumbs, not_understood, row_link, select_field};
use crate::web::links::address;
use crate::web::{App, Failure, Pairs, Visitor};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;
use serde_json::json;

/// The page.
///
/// # Errors
/// When the database does not answer.
pub async fn show_rules(State(app): State<App>, visitor: Visitor, pairs: Pairs) -> Result<Response, Failure> {
    let loaded = app.evidence().await?;
    let mut errors = Vec::new();
    let asked = pairs.first("district").filter(|d| !d.is_empty());
    let district = asked.and_then(|slug| app.area.district(slug)).map(|d| d.slug.clone());
    if asked.is_some() && district.is_none() {
        let message = "We do not know that district. We show all".to_owned();
        errors.push(FieldError { field: "district", message });
    }
    let error = errors.first().map(|e| format!("Error: {}. ", e.message)).unwrap_or_default();
    let place = district.as_deref().map(|d| format!(", {}", app.area.district_name(d))).unwrap_or_default();
    let title = format!("Rules that differ from place to place{place}");
    let about = PageMeta {
        title: format!("{error}{title}"),
        door: Some(NavSection::Gaps),
        no_index: asked.is_some(),
        ..PageMeta::default()
    };
    let app_ = app.clone();
    answer(&app, &visitor, about, move || page(&app_, &loaded.evidence, district.as_deref(), title, &errors)).await
}

fn page(app: &App, evidence: &Statistics, district: Option<&str>, title: String, errors: &[FieldError]) -> AnyView {
    let policies = &app.area.policies;
    let summary: Vec<_> = errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect();
    let known =
        policies.topics.iter().any(|t| policies.areas_of(t).any(|a| evidence.rule_of(&t.slug, &a.slug).is_some()));
    let districts = app.area.districts.iter().map(|d| (d.slug.clone(), d.name.clone())).collect();
    let topics: Vec<_> = policies.topics.iter().map(|t| topic(app, evidence, t, district)).collect();
    let content = if known {
        view! {
            {topics}
            <p class="links row section-gap"><a href="/gaps/rules.csv">"Take the rules away (CSV)"</a>" "<a href="/gaps/rules.json">"The same for programs (JSON)"</a></p>
        }
        .into_any()
    } else {
        view! { <p>"No rules have been given to us yet. We show none rather than guess."</p> }.into_any()
    };
    view! {
        {breadcrumbs([("/gaps", "What’s missing here")])}
        {not_understood(&summary)}
        <h1>{title}</h1>
        <p class="lead">"The same child may get more or less on the other side of a boundary. These are the rules side by side, each with its day and its source."</p>
        <form class="card gap-filters section-gap" action="/gaps/rules" method="get" aria-label="Choose where you live">
                {select_field("district", "Where you live", Some("All districts"), districts, district, errors)}
                <p><button class="btn">"Show"</button></p>
            </form>
        {content}
    }
    .into_any()
}

/// A topic: what it comes to in a sentence, then a card for each area, the family's own first.
fn topic(app: &App, evidence: &Statistics, topic: &Topic, district: Option<&str>) -> AnyView {
    let policies = &app.area.policies;
    let own = |area: &RunArea| district.is_some_and(|d| area.districts.iter().any(|slug| slug == d));
    let mut areas: Vec<&RunArea> = policies.areas_of(topic).collect();
    areas.sort_by_key(|a| !own(a));
    let with: Vec<(&RunArea, &Rule)> =
        areas.iter().filter_map(|a| evidence.rule_of(&topic.slug, &a.slug).map(|r| (*a, r))).collect();
    if with.is_empty() {
        return ().into_any();
    }
    let said = sentence(topic, &with).map(|s| view! { <p><b>{s}</b></p> });
    let cards: Vec<_> = with.iter().map(|(area, rule)| card(app, topic, area, rule, own(area))).collect();
    let (id, question) = (topic.slug.clone(), topic.question.clone());
    let services = topic.category.as_ref().map(|c| {
        let href = address("/search", &[("category", c.clone())]);
        let label = within(app.area.vocabulary.label(crate::domain::Facet::Category, c));
        view! { <p class="links"><a href=href>{format!("Find help: {label}")}</a></p> }
    });
    let labelled = id.clone();
    view! {
        <section class="section-gap flow" aria-labelledby=labelled>
            <h2 id=id>{question}</h2>
            {said}
            <ul class="plain rules">{cards}</ul>
            {services}
        </section>
    }
    .into_any()
}

/// The best and the worst, where it is plain which is which.
fn sentence(topic: &Topic, with: &[(&RunArea, &Rule)]) -> Option<String> {
    let mut known: Vec<(&str, f64)> = with.iter().filter_map(|(a, r)| Some((a.name.as_str(), r.value?))).collect();
    known.sort_by(|a, b| a.1.total_cmp(&b.1));
    let (least, most) = (known.first()?, known.last()?);
    if known.len() < 2 || (most.1 - least.1).abs() < f64::EPSILON {
        return Some(format!("The same in every area that told us: {}.", value(topic, least.1)));
    }
    let named = |n: f64| {
        let names: Vec<&str> =
            known.iter().filter(|(_, v)| (v - n).abs() < f64::EPSILON).map(|(name, _)| *name).collect();
        list(&names)
    };
    let (worse, better) = if topic.higher_is == Some(HigherIs::Worse) { (most.1, least.1) } else { (least.1, most.1) };
    Some(format!("{} in {}. {} in {}.", value(topic, worse), named(worse), value(topic, better), named(better)))
}

/// "4 a day", "£12.50 an hour".
fn value(topic: &Topic, n: f64) -> String {
    match topic.unit.strip_prefix('£') {
        Some(rest) => {
            let pounds = if n.fract() == 0.0 { number(n) } else { format!("{n:.2}") };
            format!("£{pounds}{rest}")
        }
        None => format!("{} {}", number(n), topic.unit),
    }
}

fn card(app: &App, topic: &Topic, area: &RunArea, rule: &Rule, own: bool) -> AnyView {
    let said = match rule.value {
        Some(n) => value(topic, n),
        None => "Not published".to_owned(),
    };
    let asked = rule
        .asked
        .as_ref()
        .filter(|_| rule.value.is_none())
        .map(|a| view! { <p class="small">{a.words(app.clock.today())}"."</p> });
    let own_words = own.then(|| view! { <p class="small"><b>"Where you live"</b></p> });
    let from = rule.from.map(|d| format!("Since {}. ", date(d))).unwrap_or_default();
    let detail = (!rule.detail.is_empty()).then(|| view! { <p>{rule.detail.clone()}</p> });
    let class = if own { "card own" } else { "card" };
    let dates = format!("{from}Looked at on {}. Source: ", date(rule.as_of));
    view! {
        <li class=class>
            <h3>{area.name.clone()}</h3>
            {own_words}
            <p class="rule">{said}</p>
            {asked}
            {detail}
            <p class="small quiet">{dates}{row_link(&rule.row, &rule.source.title)}"."</p>
        </li>
    }
    .into_any()
}

/// The same as a table.
///
/// # Errors
/// When the database does not answer.
pub async fn data_table(app: App, _: Pairs) -> Result<DataTable, Failure> {
    let loaded = app.evidence().await?;
    let policies = &app.area.policies;
    let (mut rows, mut sources) = (Vec::new(), Vec::new());
    for topic in &policies.topics {
        for area in policies.areas_of(topic) {
            let Some(rule) = loaded.evidence.rule_of(&topic.slug, &area.slug) else { continue };
            rows.push(vec![
                json!(topic.slug),
                json!(topic.question),
                json!(area.slug),
                json!(area.districts.join(" ")),
                json!(rule.value),
                json!(topic.unit),
                json!(rule.detail),
                json!(rule.from.map(|d| d.to_string())),
                json!(rule.as_of.to_string()),
                json!(rule.source.title),
                json!(rule.source.url),
                json!(format!("{}, line {}", rule.row.file, rule.row.line)),
            ]);
            sources.push(TableSource {
                of: "rules".to_owned(),
                source: rule.source.title.clone(),
                year: rule.as_of.year().to_string(),
                licence: rule.source.licence.clone(),
            });
        }
    }
    sources.sort_by(|a, b| (&a.source, &a.year).cmp(&(&b.source, &b.year)));
    sources.dedup();
    let columns = vec![
        "topic",
        "question",
        "area",
        "districts",
        "value",
        "unit",
        "detail",
        "from",
        "as_of",
        "source",
        "url",
        "row",
    ];
    Ok(DataTable { name: "rules", columns, rows, sources })
}
