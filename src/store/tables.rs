//! The one list of what a backup holds. A test compares it with both databases, so that no migration forgets it.
//!
//! Not in it: `session` and `sign_in`. Whoever restores a backup must not bring back sessions and links that were ended
//! since it was made; people sign in again. `service_summary` is made from the listings at the start.

use serde::{Deserialize, Serialize};

/// What the values of a column are. Each may also be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnType {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number with a fraction, 64 bits wide.
    Real,
}

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum SqlValue {
    /// Nothing.
    Null,
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Real(f64),
}

/// A table and its columns, in the order in which values stand in a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredTable {
    /// Its name.
    pub name: String,
    /// Names and types of its columns.
    pub columns: Vec<(String, ColumnType)>,
}

/// Rows of one table.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// Whose.
    pub table: StoredTable,
    /// The rows: each has a value for each column.
    pub rows: Vec<Vec<SqlValue>>,
}

/// What a backup leaves out, on purpose.
#[cfg(test)]
pub const NOT_KEPT: &[&str] = &["session", "sign_in", "service_summary"];

/// Every table that is kept. One that refers to another comes after it.
const KEPT: &[(&str, &str)] = &[
    ("change_counter", "one:i seq:i identity pruned:i"),
    ("organization", "id source document"),
    ("organization_summary", "organization_id name words name_key proposed:i"),
    ("service", "id slug organization_id source digest document changed:i"),
    ("change_log", "seq:i service_id"),
    ("postcode", "code lat:r lon:r district_code ended:i"),
    ("figure_file", "name source sort loaded row_count:i content"),
    ("gap_snapshot", "month district kind source can_use:i"),
    ("demand", "month day looked_for district age_band found searches:i"),
    ("account", "id email role created:i totp_secret totp_step:i totp_wrong:i"),
    ("account_organization", "account_id organization_id"),
    ("recovery_code", "account_id hash"),
    ("mail", "id recipient subject body created:i tries:i next_try:i state:i expires:i"),
    ("audit", "at:i id who what about"),
    ("draft", "id service_id organization_id state version:i document saved:i saved_by sent:i side begun:i begun_by"),
    ("draft_message", "id draft_id at:i version:i kind who text revision:i change_number:i told:i"),
    ("revision", "service_id number:i at:i kind side who note document undone:i replaced_source replaced_digest"),
    ("notice", "kind at:i"),
    ("secret_key", "one:i fingerprint"),
];

/// Every table that is kept, in the order in which it is written and read. `name` is text, `name:i` a whole number,
/// `name:r` one with a fraction.
pub fn kept_tables() -> Vec<StoredTable> {
    let column = |text: &str| match text.split_once(':') {
        Some((name, "i")) => (name.to_owned(), ColumnType::Integer),
        Some((name, _)) => (name.to_owned(), ColumnType::Real),
        None => (text.to_owned(), ColumnType::Text),
    };
    let table = |(name, columns): &(&str, &str)| StoredTable {
        name: (*name).to_owned(),
        columns: columns.split(' ').map(column).collect(),
    };
    KEPT.iter().map(table).collect()
}

impl StoredTable {
    /// Reads all rows. Whole numbers of every width come out as one type.
    pub(super) fn select(&self) -> String {
        let columns = self.columns.iter().map(|(name, of)| match of {
            ColumnType::Integer => format!("CAST({name} AS BIGINT)"),
            ColumnType::Text | ColumnType::Real => name.clone(),
        });
        format!("SELECT {} FROM {}", columns.collect::<Vec<_>>().join(", "), self.name)
    }

    /// The beginning of an INSERT.
    pub(super) fn insert(&self) -> String {
        let columns: Vec<&str> = self.columns.iter().map(|(name, _)| name.as_str()).collect();
        format!("INSERT INTO {} ({}) ", self.name, columns.join(", "))
    }

    /// Whether its names are names and nothing else: they become part of SQL.
    pub(super) fn is_well_named(&self) -> bool {
        let named = |name: &str| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        };
        named(&self.name) && !self.columns.is_empty() && self.columns.iter().all(|(name, _)| named(name))
    }
}
