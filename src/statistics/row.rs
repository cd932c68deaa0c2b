//! Rows of a CSV file, each read field by field with its faults gathered.

use crate::domain::statistics::{Count, DataRequest, FEWEST_SHOWN, Provenance, StatisticsSource};
use crate::domain::wording::count;
use csv::{ReaderBuilder, StringRecord, WriterBuilder};
use jiff::civil::Date;
use std::fmt;
use std::str::FromStr;

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// The line, the header being 1; 0 for the file as a whole.
    pub line: u64,
    /// What is wrong and what to do.
    pub reason: String,
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.reason),
            line => write!(f, "line {line}: {}", self.reason),
        }
    }
}

/// Stands for a count that was taken out.
pub const HIDDEN: &str = "c";
/// The longest text a field may hold, in characters.
const LONGEST: usize = 1_000;

/// All rows of a file.
pub struct DataRows {
    columns: Vec<String>,
    rows: Vec<(u64, StringRecord)>,
}

impl DataRows {
    /// Splits a file into rows.
    pub fn read(bytes: &[u8]) -> Result<Self, Vec<RowFault>> {
        let whole = std::str::from_utf8(bytes).map_err(|e| {
            let line = bytes[..e.valid_up_to()].iter().filter(|b| **b == b'\n').count() as u64 + 1;
            vec![RowFault { line, reason: "not UTF-8 text: save the file as “CSV UTF-8” and try again".to_owned() }]
        })?;
        let text = whole.trim_start_matches('\u{feff}');
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let bad = |e: csv::Error| {
            let line = e.position().map_or(0, csv::Position::line);
            vec![RowFault { line, reason: format!("this is not CSV: {e}") }]
        };
        let header = reader.headers().map_err(bad)?.clone();
        let columns: Vec<String> = header.iter().map(|c| c.trim().to_lowercase()).collect();
        let (mut rows, mut faults) = (Vec::new(), Vec::new());
        for record in reader.records() {
            let record = record.map_err(bad)?;
            let line = record.position().map_or(0, csv::Position::line);
            if record.iter().all(|f| f.trim().is_empty()) {
                continue;
            }
            if record.len() != columns.len() {
                let reason = format!(
                    "has {} where the first line has {}",
                    count(record.len() as u64, "field", "fields"),
                    columns.len()
                );
                faults.push(RowFault { line, reason });
            }
            rows.push((line, record));
        }
        if faults.is_empty() { Ok(Self { columns, rows }) } else { Err(faults) }
    }

    /// Whether there is a column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|c| c == column)
    }

    /// The names of the columns.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The rows with their lines.
    pub fn iter(&self) -> impl Iterator<Item = &(u64, StringRecord)> {
        self.rows.iter()
    }

    /// What is kept begins with the names of the columns.
    pub fn start(&self) -> Vec<Vec<String>> {
        vec![self.columns.clone()]
    }
}

