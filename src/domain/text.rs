//! What people write, made safe to keep: no character that cannot be seen, and only addresses that a page may link to.

/// Characters that nobody sees and that change how others are read: controls, and marks that turn the direction of text.
/// Joiners inside words and emoji stay.
pub fn hostile(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// One line: every space and new line is one space.
pub fn one_line(text: &str) -> String {
    let seen: String = text.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| !hostile(*c)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Paragraphs parted by one blank line, without spaces at the ends of lines.
pub fn paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for line in text.replace("\r\n", "\n").replace('\r', "\n").lines() {
        let line = one_line(line);
        if line.is_empty() {
            blank = true;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if blank { "\n\n" } else { "\n" });
        }
        blank = false;
        out.push_str(&line);
    }
    out
}

/// A web address that a page may link to: http or https, a host with a dot, nothing odd in it.
pub fn web_address(text: &str) -> Option<String> {
    let text = text.trim();
    let full = match text.split_once("://") {
        Some(("http" | "https" | "HTTP" | "HTTPS", _)) => text.to_owned(),
        Some(_) => return None,
        None if text.starts_with("www.") => format!("https://{text}"),
        None => return None,
    };
    let host = full.split_once("://")?.1.split(['/', '?', '#']).next()?;
    let fair = full.len() <= 500
        && host.contains('.')
        && !host.contains('@')
        && !host.ends_with("example.com")
        && !full.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '`'));
    fair.then_some(full)
}

/// A mail address in its usual shape.
pub fn mail_address(text: &str) -> Option<String> {
    let text = text.trim();
    let (name, host) = text.split_once('@')?;
    let fair = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '\'');
    let ok =
        !name.is_empty() && host.contains('.') && text.len() <= 200 && name.chars().all(fair) && host.chars().all(fair);
    ok.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_real_addresses_are_linked() {
        assert_eq!(web_address("www.org.uk/x").as_deref(), Some("https://www.org.uk/x"));
        for bad in [
            "javascript:alert(1)",
            "http://a b.uk",
            "ftp://x.uk",
            "http://www.example.com",
            "https://nodot",
            "",
            "data://x.y",
            "http://\"x.uk",
        ] {
            assert_eq!(web_address(bad), None, "{bad}");
        }
        assert_eq!(mail_address(" a@b.uk ").as_deref(), Some("a@b.uk"));
        assert_eq!(mail_address("a@b.uk?bcc=x"), None);
    }

    #[test]
    fn what_cannot_be_seen_goes_and_what_is_written_stays() {
        assert_eq!(one_line(" a\u{202e}b\u{0}c\td\r\n<b>e</b> "), "abc d <b>e</b>");
        assert_eq!(paragraphs("One. \r\nTwo.\r\n\r\n\r\nThree.\n"), "One.\nTwo.\n\nThree.");
        assert_eq!(one_line("👩\u{200d}👧 خوش"), "👩\u{200d}👧 خوش");
    }

    proptest! {
        #[test]
        fn twice_is_once(text in "\\PC{0,80}[\n\r\t]{0,3}\\PC{0,80}") {
            let once = paragraphs(&text);
            prop_assert!(!once.chars().any(hostile));
            prop_assert_eq!(&paragraphs(&once), &once);
        }
    }
}
