//! The numbers of the ranking. All are in the pack, each with its reason.

use serde::Deserialize;

/// How much each place of a listing weighs.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
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
