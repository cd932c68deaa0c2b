//! The whole site: the table of addresses with what stands around each of them and around all.

use super::route::largest_body;
use super::router::table;
use super::{caching, guard, head, headers, log, problems, time_limit, unsaved, well_formed};
use crate::web::{App, Failure};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};

/// The whole site.
pub fn router(app: App) -> Router {
    let routes = table().into_iter().fold(Router::new(), |router, route| {
        let guard = from_fn_with_state((app.clone(), route.who), guard::guard);
        let largest = largest_body(route.path);
        let keep_form = from_fn_with_state(app.clone(), unsaved::keep_form);
        let methods = route.methods.route_layer(guard).route_layer(keep_form);
        router.route(route.path, methods.layer(DefaultBodyLimit::max(largest)))
    });
    dress(routes, app)
}

/// Puts around addresses what is the same for all of them. What stands last is asked first.
pub(super) fn dress(routes: Router<App>, app: App) -> Router {
    routes
        .fallback(|| async { Failure::NotFound })
        .method_not_allowed_fallback(|| async { Failure::WrongMethod })
        .layer(from_fn_with_state(app.clone(), caching::unchanged))
        .layer(CatchPanicLayer::custom(problems::panicked))
        .layer(from_fn(time_limit::give_up))
        .layer(from_fn(well_formed::check))
        .layer(from_fn_with_state(app.clone(), problems::pages))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn(headers::add))
        .layer(from_fn(head::as_get))
        .layer(from_fn(log::line))
        .with_state(app)
}
