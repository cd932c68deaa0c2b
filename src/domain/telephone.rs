//! Telephone numbers, as people in the United Kingdom write them: kept as typed, and with an address to press.
//!
//! Only lengths are checked. After its 0 or +44 a number of the National Telephone Numbering Plan has 10 digits, 9 in some
//! areas, or 7 (0800 1111): these are the lengths that libphonenumber knows for the United Kingdom, too. Numbers to dial
//! without an area code start with 1 (111, 116 123, 118 500), and there is 999. Abroad: at most 15 digits (ITU-T E.164).

/// A piece of a line where a telephone number was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TelephonePiece<'a> {
    /// Words, or a figure or two: "or", "option 2".
    Words(&'a str),
    /// A number that can be dialled.
    Number {
        /// As it was written.
        text: &'a str,
        /// Its address: "tel:+441772000000;ext=12" (RFC 3966).
        uri: String,
    },
    /// Three figures or more that are no number.
    Wrong(&'a str),
}

/// Why a line has no telephone number that is right. Each says what to type instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TelephoneError {
    /// Words alone, or figures that are too few.
    #[error("Write the number with its area code, like 01772 000000")]
    NoNumber,
    /// Figures that are no whole number.
    #[error("“{0}” is not a whole number. Write it with its area code, like 01772 000000")]
    NotWhole(String),
    /// So many figures that it must be two numbers.
    #[error("Write “or” between two numbers, like 01772 000000 or 07700 900000")]
    TwoInOne,
}

/// The most digits of any number, with its country's code (ITU-T E.164).
const MOST: usize = 15;

/// Reads a line: at least one number, and nothing that looks like one and is none.
///
/// # Errors
/// When there is no number, or one that is not whole.
pub fn parse(line: &str) -> Result<Vec<TelephonePiece<'_>>, TelephoneError> {
    let pieces = pieces(line);
    for piece in &pieces {
        if let TelephonePiece::Wrong(text) = piece {
            let two = text.bytes().filter(u8::is_ascii_digit).count() > MOST;
            return Err(if two { TelephoneError::TwoInOne } else { TelephoneError::NotWhole((*text).to_owned()) });
        }
    }
    let some = pieces.iter().any(|piece| matches!(piece, TelephonePiece::Number { .. }));
    if some { Ok(pieces) } else { Err(TelephoneError::NoNumber) }
}

/// The pieces of a line, in order: together they are the line.
pub fn pieces(line: &str) -> Vec<TelephonePiece<'_>> {
    let mut pieces = Vec::new();
    let mut words_from = 0;
    let mut at = 0;
    while let Some(start) = next_start(line, at) {
        let end = end_of_run(line, start);
        let run = &line[start..end];
        let digits: String = run.chars().filter(char::is_ascii_digit).collect();
        at = end;
        if digits.len() < 3 {
            continue;
        }
        if words_from < start {
            pieces.push(TelephonePiece::Words(&line[words_from..start]));
        }
        match dialled(&digits, run.contains('+')) {
            Some(number) => {
                let (end, extension) = extension(line, end).unwrap_or((end, ""));
                at = end;
                let more = if extension.is_empty() { String::new() } else { format!(";ext={extension}") };
                pieces.push(TelephonePiece::Number { text: &line[start..end], uri: format!("tel:{number}{more}") });
            }
            None => pieces.push(TelephonePiece::Wrong(run)),
        }
        words_from = at;
    }
    if words_from < line.len() {
        pieces.push(TelephonePiece::Words(&line[words_from..]));
    }
    pieces
}

/// Where the next figures start: at a digit, or at the plus sign or bracket before one.
fn next_start(line: &str, from: usize) -> Option<usize> {
    let digit = from + line[from..].find(|c: char| c.is_ascii_digit())?;
    let before = |at: usize, sign: char| line[from..at].ends_with(sign).then(|| at - sign.len_utf8());
    let start = before(digit, '+').unwrap_or(digit);
    // "(01772) 000000" belongs together; in "(text 07700 900000)" and "(01772 000000)" the bracket is a word's.
    let bracket = before(start, '(').filter(|_| {
        let inside = line[start..].find(')').map(|close| &line[start..start + close]);
        inside.is_some_and(|inside| inside.bytes().filter(u8::is_ascii_digit).count() <= 6)
    });
    Some(bracket.unwrap_or(start))
}

/// Where figures and what stands between them end: after the last digit.
fn end_of_run(line: &str, start: usize) -> usize {
    let (mut end, mut seen) = (start, false);
    for (at, c) in line[start..].char_indices() {
        let goes_on = match c {
            '0'..='9' => {
                seen = true;
                end = start + at + 1;
                true
            }
            '+' => !seen,
            // Inside a number a bracket only ever holds the 0 that is left out from abroad.
            '(' => !seen || line[start + at..].starts_with("(0)"),
            ')' | ' ' | '\u{a0}' | '-' | '‐' | '‑' | '–' | '.' => true,
            _ => false,
        };
        if !goes_on {
            break;
        }
    }
    end
}

