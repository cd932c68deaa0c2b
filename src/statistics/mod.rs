//! Reads files of sourced figures into domain types. A file with one fault is refused whole, with every line named: half
//! a table would be a wrong table. It knows the domain and the area; it opens no file and asks no database.
//!
//! Which sort of figures a file holds is told by its columns. Counts of people under
//! [`FEWEST_SHOWN`](crate::domain::evidence::FEWEST_SHOWN) are taken out before anything is kept.

mod needs;
mod row;
mod rules;
mod status;
mod waits;

pub use row::RowFault;

use crate::area::Area;
use crate::domain::Statistics;
use jiff::civil::Date;
use row::{DataRow, DataRows};

/// The largest file that is read, in bytes: some 20,000 rows.
pub const LARGEST: usize = 4 * 1024 * 1024;
/// The most faults that are named; the others are counted.
const MOST_FAULTS: usize = 40;

/// Sorts of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// How many children of which need.
    Needs,
    /// How long they wait.
    Waits,
    /// Whether a pathway is open.
    Status,
    /// Rules that differ.
    Rules,
}

impl FileKind {
    /// All of them.
    const ALL: [FileKind; 4] = [FileKind::Needs, FileKind::Waits, FileKind::Status, FileKind::Rules];

    /// What it is called.
    pub fn words(self) -> &'static str {
        match self {
            FileKind::Needs => "numbers of children",
            FileKind::Waits => "waiting times",
            FileKind::Status => "what is open",
            FileKind::Rules => "rules",
        }
    }

    /// What it is stored as.
    pub fn value(self) -> &'static str {
        match self {
            FileKind::Needs => "needs",
            FileKind::Waits => "waits",
            FileKind::Status => "status",
            FileKind::Rules => "rules",
        }
    }

    /// Its columns: all must be there, in any order, and no other.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            FileKind::Needs => needs::COLUMNS,
            FileKind::Waits => waits::COLUMNS,
            FileKind::Status => status::COLUMNS,
            FileKind::Rules => rules::COLUMNS,
        }
    }
}

/// A file that is right.
#[derive(Clone, Debug)]
pub struct StatisticsFile {
    /// What it holds.
    pub sort: FileKind,
    /// How many rows.
    pub rows: usize,
    /// What may be kept: the same rows, with small counts taken out.
    pub text: String,
    /// What it says.
    pub evidence: Statistics,
}

/// Reads a file. `name` is what it is called on this site.
///
/// # Errors
/// Every fault with its line. Then nothing of the file may be used.
pub fn read(name: &str, bytes: &[u8], area: &Area, today: Date) -> Result<StatisticsFile, Vec<RowFault>> {
    if bytes.len() > LARGEST {
        return Err(vec![RowFault {
            line: 0,
            reason: format!("the file is larger than {} MB", LARGEST / 1024 / 1024),
        }]);
    }
    let rows = DataRows::read(bytes)?;
    let sort = FileKind::ALL.into_iter().find(|s| s.columns().iter().all(|c| rows.has(c)));
    let Some(sort) = sort else { return Err(vec![RowFault { line: 1, reason: no_sort(&rows) }]) };
    if let Some(other) = rows.columns().iter().find(|c| !sort.columns().contains(&c.as_str())) {
        let reason = format!("the column “{other}” is not one of {}", sort.columns().join(", "));
        return Err(vec![RowFault { line: 1, reason }]);
    }
    let (mut faults, mut evidence, mut kept) = (Vec::new(), Statistics::default(), rows.start());
    let mut check = Check { file: name, area, today, seen: Default::default(), year: None };
    for row in rows.iter() {
        let mut row = DataRow::new(row, &rows);
        match sort {
            FileKind::Needs => evidence.figures.extend(needs::read(&mut row, &mut check)),
            FileKind::Waits => evidence.waits.extend(waits::read(&mut row, &mut check)),
            FileKind::Status => evidence.notices.extend(status::read(&mut row, &mut check)),
            FileKind::Rules => evidence.rules.extend(rules::read(&mut row, &mut check)),
        }
        faults.append(&mut row.faults);
        kept.push(row.kept());
    }
    if rows.len() == 0 {
        faults.push(RowFault { line: 1, reason: "there is no row under the names of the columns".to_owned() });
    }
    if !faults.is_empty() {
        let more = faults.len().saturating_sub(MOST_FAULTS);
        faults.truncate(MOST_FAULTS);
        if more > 0 {
            faults.push(RowFault { line: 0, reason: format!("and {more} more") });
        }
        return Err(faults);
    }
    if sort == FileKind::Needs {
        needs::hide_what_gives_others_away(&mut evidence.figures, &mut kept, &rows);
    }
    Ok(StatisticsFile { sort, rows: rows.len(), text: row::write(&kept), evidence })
}

/// What a row is checked against.
struct Check<'a> {
    file: &'a str,
    area: &'a Area,
    today: Date,
    /// What each row is about, with its line: the same must not be said twice.
    seen: std::collections::HashMap<String, u64>,
    /// The year of the file's first row and its line.
    year: Option<(u16, u64)>,
}

impl Check<'_> {
    /// Faults a row that is about the same as an earlier one.
    fn only_once(&mut self, row: &mut DataRow<'_>, about: String) {
        if let Some(line) = self.seen.insert(about, row.line) {
            row.fault(format!("says the same as line {line}: a figure stands in one line"));
        }
    }
}

fn no_sort(rows: &DataRows) -> String {
    // The sort it is most like, so that what is missing can be named.
    let like = FileKind::ALL.into_iter().max_by_key(|s| s.columns().iter().filter(|c| rows.has(c)).count());
    let sort = like.unwrap_or(FileKind::Needs);
    let missing: Vec<_> = sort.columns().iter().filter(|c| !rows.has(c)).copied().collect();
    format!("no file of figures we know. For {} it lacks: {}", sort.words(), missing.join(", "))
}

#[cfg(test)]
mod tests;
