//! `/search.json`: the same search for programs.

use super::question::{SearchAnswer, ask_why};
use super::why::why;
use crate::domain::{Facet, SearchQuery, Service, ServiceArea};
use crate::web::{App, Failure, Pairs, json as as_json};
use axum::extract::State;
use axum::response::Response;
use serde_json::{Map, Value, json};

/// The same search as JSON.
///
/// # Errors
/// When the database or the index does not answer.
pub async fn show_results_json(State(app): State<App>, pairs: Pairs) -> Result<Response, Failure> {
    let answer = ask_why(&app, &pairs).await?;
    let sample = app.has_sample().await?;
    let mut body = json!({
        "total": answer.found.total,
        "page": answer.found.page,
        "pages": answer.found.pages,
        "results": results(&answer, &app),
        "named": named(&answer, &app),
        "facets": facets(&answer, &app),
        "errors": answer.find.errors.iter().map(|e| json!({ "field": e.field, "message": e.message })).collect::<Vec<_>>(),
        "understood": understood(&answer),
        "corrected": answer.found.corrected,
        "relaxed": answer.alternatives.iter().map(|a| json!({ "param": a.param, "change": a.change, "url": a.href, "count": a.count })).collect::<Vec<_>>(),
        "confident": answer.found.confident,
        "urgent": answer.urgent.as_ref().map(|u| json!({ "title": u.title, "ways": u.ways.iter().map(|w| json!({ "who": w.who, "call": w.call, "say": w.say })).collect::<Vec<_>>() })),
        "meaning": answer.jargon.as_ref().map(|j| json!({ "title": j.title, "text": j.text, "url": j.guide })),
    });
    if sample {
        body["sample"] = Value::Bool(true);
    }
    Ok(as_json(&body))
}

fn results(answer: &SearchAnswer, app: &App) -> Vec<Value> {
    let shown = answer.found.hits.iter().filter_map(|hit| answer.services.get(&hit.id).map(|s| (hit, s)));
    shown
        .map(|(hit, service)| {
            let mut result = one(service, app);
            result["distance_miles"] = json!(hit.miles.map(|m| (m * 10.0).round() / 10.0));
            result["why"] = json!(why(hit, service, &answer.find, app));
            result
        })
        .collect()
}

/// Not open, and asked for by their whole name: in no count, each with what became of it.
fn named(answer: &SearchAnswer, app: &App) -> Vec<Value> {
    let services = answer.found.named.iter().filter_map(|id| answer.services.get(id));
    services
        .map(|service| {
            let mut result = one(service, app);
            result["status"] = json!(service.status);
            result["says"] = json!(service.status.sentence());
            result
        })
        .collect()
}

fn one(service: &Service, app: &App) -> Value {
    let districts: Vec<&str> = match &service.service_area {
        ServiceArea::NotTold => Vec::new(),
        ServiceArea::Everywhere => app.area.districts.iter().map(|d| d.slug.as_str()).collect(),
        ServiceArea::Areas { districts, .. } => districts.iter().map(String::as_str).collect(),
    };
    json!({
        "id": service.id,
        "name": service.name,
        "url": format!("/services/{}", service.slug),
        "provider": service.organization.as_ref().map(|o| &o.name),
        "districts": districts,
        "distance_miles": null,
        "why": [],
    })
}

fn facets(answer: &SearchAnswer, app: &App) -> Map<String, Value> {
    let values = |facet: Facet| {
        let counts = answer.found.counts.get(&facet);
        let each = app.area.vocabulary.values(facet).iter().enumerate().map(|(at, value)| {
            let n = counts.and_then(|c| c.get(at)).copied().unwrap_or(0);
            json!({ "value": value.slug, "label": value.label, "count": n })
        });
        each.collect::<Vec<_>>()
    };
    Facet::ALL.into_iter().map(|facet| (facet.param().to_owned(), Value::from(values(facet)))).collect()
}

fn understood(answer: &SearchAnswer) -> Value {
    let find = &answer.find;
    let chosen: Map<String, Value> = find.chosen.iter().map(|(f, v)| (f.param().to_owned(), json!(v))).collect();
    json!({
        "q": find.words,
        "where": find.from.as_ref().map(|p| json!({ "name": p.name, "district": p.district, "approximate": p.approximate })),
        "age": find.age.map(|a| a.years()),
        "filters": chosen,
        "guessed": guessed(find),
        "radius": find.radius,
        "sort": find.sort.value(),
    })
}

/// What the words seem to say; each can be undone with `ignore` and its name.
fn guessed(find: &SearchQuery) -> Value {
    let guessed = &find.guessed;
    json!({
        "place": guessed.place,
        "outside": guessed.outside,
        "age": guessed.age.map(|(from, to)| json!({ "from": from, "to": to })),
        "need": guessed.needs,
        "when": guessed.when,
        "mode": guessed.mode,
    })
}
