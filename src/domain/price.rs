//! Prices in pounds and pence, as people in the United Kingdom type them. No text is ever read as another sum: what can be
//! read in two ways is refused, and the error says what to type instead.

use serde::{Deserialize, Serialize};

/// One price of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// How much, in pence; at most £10,000.
    pub pence: u32,
    /// What for: "a session", "a brother or sister".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
}

/// Why a text is no price. Each says what to type instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PriceError {
    /// "4,50", "1,00", "1.000,50".
    #[error("Write pounds and pence with a full stop, like 4.50")]
    Comma,
    /// "4.505", "1.000".
    #[error("Write the pence with two figures, like 4.50")]
    PencePlaces,
    /// "4.50p", "£450p".
    #[error("Write pounds like 4.50, or pence like 50p, not both")]
    PoundsOrPence,
    /// "free".
    #[error("If all of it is free, choose “It is free”. If only this is free, write 0")]
    Free,
    /// "£4.50 a session".
    #[error("Write only the price here, like 4.50. Say what it is for in the next box")]
    MoreWords,
    /// More than [`Price::MOST`].
    #[error("Write a price of £10,000 or less")]
    TooMuch,
    /// Anything else.
    #[error("Write the price as numbers, like 4.50")]
    NotAPrice,
}

impl Price {
    /// The most a price can be, in pence.
    pub const MOST: u32 = 1_000_000;

    /// Reads "4", "4.5", "£4.50", "1,200", "450p", "4 pounds 50"; answers pence.
    ///
    /// # Errors
    /// When it is no price, or can be read as two: see [`PriceError`].
    pub fn parse(text: &str) -> Result<u32, PriceError> {
        let lower = text.to_lowercase();
        let tokens = tokens(&lower).ok_or(PriceError::NotAPrice)?;
        let words: Vec<Token<'_>> = tokens.into_iter().filter(|t| *t != Token::Word("and")).collect();
        let pence = match words[..] {
            [Token::Number(n)] | [Token::Pound, Token::Number(n)] => pounds(n)?,
            [Token::Number(n), Token::Word("pounds" | "pound")] => pounds(n)?,
            [Token::Number(n), Token::Word("p" | "pence")] => whole(n).ok_or(PriceError::PoundsOrPence)?,
            [Token::Pound, Token::Number(_), Token::Word("p" | "pence")] => return Err(PriceError::PoundsOrPence),
            [Token::Number(n), Token::Word("pounds" | "pound"), Token::Number(p), Token::Word("p" | "pence")]
            | [Token::Pound, Token::Number(n), Token::Number(p), Token::Word("p" | "pence")] => {
                together(n, whole(p).filter(|p| *p < 100))?
            }
            // "4 pounds 5" may be £4.05 or £4.50: without "pence" it needs both figures.
            [Token::Number(n), Token::Word("pounds" | "pound"), Token::Number(p)] => {
                together(n, whole(p).filter(|_| p.len() == 2))?
            }
            [Token::Word("free" | "nothing" | "nil" | "none")]
            | [Token::Word("no"), Token::Word("charge" | "cost")] => {
                return Err(PriceError::Free);
            }
            [Token::Pound, Token::Number(n), Token::Word(_), ..] | [Token::Number(n), Token::Word(_), ..]
                if pounds(n).is_ok() =>
            {
                return Err(PriceError::MoreWords);
            }
            _ => return Err(PriceError::NotAPrice),
        };
        if pence <= Self::MOST { Ok(pence) } else { Err(PriceError::TooMuch) }
    }

    /// "4.50", or "4" for whole pounds: as it is typed.
    pub fn pounds(&self) -> String {
        if self.pence.is_multiple_of(100) {
            (self.pence / 100).to_string()
        } else {
            format!("{}.{:02}", self.pence / 100, self.pence % 100)
        }
    }

    /// "£4.50 a session".
    pub fn in_words(&self) -> String {
        let what = self.what.as_deref().map(|w| format!(" {w}")).unwrap_or_default();
        format!("£{}{what}", self.pounds())
    }
}

/// A piece of what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Pound,
    /// Digits, full stops and commas.
    Number(&'a str),
    Word(&'a str),
}

/// Splits a text into tokens; none when it has a sign that stands in no price.
fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let same: fn(char) -> bool = if number(first) {
            |c| c.is_ascii_digit() || matches!(c, '.' | ',')
        } else if first.is_alphabetic() {
            char::is_alphabetic
        } else if first == '£' {
            tokens.push(Token::Pound);
            rest = rest['£'.len_utf8()..].trim_start();
            continue;
        } else {
            return None;
        };
        let (token, after) = rest.split_at(rest.find(|c: char| !same(c)).unwrap_or(rest.len()));
        tokens.push(if number(first) { Token::Number(token) } else { Token::Word(token) });
        rest = after.trim_start();
    }
    Some(tokens)
}

