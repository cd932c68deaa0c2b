//! Postcodes and their outward codes, as people type them.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A whole postcode in its usual shape, such as `PR1 2AB`. Its being well formed does not mean that it exists.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Postcode(String);

/// The first half of a postcode, such as `PR1`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OutwardCode(String);

impl Postcode {
    /// Reads a postcode in any spacing and case; none when the text has not the shape of one.
    pub fn parse(text: &str) -> Option<Self> {
        let compact = compact(text)?;
        if compact.len() < 5 {
            return None;
        }
        let (out, inward) = compact.split_at(compact.len() - 3);
        OutwardCode::parse(out)?;
        let inward_ok = matches!(inward.as_bytes(), [d, a, b]
            if d.is_ascii_digit() && a.is_ascii_uppercase() && b.is_ascii_uppercase());
        inward_ok.then(|| Self(format!("{out} {inward}")))
    }

    /// With one space: `PR1 2AB`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first half.
    pub fn outward(&self) -> OutwardCode {
        OutwardCode(self.0.split(' ').next().unwrap_or_default().to_owned())
    }
}

impl OutwardCode {
    /// Reads an outward code in any case: one or two letters, a digit, then perhaps a digit or a letter.
    pub fn parse(text: &str) -> Option<Self> {
        let compact = compact(text)?;
        let letters = compact.bytes().take_while(u8::is_ascii_uppercase).count();
        let rest = &compact.as_bytes()[letters..];
        let shape = matches!(rest, [d] if d.is_ascii_digit())
            || matches!(rest, [d, x] if d.is_ascii_digit() && x.is_ascii_alphanumeric());
        ((1..=2).contains(&letters) && shape).then_some(Self(compact))
    }

    /// In capitals: `PR1`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn compact(text: &str) -> Option<String> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
    ((2..=8).contains(&compact.len()) && compact.bytes().all(|b| b.is_ascii_alphanumeric())).then_some(compact)
}

impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for OutwardCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_postcodes_as_people_type_them() {
        for text in ["pr1 2ab", "PR12AB", " pr 1 2 a b ", "Pr1  2aB"] {
            assert_eq!(Postcode::parse(text).unwrap().as_str(), "PR1 2AB", "{text}");
        }
        assert_eq!(Postcode::parse("BB111NL").unwrap().outward().as_str(), "BB11");
        for text in ["PR1", "Burnley", "PR1 2A", "12345", "", "🦊🦊🦊🦊🦊", "PR1 22B"] {
            assert_eq!(Postcode::parse(text), None, "{text}");
        }
        assert_eq!(OutwardCode::parse("bb11").unwrap().as_str(), "BB11");
        assert_eq!(OutwardCode::parse("Chorley"), None);
    }

    proptest! {
        #[test]
        fn never_panics_and_reads_its_own_writing(text in "\\PC{0,12}") {
            if let Some(code) = Postcode::parse(&text) {
                let again = Postcode::parse(code.as_str());
                prop_assert_eq!(again.as_ref(), Some(&code));
                prop_assert!(code.as_str().starts_with(code.outward().as_str()));
            }
        }

        #[test]
        fn spacing_and_case_do_not_matter(out in "[A-Z]{1,2}[0-9]{1,2}", inward in "[0-9][A-Z]{2}") {
            let tight = Postcode::parse(&format!("{out}{inward}").to_lowercase());
            prop_assert_eq!(tight, Postcode::parse(&format!(" {out}  {inward} ")));
        }
    }
}
