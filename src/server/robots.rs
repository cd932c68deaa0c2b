//! What search engines may read.

use crate::pages::about::sounds::journeys;
use crate::web::{App, Failure, text};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header;
use axum::response::Response;

/// `/robots.txt`. While sample listings are loaded nothing may be read: they are not real.
///
/// # Errors
/// When the database does not answer.
pub async fn serve_robots(State(app): State<App>, headers: HeaderMap) -> Result<Response, Failure> {
    let body = if app.has_sample().await? {
        "User-agent: *\nDisallow: /\n".to_owned()
    } else {
        format!(
            "User-agent: *\nDisallow: /list\nDisallow: /preferences\nSitemap: {}/sitemap.xml\n",
            base(&app, &headers)
        )
    };
    Ok(text("text/plain; charset=utf-8", body))
}

/// `/sitemap.xml`: every page that stands by itself.
///
/// # Errors
/// When the database does not answer.
pub async fn serve_sitemap(State(app): State<App>, headers: HeaderMap) -> Result<Response, Failure> {
    let base = base(&app, &headers);
    let mut body = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let fixed = [
        "/",
        "/search",
        "/districts",
        "/gaps",
        "/gaps/how-far",
        "/gaps/rules",
        "/gaps/history",
        "/gaps/asked",
        "/waiting-times",
        "/say",
        "/said",
        "/improvement",
        "/guides",
        "/glossary",
        "/accessibility",
        "/accessibility/how-it-sounds",
        "/privacy",
        "/about/data",
    ];
    let mut add = |path: &str| {
        body.push_str("<url><loc>");
        body.push_str(&html_escape::encode_text(&format!("{base}{path}")));
        body.push_str("</loc></url>\n");
    };
    fixed.iter().for_each(|path| add(path));
    journeys().iter().for_each(|j| add(&format!("/accessibility/how-it-sounds/{}", j.slug)));
    app.area.districts.iter().for_each(|d| add(&format!("/districts/{}", d.slug)));
    app.area.vocabulary.categories.iter().for_each(|c| add(&format!("/gaps/{}", c.slug)));
    if !app.has_sample().await? {
        app.slugs().await?.iter().for_each(|slug| add(&format!("/services/{slug}")));
    }
    body.push_str("</urlset>\n");
    Ok(text("application/xml; charset=utf-8", body))
}

/// The address people reach the site by: as set, or else as asked.
fn base(app: &App, headers: &HeaderMap) -> String {
    let asked = headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or("localhost");
    app.settings.base_url.clone().unwrap_or_else(|| format!("http://{asked}"))
}
