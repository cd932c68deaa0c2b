//! The lists that results are narrowed by and counted by.

/// A list of values that results can be narrowed by and are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// Districts whose families can use it.
    District,
    /// Needs and conditions.
    Need,
    /// Kinds of help.
    Category,
    /// Age in whole years.
    Age,
    /// Support level.
    Level,
    /// Ways in.
    Access,
    /// Cost bands.
    Cost,
    /// How it is given.
    Mode,
    /// When it happens.
    When,
    /// Access features.
    Features,
}

impl Facet {
    /// What a value of it is called inside a sentence.
    pub fn noun(self) -> &'static str {
        match self {
            Facet::District => "district",
            Facet::Need => "need",
            Facet::Category => "kind of help",
            Facet::Age => "age",
            Facet::Level => "answer to who it is open to",
            Facet::Access => "way in",
            Facet::Cost => "cost",
            Facet::Mode => "way it happens",
            Facet::When => "time",
            Facet::Features => "answer to getting in",
        }
    }

    /// What several values of it are called inside a sentence.
    pub fn plural(self) -> &'static str {
        match self {
            Facet::District => "districts",
            Facet::Need => "needs",
            Facet::Category => "kinds of help",
            Facet::Age => "ages",
            Facet::Level => "groups",
            Facet::Access => "ways to get a place",
            Facet::Cost => "costs",
            Facet::Mode => "ways it happens",
            Facet::When => "times",
            Facet::Features => "answers about getting in",
        }
    }

    /// Every facet, in the order of the page.
    pub const ALL: [Facet; 10] = [
        Facet::District,
        Facet::Age,
        Facet::Need,
        Facet::Category,
        Facet::When,
        Facet::Features,
        Facet::Cost,
        Facet::Access,
        Facet::Level,
        Facet::Mode,
    ];

    /// The parameter's name in addresses.
    pub fn param(self) -> &'static str {
        match self {
            Facet::District => "district",
            Facet::Need => "need",
            Facet::Category => "category",
            Facet::Age => "age",
            Facet::Level => "level",
            Facet::Access => "access",
            Facet::Cost => "cost",
            Facet::Mode => "mode",
            Facet::When => "when",
            Facet::Features => "features",
        }
    }

    /// The question the facet answers, as its legend says it.
    pub fn legend(self) -> &'static str {
        match self {
            Facet::District => "Which district do you live in?",
            Facet::Need => "What is hard for your child?",
            Facet::Category => "What kind of help?",
            Facet::Age => "How old is your child?",
            Facet::Level => "Who is it open to?",
            Facet::Access => "How do you get a place?",
            Facet::Cost => "What does it cost?",
            Facet::Mode => "Where does it happen?",
            Facet::When => "When?",
            Facet::Features => "Can we get in and join in?",
        }
    }

    /// A filter that is a promise leaves out what nobody has told us (product rule 1).
    pub fn is_promise(self) -> bool {
        matches!(self, Facet::Cost | Facet::When | Facet::Features)
    }

    /// Whether a service must match every chosen value and not just one.
    pub fn needs_all(self) -> bool {
        matches!(self, Facet::Features)
    }

    /// What nobody has told us, in words that follow "have not told us".
    pub fn untold_words(self) -> &'static str {
        match self {
            Facet::Cost => "the cost",
            Facet::When => "when they open",
            Facet::Features => "about getting in and joining in",
            Facet::Need => "which needs they help with",
            Facet::Age => "which ages they take",
            Facet::District => "who can use them",
            Facet::Level | Facet::Access => "how to get a place",
            Facet::Category => "what kind of help they are",
            Facet::Mode => "where they happen",
        }
    }
}
