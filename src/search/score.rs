//! How well each listing answers a question: BM25 over units of meaning, each field with its weight, times the share of
//! the question that is answered, times for whom it is.

use super::SearchError;
use super::audience::{AudienceQuery, factor};
use super::schema::Fields;
use super::unit::{Question, Reach, Unit, Way};
use crate::area::words::Weights;
use std::collections::HashMap;
use tantivy::postings::Postings;
use tantivy::query::{EnableScoring, PhraseQuery, Query};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED, Term};

/// No more mentions of a word count than this: nobody gets higher by saying it again.
const MOST_MENTIONS: u32 = 4;

/// The answers of one segment, by document.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    /// The number; 0 for what does not answer at all.
    pub number: Vec<f32>,
    /// The share of the question that is answered, 0 to 1.
    pub covered: Vec<f32>,
}

/// A way in a field: what is looked up there.
struct Look {
    field: Field,
    weight: f32,
    name: bool,
}

/// What a unit found in a segment: documents in the order they were met.
type Findings = Vec<(DocId, Finding)>;

/// What is being found in a segment, by document; emptied after each unit and used again.
struct Scratch {
    by_doc: Vec<Finding>,
    met: Vec<DocId>,
}

impl Scratch {
    fn new(documents: u32) -> Self {
        Self { by_doc: vec![Finding::default(); documents as usize], met: Vec::new() }
    }

    fn at(&mut self, doc: DocId) -> &mut Finding {
        let finding = &mut self.by_doc[doc as usize];
        if finding.answers == 0.0 {
            self.met.push(doc);
        }
        finding
    }

    fn take(&mut self) -> Findings {
        let by_doc = &mut self.by_doc;
        self.met.drain(..).map(|doc| (doc, std::mem::take(&mut by_doc[doc as usize]))).collect()
    }
}

#[derive(Clone, Copy, Default)]
struct Finding {
    mentions: f32,
    answers: f32,
    in_name: f32,
}

/// Scores every listing of every segment, in the searcher's order.
pub fn score(
    question: &Question,
    searcher: &Searcher,
    fields: &Fields,
    weights: &Weights,
) -> Result<Vec<Scores>, SearchError> {
    let listings = searcher.num_docs().max(1) as f32;
    let averages = Averages::read(searcher, fields)?;
    let segments = searcher.segment_readers();
    let mut scores: Vec<Scores> = segments
        .iter()
        .map(|s| Scores { number: vec![0.0; s.max_doc() as usize], covered: vec![0.0; s.max_doc() as usize] })
        .collect();
    let mut names: Vec<Vec<f32>> = segments.iter().map(|s| vec![0.0; s.max_doc() as usize]).collect();
    let mut scratch: Vec<Scratch> = segments.iter().map(|s| Scratch::new(s.max_doc())).collect();
    let mut whole = 0.0;
    for (unit, counts) in
        question.units.iter().map(|u| (u, u.essential)).chain(question.beside.iter().map(|u| (u, false)))
    {
        let found: Vec<Findings> = segments
            .iter()
            .zip(&mut scratch)
            .map(|(segment, scratch)| find(unit, segment, scratch, searcher, fields, weights, &averages))
            .collect::<Result<_, _>>()?;
        let have = found.iter().map(|f| f.iter().filter(|(_, f)| f.answers >= 0.5).count()).sum::<usize>() as f32;
        let rarity = (1.0 + (listings - have + 0.5).max(0.0) / (have + 0.5)).ln();
        let share = unit.weight * rarity;
        if counts {
            whole += share;
        }
        for (n, findings) in found.into_iter().enumerate() {
            for (doc, finding) in findings {
                let doc = doc as usize;
                scores[n].number[doc] += share * finding.mentions / (weights.saturation + finding.mentions);
                if counts {
                    scores[n].covered[doc] += share * finding.answers;
                    names[n][doc] += share * finding.in_name;
                }
            }
        }
    }
    for (n, segment) in segments.iter().enumerate() {
        let exact = exact_names(question, segment, fields)?;
        finish(&mut scores[n], &names[n], &exact, segment, whole, question.asked, weights)?;
    }
    Ok(scores)
}

fn finish(
    scores: &mut Scores,
    names: &[f32],
    exact: &[DocId],
    segment: &SegmentReader,
    whole: f32,
    asked: AudienceQuery,
    weights: &Weights,
) -> Result<(), SearchError> {
    let audience = segment.fast_fields().column_first_or_default::<u64>("audience")?;
    let whole = if whole > 0.0 { whole } else { 1.0 };
    for (doc, number) in scores.number.iter_mut().enumerate().filter(|(_, n)| **n > 0.0) {
        let covered = (scores.covered[doc] / whole).min(1.0);
        let in_name = (names[doc] / whole).min(1.0);
        scores.covered[doc] = covered;
        *number *= covered.powf(weights.coverage)
            * (1.0 + weights.whole_in_name * in_name)
            * factor(audience.get_val(doc as DocId), asked, weights);
    }
    exact.iter().for_each(|doc| scores.number[*doc as usize] *= weights.exact_name);
    Ok(())
}

/// Mean lengths of fields, in words.
struct Averages(HashMap<Field, f32>);

