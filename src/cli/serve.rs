//! `local-offer serve`.

use super::options::Options;
use super::setting_up::{area, clock, store};
use crate::area::Area;
use crate::search::Engine;
use crate::web::{App, Settings};
use anyhow::Context;
use clap::Args;
use std::io::Write;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

/// Serve the site.
#[derive(Args)]
pub struct Serve {
    /// Where to listen [default: 127.0.0.1:3000]
    #[arg(long, env = "LOCAL_OFFER_ADDR", value_name = "HOST:PORT")]
    addr: Option<String>,
    /// The address people reach the site by, such as https://localoffer.example.org
    #[arg(long, env = "LOCAL_OFFER_BASE_URL", value_name = "URL")]
    base_url: Option<String>,
    /// Count no searches that find little, and forget those that were counted
    #[arg(long, env = "LOCAL_OFFER_NO_SEARCH_COUNTS")]
    no_search_counts: bool,
}

impl Serve {
    /// Serves until it is told to stop.
    pub async fn run(self, options: &Options) -> anyhow::Result<ExitCode> {
        let addr = self.addr.or_else(|| options.file.addr.clone()).unwrap_or_else(|| "127.0.0.1:3000".to_owned());
        let addr: SocketAddr =
            addr.parse().with_context(|| format!("{addr} is no address: write HOST:PORT, like 127.0.0.1:3000"))?;
        let (area, clock) = (area(options)?, clock());
        for problem in &area.problems {
            tracing::warn!("the area pack’s {problem}. The line is left out");
        }
        tokio::spawn(read_words_again_when_asked(area.clone()));
        let store = store(options).await?;
        let change_at_start = store.change_number().await?;
        let empty = store.count_services().await? == 0;
        let engine = Engine::empty(area.clone(), clock.clone())?;
        let base_url =
            self.base_url.or_else(|| options.file.base_url.clone()).map(|u| u.trim_end_matches('/').to_owned());
        let count_searches = !self.no_search_counts && options.file.search_counts.unwrap_or(true);
        let app = App::new(area, store.clone(), engine, clock, Settings { base_url, change_at_start, count_searches });
        let data = options.data();
        std::fs::create_dir_all(&data).with_context(|| format!("cannot make {}", data.display()))?;
        let where_kept = std::fs::canonicalize(&data).unwrap_or_else(|_| data.clone());
        let database = if options.database_url.is_some() { "PostgreSQL; the index is in" } else { "the data is in" };
        let started = move |taken: SocketAddr| {
            let mut said = format!("Local Offer is at http://{taken}\n{database} {}\n", where_kept.display());
            if empty {
                said.push_str(
                    "No listings yet. Fill it with one of:\n  local-offer seed           made-up listings to try it out\n  \
                     local-offer import FILE    real ones, from an Open Referral UK file\n",
                );
            }
            // Nobody may be reading: that is no reason to stop serving.
            let _ = std::io::stdout().write_all(said.as_bytes());
        };
        crate::server::serve(app, addr, &data.join("index"), started, stop()).await?;
        store.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

/// Reads the words of the pack again each time the process is sent SIGHUP.
async fn read_words_again_when_asked(area: Arc<Area>) {
    let Ok(mut hangups) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()) else { return };
    while hangups.recv().await.is_some() {
        match area.read_words_again() {
            Ok(Some(groups)) => tracing::info!("The words were read again: {groups} groups"),
            Ok(None) => tracing::warn!(
                "The words are inside the program and stay as they are: start with --area DIR to change them"
            ),
            Err(problems) => {
                problems.iter().for_each(|problem| tracing::warn!("the area pack’s {problem}"));
                tracing::warn!("The words were not read again: those from before stay in force");
            }
        }
    }
}

/// Ends at Ctrl-C or when the system asks.
async fn stop() {
    let interrupt = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => {
            let _ = interrupt.await;
        }
    }
}
