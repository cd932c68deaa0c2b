//! `/gaps.json` and `/gaps.csv`: the matrix to take away, with its sources and their year.

use super::supply::{Asked, kinds, matrix};
use crate::gaps::{Matrix, missing, present};
use crate::web::{App, Failure, Pairs, json as as_json, text};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// Where the figures come from: what, who, which year, on what terms.
const SOURCES: [(&str, &str, &str, &str); 2] = [
    (
        "children",
        "Office for National Statistics, Census 2021: usual residents aged 0 to 25",
        "2021",
        "Open Government Licence v3.0",
    ),
    ("can_use, based_here", "the listings of this local offer, open on the day given", "as_of", "as the listings"),
];

/// As JSON.
///
/// # Errors
/// When the index or the database does not answer.
pub async fn json(State(app): State<App>, pairs: Pairs) -> Result<Response, Failure> {
    let asked = Asked::parse(&pairs, &app);
    let whole = matrix(&app, &asked.find, &kinds(&app, asked.kind.as_deref())).await?;
    let mut body = json!({
        "as_of": app.clock.today().to_string(),
        "districts": whole.districts.iter().map(|d| json!({ "slug": d.slug, "name": d.name, "code": d.code, "children": d.children })).collect::<Vec<_>>(),
        "kinds": whole.kinds.iter().map(|k| json!({ "value": k.value, "label": k.label })).collect::<Vec<_>>(),
        "cells": cells(&whole),
        "sources": SOURCES.map(|(of, source, year, licence)| json!({ "of": of, "source": source, "year": year, "licence": licence })),
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
        let sentence = if c.can_use == 0 { missing(c, district, kind) } else { present(c, district) };
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

/// As CSV: one line a cell, its sources in lines of their own at the end.
///
/// # Errors
/// When the index or the database does not answer.
pub async fn csv(State(app): State<App>, pairs: Pairs) -> Result<Response, Failure> {
    let asked = Asked::parse(&pairs, &app);
    let whole = matrix(&app, &asked.find, &kinds(&app, asked.kind.as_deref())).await?;
    let sample = app.has_sample().await?;
    let as_of = app.clock.today().to_string();
    let mut lines = vec![line(
        &[
            "as_of",
            "district",
            "district_code",
            "kind",
            "can_use",
            "based_here",
            "children_0_25",
            "per_1000",
            "nearest_miles",
            "sentence",
        ]
        .map(str::to_owned),
    )];
    for c in &whole.cells {
        let (district, kind) = (&whole.districts[c.district], &whole.kinds[c.kind]);
        let or_blank = |n: Option<String>| n.unwrap_or_default();
        lines.push(line(&[
            as_of.clone(),
            district.name.clone(),
            district.code.clone(),
            kind.label.clone(),
            c.can_use.to_string(),
            c.based_here.to_string(),
            or_blank(district.children.map(|n| n.to_string())),
            or_blank(c.per_1000.map(|r| format!("{r:.3}"))),
            or_blank(c.nearest.as_ref().map(|n| format!("{:.1}", n.miles))),
            if c.can_use == 0 { missing(c, district, kind) } else { present(c, district) },
        ]));
    }
    for (of, source, year, licence) in SOURCES {
        lines.push(line(&[format!("source of {of}: {source}; {year}; {licence}")]));
    }
    if sample {
        lines.push(line(&["The sample offer is loaded: its listings are made up".to_owned()]));
    }
    let headers = [(header::CONTENT_DISPOSITION, "attachment; filename=\"gaps.csv\"")];
    Ok((headers, text("text/csv; charset=utf-8", lines.concat())).into_response())
}

/// One line of CSV. What a spreadsheet could take for a formula is written as text.
fn line(fields: &[String]) -> String {
    let quoted = fields.iter().map(|field| {
        let safe =
            if field.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{field}") } else { field.clone() };
        format!("\"{}\"", safe.replace('"', "\"\""))
    });
    format!("{}\r\n", quoted.collect::<Vec<_>>().join(","))
}
