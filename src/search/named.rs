//! Listings that are not open, by their whole name: whoever knows a name learns what became of it.

use super::collect::APART;
use super::columns::Columns;
use super::document::flag;
use super::schema::Fields;
use crate::area::Area;
use crate::domain::name::exact_key;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Searcher, TERMINATED, Term};
use uuid::Uuid;

/// The listings of exactly this name, but for case, accents, signs and spaces, that are not open: at most a few, by id. One
/// look into the index; nothing else is read.
pub fn named(words: &str, searcher: &Searcher, fields: &Fields, area: &Area) -> tantivy::Result<Vec<Uuid>> {
    let key = exact_key(words);
    let mut found = Vec::new();
    if key.is_empty() {
        return Ok(found);
    }
    let term = Term::from_field_text(fields.name_exact, &key);
    for segment in searcher.segment_readers() {
        let Some(mut postings) =
            segment.inverted_index(fields.name_exact)?.read_postings(&term, IndexRecordOption::Basic)?
        else {
            continue;
        };
        let columns = Columns::open(segment, area)?;
        while postings.doc() != TERMINATED {
            let doc = postings.doc();
            let row = columns.row(doc);
            let is_there = segment.alive_bitset().is_none_or(|alive| alive.is_alive(doc));
            if is_there && row.flags & flag::OPEN == 0 {
                found.push(row.id());
            }
            postings.advance();
        }
    }
    found.sort_unstable();
    found.truncate(APART);
    Ok(found)
}