/// Pounds with or without pence, in pence. More than can be counted is [`PriceError::TooMuch`].
fn pounds(text: &str) -> Result<u32, PriceError> {
    let (whole_pounds, pence) = text.split_once('.').unwrap_or((text, ""));
    if pence.contains(',') {
        return Err(PriceError::Comma);
    }
    if !pence.bytes().all(|b| b.is_ascii_digit()) || (whole_pounds.is_empty() && pence.is_empty()) {
        return Err(PriceError::NotAPrice);
    }
    let digits = without_thousands(whole_pounds).ok_or(PriceError::Comma)?;
    if pence.len() > 2 {
        return Err(PriceError::PencePlaces);
    }
    let pence = format!("{pence:0<2}").parse::<u32>().map_err(|_| PriceError::NotAPrice)?;
    let pounds = if digits.is_empty() { 0 } else { digits.parse::<u32>().map_err(|_| PriceError::TooMuch)? };
    pounds.checked_mul(100).and_then(|all| all.checked_add(pence)).ok_or(PriceError::TooMuch)
}

/// Digits without the commas between thousands; none where a comma stands anywhere else.
fn without_thousands(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split(',').collect();
    let fair = match groups[..] {
        [_] => true,
        [first, ref rest @ ..] => {
            (1..=3).contains(&first.len()) && !first.starts_with('0') && rest.iter().all(|group| group.len() == 3)
        }
        [] => false,
    };
    fair.then(|| groups.concat())
}

/// Whole pence; none when it is no whole number.
fn whole(text: &str) -> Option<u32> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// Whole pounds and pence said apart.
fn together(pounds: &str, pence: Option<u32>) -> Result<u32, PriceError> {
    let pounds = whole(pounds).and_then(|n| n.checked_mul(100));
    pounds.zip(pence).and_then(|(pounds, pence)| pounds.checked_add(pence)).ok_or(PriceError::NotAPrice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn prices_are_read_as_people_type_them_and_never_as_another_sum() {
        let read = [
            ("4", 400),
            ("4.5", 450),
            ("£4.5", 450),
            (" £ 4.50 ", 450),
            (".50", 50),
            ("0", 0),
            ("1,000", 100_000),
            ("£1,000.50", 100_050),
            ("1000", 100_000),
            ("10,000", 1_000_000),
            ("50p", 50),
            ("450p", 450),
            ("50 pence", 50),
            ("4 pounds", 400),
            ("4 pounds 50", 450),
            ("4 Pounds and 5 pence", 405),
            ("£4 50p", 450),
            ("4.50 pounds", 450),
        ];
        for (text, pence) in read {
            assert_eq!(Price::parse(text), Ok(pence), "{text}");
        }
        use PriceError::{Comma, Free, MoreWords, NotAPrice, PencePlaces, PoundsOrPence, TooMuch};
        let refused = [
            ("4,50", Comma),
            ("£4,5", Comma),
            ("1,00", Comma),
            ("0,500", Comma),
            ("1.000,50", Comma),
            ("1,0000", Comma),
            (",50", Comma),
            ("1,", Comma),
            ("4.505", PencePlaces),
            ("1.000", PencePlaces),
            ("4.50p", PoundsOrPence),
            ("£450p", PoundsOrPence),
            ("free", Free),
            ("No charge", Free),
            ("£4.50 a session", MoreWords),
            ("10,000.01", TooMuch),
            ("99999999999", TooMuch),
            ("4 50", NotAPrice),
            ("4 pounds 5", NotAPrice),
            ("4 pounds 100 pence", NotAPrice),
            ("4-6", NotAPrice),
            ("-4", NotAPrice),
            ("1.2.3", NotAPrice),
            ("six", NotAPrice),
            ("", NotAPrice),
            (".", NotAPrice),
            ("４", NotAPrice),
            ("$4", NotAPrice),
        ];
        for (text, error) in refused {
            assert_eq!(Price::parse(text), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_as_the_same_sum(pence in 0..=Price::MOST) {
            prop_assert_eq!(Price::parse(&Price { pence, what: None }.pounds()), Ok(pence));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,20}|[0-9.,£p ]{0,12}") {
            let _ = Price::parse(&text);
        }
    }
}
