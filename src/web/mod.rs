//! What pages and the server share at the HTTP edge: the app's state, who is asking, failures, asset names, and how a
//! view becomes an answer. It knows the domain, the area, the store, search, figures, accounts and mail; no page, and of
//! addresses only those that several pages lead to (`links`).

mod app;
mod assets;
mod cache;
mod cached_reads;
mod caches;
mod current_user;
mod demand;
mod demand_counts;
mod failure;
mod forms;
mod geocode;
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
mod statistics;
mod trusted_proxies;
mod version;
mod visitor;

pub use app::App;
#[cfg(test)]
pub use app::AppParts;
pub use assets::{Asset, asset, asset_address, colours_address};
pub use current_user::{CurrentUser, FORM_TOKEN, SignedForm, cookie};
pub use failure::{Failure, RETRY_AFTER, UnsavedForm};
pub use forms::{BodyFault, FormPairs, read_body};
pub use geocode::resolve;
pub use listings::Listings;
pub use network::Network;
pub use origin::same_site;
pub use pairs::Pairs;
pub use render::{HasIslands, html, json, redirect, text, with_cookie};
pub use sample::{ACCOUNTS as SAMPLE_ACCOUNTS, put_sample_in, take_sample_out};
pub use settings::{Settings, SigningIn};
pub use statistics::{LoadedStatistics, stored_figures};
pub use trusted_proxies::TrustedProxies;
pub use version::{SiteVersion, this_build};
pub use visitor::{LiveResults, Preferences, Spacing, TextSize, Theme, Visitor};
