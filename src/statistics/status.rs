//! Whether pathways are open, as notices with a day.

use super::Check;
use super::row::DataRow;
use super::waits::place;
use crate::domain::statistics::{Notice, PathwayStatus};

pub const COLUMNS: &[&str] = &["pathway", "area", "status", "from", "note", "use_instead", "source", "url"];

pub fn read(row: &mut DataRow<'_>, check: &mut Check<'_>) -> Option<Notice> {
    let place = place(row, check);
    let status = row.one_of("status", PathwayStatus::parse, &PathwayStatus::ALL.map(PathwayStatus::value));
    let from = row.day("from", check.today);
    if from.is_none() && row.text("from").is_empty() {
        row.fault("“from” is empty: say since when");
    }
    let (note, use_instead, source) = (row.text("note"), row.text("use_instead"), row.source(false));
    if status.is_some_and(PathwayStatus::is_warning) && note.is_empty() {
        row.fault("“note” is empty: families must be told why");
    }
    let ((pathway, area), status, from) = (place?, status?, from?);
    check.only_once(row, format!("{pathway} {area} {from}"));
    Some(Notice { pathway, area, status, from, note, use_instead, source, row: row.of(check.file) })
}
