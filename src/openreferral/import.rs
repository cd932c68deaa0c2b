//! A file of services into the store: in batches, each one transaction, and always with the same result.

use super::mapping;
use super::records::{Records, RecordsError};
use crate::area::Area;
use crate::domain::{Postcode, Service};
use crate::store::{PostcodeRow, SavedCounts, Store, StoreError};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::BufRead;
use uuid::Uuid;

/// Services saved in one transaction.
const BATCH: usize = 500;

/// Why an import ended early. What earlier batches saved stays saved.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file.
    #[error(transparent)]
    Records(#[from] RecordsError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A record that did not go in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportProblem {
    /// The line it begins on.
    pub line: u64,
    /// Why, in words that follow "line 12:".
    pub reason: String,
    /// Whether it only repeats a record of the same file.
    pub repeated: bool,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Records read.
    pub read: u64,
    /// Services that were not there before.
    pub added: u64,
    /// Services that were there and are others now.
    pub changed: u64,
    /// Services that were there, the same.
    pub unchanged: u64,
    /// Records with an id that stood in the file before.
    pub repeated: u64,
    /// Records that are no service, or another source's.
    pub skipped: u64,
}

impl Outcome {
    /// How many records were good.
    pub fn good(&self) -> u64 {
        self.added + self.changed + self.unchanged
    }
}

/// Imports files under the name of their source.
pub struct Importer<'a> {
    store: &'a Store,
    area: &'a Area,
    source: &'a str,
    /// Whether to save at all.
    dry_run: bool,
}

impl<'a> Importer<'a> {
    /// An importer for one source.
    pub fn new(store: &'a Store, area: &'a Area, source: &'a str, dry_run: bool) -> Self {
        Self { store, area, source, dry_run }
    }

    /// Reads a file to its end. `problem` is told of each record that does not go in, `progress` of bytes read.
    ///
    /// # Errors
    /// When the file is of no known format or cut short, or the database refuses.
    pub async fn run(
        &self,
        file: impl BufRead + 'static,
        mut problem: impl FnMut(&ImportProblem),
        mut progress: impl FnMut(u64),
    ) -> Result<Outcome, ImportError> {
        let mut records = Records::open(file)?;
        let mut outcome = Outcome::default();
        let mut seen: HashSet<Uuid> = HashSet::new();
        let mut batch: Vec<(u64, Service)> = Vec::with_capacity(BATCH);
        let ended = loop {
            let record = match records.next_record() {
                Ok(Some(record)) => record,
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            };
            outcome.read += 1;
            let service = record.value.and_then(|value| mapping::service(&value, self.source, self.area));
            match service {
                Err(reason) => {
                    outcome.skipped += 1;
                    problem(&ImportProblem { line: record.line, reason, repeated: false });
                }
                Ok(service) if !seen.insert(service.id) => {
                    outcome.repeated += 1;
                    let reason = format!("its id {} stood in the file before: the first is kept", service.id);
                    problem(&ImportProblem { line: record.line, reason, repeated: true });
                }
                Ok(service) => batch.push((record.line, service)),
            }
            if batch.len() >= BATCH {
                self.save(&mut batch, &mut outcome, &mut problem).await?;
                progress(records.bytes);
            }
        };
        self.save(&mut batch, &mut outcome, &mut problem).await?;
        progress(records.bytes);
        ended?;
        Ok(outcome)
    }

    async fn save(
        &self,
        batch: &mut Vec<(u64, Service)>,
        outcome: &mut Outcome,
        problem: &mut impl FnMut(&ImportProblem),
    ) -> Result<(), ImportError> {
        let (lines, mut services): (Vec<u64>, Vec<Service>) = batch.drain(..).unzip();
        self.place(&mut services).await?;
        let saved = if self.dry_run {
            self.store.would_save(self.source, &services).await?
        } else {
            self.store.save_services(self.source, &services).await?
        };
        for (line, saved) in lines.into_iter().zip(saved.each) {
            match saved {
                SavedCounts::Added => outcome.added += 1,
                SavedCounts::Changed => outcome.changed += 1,
                SavedCounts::Unchanged => outcome.unchanged += 1,
                SavedCounts::OtherSource(other) => {
                    outcome.skipped += 1;
                    let reason = format!("a service with its id came from “{other}”: that one is kept");
                    problem(&ImportProblem { line, reason, repeated: false });
                }
            }
        }
        Ok(())
    }