/// Writes rows as CSV.
pub fn write(rows: &[Vec<String>]) -> String {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    for row in rows {
        // Writing to memory does not fail, and every row has as many fields as the first.
        let _ = writer.write_record(row);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// One row being read.
pub struct DataRow<'a> {
    /// Its line.
    pub line: u64,
    /// What is wrong with it.
    pub faults: Vec<RowFault>,
    rows: &'a DataRows,
    fields: Vec<String>,
}

impl<'a> DataRow<'a> {
    /// Begins to read a row.
    pub fn new((line, record): &(u64, StringRecord), rows: &'a DataRows) -> Self {
        let fields = record.iter().map(|f| f.trim().to_owned()).collect();
        Self { line: *line, faults: Vec::new(), rows, fields }
    }

    /// Says what is wrong.
    pub fn fault(&mut self, reason: impl Into<String>) {
        self.faults.push(RowFault { line: self.line, reason: reason.into() });
    }

    /// The row as it may be kept.
    pub fn kept(self) -> Vec<String> {
        self.fields
    }

    fn at(&self, column: &str) -> Option<usize> {
        self.rows.columns.iter().position(|c| c == column)
    }

    /// A text; empty when there is none.
    pub fn text(&mut self, column: &str) -> String {
        let text = self.at(column).and_then(|at| self.fields.get(at)).cloned().unwrap_or_default();
        if text.chars().count() > LONGEST {
            self.fault(format!("“{column}” is longer than {LONGEST} characters"));
        }
        if text.chars().any(char::is_control) {
            self.fault(format!("“{column}” has a character that cannot be shown: take out line breaks and tabs"));
        }
        text
    }

    /// A text that must be there.
    pub fn needed(&mut self, column: &str) -> String {
        let text = self.text(column);
        if text.is_empty() {
            self.fault(format!("“{column}” is empty: it must be told"));
        }
        text
    }

    /// One of some words.
    pub fn one_of<T>(&mut self, column: &str, parse: impl Fn(&str) -> Option<T>, known: &[&str]) -> Option<T> {
        let text = self.needed(column);
        let found = parse(&text);
        if found.is_none() && !text.is_empty() {
            self.fault(format!("“{text}” in “{column}” is not one of {}", known.join(", ")));
        }
        found
    }

    /// A day, not after `today`; none when it is empty.
    pub fn day(&mut self, column: &str, today: Date) -> Option<Date> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        match Date::from_str(&text) {
            Ok(day) if day > today => {
                self.fault(format!("“{text}” in “{column}” is still to come"));
                None
            }
            Ok(day) if day.year() < 1990 => {
                self.fault(format!("“{text}” in “{column}” is too long ago"));
                None
            }
            Ok(day) => Some(day),
            Err(_) => {
                self.fault(format!("“{text}” in “{column}” is no day: write it as 2026-03-31"));
                None
            }
        }
    }

    /// A number from 0 to `most`; none when it is empty.
    pub fn number(&mut self, column: &str, most: f64) -> Option<f64> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        // What else reads as a number ("1e3", "inf") was meant as something else.
        let plain = text.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit() || b == b'.');
        match text.parse::<f64>() {
            _ if !plain => self.fault(format!("“{text}” in “{column}” is no number: write it without commas or words")),
            Ok(n) if n < 0.0 => self.fault(format!("{text} in “{column}” is below 0")),
            Ok(n) if n > most => self.fault(format!("{text} in “{column}” is over {most}")),
            Ok(n) if n.is_finite() => return Some(n),
            _ => self.fault(format!("“{text}” in “{column}” is no number: write it without commas or words")),
        }
        None
    }

    /// A count of people. A small one is taken out of what is kept. None when it is empty or wrong.
    pub fn count(&mut self, column: &str) -> Option<Count> {
        let text = self.text(column);
        let few = format!("<{FEWEST_SHOWN}");
        if text == few {
            return Some(Count::Few);
        }
        // What the Department for Education writes for a count it has taken out.
        if text == HIDDEN {
            return Some(Count::Hidden);
        }
        let n = self.number(column, 10_000_000.0)?;
        if n.fract() != 0.0 {
            self.fault(format!("{text} in “{column}” is no whole number"));
            return None;
        }
        let count = Count::new(n as u32);
        if count == Count::Few {
            self.keep(column, few);
        }
        Some(count)
    }

    fn keep(&mut self, column: &str, text: String) {
        if let Some(at) = self.at(column)
            && let Some(field) = self.fields.get_mut(at)
        {
            *field = text;
        }
    }

    /// Who says so.
    pub fn source(&mut self, licence: bool) -> StatisticsSource {
        let title = self.needed("source");
        let url = Some(self.text("url")).filter(|u| !u.is_empty());
        if url.as_ref().is_some_and(|u| !u.starts_with("https://") && !u.starts_with("http://")) {
            self.fault("“url” does not begin with https://");
        }
        let licence = if licence { self.needed("licence") } else { String::new() };
        StatisticsSource { title, url, licence }
    }

    /// Who was asked; none when nobody was.
    pub fn asked(&mut self, today: Date) -> Option<DataRequest> {
        let (of, on) = (self.text("asked_of"), self.day("asked_on", today));
        (!of.is_empty()).then_some(DataRequest { of, on })
    }

    /// Where it stands.
    pub fn of(&self, file: &str) -> Provenance {
        Provenance { file: file.to_owned(), line: self.line }
    }
}
