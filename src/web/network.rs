//! Where a visitor comes from, also behind proxies.

use super::app::App;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

/// The network somebody comes from, as far as limits need it: the address, or the first half of a long one, which is what
/// one household or office has.
pub struct Network(pub String);

impl FromRequestParts<App> for Network {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
        let visitor = peer.map(|peer| app.settings.trusted_proxies.visitor(peer, &parts.headers));
        Ok(Self(match visitor {
            Some(IpAddr::V6(long)) => format!("{:x?}", &long.segments()[..4]),
            Some(short) => short.to_string(),
            None => String::new(),
        }))
    }
}
