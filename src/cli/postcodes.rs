//! `local-offer postcodes`.

use super::bootstrap::store;
use super::options::Options;
use crate::domain::wording::count;
use crate::domain::{Point, Postcode};
use crate::store::PostcodeRow;
use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use csv::{ByteRecord, ReaderBuilder};
use std::path::PathBuf;
use std::process::ExitCode;

/// Load postcodes.
#[derive(Args)]
pub struct Postcodes {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Read a CSV file with a header: the ONS Postcode Directory, or another with postcode, latitude, longitude and district code
    Load {
        /// The file
        file: PathBuf,
    },
}

/// Rows saved in one transaction.
const BATCH: usize = 5_000;

impl Postcodes {
    /// Loads a file. Rows that are no postcode near Britain are counted and passed over.
    pub async fn run(self, options: &Options) -> anyhow::Result<ExitCode> {
        let Action::Load { file } = self.action;
        let store = store(options).await?;
        let mut reader = ReaderBuilder::new()
            .flexible(true)
            .from_path(&file)
            .with_context(|| format!("cannot read {}", file.display()))?;
        let columns =
            Columns::find(reader.byte_headers().with_context(|| format!("{} has no header", file.display()))?)?;
        let (mut good, mut passed_over, mut ended) = (0u64, 0u64, 0u64);
        let mut batch = Vec::with_capacity(BATCH);
        let mut record = ByteRecord::new();
        while reader
            .read_byte_record(&mut record)
            .with_context(|| format!("{} cannot be read past record {good}", file.display()))?
        {
            match columns.row(&record) {
                Some(row) => {
                    good += 1;
                    ended += u64::from(row.ended);
                    batch.push(row);
                }
                None => passed_over += 1,
            }
            if batch.len() >= BATCH {
                store.save_postcodes(&batch).await?;
                batch.clear();
            }
        }
        store.save_postcodes(&batch).await?;
        println!(
            "{} loaded, {ended} of them no longer in use; {passed_over} passed over.",
            count(good, "postcode", "postcodes")
        );
        Ok(if good == 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

/// Where the columns are.
struct Columns {
    postcode: usize,
    lat: usize,
    lon: usize,
    district: Option<usize>,
    ended: Option<usize>,
}

impl Columns {
    fn find(header: &ByteRecord) -> anyhow::Result<Self> {
        let names: Vec<String> = header
            .iter()
            .map(|n| String::from_utf8_lossy(n).trim_start_matches('\u{feff}').trim().to_lowercase())
            .collect();
        let any = |wanted: &[&str]| wanted.iter().find_map(|w| names.iter().position(|n| n == w));
        let need = |wanted: &[&str]| match any(wanted) {
            Some(at) => Ok(at),
            None => bail!("the file has no column {}: its columns are {}", wanted.join(" or "), names.join(", ")),
        };
        // ONSPD names the district column for its year: lad23cd, lad25cd.
        let lad = names.iter().position(|n| n.len() == 7 && n.starts_with("lad") && n.ends_with("cd"));
        Ok(Self {
            postcode: need(&["postcode", "pcds", "pcd"])?,
            lat: need(&["lat", "latitude"])?,
            lon: need(&["lon", "long", "longitude"])?,
            district: any(&["la_code", "oslaua"]).or(lad),
            ended: any(&["doterm"]),
        })
    }

    fn row(&self, record: &ByteRecord) -> Option<PostcodeRow> {
        let text = |at: usize| record.get(at).and_then(|b| std::str::from_utf8(b).ok()).map(str::trim);
        let point = Point::near_britain(text(self.lat)?.parse().ok()?, text(self.lon)?.parse().ok()?)?;
        Some(PostcodeRow {
            code: Postcode::parse(text(self.postcode)?)?,
            point,
            district_code: self.district.and_then(text).filter(|c| !c.is_empty()).map(str::to_owned),
            ended: self.ended.and_then(text).is_some_and(|t| !t.is_empty()),
        })
    }
}
