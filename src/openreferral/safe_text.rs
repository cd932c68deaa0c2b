//! Markup into plain text.

use crate::domain::text::hostile;

/// The longest description kept, in characters.
const LONGEST: usize = 20_000;

/// Plain text from text or HTML: blocks become paragraphs, list items lines, everything else goes.
/// Control and bidirectional override characters go too.
pub fn plain_text(text: &str) -> String {
    let text = if text.contains('<') || text.contains('&') { without_markup(text) } else { text.to_owned() };
    let safe: String = text.chars().filter(|c| !hostile(*c)).take(LONGEST).collect();
    let mut out = String::with_capacity(safe.len());
    let mut blank = 0;
    for line in safe.lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.is_empty() {
            blank += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        blank = 0;
        out.push_str(&line);
    }
    out
}

/// One line of plain text, at most `most` characters; none when nothing is left.
pub fn one_line(text: &str, most: usize) -> Option<String> {
    let line: String = plain_text(text).split_whitespace().collect::<Vec<_>>().join(" ").chars().take(most).collect();
    (!line.is_empty()).then_some(line)
}

fn without_markup(html: &str) -> String {
    let mut spaced = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        spaced.push_str(&rest[..at]);
        rest = &rest[at..];
        spaced.push_str(break_before(rest));
        spaced.push('<');
        rest = &rest[1..];
    }
    spaced.push_str(rest);
    let bare = ammonia::Builder::empty().clean(&spaced).to_string();
    html_escape::decode_html_entities(&bare).into_owned()
}

/// What a tag means for lines: a paragraph, a list item, a line, or nothing.
fn break_before(tag: &str) -> &'static str {
    let name: String = tag[1..]
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '/')
        .map(|c| c.to_ascii_lowercase())
        .collect();
    match name.trim_matches('/') {
        "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "table" | "blockquote" | "section" => {
            "\n\n"
        }
        "li" if !name.starts_with('/') => "\n- ",
        "br" | "tr" => "\n",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn html_becomes_paragraphs_without_markup() {
        let html = "<p>Come &amp; play.&nbsp;</p><p data-cke='x'>Every <b>Monday</b><br>10am</p><ul><li>Toys</li><li>Tea</li></ul>";
        assert_eq!(plain_text(html), "Come & play.\n\nEvery Monday\n10am\n\n- Toys\n- Tea");
        assert_eq!(plain_text("<script>alert(1)</script>Hello<style>p{}</style>"), "Hello");
        assert_eq!(plain_text("2 < 3 & 4"), "2 < 3 & 4");
        assert_eq!(plain_text("a\u{202e}b\u{0}c"), "abc");
    }

    proptest! {
        #[test]
        fn no_markup_survives(text in "\\PC{0,200}", tag in "[a-z]{1,8}") {
            let out = plain_text(&format!("<{tag} onclick=x>{text}</{tag}><script>bad()</script>"));
            prop_assert!(!out.contains("bad()"));
            prop_assert!(!out.chars().any(hostile));
        }
    }
}
