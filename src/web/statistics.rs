//! The figures that were loaded, as pages ask for them.

use crate::area::Area;
use crate::domain::Statistics;
use crate::statistics;
use crate::store::{SAMPLE, StoredStatistics};
use jiff::civil::Date;

/// Every file of figures, and what they say together.
#[derive(Clone, Debug, Default)]
pub struct LoadedStatistics {
    /// The files.
    pub files: Vec<StoredStatistics>,
    /// What they say.
    pub evidence: Statistics,
}

impl LoadedStatistics {
    /// Reads the stored files. The sample's are left out where there are real ones of the same sort: made-up figures
    /// and real ones never stand side by side.
    pub fn read(mut files: Vec<StoredStatistics>, area: &Area, today: Date) -> Self {
        let real: Vec<String> = files.iter().filter(|f| f.source != SAMPLE).map(|f| f.sort.clone()).collect();
        files.retain(|f| f.source != SAMPLE || !real.contains(&f.sort));
        let mut evidence = Statistics::default();
        for file in &files {
            match statistics::read(&file.name, file.content.as_bytes(), area, today) {
                Ok(read) => evidence.add(read.evidence),
                // It was right when it was loaded: the area pack is another now.
                Err(faults) => {
                    let first = faults.first().map(ToString::to_string).unwrap_or_default();
                    tracing::warn!("the figures {} fit the area no longer and are left out: {first}", file.name);
                }
            }
        }
        Self { files, evidence }
    }
}

/// A file as it is stored, or every fault, one in a line.
///
/// # Errors
/// When the file is not right.
pub fn stored_figures(
    name: &str,
    source: &str,
    bytes: &[u8],
    area: &Area,
    today: Date,
) -> Result<StoredStatistics, String> {
    let file = statistics::read(name, bytes, area, today)
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    Ok(StoredStatistics {
        name: name.to_owned(),
        source: source.to_owned(),
        sort: file.sort.value().to_owned(),
        loaded: today,
        rows: file.rows as u64,
        content: file.text,
    })
}
