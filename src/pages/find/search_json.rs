//! `/search.json`: the same search for programs.

use super::question::{Answer, ask};
use super::words::distance;
use crate::domain::{Facet, ServiceArea};
use crate::web::{App, Failure, Pairs, json as as_json};
use axum::extract::State;
use axum::response::Response;
use serde_json::{Map, Value, json};

/// The same search as JSON.
///
/// # Errors
/// When the database or the index does not answer.
pub async fn get(State(app): State<App>, pairs: Pairs) -> Result<Response, Failure> {
    let answer = ask(&app, &pairs).await?;
    let sample = app.has_sample().await?;
    let mut body = json!({
        "total": answer.found.total,
        "page": answer.found.page,
        "pages": answer.found.pages,
        "results": results(&answer, &app),
        "facets": facets(&answer, &app),
        "errors": answer.find.errors.iter().map(|e| json!({ "field": e.field, "message": e.message })).collect::<Vec<_>>(),
        "understood": understood(&answer),
        "corrected": Value::Null,
        "relaxed": [],
        "confident": answer.found.total > 0,
    });
    if sample {
        body["sample"] = Value::Bool(true);
    }
    Ok(as_json(&body))
}

fn results(answer: &Answer, app: &App) -> Vec<Value> {
    let shown = answer.found.hits.iter().filter_map(|hit| answer.services.get(&hit.id).map(|s| (hit, s)));
    shown
        .map(|(hit, service)| {
            let districts: Vec<&str> = match &service.service_area {
                ServiceArea::NotTold => Vec::new(),
                ServiceArea::Everywhere => app.area.districts.iter().map(|d| d.slug.as_str()).collect(),
                ServiceArea::Areas { districts, .. } => districts.iter().map(String::as_str).collect(),
            };
            let mut why: Vec<String> = Vec::new();
            if !answer.find.words.is_empty() {
                why.push(format!("It has the words “{}”", answer.find.words));
            }
            why.extend(distance(hit.miles, answer.find.from.as_ref()).map(|d| format!("It is {d}")));
            json!({
                "id": service.id,
                "name": service.name,
                "url": format!("/services/{}", service.slug),
                "provider": service.organization.as_ref().map(|o| &o.name),
                "districts": districts,
                "distance_miles": hit.miles.map(|m| (m * 10.0).round() / 10.0),
                "why": why,
            })
        })
        .collect()
}

fn facets(answer: &Answer, app: &App) -> Map<String, Value> {
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

fn understood(answer: &Answer) -> Value {
    let find = &answer.find;
    let chosen: Map<String, Value> = find.chosen.iter().map(|(f, v)| (f.param().to_owned(), json!(v))).collect();
    json!({
        "q": find.words,
        "where": find.from.as_ref().map(|p| json!({ "name": p.name, "district": p.district, "approximate": p.approximate })),
        "age": find.age.map(|a| a.years()),
        "filters": chosen,
        "radius": find.radius,
        "sort": find.sort.value(),
    })
}
