//! The short steps of changing a listing.

use super::Field;

/// One page of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Name, one sentence, more about it, which kind of help.
    What,
    /// Ages and needs.
    Who,
    /// How to get a place, who decides, how long it takes.
    Place,
    /// Where it happens and which districts it takes families from.
    Where,
    /// Days and times.
    When,
    /// Prices.
    Cost,
    /// Getting in and joining in.
    Access,
    /// Telephone, mail, website.
    Contact,
    /// Whether it runs now, and what to use when it does not.
    Running,
}

impl Step {
    /// All of them, in the order they are asked.
    pub const ALL: [Step; 9] = [
        Step::What,
        Step::Who,
        Step::Place,
        Step::Where,
        Step::When,
        Step::Cost,
        Step::Access,
        Step::Contact,
        Step::Running,
    ];

    /// The word for it in addresses. Never changes.
    pub fn word(self) -> &'static str {
        match self {
            Step::What => "what",
            Step::Who => "who",
            Step::Place => "place",
            Step::Where => "where",
            Step::When => "when",
            Step::Cost => "cost",
            Step::Access => "access",
            Step::Contact => "contact",
            Step::Running => "running",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.word() == word)
    }

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Step::What => "What it is",
            Step::Who => "Who it is for",
            Step::Place => "How to get a place",
            Step::Where => "Where, and for which districts",
            Step::When => "Days and times",
            Step::Cost => "What it costs",
            Step::Access => "Getting in and joining in",
            Step::Contact => "How to reach you",
            Step::Running => "Is it running?",
        }
    }

    /// From 1.
    pub fn number(self) -> usize {
        Self::ALL.iter().position(|s| *s == self).map_or(1, |at| at + 1)
    }

    /// The step after it; none after the last.
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self.number()).copied()
    }

    /// What is asked in it.
    pub fn fields(self) -> impl Iterator<Item = Field> {
        Field::ALL.into_iter().filter(move |f| f.step() == self)
    }
}
