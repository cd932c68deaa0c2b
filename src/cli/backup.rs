//! `local-offer backup`.

use super::bootstrap::clock;
use super::options::Options;
use super::serve::stop;
use crate::backup::{dated_name, remove_oldest, write};
use crate::domain::wording::count;
use crate::protect::make_private_folder;
use crate::store::Store;
use anyhow::{Context, bail};
use clap::Args;
use jiff::Timestamp;
use std::path::PathBuf;
use std::process::ExitCode;

/// Write everything that is stored to one sealed file, while the server goes on serving.
#[derive(Args)]
pub struct Backup {
    /// The file to write, which must not be there yet; with --keep, the folder to write a dated file to
    to: PathBuf,
    /// Write a file with the time in its name, and keep the newest N of this database’s in the folder
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    keep: Option<u16>,
}

impl Backup {
    /// Exit 0: it is written, and was read again to its end. 1: nothing was left behind, and it says why.
    pub async fn run(self, options: &Options) -> anyhow::Result<ExitCode> {
        let now = Timestamp::from_second(clock().seconds()).context("the clock is set wrong")?;
        let file = match self.keep {
            Some(_) => {
                make_private_folder(&self.to).with_context(|| format!("cannot make {}", self.to.display()))?;
                self.to.join(dated_name(now))
            }
            None if self.to.is_dir() => {
                bail!("{0} is a folder: name a file in it, or write --keep 7 {0}", self.to.display())
            }
            None => self.to.clone(),
        };
        let store = match &options.database_url {
            Some(url) => Store::open_postgres_as_it_is(url).await?,
            None => Store::open_embedded_as_it_is(&options.data()).await?,
        };
        let key_file = options.key_file();
        let store = store.unlock(&key_file).await?;
        let head = tokio::select! {
            head = write(&store, &file, &key_file, now.to_string()) => head?,
            () = stop() => bail!("stopped: nothing was written"),
        };
        println!("{} are in {}.", count(head.rows(), "row", "rows"), file.display());
        println!("It opens only with the key in {}: keep a copy of that somewhere else.", head.key_file.display());
        if let Some(keep) = self.keep {
            let gone = remove_oldest(&self.to, usize::from(keep), &head.identity)
                .with_context(|| format!("the backup is written, but older ones in {} stay", self.to.display()))?;
            for old in gone {
                println!("{} was taken away.", old.display());
            }
        }
        store.close().await;
        Ok(ExitCode::SUCCESS)
    }
}
