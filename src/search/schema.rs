//! The fields of the index and how text becomes terms.

use super::stems::{StemFilter, Stems};
use crate::area::Area;
use crate::domain::{Facet, Vocabulary};
use tantivy::Index;
use tantivy::schema::{FAST, Field, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{AsciiFoldingFilter, LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer};

/// Raise this when a field or an analyser changes: every index is then rebuilt.
pub const VERSION: u32 = 3;

/// The analyser that stems: "clubs" finds "club".
pub const STEMMED: &str = "stemmed";
/// The analyser that does not: for exact names and prefixes.
pub const PLAIN: &str = "plain";

/// Bits in one column.
pub const WORD: usize = 64;

/// Handles of all fields.
#[derive(Clone, Debug)]
pub struct Fields {
    pub schema: Schema,
    pub id: Field,
    pub id_high: Field,
    pub id_low: Field,
    pub name: Field,
    pub name_plain: Field,
    /// The whole name as one term, without case, accents, signs and spaces.
    pub name_exact: Field,
    pub name_sort: Field,
    pub keywords: Field,
    pub kind: Field,
    pub summary: Field,
    pub body: Field,
    pub provider: Field,
    pub place: Field,
    /// Tokens written in capitals: "OT" and not "ot".
    pub acronyms: Field,
    /// Every word, not stemmed: what a slip is put right to.
    pub words: Field,
    pub lat: Field,
    pub lon: Field,
    pub checked_day: Field,
    pub completeness: Field,
    pub flags: Field,
    /// For whom, one byte each: children, disability, older people, repetition.
    pub audience: Field,
    pub based: Vec<Field>,
    pub features_told: Vec<Field>,
    /// For each facet in the order of [`Facet::ALL`]: its columns of bits.
    pub facets: Vec<Vec<Field>>,
}

/// Names of a facet's columns: one for each 64 values.
pub fn columns(name: &str, values: usize) -> Vec<String> {
    (0..values.div_ceil(WORD).max(1)).map(|n| format!("{name}_{n}")).collect()
}

/// Names of the columns of a facet.
pub fn facet_columns(facet: Facet, vocabulary: &Vocabulary) -> Vec<String> {
    columns(&format!("facet_{}", facet.param()), vocabulary.values(facet).len())
}

impl Fields {
    /// The schema for a vocabulary.
    pub fn new(vocabulary: &Vocabulary) -> Self {
        let mut schema = Schema::builder();
        let text = |analyser: &str| {
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer(analyser)
                    .set_index_option(IndexRecordOption::WithFreqsAndPositions),
            )
        };
        let once = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(PLAIN)
                .set_index_option(IndexRecordOption::Basic)
                .set_fieldnorms(false),
        );
        let bits = |schema: &mut tantivy::schema::SchemaBuilder, names: Vec<String>| {
            names.iter().map(|name| schema.add_u64_field(name, FAST)).collect::<Vec<_>>()
        };
        let districts = vocabulary.values(Facet::District).len();
        let features = vocabulary.values(Facet::Features).len();
        Fields {
            id: schema.add_text_field("id", STRING),
            id_high: schema.add_u64_field("id_high", FAST),
            id_low: schema.add_u64_field("id_low", FAST),
            name: schema.add_text_field("name", text(STEMMED)),
            name_plain: schema.add_text_field("name_plain", text(PLAIN)),
            name_exact: schema.add_text_field("name_exact", STRING),
            name_sort: schema.add_text_field("name_sort", TextOptions::default().set_fast("raw")),
            keywords: schema.add_text_field("keywords", text(STEMMED)),
            kind: schema.add_text_field("kind", text(STEMMED)),
            summary: schema.add_text_field("summary", text(STEMMED)),
            body: schema.add_text_field("body", text(STEMMED)),
            provider: schema.add_text_field("provider", text(STEMMED)),
            place: schema.add_text_field("place", text(STEMMED)),
            acronyms: schema.add_text_field("acronyms", text(PLAIN)),
            words: schema.add_text_field("words", once),
            lat: schema.add_f64_field("lat", FAST),
            lon: schema.add_f64_field("lon", FAST),
            checked_day: schema.add_i64_field("checked_day", FAST),
            completeness: schema.add_u64_field("completeness", FAST),
            flags: schema.add_u64_field("flags", FAST),
            audience: schema.add_u64_field("audience", FAST),
            based: bits(&mut schema, columns("based", districts)),
            features_told: bits(&mut schema, columns("features_told", features)),
            facets: Facet::ALL.iter().map(|f| bits(&mut schema, facet_columns(*f, vocabulary))).collect(),
            schema: schema.build(),
        }
    }
}

/// What tells one index from another: the version here, and all in the area that decides which bit means what.
pub fn folder_name(area: &Area) -> String {
    format!("v{VERSION}-{:016x}", area.fingerprint)
}

/// Gives an index its analysers. Needed each time one is opened.
pub fn register_analysers(index: &Index, stems: &Stems) {
    index.tokenizers().register(STEMMED, stemmed(stems));
    index.tokenizers().register(PLAIN, plain());
}

/// Words, folded and stemmed.
pub fn stemmed(stems: &Stems) -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(40))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(StemFilter(stems.clone()))
        .build()
}

/// Words, folded.
pub fn plain() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(40))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build()
}

/// Drops apostrophes, so that "children's" and "childrens" are one word.
pub fn prepare(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\'' | '’' | '‘')).collect()
}
