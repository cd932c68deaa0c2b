//! Tables that one can download: the same rows as CSV for people and as JSON for programs, with their sources.

use crate::web::{App, Failure, json as as_json, text};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use csv::{QuoteStyle, WriterBuilder};
use serde_json::{Map, Value, json};

/// Where something in a table comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSource {
    /// Which columns.
    pub of: String,
    /// Who says so.
    pub source: String,
    /// Of when.
    pub year: String,
    /// On what terms.
    pub licence: String,
}

/// A table that one can download.
pub struct DataTable {
    /// The file's name, without its kind.
    pub name: &'static str,
    /// The names of the columns.
    pub columns: Vec<&'static str>,
    /// The rows: text, numbers, or null where nothing is known.
    pub rows: Vec<Vec<Value>>,
    /// Where they come from.
    pub sources: Vec<TableSource>,
}

impl DataTable {
    /// As CSV: sources in lines of their own at the end.
    ///
    /// # Errors
    /// When the database does not say whether the sample is loaded.
    pub async fn csv(self, app: &App) -> Result<CsvFile, Failure> {
        let mut lines = vec![self.columns.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>()];
        lines.extend(self.rows.iter().map(|row| row.iter().map(plain).collect()));
        lines.push(vec![format!("as of {}", app.clock.today())]);
        lines.extend(
            self.sources.iter().map(|s| vec![format!("source of {}: {}; {}; {}", s.of, s.source, s.year, s.licence)]),
        );
        if app.has_sample().await? {
            lines.push(vec!["The sample offer is loaded: what it says is made up".to_owned()]);
        }
        Ok(CsvFile { name: self.name.to_owned(), lines })
    }

    /// As JSON: `rows` with the columns' names.
    ///
    /// # Errors
    /// When the database does not say whether the sample is loaded.
    pub async fn json(self, app: &App) -> Result<Response, Failure> {
        let row = |row: &Vec<Value>| {
            let fields = self.columns.iter().zip(row).map(|(name, value)| ((*name).to_owned(), value.clone()));
            Value::Object(fields.collect::<Map<_, _>>())
        };
        let mut body = json!({
            "as_of": app.clock.today().to_string(),
            "rows": self.rows.iter().map(row).collect::<Vec<_>>(),
            "sources": sources(&self.sources),
        });
        if app.has_sample().await? {
            body["sample"] = Value::Bool(true);
        }
        Ok(as_json(&body))
    }
}

/// A file of lines, for a spreadsheet.
pub struct CsvFile {
    /// The file's name, without its kind.
    pub name: String,
    /// The lines, the names of the columns first.
    pub lines: Vec<Vec<String>>,
}

impl IntoResponse for CsvFile {
    fn into_response(self) -> Response {
        let disposition = format!("attachment; filename=\"{}.csv\"", self.name);
        let body = text("text/csv; charset=utf-8", write(&self.lines));
        ([(header::CONTENT_DISPOSITION, disposition)], body).into_response()
    }
}

/// Sources as JSON.
pub fn sources(all: &[TableSource]) -> Vec<Value> {
    let one = |s: &TableSource| json!({ "of": s.of, "source": s.source, "year": s.year, "licence": s.licence });
    all.iter().map(one).collect()
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Lines as CSV, as the standard has it. What a spreadsheet could take for a formula is written as text.
fn write(lines: &[Vec<String>]) -> String {
    let mut writer = WriterBuilder::new()
        .flexible(true)
        .quote_style(QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for line in lines {
        let safe = line.iter().map(|field| {
            let formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']) && field.parse::<f64>().is_err();
            if formula { format!("'{field}") } else { field.clone() }
        });
        // Writing to memory does not fail.
        let _ = writer.write_record(safe);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn no_field_becomes_a_formula_and_every_field_comes_back() {
        let lines = vec![vec!["=1+1".to_owned(), "a \"b\", c".to_owned()], vec!["-2".to_owned()]];
        let text = write(&lines);
        assert_eq!(text, "\"'=1+1\",\"a \"\"b\"\", c\"\r\n\"-2\"\r\n");
    }
}
