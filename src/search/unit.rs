//! A question taken apart: units of meaning, each with the ways a listing may say it.

/// One thing that is asked about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unit {
    /// The words as typed, or put right.
    pub words: String,
    /// How much it counts beside the others.
    pub weight: f32,
    /// Whether a good answer must speak of it.
    pub essential: bool,
    /// The ways a listing may say it. None: nothing here says it.
    pub ways: Vec<Way>,
}

/// One way of saying it.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// Stems side by side; written words where it is looked for whole.
    pub terms: Vec<String>,
    /// The words, for people.
    pub words: String,
    /// How much it counts beside saying it as typed, 0 to 1.
    pub weight: f32,
    /// How far it answers what was asked, 0 to 1.
    pub answers: f32,
    /// Where it is looked for.
    pub reach: Reach,
    /// How many other words may stand between.
    pub slop: u32,
}

/// Where a way is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Wherever a listing has words.
    Everywhere,
    /// In names, keywords and kinds of help: what parents type and nobody writes in a description for the same reason.
    Headings,
    /// In names, keywords and words in capitals, as written: "OT" and never "ot".
    Whole,
}

/// A question understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    /// What is asked about.
    pub units: Vec<Unit>,
    /// Words side by side as typed: they order the results and ask for nothing.
    pub beside: Vec<Unit>,
    /// Every word as the index has it unstemmed, for a name that is exactly the question.
    pub name: Vec<String>,
    /// Whether nothing is asked for but what there is.
    pub everything: bool,
    /// The text with its slips put right, where there were any.
    pub corrected: Option<String>,
    /// For whom it asks.
    pub asked: super::audience::AudienceQuery,
}
