//! A bare axum server that renders pages of given sizes, row by row and escaped, and does nothing else: what a page of
//! ours is compared with. `bare PAGE_BYTES LISTING_BYTES`.

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use axum::serve::ListenerExt;
use std::fmt::Write as _;

fn render(bytes: usize) -> Html<String> {
    let mut page = String::with_capacity(bytes + 200);
    page.push_str("<!DOCTYPE html><html lang=\"en-GB\"><head><title>Page</title></head><body><ul>");
    let mut row = 0;
    while page.len() < bytes {
        row += 1;
        let name = format!("Row {row} & its <name>");
        let _ = write!(
            page,
            "<li><a href=\"/row/{row}\">{}</a> <span>{}</span></li>",
            html_escape::encode_text(&name),
            html_escape::encode_text("Some words that say what it is")
        );
    }
    page.push_str("</ul></body></html>");
    Html(page)
}

#[tokio::main]
async fn main() {
    let mut sizes = std::env::args().skip(1).filter_map(|a| a.parse::<usize>().ok());
    let (page, listing) = (sizes.next().unwrap_or(20_000), sizes.next().unwrap_or(10_000));
    let router = Router::new()
        .route("/page", get(move || async move { render(page) }))
        .route("/listing", get(move || async move { render(listing) }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    println!("http://{}", listener.local_addr().expect("it listens"));
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, router).await.expect("it serves");
}
