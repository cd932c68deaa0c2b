//! The `local-offer` command: one file for each sub-command. Anyhow stops here.

mod backup;
mod bootstrap;
mod figures;
mod import;
mod options;
mod postcodes;
mod reindex;
mod restore;
mod seed;
mod serve;
mod user;

use clap::{Parser, Subcommand};
use options::Options;
use std::process::ExitCode;
use std::time::Duration;

/// A SEND local offer: help for children with special educational needs and disabilities, findable by their families.
#[derive(Parser)]
#[command(name = "local-offer", version, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the site.
    Serve(serve::Serve),
    /// Read services from an Open Referral UK (HSDS-UK 3.0) file: NDJSON, a page, or a list.
    Import(import::Import),
    /// Load the sample offer: made-up listings to try the site with.
    Seed(seed::Seed),
    /// Load postcodes, so that distances and districts are exact.
    Postcodes(postcodes::Postcodes),
    /// Load figures with their sources: numbers of children, waiting times, what is open, rules.
    Figures(figures::Figures),
    /// Look after accounts: who may sign in.
    User(user::User),
    /// Build the search index again. The server must not be running.
    Reindex,
    /// Write everything that is stored to one sealed file, while the server goes on serving.
    Backup(backup::Backup),
    /// Put a backup into an empty data folder, or with --database-url into an empty PostgreSQL database.
    Restore(restore::Restore),
}

/// Runs the command that was typed.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    bootstrap::logging();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("local-offer: cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let done = runtime.block_on(async {
        let options = cli.options.with_file()?;
        match cli.command {
            Command::Serve(serve) => serve.run(&options).await,
            Command::Import(import) => import.run(&options).await,
            Command::Seed(seed) => seed.run(&options).await,
            Command::Postcodes(postcodes) => postcodes.run(&options).await,
            Command::Figures(figures) => figures.run(&options).await,
            Command::User(user) => user.run(&options).await,
            Command::Reindex => reindex::run(&options).await,
            Command::Backup(backup) => backup.run(&options).await,
            Command::Restore(restore) => restore.run(&options).await,
        }
    });
    // Work that cannot be stopped, such as a file being read, must not keep the process.
    runtime.shutdown_timeout(Duration::from_secs(2));
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("local-offer: {}", sentence(&error));
            ExitCode::FAILURE
        }
    }
}

/// An error with its causes, each said once: many of our own sentences hold their cause already, and so do those of
/// libraries.
fn sentence(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |said, cause| match said.as_str() {
        "" => cause,
        _ if said.contains(&cause) => said,
        _ => format!("{said}: {cause}"),
    })
}

#[cfg(test)]
mod tests {
    use super::sentence;
    #[derive(Debug, thiserror::Error)]
    #[error("the database did not do it: {0}")]
    struct Outer(#[from] std::io::Error);

    #[test]
    fn a_cause_is_said_once() {
        let full = || std::io::Error::other("the disk is full");
        assert_eq!(sentence(&Outer::from(full()).into()), "the database did not do it: the disk is full");
        let context = anyhow::Error::from(full()).context("cannot read a.csv");
        assert_eq!(sentence(&context), "cannot read a.csv: the disk is full");
    }
}
