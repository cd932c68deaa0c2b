//! The files inside the binary and the area's own colours, under addresses that change when they do.

use super::encoding::{Coding, preferred};
use crate::web::{App, Asset, Failure, asset, asset_address, colours_address};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};

/// What an address with a hash answers never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// A file, compressed as the reader takes it.
///
/// # Errors
/// Not found when there is no such file.
pub async fn serve_asset(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Result<Response, Failure> {
    if let Some(colours) = &app.area.colours
        && colours_address(&app.area).is_some_and(|own| own == uri.path())
    {
        let about = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, FOR_EVER)];
        return Ok((about, colours.css.clone()).into_response());
    }
    let asset = asset(uri.path()).ok_or(Failure::NotFound)?;
    Ok(answer(asset, &headers))
}

/// The icon, for those who ask by its old name.
///
/// # Errors
/// Not found when the binary was built without one.
pub async fn serve_favicon(headers: HeaderMap) -> Result<Response, Failure> {
    let asset = asset_address("favicon.svg").and_then(asset).ok_or(Failure::NotFound)?;
    Ok(answer(asset, &headers))
}

fn answer(asset: &'static Asset, headers: &HeaderMap) -> Response {
    let (bytes, encoding) = match preferred(headers) {
        Coding::Brotli => (asset.brotli, Some("br")),
        Coding::Gzip => (asset.gzip, Some("gzip")),
        Coding::Identity => (asset.plain, None),
    };
    let mut response = bytes.into_response();
    let put = response.headers_mut();
    put.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.media));
    put.insert(header::CACHE_CONTROL, HeaderValue::from_static(FOR_EVER));
    put.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        put.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}
