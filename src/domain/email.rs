//! Mail addresses, as people type them.

use std::fmt;

/// A mail address in lower case. Only its shape is checked: whether it exists, the mail that is sent there will tell.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Email(String);

/// The longest address mail servers take (RFC 5321).
const LONGEST: usize = 254;

impl Email {
    /// Reads an address: one `@` with a name before it and a domain with a full stop after it, in plain letters.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let (name, domain) = text.rsplit_once('@')?;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        let named = |c: char| plain(c) || matches!(c, '_' | '+' | '\'' | '&' | '=' | '/' | '!' | '#' | '%' | '~');
        let dots = |s: &str| !s.starts_with('.') && !s.ends_with('.') && !s.contains("..");
        let parts: Vec<&str> = domain.split('.').collect();
        let right = text.len() <= LONGEST
            && !name.is_empty()
            && name.len() <= 64
            && name.chars().all(named)
            && dots(name)
            && domain.chars().all(plain)
            && parts.len() >= 2
            && parts.iter().all(|p| !p.is_empty() && !p.starts_with('-') && !p.ends_with('-'));
        right.then_some(Self(text))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Email;

    #[test]
    fn addresses_are_read_as_people_type_them() {
        assert_eq!(Email::parse(" Jo.Smith+club@Example.ORG ").unwrap().as_str(), "jo.smith+club@example.org");
        assert_eq!(Email::parse("o'brien@clubs.example.org").unwrap().as_str(), "o'brien@clubs.example.org");
        for wrong in [
            "",
            "@",
            "jo",
            "jo@",
            "@example.org",
            "jo@example",
            "jo@@example.org",
            "jo@exa mple.org",
            "jo@.org",
            "jo@example.org\r\nBcc: x@example.org",
            "jo@example.org>",
            "jo..x@example.org",
            "jo@-x.org",
            "jö@example.org",
            "\u{202e}jo@example.org",
        ] {
            assert_eq!(Email::parse(wrong), None, "{wrong:?}");
        }
        assert_eq!(Email::parse(&format!("{}@example.org", "a".repeat(65))), None);
    }
}