/// What is dialled; none when the digits are no number.
fn dialled(digits: &str, plus: bool) -> Option<String> {
    let national = |rest: &str| matches!(rest.len(), 7 | 9 | 10) && !rest.starts_with('0');
    if !plus {
        // Relay UK: the number is dialled after it.
        if let Some((relay, rest)) = ["18001", "18002"].iter().find_map(|r| Some((r, digits.strip_prefix(r)?)))
            && rest.strip_prefix('0').is_some_and(national)
        {
            return Some(format!("{relay}{rest}"));
        }
        if digits == "999" || (digits.starts_with('1') && (3..=6).contains(&digits.len())) {
            return Some(digits.to_owned());
        }
    }
    let abroad = if plus { Some(digits) } else { digits.strip_prefix("00") };
    if let Some(abroad) = abroad {
        return match abroad.strip_prefix("44") {
            Some(rest) => {
                let rest = rest.strip_prefix('0').unwrap_or(rest);
                national(rest).then(|| format!("+44{rest}"))
            }
            None => ((8..=MOST).contains(&abroad.len()) && !abroad.starts_with('0')).then(|| format!("+{abroad}")),
        };
    }
    let rest = digits.strip_prefix('0').filter(|rest| national(rest))?;
    // Seven digits are never dialled from abroad.
    Some(if rest.len() == 7 { digits.to_owned() } else { format!("+44{rest}") })
}

/// An extension after a number: where it ends, and its digits.
fn extension(line: &str, from: usize) -> Option<(usize, &str)> {
    let rest = line[from..].trim_start_matches([' ', ',', '\u{a0}']);
    let said = ["extension", "extn", "ext", "x", "#"]
        .iter()
        .find(|said| rest.get(..said.len()).is_some_and(|start| start.eq_ignore_ascii_case(said)))?;
    let rest = rest[said.len()..].trim_start_matches(['.', ':', ' ', '\u{a0}']);
    let digits = &rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())];
    (1..=7).contains(&digits.len()).then(|| (line.len() - rest.len() + digits.len(), digits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn uris(line: &str) -> Vec<String> {
        let uri = |piece| if let TelephonePiece::Number { uri, .. } = piece { Some(uri) } else { None };
        parse(line).unwrap_or_else(|e| panic!("{line}: {e}")).into_iter().filter_map(uri).collect()
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for line in [
            "01772 000000",
            "(01772) 000000",
            "(01772 000000)",
            "01772-000-000",
            "01772.000.000",
            "+44 (0)1772 000000",
            "+44 1772 000000",
            "+4401772000000",
            "(+44) 1772 000000",
            "0044 1772 000000",
            "Phone: 01772 000000 (mornings)",
            "01772 000000 (9am to 5pm)",
            "01772 000000, option 2",
        ] {
            assert_eq!(uris(line), ["tel:+441772000000"], "{line}");
        }
        for (line, uri) in [
            ("0800 1111", "tel:08001111"),
            ("0800 000000", "tel:+44800000000"),
            ("016977 2555", "tel:+44169772555"),
            ("07700 900123", "tel:+447700900123"),
            ("111", "tel:111"),
            ("999", "tel:999"),
            ("116 123", "tel:116123"),
            ("118 500", "tel:118500"),
            ("18001 01772 000000", "tel:1800101772000000"),
            ("+353 1 555 0100", "tel:+35315550100"),
            ("01772 000000 ext 12", "tel:+441772000000;ext=12"),
            ("01772 000000, Ext. 12", "tel:+441772000000;ext=12"),
            ("01772 000000 extension 1234", "tel:+441772000000;ext=1234"),
            ("01772 000000x12", "tel:+441772000000;ext=12"),
        ] {
            assert_eq!(uris(line), [uri], "{line}");
        }
        for line in ["01772 000000 or 07700 900123", "01772 000000 / 07700 900123", "01772 000000 (text 07700 900123)"]
        {
            assert_eq!(uris(line), ["tel:+441772000000", "tel:+447700900123"], "{line}");
        }
    }

    #[test]
    fn what_is_no_number_says_what_to_type() {
        for line in ["", "ring me", "call Sam", "room 12", "javascript:alert(1)", "０１７７２ ０００００００"]
        {
            assert_eq!(parse(line), Err(TelephoneError::NoNumber), "{line}");
        }
        for line in [
            "562 345",
            "01772 0000",
            "0800 HELP",
            "85258",
            "01772 000000/000001",
            "+44 1772",
            "0000000000",
            "2 000 000 000",
        ] {
            assert!(matches!(parse(line), Err(TelephoneError::NotWhole(_))), "{line}: {:?}", parse(line));
        }
        assert_eq!(parse("01772 000000 07700 900123"), Err(TelephoneError::TwoInOne));
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_line_and_addresses_are_plain(line in "\\PC{0,30}|[0-9 ()+.x-]{0,30}") {
            let mut whole = String::new();
            for piece in pieces(&line) {
                match piece {
                    TelephonePiece::Words(text) | TelephonePiece::Wrong(text) => whole.push_str(text),
                    TelephonePiece::Number { text, uri } => {
                        whole.push_str(text);
                        let rest = uri.strip_prefix("tel:").unwrap_or_default().replace(";ext=", "");
                        prop_assert!(rest.trim_start_matches('+').bytes().all(|b| b.is_ascii_digit()), "{}", uri);
                    }
                }
            }
            prop_assert_eq!(whole, line);
        }
    }
}
