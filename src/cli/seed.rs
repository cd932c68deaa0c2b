//! `local-offer seed`.

use super::bootstrap::{area, clock, store};
use super::options::Options;
use crate::domain::wording::count;
use crate::store::{SavedCounts, Store};
use crate::web::{SAMPLE_ACCOUNTS, put_sample_in, take_sample_out};
use clap::Args;
use std::process::ExitCode;
use uuid::Uuid;

/// Load the sample offer.
#[derive(Args)]
pub struct Seed {
    /// Take out what it put in, and nothing else
    #[arg(long)]
    remove: bool,
}

impl Seed {
    /// Puts the sample in, or takes it out. Twice is the same as once.
    pub async fn run(self, options: &Options) -> anyhow::Result<ExitCode> {
        let (area, store) = (area(options)?, store(options).await?);
        if self.remove {
            let gone = take_sample_out(&store).await?;
            note(&store, "took the sample and its accounts out").await?;
            println!("{} taken out", count(gone, "sample listing", "sample listings"));
            return Ok(ExitCode::SUCCESS);
        }
        let outcome = put_sample_in(&store, &area, clock().today()).await?;
        note(&store, "loaded the sample with its accounts").await?;
        let new = outcome.each.iter().filter(|s| matches!(s, SavedCounts::Added | SavedCounts::Changed)).count();
        println!(
            "{} loaded, {new} of them new or changed. They are made up, and every page says so.",
            count(area.sample.services.len() as u64, "sample listing", "sample listings")
        );
        println!("Take them out again with: local-offer seed --remove");
        println!("To sign in and try the other side, while the server runs:");
        for (address, role) in SAMPLE_ACCOUNTS {
            println!("  {} user link {address}   ({})", options.as_typed(), role.word());
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The sample brings people who may sign in, an administrator too: that is written down.
async fn note(store: &Store, what: &str) -> anyhow::Result<()> {
    Ok(store.audit(Uuid::new_v4(), clock().seconds(), "command line", what, "").await?)
}