impl Averages {
    fn read(searcher: &Searcher, fields: &Fields) -> Result<Self, SearchError> {
        let mut averages = HashMap::new();
        for field in [
            fields.name,
            fields.keywords,
            fields.kind,
            fields.summary,
            fields.body,
            fields.provider,
            fields.place,
            fields.name_plain,
            fields.acronyms,
        ] {
            let mut words = 0;
            for segment in searcher.segment_readers() {
                words += segment.inverted_index(field)?.total_num_tokens();
            }
            averages.insert(field, words as f32 / searcher.num_docs().max(1) as f32);
        }
        Ok(Self(averages))
    }

    fn of(&self, field: Field) -> f32 {
        self.0.get(&field).copied().unwrap_or(1.0).max(1.0)
    }
}

fn find(
    unit: &Unit,
    segment: &SegmentReader,
    scratch: &mut Scratch,
    searcher: &Searcher,
    fields: &Fields,
    weights: &Weights,
    averages: &Averages,
) -> Result<Findings, SearchError> {
    for way in &unit.ways {
        for look in looks(way, fields, weights) {
            let norms = segment.get_fieldnorms_reader(look.field)?;
            let average = averages.of(look.field);
            let mut add = |doc: DocId, mentions: u32| {
                let length = 1.0 - weights.length + weights.length * norms.fieldnorm(doc) as f32 / average;
                let counted = mentions.min(MOST_MENTIONS) as f32;
                let finding = scratch.at(doc);
                finding.mentions += way.weight * look.weight * counted / length;
                finding.answers = finding.answers.max(way.answers);
                if look.name {
                    finding.in_name = finding.in_name.max(way.answers);
                }
            };
            match way.terms.as_slice() {
                [term] => {
                    let term = Term::from_field_text(look.field, term);
                    let index = segment.inverted_index(look.field)?;
                    let postings = index
                        .read_postings(&term, IndexRecordOption::WithFreqs)
                        .map_err(tantivy::TantivyError::from)?;
                    let Some(mut postings) = postings else { continue };
                    let mut doc = postings.doc();
                    while doc != TERMINATED {
                        add(doc, postings.term_freq());
                        doc = postings.advance();
                    }
                }
                terms => {
                    for doc in side_by_side(terms, way.slop, look.field, segment, searcher)? {
                        add(doc, 1);
                    }
                }
            }
        }
    }
    Ok(scratch.take())
}

/// Where a way is looked for.
fn looks(way: &Way, fields: &Fields, weights: &Weights) -> Vec<Look> {
    let w = &weights.field;
    let look = |field, weight| Look { field, weight, name: false };
    let name = |field, weight| Look { field, weight, name: true };
    match way.reach {
        Reach::Whole => {
            return vec![
                name(fields.name_plain, w.name),
                look(fields.acronyms, w.summary),
                look(fields.keywords, w.keywords),
            ];
        }
        Reach::Headings => {
            return vec![name(fields.name, w.name), look(fields.keywords, w.keywords), look(fields.kind, w.kind)];
        }
        Reach::Everywhere => {}
    }
    let mut looks = vec![
        name(fields.name, w.name),
        look(fields.keywords, w.keywords),
        look(fields.kind, w.kind),
        look(fields.summary, w.summary),
        look(fields.body, w.body),
    ];
    if way.answers >= 1.0 {
        looks.extend([look(fields.provider, w.provider), look(fields.place, w.place)]);
    }
    looks
}

fn side_by_side(
    terms: &[String],
    slop: u32,
    field: Field,
    segment: &SegmentReader,
    searcher: &Searcher,
) -> Result<Vec<DocId>, SearchError> {
    let terms = terms.iter().map(|t| Term::from_field_text(field, t)).enumerate().collect();
    let phrase = PhraseQuery::new_with_offset_and_slop(terms, slop);
    let weight = phrase.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut found = Vec::new();
    weight.for_each_no_score(segment, &mut |docs| found.extend_from_slice(docs))?;
    Ok(found)
}

/// Listings whose name is the question, word for word.
fn exact_names(question: &Question, segment: &SegmentReader, fields: &Fields) -> Result<Vec<DocId>, SearchError> {
    let Some(first) = question.name.first() else { return Ok(Vec::new()) };
    let index = segment.inverted_index(fields.name_plain)?;
    let norms = segment.get_fieldnorms_reader(fields.name_plain)?;
    let words = question.name.len();
    let postings = |word: &str| -> Result<Vec<(DocId, Vec<u32>)>, SearchError> {
        let term = Term::from_field_text(fields.name_plain, word);
        let found = index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions);
        let Some(mut postings) = found.map_err(tantivy::TantivyError::from)? else { return Ok(Vec::new()) };
        let mut all = Vec::new();
        while postings.doc() != TERMINATED {
            let mut positions = Vec::new();
            postings.positions(&mut positions);
            all.push((postings.doc(), positions));
            postings.advance();
        }
        Ok(all)
    };
    let mut docs: Vec<DocId> = postings(first)?
        .into_iter()
        .filter(|(doc, at)| at.contains(&0) && norms.fieldnorm(*doc) as usize == words)
        .map(|(doc, _)| doc)
        .collect();
    for (n, word) in question.name.iter().enumerate().skip(1) {
        if docs.is_empty() {
            break;
        }
        let here = postings(word)?;
        docs.retain(|doc| here.iter().any(|(d, at)| d == doc && at.contains(&(n as u32))));
    }
    Ok(docs)
}