    /// Where the postcode table knows better than the feed: the district, and a point where none was given.
    async fn place(&self, services: &mut [Service]) -> Result<(), StoreError> {
        let locations = services.iter().flat_map(|s| &s.locations);
        let codes: BTreeSet<Postcode> = locations.filter_map(|l| l.postcode.clone()).collect();
        let rows = self.store.postcodes(&Vec::from_iter(codes)).await?;
        let known: HashMap<&Postcode, &PostcodeRow> = rows.iter().map(|row| (&row.code, row)).collect();
        for location in services.iter_mut().flat_map(|s| &mut s.locations) {
            let Some(row) = location.postcode.as_ref().and_then(|code| known.get(code)) else { continue };
            location.point = location.point.or(Some(row.point));
            if let Some(code) = &row.district_code {
                location.district = self.area.district_by_code(code).map(|d| d.slug.clone());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{databases, real_data, sqlite};
    use std::fs::File;
    use std::io::{BufReader, Cursor};

    async fn import(store: &Store, text: &str) -> (Result<Outcome, ImportError>, Vec<ImportProblem>) {
        let area = Area::embedded().unwrap();
        let mut problems = Vec::new();
        let importer = Importer::new(store, &area, "feed", false);
        let outcome = importer.run(Cursor::new(text.as_bytes().to_vec()), |p| problems.push(p.clone()), |_| {}).await;
        (outcome, problems)
    }

    #[tokio::test]
    async fn good_records_go_in_and_bad_ones_are_named() {
        for store in databases().await {
            let text = "{\"id\":\"a\",\"name\":\"One\"}\nnonsense\n{\"id\":\"a\",\"name\":\"One again\"}\n{\"id\":\"b\"}\n{\"id\":\"c\",\"name\":\"Three\"}\n";
            let (outcome, problems) = import(&store, text).await;
            let expected = Outcome { read: 5, added: 2, repeated: 1, skipped: 2, ..Outcome::default() };
            assert_eq!(outcome.unwrap(), expected);
            assert_eq!(
                problems.iter().map(|p| (p.line, p.repeated)).collect::<Vec<_>>(),
                [(2, false), (3, true), (4, false)]
            );
            assert_eq!(store.count_services().await.unwrap(), 2);
            let again = import(&store, text).await.0.unwrap();
            assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 2));
            assert_eq!(store.change_number().await.unwrap(), 1, "the second time changes nothing");
        }
    }

    #[tokio::test]
    async fn a_file_cut_short_keeps_whole_batches_and_says_so() {
        let store = sqlite().await;
        let (outcome, _) = import(&store, "[{\"id\":\"a\",\"name\":\"One\"},{\"id\":\"b\",\"na").await;
        assert!(matches!(outcome, Err(ImportError::Records(RecordsError::CutShort(1)))));
        assert_eq!(store.count_services().await.unwrap(), 1);
        let (outcome, _) = import(&store, "[{\"id\":\"a\",\"name\":\"One\"},{\"id\":\"b\",\"name\":\"Two\"}]").await;
        assert_eq!(outcome.unwrap().good(), 2);
    }

    #[tokio::test]
    async fn the_real_listings_go_in_whole() {
        let counts =
            [("real/lancashire-venues.hsds-uk-3.0.ndjson", 509, 0), ("real/uk-services.hsds-uk-3.0.ndjson", 1555, 1)];
        for (name, good, repeated) in counts {
            let Some(path) = real_data(name) else {
                eprintln!("LACKING shared/data/{name}: the real listings were not imported");
                continue;
            };
            let store = sqlite().await;
            let area = Area::embedded().unwrap();
            let importer = Importer::new(&store, &area, "real", false);
            let outcome = importer.run(BufReader::new(File::open(path).unwrap()), |_| {}, |_| {}).await.unwrap();
            assert_eq!((outcome.good(), outcome.repeated, outcome.skipped), (good, repeated, 0), "{name}");
            let mut last = None;
            loop {
                let piece = store.services_after(last, 500).await.unwrap();
                let Some(end) = piece.last() else { break };
                last = Some(end.id);
                for service in &piece {
                    assert!(!service.description.contains("</"), "markup in {}: {}", service.name, service.description);
                }
            }
        }
    }
}
