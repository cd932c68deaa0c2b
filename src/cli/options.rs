//! Options of every sub-command: by flag, by environment, or in one TOML file.

use crate::protect::KEY_FILE;
use anyhow::Context;
use clap::Args;
use serde::Deserialize;
use std::path::PathBuf;

/// Options that stand before or after the sub-command.
#[derive(Args, Clone, Debug, Default)]
pub struct Options {
    /// The folder that holds everything the embedded database and index write [default: data]
    #[arg(long, global = true, env = "LOCAL_OFFER_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// A folder with an area pack, instead of the one inside
    #[arg(long, global = true, env = "LOCAL_OFFER_AREA", value_name = "DIR")]
    pub area: Option<PathBuf>,
    /// A PostgreSQL database, instead of the embedded one
    #[arg(long, global = true, env = "LOCAL_OFFER_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// The file with the key that seals secrets and backups [default: secret.key in the data folder]
    #[arg(long, global = true, env = "LOCAL_OFFER_KEY_FILE", value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// A TOML file with any of these settings, by their long names
    #[arg(long, global = true, env = "LOCAL_OFFER_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What the file says of `serve`.
    #[arg(skip)]
    pub file: FileSettings,
}

/// Settings of the TOML file that belong to one sub-command.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FileSettings {
    data: Option<PathBuf>,
    area: Option<PathBuf>,
    database_url: Option<String>,
    key_file: Option<PathBuf>,
    /// Where to listen.
    pub addr: Option<String>,
    /// The address people reach the site by.
    pub base_url: Option<String>,
    /// The mail server.
    pub smtp_url: Option<String>,
    /// From whom mail comes.
    pub mail_from: Option<String>,
    /// Networks of proxies in front.
    pub trusted_proxy: Option<Vec<String>>,
    /// Whether searches that find little are counted.
    pub search_counts: Option<bool>,
}

impl Options {
    /// Fills in from the file what was not said by flag or environment.
    pub fn with_file(mut self) -> anyhow::Result<Self> {
        if let Some(path) = &self.config {
            let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            self.file = toml::from_str(&text).with_context(|| format!("{} is not right", path.display()))?;
        }
        self.data = self.data.or_else(|| self.file.data.clone());
        self.area = self.area.or_else(|| self.file.area.clone());
        self.database_url = self.database_url.or_else(|| self.file.database_url.clone());
        self.key_file = self.key_file.or_else(|| self.file.key_file.clone());
        Ok(self)
    }

    /// This command as it was typed, with its data folder, to be shown for copying.
    pub fn as_typed(&self) -> String {
        let program = std::env::args().next().unwrap_or_else(|| "local-offer".to_owned());
        match &self.data {
            Some(data) => format!("{program} --data {}", data.display()),
            None => program,
        }
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.data.clone().unwrap_or_else(|| PathBuf::from("data"))
    }

    /// The file with the key.
    pub fn key_file(&self) -> PathBuf {
        self.key_file.clone().unwrap_or_else(|| self.data().join(KEY_FILE))
    }
}
