//! `local-offer import`.

use super::bootstrap::{area, store};
use super::options::Options;
use crate::domain::slug::slug;
use crate::domain::wording::count;
use crate::openreferral::{ImportError, ImportProblem, Importer, Outcome};
use anyhow::Context;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::fs::File;
use std::io::{BufReader, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

/// Read services from an Open Referral UK file.
#[derive(Args)]
pub struct Import {
    /// The file
    file: PathBuf,
    /// What to call where it comes from; a service belongs to its source [default: the file's name]
    #[arg(long)]
    source: Option<String>,
    /// Read and check everything, save nothing
    #[arg(long)]
    dry_run: bool,
    /// Save nothing unless every record is good
    #[arg(long)]
    strict: bool,
}

impl Import {
    /// Exit 0: read to its end. 1: no known format, cut short, no good record, or a skip with `--strict`.
    pub async fn run(self, options: &Options) -> anyhow::Result<ExitCode> {
        let (area, store) = (area(options)?, store(options).await?);
        let source = self.source();
        if self.strict {
            let check = Importer::new(&store, &area, &source, true);
            let outcome = self.read(&check).await?;
            if outcome.skipped + outcome.repeated > 0 {
                eprintln!(
                    "{} would be passed over. Nothing was saved, because of --strict.",
                    count(outcome.skipped + outcome.repeated, "record", "records")
                );
                return Ok(ExitCode::FAILURE);
            }
        }
        let outcome = self.read(&Importer::new(&store, &area, &source, self.dry_run)).await?;
        let said = if self.dry_run { "would be " } else { "" };
        println!(
            "{} read: {} {said}added, {} {said}changed, {} the same as before, {} repeated, {} skipped.",
            count(outcome.read, "record", "records"),
            outcome.added,
            outcome.changed,
            outcome.unchanged,
            outcome.repeated,
            outcome.skipped
        );
        if outcome.good() == 0 {
            eprintln!("local-offer: no good record in {}", self.file.display());
            return Ok(ExitCode::FAILURE);
        }
        Ok(ExitCode::SUCCESS)
    }

    fn source(&self) -> String {
        let stem = || self.file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        slug(&self.source.clone().unwrap_or_else(stem))
    }

    async fn read(&self, importer: &Importer<'_>) -> anyhow::Result<Outcome> {
        let file = File::open(&self.file).with_context(|| format!("cannot read {}", self.file.display()))?;
        let size = file.metadata().map(|m| m.len()).unwrap_or(0);
        let bar = if std::io::stderr().is_terminal() { ProgressBar::new(size) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {eta}") {
            bar.set_style(style);
        }
        let problem = |p: &ImportProblem| bar.suspend(|| eprintln!("line {}: {}", p.line, p.reason));
        let outcome =
            importer.run(BufReader::with_capacity(1 << 16, file), problem, |bytes| bar.set_position(bytes)).await;
        bar.finish_and_clear();
        outcome.map_err(|error| match error {
            ImportError::Records(reason) => anyhow::anyhow!("{}: {reason}", self.file.display()),
            ImportError::Store(reason) => anyhow::Error::from(reason),
        })
    }
}
