//! `local-offer serve`.

use super::bootstrap::{area, clock, store};
use super::options::Options;
use crate::area::Area;
use crate::domain::wording::count;
use crate::mail::{Outbox, SenderAddress, Smtp, Transport};
use crate::protect::make_private_folder;
use crate::search::Engine;
use crate::server::Limits;
use crate::web::{App, SAMPLE_ACCOUNTS, Settings, SigningIn, TrustedProxies, this_build};
use anyhow::Context;
use clap::Args;
use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// Serve the site.
#[derive(Args)]
pub struct Serve {
    /// Where to listen [default: 127.0.0.1:3000]
    #[arg(long, env = "LOCAL_OFFER_ADDR", value_name = "HOST:PORT")]
    addr: Option<String>,
    /// The address people reach the site by, such as https://localoffer.example.org
    #[arg(long, env = "LOCAL_OFFER_BASE_URL", value_name = "URL")]
    base_url: Option<String>,
    /// The mail server, as smtps://USER:PASSWORD@HOST:PORT or smtp://HOST?tls=required; without one mail is written to files
    #[arg(long, env = "LOCAL_OFFER_SMTP_URL", value_name = "URL", hide_env_values = true)]
    smtp_url: Option<String>,
    /// From whom mail comes, such as "Local Offer <noreply@example.org>"
    #[arg(long, env = "LOCAL_OFFER_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<String>,
    /// A proxy whose X-Forwarded-For is believed, as an address or a network like 10.1.0.0/16; may be said again [default: this machine]
    #[arg(long, env = "LOCAL_OFFER_TRUSTED_PROXY", value_name = "CIDR", value_delimiter = ',')]
    trusted_proxy: Vec<String>,
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
        let empty = store.count_services().await? == 0;
        let engine = Engine::empty(area.clone(), clock.clone())?;
        let base_url =
            self.base_url.or_else(|| options.file.base_url.clone()).map(|u| u.trim_end_matches('/').to_owned());
        let count_searches = !self.no_search_counts && options.file.search_counts.unwrap_or(true);
        let signing_in = signing_in(base_url.as_deref(), addr);
        let in_file = || options.file.trusted_proxy.clone().unwrap_or_default();
        let proxies = if self.trusted_proxy.is_empty() { in_file() } else { self.trusted_proxy };
        let trusted_proxies = TrustedProxies::parse(&proxies)
            .map_err(|text| anyhow::anyhow!("{text} is no network: write --trusted-proxy 10.1.0.0/16 or an address"))?;
        let listening = Arc::new(OnceLock::new());
        let settings = Settings {
            base_url: base_url.clone(),
            count_searches,
            signing_in,
            listening: listening.clone(),
            build: this_build(),
            trusted_proxies,
        };
        let sample = store.has_sample().await?;
        let app = App::new(area, store.clone(), engine, clock, settings);
        let data = options.data();
        let outbox = data.join("outbox");
        make_private_folder(&outbox).with_context(|| format!("cannot make {}", outbox.display()))?;
        let from = self.mail_from.or_else(|| options.file.mail_from.clone());
        let smtp = self.smtp_url.or_else(|| options.file.smtp_url.clone());
        let transport = transport(base_url.as_deref(), from, smtp, &outbox)?;
        let where_kept = std::fs::canonicalize(&data).unwrap_or_else(|_| data.clone());
        let database = if options.database_url.is_some() { "PostgreSQL; the index is in" } else { "the data is in" };
        let as_typed = options.as_typed();
        let started = move |taken: SocketAddr| {
            let mut said = format!("Local Offer is at http://{taken}\n{database} {}\n", where_kept.display());
            if empty {
                said.push_str(
                    "No listings yet. Fill it with one of:\n  local-offer seed           made-up listings to try it out\n  \
                     local-offer import FILE    real ones, from an Open Referral UK file\n",
                );
            }
            said.push_str(match signing_in {
                SigningIn::Secure => "",
                SigningIn::Plain => "Signing in works on this machine only, and its cookie is plain: there is no https.\n",
                SigningIn::Refused => {
                    "Nobody can sign in: others could listen. Start it with --base-url https://… behind a proxy with TLS.\n"
                }
            });
            if sample && signing_in == SigningIn::Plain {
                said.push_str("To sign in to the sample, print a link as one of its made-up people:\n");
                for (email, role) in SAMPLE_ACCOUNTS {
                    let line = format!("  {as_typed} user link {email} --at http://{taken}   ({})\n", role.word());
                    said.push_str(&line);
                }
            }
            let _ = listening.set(format!("http://{taken}"));
            // Nobody may be reading: that is no reason to stop serving.
            let _ = std::io::stdout().write_all(said.as_bytes());
        };
        let limits = Limits::default();
        let served = crate::server::serve(app, addr, &data.join("index"), transport, limits, started, stop()).await;
        // A connection to the database that hangs must not keep the process.
        if tokio::time::timeout(Duration::from_secs(3), store.close()).await.is_err() {
            tracing::warn!("the database was left as it was: it did not answer");
        }
        served?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Over https anybody can; without it only on this machine, where nobody can listen.
fn signing_in(base_url: Option<&str>, addr: SocketAddr) -> SigningIn {
    let local = |url: &str| ["http://localhost", "http://127.0.0.1", "http://[::1]"].iter().any(|l| url.starts_with(l));
    match base_url {
        Some(url) if url.starts_with("https://") => SigningIn::Secure,
        None if addr.ip().is_loopback() => SigningIn::Plain,
        Some(url) if addr.ip().is_loopback() && local(url) => SigningIn::Plain,
        _ => SigningIn::Refused,
    }
}

/// The way mail goes out.
fn transport(
    base_url: Option<&str>,
    from: Option<String>,
    smtp: Option<String>,
    outbox: &Path,
) -> anyhow::Result<Arc<dyn Transport>> {
    let host = base_url.and_then(|u| u.split_once("://")).map_or("localhost", |(_, rest)| rest);
    let host = host.split(['/', ':']).next().unwrap_or("localhost").to_owned();
    let from = match (from, &smtp) {
        (Some(from), _) => from,
        (None, Some(_)) => anyhow::bail!("say from whom mail comes: --mail-from \"Local Offer <noreply@example.org>\""),
        (None, None) => {
            format!("Local Offer <noreply@{}>", if host.contains('.') { &host } else { "localhost.localdomain" })
        }
    };
    let sender = SenderAddress::new(&from, &host)?;
    Ok(match smtp {
        Some(url) => Arc::new(Smtp::new(&url, sender)?),
        None => Arc::new(Outbox { folder: outbox.to_owned(), sender }),
    })
}

/// Reads the words of the pack again each time the process is sent SIGHUP.
async fn read_words_again_when_asked(area: Arc<Area>) {
    let Ok(mut hangups) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()) else { return };
    while hangups.recv().await.is_some() {
        match area.read_words_again() {
            Ok(Some(groups)) => {
                let groups = count(groups as u64, "group", "groups");
                tracing::info!("The words were read again: {groups}");
            }
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
pub(super) async fn stop() {
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
