//! What sub-commands start with.

use super::options::Options;
use crate::area::Area;
use crate::domain::Clock;
use crate::protect::restrict_to_owner;
use crate::store::Store;
use std::io::IsTerminal;
use std::sync::Arc;
use tracing_subscriber::EnvFilter;

/// The log: to standard error, for people at a terminal and as JSON elsewhere. `RUST_LOG` says how much.
pub fn logging() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,tantivy=warn,sqlx=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        log.with_target(false).init();
    } else {
        log.json().init();
    }
}

/// The area pack.
pub fn area(options: &Options) -> anyhow::Result<Arc<Area>> {
    let area = match &options.area {
        Some(folder) => Area::from_folder(folder),
        None => Area::embedded(),
    };
    Ok(Arc::new(area?))
}

/// The database, with the key that seals secrets in it. What lies beside it becomes its owner's alone.
pub async fn store(options: &Options) -> anyhow::Result<Store> {
    let data = options.data();
    let store = match &options.database_url {
        Some(url) => Store::open_postgres(url).await?,
        None => Store::open_embedded(&data).await?,
    };
    for folder in ["index", "outbox", "backups"].map(|name| data.join(name)) {
        if let Err(error) = restrict_to_owner(&folder) {
            tracing::warn!(%error, "others may be able to read {}", folder.display());
        }
    }
    Ok(store.unlock(&options.key_file()).await?)
}

/// The real clock, in the United Kingdom's time. The one place that asks what time it is.
pub fn clock() -> Clock {
    #[expect(clippy::disallowed_methods, reason = "the clock is made here and passed in everywhere else")]
    fn now() -> jiff::Timestamp {
        jiff::Timestamp::now()
    }
    Clock::new(now)
}
