//! Names, compared as people compare them: by what they say and by how they look, not by how they are typed.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

/// Words that are part of many names and tell none from another.
const EMPTY_WORDS: [&str; 9] = ["the", "ltd", "limited", "cic", "cio", "plc", "llp", "inc", "company"];

/// The shortest key that can be close to another without being the same, in letters.
const SHORTEST_CLOSE: usize = 5;
/// From this length on two letters may differ, before it one.
const TWO_LETTERS_FROM: usize = 10;

/// A name's words in lower case without accents and signs, one space between them: "Zoë’s Café & Co" is "zoes cafe and co".
pub fn fold_words(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    for c in name.nfkd().filter(|c| !is_combining_mark(*c) && !matches!(c, '\'' | '’' | '‘' | '.')) {
        if c.is_alphanumeric() {
            words.extend(c.to_lowercase());
        } else if c == '&' {
            words.push_str(" and ");
        } else {
            words.push(' ');
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What two names have in common that are the same but for case, accents, signs and spaces. Empty for a name of signs alone.
pub fn exact_key(name: &str) -> String {
    fold_words(name).replace(' ', "")
}

/// What two names have in common that look the same: letters of other alphabets become those they are mistaken for, and
/// "the" and legal forms ("Ltd", "CIC") go. To be compared, never to be shown.
pub fn lookalike_key(name: &str) -> String {
    // A capital of another alphabet is taken for a Latin capital, so it must be seen before letters are made small.
    let latin: String = name.nfkc().flat_map(|c| if c.is_ascii() { vec![c] } else { looks_like(c) }).collect();
    let folded = fold_words(&latin);
    let told = |word: &&str| !EMPTY_WORDS.contains(word);
    let telling: Vec<&str> = folded.split(' ').filter(told).collect();
    let telling = if telling.is_empty() { folded.replace(' ', "") } else { telling.concat() };
    // Once more for what is mistaken for another within the Latin letters: "rn" and "m", "0" and "o", "1" and "l".
    skeleton(&telling).flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
}

fn looks_like(c: char) -> Vec<char> {
    skeleton(c.encode_utf8(&mut [0; 4])).collect()
}

/// The most letters in which a key may differ from a close one of that length.
pub fn most_apart(key: &str) -> usize {
    match key.chars().count() {
        n if n < SHORTEST_CLOSE => 0,
        n if n < TWO_LETTERS_FROM => 1,
        _ => 2,
    }
}

/// Whether two look-alike keys are of names that are the same or could be taken for each other.
pub fn is_close(one: &str, other: &str) -> bool {
    let most = most_apart(one).min(most_apart(other));
    !one.is_empty()
        && (one == other
            || one.chars().count().abs_diff(other.chars().count()) <= most
                && most > 0
                && strsim::osa_distance(one, other) <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_the_same_whatever_case_signs_and_spaces_they_have() {
        for same in ["Moving On Club", "moving-on  club", "Moving on, Club!", "MOVING ON CLUB.", "MovingOn Club"] {
            assert_eq!(exact_key(same), "movingonclub", "{same}");
        }
        assert_eq!(fold_words("Zoë’s Café & Co"), "zoes cafe and co");
        assert_eq!(exact_key("…"), "");
        assert_ne!(exact_key("Moving On"), exact_key("Moving On Club"));
    }

    #[test]
    fn letters_that_look_alike_make_one_key() {
        let key = lookalike_key("Oaktree Trust");
        for same in [
            "The Oaktree Trust Ltd",
            "Oaktree Trust C.I.C.",
            "OAKTREE-TRUST",
            "Οaktree Τrust",
            "Оaktrее Тrust",
            "Ｏａｋｔｒｅｅ Ｔｒｕｓｔ",
            "0aktree Trust",
        ] {
            assert_eq!(lookalike_key(same), key, "{same}");
        }
        assert_eq!(lookalike_key("Modern"), lookalike_key("Modem"));
        assert_eq!(lookalike_key("The Company"), lookalike_key("the company"));
        assert!(!lookalike_key("The").is_empty());
    }

    #[test]
    fn close_is_a_slip_and_no_other_name() {
        let close = |a: &str, b: &str| is_close(&lookalike_key(a), &lookalike_key(b));
        assert!(close("Narwhal Friends", "Narwal Friend"));
        assert!(close("Oaktree", "Oaktrees"));
        for (a, b) in [("Scope", "Scopes Club"), ("Ark", "Arc"), ("Burnley Choir", "Burnley Chess"), ("", "")] {
            assert!(!close(a, b), "{a} and {b}");
        }
    }

    proptest! {
        #[test]
        fn a_key_is_of_letters_alone_and_stays_the_same(name in "\\PC{0,60}") {
            for key in [exact_key(&name), lookalike_key(&name)] {
                prop_assert!(!key.chars().any(char::is_whitespace));
            }
            prop_assert_eq!(exact_key(&exact_key(&name)), exact_key(&name));
        }
    }
}
