//! What pages and the server share at the HTTP edge: the app's state, who is asking, failures, asset names, and how a
//! view becomes an answer. It knows the domain, the area, the store, search, figures, accounts and mail; no page and no address.

mod app;
mod assets;
mod cache;
mod cached_reads;
mod demand;
mod evidence;
mod failure;
mod forms;
mod lag;
mod last_known;
mod listings;
mod network;
mod origin;
mod render;
mod return_path;
mod sample;
mod signed;
mod version;
mod visitor;
mod whereabouts;

#[cfg(test)]
pub use app::AppParts;
pub use app::{App, Settings};
pub use assets::{Asset, asset, asset_address, colours_address};
pub use evidence::{Loaded, stored_figures};
pub use failure::{Failure, Kept, RETRY_AFTER};
pub use forms::{BodyFault, FormPairs, Pairs, read_body};
pub use listings::Listings;
pub use network::{Network, TrustedProxies};
pub use origin::same_site;
pub use render::{HasIslands, html, json, redirect, text, with_cookie};
pub use sample::{ACCOUNTS as SAMPLE_ACCOUNTS, put_sample_in, take_sample_out};
pub use signed::{FORM_TOKEN, Signed, SignedForm, SigningIn, cookie};
pub use version::{SiteVersion, this_build};
pub use visitor::{LiveResults, Preferences, Spacing, TextSize, Theme, Visitor};
pub use whereabouts::resolve;
