//! The short steps of changing a listing.

use super::Field;

/// One page of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormStep {
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

impl FormStep {
    /// All of them, in the order they are asked.
    pub const ALL: [FormStep; 9] = [
        FormStep::What,
        FormStep::Who,
        FormStep::Place,
        FormStep::Where,
        FormStep::When,
        FormStep::Cost,
        FormStep::Access,
        FormStep::Contact,
        FormStep::Running,
    ];

    /// The word for it in addresses. Never changes.
    pub fn word(self) -> &'static str {
        match self {
            FormStep::What => "what",
            FormStep::Who => "who",
            FormStep::Place => "place",
            FormStep::Where => "where",
            FormStep::When => "when",
            FormStep::Cost => "cost",
            FormStep::Access => "access",
            FormStep::Contact => "contact",
            FormStep::Running => "running",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.word() == word)
    }

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            FormStep::What => "What it is",
            FormStep::Who => "Who it is for",
            FormStep::Place => "How to get a place",
            FormStep::Where => "Where, and for which districts",
            FormStep::When => "Days and times",
            FormStep::Cost => "What it costs",
            FormStep::Access => "Getting in and joining in",
            FormStep::Contact => "How to reach you",
            FormStep::Running => "Is it running?",
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
