//! What pages and the server share at the HTTP edge: the app's state, who is asking, failures, asset names, and how a
//! view becomes an answer. It knows the domain, the area, the store, search, figures, accounts and mail; no page, and of
//! addresses only those that several pages lead to (`links`).

mod app;
mod assets;
mod cache;
mod cached_reads;
mod demand;
mod demand_counts;
mod evidence;
mod failure;
mod forms;
mod lag;
mod last_known;
pub mod links;
mod listings;
mod network;
mod origin;
mod pairs;
mod render;
mod return_path;
mod sample;
mod settings;
mod signed;
mod trusted_proxies;
mod version;
mod visitor;
mod whereabouts;

pub use app::App;
#[cfg(test)]
pub use app::AppParts;
pub use assets::{Asset, asset, asset_address, colours_address};
pub use evidence::{Loaded, stored_figures};
pub use failure::{Failure, Kept, RETRY_AFTER};
pub use forms::{BodyFault, FormPairs, read_body};
pub use listings::Listings;
pub use network::Network;
pub use origin::same_site;
pub use pairs::Pairs;
pub use render::{HasIslands, html, json, redirect, text, with_cookie};
pub use sample::{ACCOUNTS as SAMPLE_ACCOUNTS, put_sample_in, take_sample_out};
pub use settings::{Settings, SigningIn};
pub use signed::{FORM_TOKEN, Signed, SignedForm, cookie};
pub use trusted_proxies::TrustedProxies;
pub use version::{SiteVersion, this_build};
pub use visitor::{LiveResults, Preferences, Spacing, TextSize, Theme, Visitor};
pub use whereabouts::resolve;
