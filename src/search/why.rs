//! Why a listing is among the results, in words: which of the words asked it has, in what form, and where.

use super::SearchError;
use super::collect::Ranked;
use super::schema::Fields;
use super::unit::{Question, Reach, Way};
use tantivy::query::{EnableScoring, PhraseQuery, Query};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED, Term};

/// A word asked that a listing answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// The words asked.
    pub asked: String,
    /// What the listing says for them.
    pub says: String,
    /// Where: "its name".
    pub place: &'static str,
}

/// For each listing shown, the words it answers.
pub fn why(
    question: &Question,
    shown: &[Ranked],
    searcher: &Searcher,
    fields: &Fields,
) -> Result<Vec<Vec<Why>>, SearchError> {
    let places = [
        (fields.name, "its name"),
        (fields.keywords, "its key words"),
        (fields.kind, "its kind of help"),
        (fields.summary, "its summary"),
        (fields.body, "its description"),
        (fields.provider, "the name of who runs it"),
        (fields.place, "its address"),
    ];
    let whole =
        [(fields.name_plain, "its name"), (fields.keywords, "its key words"), (fields.acronyms, "its description")];
    let mut all = Vec::with_capacity(shown.len());
    for hit in shown {
        let segment = searcher.segment_reader(hit.at.segment_ord);
        let mut whys = Vec::new();
        for unit in &question.units {
            let mut best: Option<(&Way, &'static str)> = None;
            for way in unit.ways.iter().filter(|w| w.answers >= 0.5) {
                if best.is_some_and(|(b, _)| b.weight >= way.weight) {
                    continue;
                }
                let places: &[(Field, &'static str)] = if way.reach == Reach::Whole { &whole } else { &places };
                for (field, place) in places {
                    if has(way, *field, hit.at.doc_id, segment, searcher)? {
                        best = Some((way, place));
                        break;
                    }
                }
            }
            if let Some((way, place)) = best {
                whys.push(Why { asked: unit.words.clone(), says: way.words.clone(), place });
            }
        }
        all.push(whys);
    }
    Ok(all)
}

fn has(way: &Way, field: Field, doc: DocId, segment: &SegmentReader, searcher: &Searcher) -> Result<bool, SearchError> {
    if let [term] = way.terms.as_slice() {
        let term = Term::from_field_text(field, term);
        let postings = segment.inverted_index(field)?.read_postings(&term, IndexRecordOption::Basic);
        let Some(mut postings) = postings.map_err(tantivy::TantivyError::from)? else { return Ok(false) };
        return Ok(postings.doc() <= doc && postings.seek(doc) == doc);
    }
    let terms = way.terms.iter().map(|t| Term::from_field_text(field, t)).enumerate().collect();
    let phrase = PhraseQuery::new_with_offset_and_slop(terms, way.slop);
    let weight = phrase.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut found = weight.scorer(segment, 1.0)?;
    let at = found.doc();
    Ok(at != TERMINATED && at <= doc && (at == doc || found.seek(doc) == doc))
}

/// Whether any listing at all says it so.
pub fn stands_anywhere(way: &Way, searcher: &Searcher, fields: &Fields) -> bool {
    let field = if way.reach == Reach::Whole { fields.acronyms } else { fields.body };
    let places = [field, fields.name, fields.summary, fields.keywords, fields.kind];
    let one = |field: Field, term: &String| searcher.doc_freq(&Term::from_field_text(field, term)).unwrap_or(0) > 0;
    places.into_iter().any(|field| way.terms.iter().all(|term| one(field, term)))
}
