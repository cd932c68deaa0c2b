//! `/suggest.json`: suggestions as one types, each an address to go to.

use crate::search::{Suggestion, SuggestionKind};
use crate::web::links::address;
use crate::web::{App, Failure, Pairs, json as as_json};
use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};
use uuid::Uuid;

/// Suggestions for `q`.
///
/// # Errors
/// When the database or the index does not answer.
pub async fn list_suggestions(State(app): State<App>, pairs: Pairs) -> Result<Response, Failure> {
    let begun = pairs.first("q").unwrap_or_default();
    let found = app.engine.suggest(begun).await?;
    let ids: Vec<Uuid> = found
        .iter()
        .filter(|s| s.kind == SuggestionKind::Service)
        .filter_map(|s| Uuid::try_parse(&s.value).ok())
        .collect();
    let services = app.listings(&ids).await?;
    let suggestions: Vec<Value> = found
        .into_iter()
        .filter_map(|Suggestion { kind, label, value }| {
            Some(match kind {
                SuggestionKind::Category => json!({ "kind": "category", "group": "Kinds of help", "label": label, "url": address("/search", &[("category", value)]) }),
                SuggestionKind::Need => json!({ "kind": "need", "group": "Needs", "label": label, "url": address("/search", &[("need", value)]) }),
                SuggestionKind::Place => json!({ "kind": "place", "group": "Places", "label": label, "url": address("/search", &[("where", value)]) }),
                SuggestionKind::Service => {
                    let service = services.get(&Uuid::try_parse(&value).ok()?)?;
                    json!({ "kind": "service", "group": "Services", "label": service.name, "url": format!("/services/{}", service.slug) })
                }
            })
        })
        .collect();
    let mut body = json!({ "suggestions": suggestions });
    if app.has_sample().await? {
        body["sample"] = Value::Bool(true);
    }
    Ok(as_json(&body))
}
