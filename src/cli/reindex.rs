//! `local-offer reindex`.

use super::bootstrap::{area, clock, store};
use super::options::Options;
use crate::domain::wording::thousands;
use crate::search::{Engine, Follower};
use crate::web::Listings;
use std::process::ExitCode;

/// Builds the index again.
pub async fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let area = area(options)?;
    let store = store(options).await?;
    let engine = Engine::empty(area, clock())?;
    let folder = options.data().join("index");
    let follower = Follower::rebuild(engine.clone(), Listings(store), &folder).await?;
    let listings = match engine.len() {
        1 => "1 listing is".to_owned(),
        n => format!("{} listings are", thousands(n)),
    };
    println!("{listings} in the index in {}", follower.folder().display());
    Ok(ExitCode::SUCCESS)
}
