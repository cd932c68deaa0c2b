//! What stands in the fields of a step, as typed.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Names and values of a form, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(pub Vec<(String, String)>);

/// Something typed that is not right, for beside its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The field's id.
    pub field: String,
    /// What to do about it.
    pub message: String,
}

impl Wrong {
    /// A message for a field.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// The most groups of one kind that somebody can add: sessions, places, prices. An import may bring more.
pub const MOST_GROUPS: usize = 20;

impl Values {
    /// The first value of a name; blank when there is none.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str())
    }

    /// Every value of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// Whether a box of a name is ticked.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|v| v == value)
    }

    /// Adds a value.
    pub fn put(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// Adds a value where there is one.
    pub fn put_some(&mut self, name: impl Into<String>, value: Option<&str>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    /// The numbers of the groups of a kind: "time" of `time-1-opens`, `time-2-opens`.
    pub fn groups(&self, kind: &str) -> Vec<usize> {
        let mut numbers: Vec<usize> = self.0.iter().filter_map(|(name, _)| number_of(name, kind)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// With one more group of a kind, blank. The same where there are as many as there may be.
    pub fn with_one_more(mut self, kind: &str) -> Self {
        self = self.numbered_anew(kind);
        let next = self.groups(kind).len() + 1;
        if next <= MOST_GROUPS {
            self.put(format!("{kind}-{next}-is"), "1");
        }
        self
    }

    /// Without a group: those after it move up.
    pub fn without(mut self, kind: &str, number: usize) -> Self {
        self.0.retain(|(name, _)| number_of(name, kind) != Some(number));
        self.numbered_anew(kind)
    }

    fn numbered_anew(mut self, kind: &str) -> Self {
        let old = self.groups(kind);
        for (name, _) in &mut self.0 {
            let Some(number) = number_of(name, kind) else { continue };
            let Some(at) = old.iter().position(|n| *n == number) else { continue };
            let end = name[kind.len() + 1..].split_once('-').map_or("", |(_, end)| end);
            *name = format!("{kind}-{}-{end}", at + 1);
        }
        self
    }

    /// Only what was really said, in an order of its own: two forms that say the same are the same.
    fn said(&self) -> Vec<(String, String)> {
        self.said_of(|_| true)
    }

    fn said_of(&self, of: impl Fn(&str) -> bool) -> Vec<(String, String)> {
        let mut said: Vec<(String, String)> = self
            .0
            .iter()
            .filter(|(name, value)| !value.trim().is_empty() && !name.ends_with("-is") && of(name))
            .map(|(name, value)| (name.clone(), value.replace("\r\n", "\n").trim().to_owned()))
            .collect();
        said.sort();
        said
    }

    /// Whether both say the same.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.said() == other.said()
    }

    /// Whether both say the same in the fields of some names.
    pub fn says_the_same_of(&self, other: &Self, of: impl Fn(&str) -> bool) -> bool {
        self.said_of(&of) == other.said_of(&of)
    }
}

/// The number in `time-3-opens` when its kind is "time".
fn number_of(name: &str, kind: &str) -> Option<usize> {
    let (number, _) = name.strip_prefix(kind)?.strip_prefix('-')?.split_once('-')?;
    number.parse().ok().filter(|n| (1..=999).contains(n))
}

/// What a form began from: whoever saves says so, and is told when it is another by then.
pub fn began(values: &Values) -> String {
    let mut sum = Sha256::new();
    for (name, value) in values.said() {
        for part in [name, value] {
            sum.update(part.len().to_le_bytes());
            sum.update(part.as_bytes());
        }
    }
    sum.finalize().iter().take(12).fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn values(pairs: &[(&str, &str)]) -> Values {
        Values(pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn groups_are_added_and_taken_away() {
        let two = values(&[("time-1-opens", "9am"), ("time-4-opens", "1pm"), ("timer-1-x", "y"), ("name", "Club")]);
        assert_eq!(two.groups("time"), [1, 4]);
        let three = two.with_one_more("time");
        assert_eq!((three.groups("time"), three.text("time-2-opens")), (vec![1, 2, 3], "1pm"));
        let two = three.without("time", 1);
        assert_eq!((two.groups("time"), two.text("time-1-opens"), two.text("name")), (vec![1, 2], "1pm", "Club"));
        let full = (0..99).fold(two, |v, _| v.with_one_more("time"));
        assert_eq!(full.groups("time").len(), MOST_GROUPS);
    }

    #[test]
    fn what_was_not_said_makes_no_difference() {
        let one = values(&[("a", "x "), ("b", ""), ("time-1-is", "1"), ("c", "1\r\n2")]);
        let other = values(&[("c", "1\n2"), ("a", "x")]);
        assert!(one.says_the_same(&other));
        assert_eq!(began(&one), began(&other));
        assert_ne!(began(&one), began(&values(&[("a", "x")])));
        assert_ne!(began(&values(&[("a", "bc")])), began(&values(&[("ab", "c")])));
    }

    proptest! {
        #[test]
        fn any_names_and_numbers_are_taken(pairs in proptest::collection::vec(("(time)?-?[0-9]{0,9}-?\\PC{0,5}", "\\PC{0,5}"), 0..30), n in 0usize..2000) {
            let values = Values(pairs);
            let more = values.clone().with_one_more("time").without("time", n);
            prop_assert!(more.groups("time").len() <= MOST_GROUPS.max(values.groups("time").len()));
        }
    }
}
