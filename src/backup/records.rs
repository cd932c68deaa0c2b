//! The records of a backup, before they are compressed and sealed. Numbers are little-endian.
//!
//! `T` and a table as JSON with its length; then for each row `R` and its values; `E` at the end. A value is 0 (null),
//! 1 and a whole number of 64 bits, 2 and a fraction of 64 bits, or 3 and a UTF-8 text with its length.

use crate::store::{Batch, SqlValue, StoredTable};
use std::collections::BTreeMap;
use std::io::{self, Read, Write};

/// Rows and bytes of text that are handed on at once.
const BATCH_ROWS: usize = 200;
const BATCH_BYTES: usize = 1_000_000;
/// A table's names and types are never longer, in bytes.
const LONGEST_TABLE: u32 = 64 * 1024;

/// Writes a table's name and columns.
pub fn write_table(into: &mut impl Write, table: &StoredTable) -> io::Result<()> {
    let json = serde_json::to_vec(table)?;
    into.write_all(b"T")?;
    write_bytes(into, &json)
}

/// Writes a row of the last table.
pub fn write_row(into: &mut impl Write, row: &[SqlValue]) -> io::Result<()> {
    into.write_all(b"R")?;
    for value in row {
        match value {
            SqlValue::Null => into.write_all(&[0])?,
            SqlValue::Integer(number) => {
                into.write_all(&[1])?;
                into.write_all(&number.to_le_bytes())?;
            }
            SqlValue::Real(number) => {
                into.write_all(&[2])?;
                into.write_all(&number.to_le_bytes())?;
            }
            SqlValue::Text(text) => {
                into.write_all(&[3])?;
                write_bytes(into, text.as_bytes())?;
            }
        }
    }
    Ok(())
}

/// Writes that nothing more comes.
pub fn write_end(into: &mut impl Write) -> io::Result<()> {
    into.write_all(b"E")
}

fn write_bytes(into: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).map_err(|_| wrong("a value is longer than 4 GB"))?;
    into.write_all(&length.to_le_bytes())?;
    into.write_all(bytes)
}

fn wrong(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

/// Reads records, a batch at a time, and counts the rows of each table.
pub struct RecordReader<R> {
    from: R,
    table: Option<StoredTable>,
    ended: bool,
    /// The rows read so far.
    pub counts: BTreeMap<String, u64>,
}

impl<R: Read> RecordReader<R> {
    /// Reads from the first record.
    pub fn new(from: R) -> Self {
        Self { from, table: None, ended: false, counts: BTreeMap::new() }
    }

    /// Rows of one table; none after the last. A table without rows comes as an empty batch.
    ///
    /// # Errors
    /// When it cannot be read, ends early or is not made of records.
    pub fn next_batch(&mut self) -> io::Result<Option<Batch>> {
        let (mut rows, mut bytes) = (Vec::new(), 0);
        while !self.ended && rows.len() < BATCH_ROWS && bytes < BATCH_BYTES {
            match self.read_array::<1>()? {
                [b'R'] => rows.push(self.read_row(&mut bytes)?),
                [b'T'] => {
                    let table = self.read_table()?;
                    let before = self.table.replace(table);
                    if let Some(table) = before {
                        return Ok(Some(self.counted(table, rows)));
                    }
                }
                [b'E'] => self.ended = true,
                _ => return Err(wrong("no record begins so")),
            }
        }
        match (&self.table, self.ended) {
            (Some(table), false) => {
                let table = table.clone();
                Ok(Some(self.counted(table, rows)))
            }
            (Some(_), true) => Ok(self.table.take().map(|table| self.counted(table, rows))),
            (None, _) => Ok(None),
        }
    }

    /// Where it reads from, after the last batch.
    pub fn into_inner(self) -> R {
        self.from
    }

    fn counted(&mut self, table: StoredTable, rows: Vec<Vec<SqlValue>>) -> Batch {
        *self.counts.entry(table.name.clone()).or_default() += rows.len() as u64;
        Batch { table, rows }
    }

    fn read_table(&mut self) -> io::Result<StoredTable> {
        let length = u32::from_le_bytes(self.read_array()?);
        if length > LONGEST_TABLE {
            return Err(wrong("a table has too many columns"));
        }
        Ok(serde_json::from_slice(&self.read_bytes(length)?)?)
    }

    fn read_row(&mut self, bytes: &mut usize) -> io::Result<Vec<SqlValue>> {
        let columns =
            self.table.as_ref().map(|t| t.columns.len()).ok_or_else(|| wrong("a row comes before its table"))?;
        let mut row = Vec::with_capacity(columns);
        for _ in 0..columns {
            row.push(match self.read_array::<1>()? {
                [0] => SqlValue::Null,
                [1] => SqlValue::Integer(i64::from_le_bytes(self.read_array()?)),
                [2] => SqlValue::Real(f64::from_le_bytes(self.read_array()?)),
                [3] => {
                    let length = u32::from_le_bytes(self.read_array()?);
                    *bytes += length as usize;
                    SqlValue::Text(
                        String::from_utf8(self.read_bytes(length)?).map_err(|_| wrong("a text is not UTF-8"))?,
                    )
                }
                _ => return Err(wrong("no value begins so")),
            });
        }
        Ok(row)
    }

    fn read_array<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.from.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn read_bytes(&mut self, length: u32) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.from.by_ref().take(u64::from(length)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 == u64::from(length) { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::ColumnType;

    fn table(name: &str) -> StoredTable {
        StoredTable { name: name.into(), columns: vec![("a".into(), ColumnType::Text), ("b".into(), ColumnType::Real)] }
    }

    fn read_all(bytes: &[u8]) -> io::Result<Vec<Batch>> {
        let mut reader = RecordReader::new(bytes);
        let mut all = Vec::new();
        while let Some(batch) = reader.next_batch()? {
            all.push(batch);
        }
        Ok(all)
    }

    #[test]
    fn records_come_back_in_batches_with_every_value_as_it_was() {
        let mut bytes = Vec::new();
        let rows: Vec<Vec<SqlValue>> = (0..450)
            .map(|n| {
                vec![
                    SqlValue::Text(format!("é “{n}”\0")),
                    if n % 2 == 0 { SqlValue::Null } else { SqlValue::Real(0.1 + f64::from(n)) },
                ]
            })
            .collect();
        write_table(&mut bytes, &table("empty")).unwrap();
        write_table(&mut bytes, &table("full")).unwrap();
        rows.iter().for_each(|row| write_row(&mut bytes, row).unwrap());
        write_table(&mut bytes, &table("last")).unwrap();
        write_row(&mut bytes, &[SqlValue::Integer(i64::MIN), SqlValue::Integer(i64::MAX)]).unwrap();
        write_end(&mut bytes).unwrap();
        let all = read_all(&bytes).unwrap();
        assert!(all[0] == Batch { table: table("empty"), rows: vec![] });
        let full: Vec<Vec<SqlValue>> =
            all.iter().filter(|b| b.table.name == "full").flat_map(|b| b.rows.clone()).collect();
        assert_eq!(full, rows);
        assert_eq!(all.last().unwrap().rows, [[SqlValue::Integer(i64::MIN), SqlValue::Integer(i64::MAX)]]);
        assert_eq!(read_all(b"E").unwrap(), []);
        for cut in 0..bytes.len() {
            assert!(read_all(&bytes[..cut]).is_err(), "cut at {cut}");
        }
    }
}
