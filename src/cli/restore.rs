//! `local-offer restore`.

use super::options::Options;
use super::serve::stop;
use crate::backup::{BackupFile, find_key, restore};
use crate::domain::wording::count;
use crate::store::EmptyDatabase;
use anyhow::bail;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;
use uuid::Uuid;

/// Put a backup into an empty data folder, or with --database-url into an empty PostgreSQL database.
#[derive(Args)]
pub struct Restore {
    /// The backup
    file: PathBuf,
}

impl Restore {
    /// Exit 0: all of it is there. 1: nothing is, and it says why.
    pub async fn run(self, options: &Options) -> anyhow::Result<ExitCode> {
        let data = options.data();
        let backup = BackupFile::open(&self.file)?;
        let key = find_key(&backup, options.key_file.as_deref(), &data)?;
        let target = match &options.database_url {
            Some(url) => EmptyDatabase::postgres(url).await?,
            None => EmptyDatabase::embedded(&data).await?,
        };
        let identity = Uuid::new_v4().simple().to_string();
        let head = tokio::select! {
            head = restore(backup, &key, target, &data, &identity) => head?,
            () = stop() => bail!("stopped: nothing was put back"),
        };
        let place = match &options.database_url {
            Some(_) => "the PostgreSQL database".to_owned(),
            None => data.display().to_string(),
        };
        println!(
            "{} of {} are in {place}, and the key is in {}.",
            count(head.rows(), "row", "rows"),
            head.made,
            data.display()
        );
        println!("Everybody signs in again. The search index is built at the next start.");
        Ok(ExitCode::SUCCESS)
    }
}
