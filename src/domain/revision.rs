//! What makes a revision of a listing, and whose words it holds.

/// What makes a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevisionKind {
    /// It is how the listing came.
    Start,
    /// Its source changed it.
    Source,
    /// Somebody said that it is still right.
    Checked,
    /// It was changed here.
    Edit,
    /// Part of a change was approved.
    Part,
    /// A decision was taken back.
    Undo,
    /// The council put back an earlier revision.
    RollBack,
    /// Its last day had passed.
    Ended,
}

impl RevisionKind {
    /// All of them.
    pub const ALL: [RevisionKind; 8] = [
        RevisionKind::Start,
        RevisionKind::Source,
        RevisionKind::Checked,
        RevisionKind::Edit,
        RevisionKind::Part,
        RevisionKind::Undo,
        RevisionKind::RollBack,
        RevisionKind::Ended,
    ];

    /// The word for it in the database.
    pub fn word(self) -> &'static str {
        match self {
            RevisionKind::Start => "start",
            RevisionKind::Source => "source",
            RevisionKind::Checked => "checked",
            RevisionKind::Edit => "edit",
            RevisionKind::Part => "part",
            RevisionKind::Undo => "undo",
            RevisionKind::RollBack => "roll-back",
            RevisionKind::Ended => "ended",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.word() == word)
    }
}

/// Whose words a revision holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevisionSide {
    /// The people who run the service.
    Provider,
    /// The council.
    Council,
    /// Where the listing comes from.
    Source,
}

impl RevisionSide {
    /// All of them.
    pub const ALL: [RevisionSide; 3] = [RevisionSide::Provider, RevisionSide::Council, RevisionSide::Source];

    /// The word for it in the database.
    pub fn word(self) -> &'static str {
        match self {
            RevisionSide::Provider => "provider",
            RevisionSide::Council => "council",
            RevisionSide::Source => "source",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.word() == word)
    }
}
