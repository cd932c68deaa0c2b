//! `/gaps.json` and `/gaps.csv`: the matrix to take away, with its sources and their year.

use crate::gaps::{Matrix, missing, present};
use crate::pages::export::{CsvFile, DataTable, TableSource, sources};
use crate::pages::gap_availability::{kinds, matrix};
use crate::pages::gap_people::{People, people};
use crate::pages::gap_query::GapQuery;
use crate::web::{App, Failure, Pairs, json as as_json};
use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};

fn sources_of(people: &People) -> Vec<TableSource> {
    let listings = TableSource {
        of: "can_use, based_here".to_owned(),
        source: "the listings of this local offer, open on the day given".to_owned(),
        year: "as_of".to_owned(),
        licence: "as the listings".to_owned(),
    };
    vec![TableSource { of: format!("people: {}", people.words), ..people.source.clone() }, listings]
}

async fn coverage(app: &App, pairs: &Pairs) -> Result<(GapQuery, People, Matrix), Failure> {
    let asked = GapQuery::parse(pairs, app);
    let loaded = app.evidence().await?;
    let people = people(app, &loaded.evidence, &asked);
    let whole = matrix(app, &asked.find, &people, &kinds(app, asked.kind.as_deref())).await?;
    Ok((asked, people, whole))
}

/// The matrix as JSON: districts, kinds and cells.
///
/// # Errors
/// When the index or the database does not answer.
pub async fn show_matrix_json(State(app): State<App>, pairs: Pairs) -> Result<Response, Failure> {
    let (asked, people, whole) = coverage(&app, &pairs).await?;
    let mut body = json!({
        "as_of": app.clock.today().to_string(),
        "districts": whole.districts.iter().map(|d| json!({ "slug": d.slug, "name": d.name, "code": d.code, "children": d.children, "people": d.people })).collect::<Vec<_>>(),
        "per": people.measure.value(),
        "kinds": whole.kinds.iter().map(|k| json!({ "value": k.value, "label": k.label })).collect::<Vec<_>>(),
        "cells": cells(&whole),
        "sources": sources(&sources_of(&people)),
        "errors": asked.find.errors.iter().map(|e| json!({ "field": e.field, "message": e.message })).collect::<Vec<_>>(),
    });
    if app.has_sample().await? {
        body["sample"] = Value::Bool(true);
    }
    Ok(as_json(&body))
}

fn cells(whole: &Matrix) -> Vec<Value> {
    let cell = |c: &crate::gaps::Cell| {
        let (district, kind) = (&whole.districts[c.district], &whole.kinds[c.kind]);
        let sentence = if c.can_use == 0 { missing(c, district, kind) } else { present(c, district, &whole.per) };
        json!({
            "district": district.slug,
            "kind": kind.value,
            "can_use": c.can_use,
            "based_here": c.based_here,
            "per_1000": c.per_1000.map(|r| (r * 1000.0).round() / 1000.0),
            "nearest_miles": c.nearest.as_ref().map(|n| (n.miles * 10.0).round() / 10.0),
            "sentence": sentence,
        })
    };
    whole.cells.iter().map(cell).collect()
}

/// The matrix as CSV: one line a cell, its sources in lines of their own at the end.
///
/// # Errors
/// When the index or the database does not answer.
pub async fn download_matrix(State(app): State<App>, pairs: Pairs) -> Result<CsvFile, Failure> {
    let (_, people, whole) = coverage(&app, &pairs).await?;
    let as_of = app.clock.today().to_string();
    let mut rows = Vec::with_capacity(whole.cells.len());
    for c in &whole.cells {
        let (district, kind) = (&whole.districts[c.district], &whole.kinds[c.kind]);
        rows.push(vec![
            json!(as_of),
            json!(district.name),
            json!(district.code),
            json!(kind.label),
            json!(c.can_use),
            json!(c.based_here),
            json!(district.people),
            json!(people.measure.value()),
            json!(c.per_1000.map(|r| (r * 1000.0).round() / 1000.0)),
            json!(c.nearest.as_ref().map(|n| (n.miles * 10.0).round() / 10.0)),
            json!(if c.can_use == 0 { missing(c, district, kind) } else { present(c, district, &whole.per) }),
        ]);
    }
    let columns = vec![
        "as_of",
        "district",
        "district_code",
        "kind",
        "can_use",
        "based_here",
        "people",
        "per",
        "per_1000",
        "nearest_miles",
        "sentence",
    ];
    DataTable { name: "gaps", columns, rows, sources: sources_of(&people) }.csv(&app).await
}
