//! `local-offer figures`.

use super::bootstrap::{area, clock, store};
use super::options::Options;
use crate::domain::slug::slug;
use crate::domain::wording::count;
use crate::store::SAMPLE;
use crate::web::stored_figures;
use anyhow::Context;
use clap::{Args, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Load figures with their sources: numbers of children, waiting times, what is open, rules.
#[derive(Args)]
pub struct Figures {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Read a CSV file: its columns say what it holds. With one fault in it nothing is loaded
    Load {
        /// The file
        file: PathBuf,
        /// What to call it; another of the same name is replaced [default: the file's name]
        #[arg(long)]
        name: Option<String>,
        /// Read and check it, load nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Show what is loaded
    List,
    /// Take a file out
    Remove {
        /// What it is called
        name: String,
    },
}

impl Figures {
    /// Exit 0: done. 1: refused, with every fault named, or nothing of that name.
    pub async fn run(self, options: &Options) -> anyhow::Result<ExitCode> {
        let (area, store) = (area(options)?, store(options).await?);
        match self.action {
            Action::Load { file, name, dry_run } => {
                let bytes = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
                let stem = || file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
                let name = slug(&name.unwrap_or_else(stem));
                let held = store.figures().await?.iter().any(|f| f.name == name && f.source == SAMPLE);
                if name.is_empty() || held {
                    eprintln!("local-offer: choose another name with --name: “{name}” cannot be taken");
                    return Ok(ExitCode::FAILURE);
                }
                let loaded = match stored_figures(&name, "loaded", &bytes, &area, clock().today()) {
                    Ok(loaded) => loaded,
                    Err(faults) => {
                        eprintln!("{faults}");
                        eprintln!("local-offer: {} is not right. Nothing was loaded.", file.display());
                        return Ok(ExitCode::FAILURE);
                    }
                };
                let said = format!("{} of {}", count(loaded.rows, "row", "rows"), loaded.sort);
                if dry_run {
                    println!("{said} would be loaded as “{name}”.");
                    return Ok(ExitCode::SUCCESS);
                }
                let new = store.save_figures(&[loaded]).await? > 0;
                println!("{said} {} “{name}”.", if new { "loaded as" } else { "are the same as before in" });
            }
            Action::List => {
                for f in store.figures().await? {
                    println!(
                        "{}: {} of {}, loaded on {} ({})",
                        f.name,
                        count(f.rows, "row", "rows"),
                        f.sort,
                        f.loaded,
                        f.source
                    );
                }
            }
            Action::Remove { name } => {
                if !store.remove_figures(&name).await? {
                    eprintln!("local-offer: nothing is loaded as “{name}”: see local-offer figures list");
                    return Ok(ExitCode::FAILURE);
                }
                println!("“{name}” taken out.");
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
