//! The files inside the binary, under addresses that change when they do.

use crate::web::{Asset, Failure, asset, asset_address};
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};

/// A file, compressed as the reader takes it.
///
/// # Errors
/// Not found when there is no such file.
pub async fn get(uri: Uri, headers: HeaderMap) -> Result<Response, Failure> {
    let asset = asset(uri.path()).ok_or(Failure::NotFound)?;
    Ok(answer(asset, &headers))
}

/// The icon, for those who ask by its old name.
///
/// # Errors
/// Not found when the binary was built without one.
pub async fn favicon(headers: HeaderMap) -> Result<Response, Failure> {
    let asset = asset_address("favicon.svg").and_then(asset).ok_or(Failure::NotFound)?;
    Ok(answer(asset, &headers))
}

fn answer(asset: &'static Asset, headers: &HeaderMap) -> Response {
    let takes = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let takes = |name: &str| takes.split(',').any(|e| e.split(';').next().is_some_and(|e| e.trim() == name));
    let (bytes, encoding) = if takes("br") {
        (asset.brotli, Some("br"))
    } else if takes("gzip") {
        (asset.gzip, Some("gzip"))
    } else {
        (asset.plain, None)
    };
    let mut response = bytes.into_response();
    let put = response.headers_mut();
    put.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.media));
    put.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    put.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        put.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}
