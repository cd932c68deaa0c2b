//! What a question in a family's own words seems to say. A guess is shown, and one press undoes it.

/// A kind of guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guess {
    /// Where the family lives or looks.
    Place,
    /// How old the child is.
    Age,
    /// What the child needs help with.
    Need,
    /// When it should be.
    When,
    /// How it should be given.
    Mode,
}

impl Guess {
    /// All of them, in the order they are shown.
    pub const ALL: [Guess; 5] = [Guess::Place, Guess::Need, Guess::Age, Guess::When, Guess::Mode];

    /// The value of the parameter `ignore` that undoes it.
    pub fn value(self) -> &'static str {
        match self {
            Guess::Place => "place",
            Guess::Age => "age",
            Guess::Need => "need",
            Guess::When => "when",
            Guess::Mode => "mode",
        }
    }
}

/// What was guessed. Only an age given as a number narrows the results; the rest puts what fits first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guessed {
    /// The name of a district or town.
    pub place: Option<String>,
    /// A place next door, which has a local offer of its own.
    pub outside: Option<String>,
    /// Whole years, both ends included.
    pub age: Option<(u8, u8)>,
    /// Slugs of needs.
    pub needs: Vec<String>,
    /// Slugs of times.
    pub when: Vec<String>,
    /// Slug of a way of giving help.
    pub mode: Option<String>,
}

impl Guessed {
    /// Whether nothing was guessed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
