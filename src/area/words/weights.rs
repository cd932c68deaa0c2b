//! The numbers of the ranking. All are in the pack, each with its reason. None may be missing, or have a value that
//! would turn the order round.

use crate::area::reader::Reader;
use serde::Deserialize;

/// How much each place of a listing weighs.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldWeights {
    /// The name.
    pub name: f32,
    /// Parents' keywords and the needs it names.
    pub keywords: f32,
    /// Its kinds of help.
    pub kind: f32,
    /// The one-sentence summary.
    pub summary: f32,
    /// The description.
    pub body: f32,
    /// Who runs it.
    pub provider: f32,
    /// Where it is.
    pub place: f32,
}

/// How much a way of meaning a word weighs against typing it.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeaningWeights {
    /// A word that means the same.
    pub same: f32,
    /// A word that means nearly the same.
    pub near: f32,
    /// A kind of service that helps with it.
    pub helps: f32,
    /// A single word of a longer run that was typed.
    pub part: f32,
    /// What an unfinished word may become.
    pub completion: f32,
    /// A word put right.
    pub corrected: f32,
}

/// How much a word of a question weighs.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitWeights {
    /// A word for a child or a family: nearly everything here is for them.
    pub people: f32,
    /// A word for disability in general.
    pub disability: f32,
    /// A day, a time, a place, an age.
    pub circumstance: f32,
    /// A word that no group knows, beside words that groups know.
    pub loose: f32,
    /// Words side by side as they were typed.
    pub beside: f32,
}

/// What for whom it is does to a listing's number.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AudienceWeights {
    /// What is left of a listing that says nothing of children or families.
    pub least: f32,
    /// Added for children at most.
    pub children: f32,
    /// Added for disability at most.
    pub disability: f32,
    /// Taken off for older people at most.
    pub older: f32,
    /// Added again for disability when the question speaks of it.
    pub disability_asked: f32,
    /// Added again for children when the question speaks of them.
    pub children_asked: f32,
}

/// All of them.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Places of a listing.
    pub field: FieldWeights,
    /// Ways of meaning.
    pub meaning: MeaningWeights,
    /// Words of a question.
    pub unit: UnitWeights,
    /// For whom.
    pub audience: AudienceWeights,
    /// How soon another mention stops counting: the k1 of BM25.
    pub saturation: f32,
    /// How much length counts, 0 to 1: the b of BM25.
    pub length: f32,
    /// The power of the share of a question that is answered.
    pub coverage: f32,
    /// The least share of the best share that is still a result, 0 to 1.
    pub least_coverage: f32,
    /// The share of a question that a good answer covers, 0 to 1.
    pub confident: f32,
    /// What a name that is exactly the question is multiplied by.
    pub exact_name: f32,
    /// What a name that holds the whole question is multiplied by.
    pub whole_in_name: f32,
}

const FILE: &str = "words/weights.toml";

/// Reads and checks `words/weights.toml`.
pub fn read(reader: &Reader<'_>) -> Option<Weights> {
    let file = reader.needed::<Weights>(FILE)?;
    let w = file.value;
    let shares = [
        ("length", w.length),
        ("least_coverage", w.least_coverage),
        ("confident", w.confident),
        ("audience.least", w.audience.least),
    ];
    for (path, _) in shares.into_iter().filter(|(_, n)| !(0.0..=1.0).contains(n)) {
        reader.fault_at(&file, path, "this lies between 0 and 1");
    }
    let positive = [
        ("saturation", w.saturation),
        ("coverage", w.coverage),
        ("exact_name", w.exact_name),
        ("field.name", w.field.name),
    ];
    for (path, _) in positive.into_iter().filter(|(_, n)| !(n.is_finite() && *n > 0.0)) {
        reader.fault_at(&file, path, "this is more than 0");
    }
    let not_negative = [
        ("whole_in_name", w.whole_in_name),
        ("field.keywords", w.field.keywords),
        ("field.kind", w.field.kind),
        ("field.summary", w.field.summary),
        ("field.body", w.field.body),
        ("field.provider", w.field.provider),
        ("field.place", w.field.place),
        ("meaning.same", w.meaning.same),
        ("meaning.near", w.meaning.near),
        ("meaning.helps", w.meaning.helps),
        ("meaning.part", w.meaning.part),
        ("meaning.completion", w.meaning.completion),
        ("meaning.corrected", w.meaning.corrected),
        ("unit.people", w.unit.people),
        ("unit.disability", w.unit.disability),
        ("unit.circumstance", w.unit.circumstance),
        ("unit.loose", w.unit.loose),
        ("unit.beside", w.unit.beside),
        ("audience.children", w.audience.children),
        ("audience.disability", w.audience.disability),
        ("audience.older", w.audience.older),
        ("audience.disability_asked", w.audience.disability_asked),
        ("audience.children_asked", w.audience.children_asked),
    ];
    for (path, _) in not_negative.into_iter().filter(|(_, n)| !(n.is_finite() && *n >= 0.0)) {
        reader.fault_at(&file, path, "this is 0 or more");
    }
    Some(w)
}
