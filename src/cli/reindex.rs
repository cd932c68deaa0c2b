//! `local-offer reindex`.

use super::options::Options;
use super::setting_up::{area, clock, store};
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
    println!("{} listings are in the index in {}", engine.len(), follower.folder().display());
    Ok(ExitCode::SUCCESS)
}
