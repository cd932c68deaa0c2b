//! Slugs: the readable part of an address.

/// The longest slug, in bytes.
const LONGEST: usize = 80;

/// Lower-case letters, digits and single hyphens, at most 80 bytes, cut at a word; "listing" for a text with none.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(LONGEST));
    for c in text.chars() {
        match c {
            '\'' | '’' => {}
            '&' => push_word(&mut out, "and"),
            c if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
            c => match unaccented(c) {
                Some(plain) => out.push_str(plain),
                None => {
                    if !out.is_empty() && !out.ends_with('-') {
                        out.push('-');
                    }
                }
            },
        }
    }
    while out.len() > LONGEST {
        match out.trim_end_matches('-').rfind('-') {
            Some(at) => out.truncate(at),
            None => out.truncate(LONGEST),
        }
    }
    let out = out.trim_matches('-');
    if out.is_empty() { "listing".to_owned() } else { out.to_owned() }
}

fn push_word(out: &mut String, word: &str) {
    if !out.is_empty() && !out.ends_with('-') {
        out.push('-');
    }
    out.push_str(word);
    out.push('-');
}

fn unaccented(c: char) -> Option<&'static str> {
    Some(match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'Á' | 'À' | 'Â' | 'Ä' => "a",
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' => "e",
        'í' | 'ì' | 'î' | 'ï' => "i",
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => "o",
        'ú' | 'ù' | 'û' | 'ü' => "u",
        'ç' => "c",
        'ñ' => "n",
        'ŵ' => "w",
        'ŷ' => "y",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::slug;
    use proptest::prelude::*;

    #[test]
    fn reads_well() {
        assert_eq!(slug("St Anne’s Library & Hub, Lytham"), "st-annes-library-and-hub-lytham");
        assert_eq!(slug("🦊"), "listing");
        assert_eq!(slug("Café"), "cafe");
    }

    proptest! {
        #[test]
        fn always_safe_in_an_address(text in "\\PC{0,200}") {
            let s = slug(&text);
            prop_assert!(!s.is_empty() && s.len() <= 80);
            prop_assert!(s.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            prop_assert!(!s.starts_with('-') && !s.ends_with('-') && !s.contains("--"));
        }
    }
}
