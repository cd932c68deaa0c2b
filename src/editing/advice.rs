//! Advice for those who describe what they offer: long sentences, words that parents may not know, capitals, a high
//! reading age. It is shown beside the text and stops nobody.

use crate::area::words::JargonHint;
use crate::domain::wording;
use std::collections::HashSet;

/// The most pieces of advice at once: more than that is not read.
const MOST: usize = 4;
/// The most of them that are about words.
const MOST_WORDS: usize = 3;
/// The most words of a sentence that is easy to read.
const LONG: usize = 25;
/// The letters from which a word in capitals counts, and how many such words are too many.
const LOUD: (usize, usize) = (5, 3);
/// The words from which a reading age says something.
const ENOUGH: usize = 40;
/// The reading age above which there is advice.
const OLD: u8 = 14;

/// Short forms that are written in capitals.
const SHORT_FORMS: [&str; 16] = [
    "ARFID", "CAMHS", "COVID", "CYPMHS", "EBSNA", "EHCNA", "EOTAS", "EOTIS", "HMCTS", "LGSCO", "OFSTED", "SENCO",
    "SENDCO", "SENDIAS", "SENDIASS", "SENDIST",
];

/// Short forms whose full stop does not end a sentence.
const GO_ON: [&str; 7] = ["e.g", "i.e", "dr", "mr", "mrs", "ms", "prof"];

const VOWELS: &str = "aeiouyàáâäèéêëìíîïòóôöùúûü";
/// Vowels that stand together and are said apart, each with the letters that tell it.
const SAID_APART: [&str; 13] =
    ["ia", "io", "ua", "ien", "iet", "eing", "oing", "ying", "uing", "creat", "area", "coord", "cooper"];
/// Where those are said together all the same.
const SAID_TOGETHER: [&str; 19] = [
    "cial", "tial", "cian", "tian", "tion", "tiou", "sion", "cion", "ciou", "gion", "giou", "xion", "xiou", "lion",
    "qua", "gua", "cien", "tien", "frien",
];

/// What would make a text easier for parents to read, the most important first; nothing where it is easy.
pub fn advice(text: &str, plainer: &[JargonHint]) -> Vec<String> {
    let sentences = sentences(text);
    let heard = JargonHint::heard(plainer, text);
    let mut advice: Vec<String> = long_sentence(&sentences).into_iter().collect();
    advice.extend(heard.iter().take(MOST_WORDS).map(|(typed, plainer)| plainer.said(typed)));
    advice.extend(capitals(&sentences));
    advice.extend(hard(&sentences));
    advice.truncate(MOST);
    advice
}

/// The age at which a child can read a text, in whole years from 5 to 25; none under 40 words, which say too little.
///
/// It is the Flesch-Kincaid grade, a school year of the United States, and 5 more, since children are 6 in grade one.
/// Source: J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, Derivation of New Readability Formulas for
/// Navy Enlisted Personnel, Research Branch Report 8-75, 1975.
pub fn reading_age(text: &str) -> Option<u8> {
    age(&sentences(text))
}

fn long_sentence(sentences: &[Vec<&str>]) -> Option<String> {
    let longest = sentences.iter().map(Vec::len).max().filter(|words| *words > LONG)?;
    let words = wording::count(longest as u64, "word", "words");
    Some(format!("One sentence has {words}. Try two or three short ones."))
}

/// Each word counts once: a name in capitals that comes again and again is a name.
fn capitals(sentences: &[Vec<&str>]) -> Option<String> {
    let loud = |part: &String| part.chars().count() >= LOUD.0 && part.chars().all(char::is_uppercase);
    let words = sentences.iter().flatten().filter(|word| is_plain(word)).flat_map(|word| parts(word));
    let words: HashSet<String> = words.filter(|p| loud(p) && !SHORT_FORMS.contains(&p.as_str())).collect();
    (words.len() >= LOUD.1).then(|| "Words in capitals are hard to read. Use small letters.".to_owned())
}

fn hard(sentences: &[Vec<&str>]) -> Option<String> {
    let age = age(sentences).filter(|age| *age > OLD)?;
    Some(format!("This reads like something for age {age}. Short words and short sentences help everyone."))
}

fn age(sentences: &[Vec<&str>]) -> Option<u8> {
    let words: usize = sentences.iter().map(Vec::len).sum();
    if words < ENOUGH {
        return None;
    }
    let syllables: usize = sentences.iter().flatten().map(|word| syllables(word)).sum();
    let (words, syllables) = (words as f64, syllables as f64);
    let grade = 0.39 * words / sentences.len() as f64 + 11.8 * syllables / words - 15.59;
    Some((grade + 5.0).round().clamp(5.0, 25.0) as u8)
}

/// The sentences of a text, each as its words. A line ends a sentence too, as in a list; numbers alone are none.
fn sentences(text: &str) -> Vec<Vec<&str>> {
    let mut all = Vec::new();
    for line in text.lines() {
        let mut sentence: Vec<&str> = Vec::new();
        for piece in line.split_whitespace() {
            // The groups of a telephone number are one word.
            let goes_on = is_number(piece) && sentence.last().is_some_and(|last| is_number(last));
            if piece.contains(char::is_alphanumeric) && !goes_on {
                sentence.push(piece);
            }
            if ends(piece) {
                all.push(std::mem::take(&mut sentence));
            }
        }
        all.push(sentence);
    }
    all.retain(|sentence| sentence.iter().any(|word| word.contains(char::is_alphabetic)));
    all
}

fn is_number(piece: &str) -> bool {
    piece.contains(char::is_numeric) && !piece.contains(char::is_alphabetic)
}

/// Whether a sentence ends here. Only the end of the piece is looked at: no dot inside a time or an address counts.
fn ends(piece: &str) -> bool {
    let piece = piece.trim_end_matches(['"', '\'', '”', '’', ')', ']', '»', '*', '_']);
    let bare = piece.trim_matches(|c: char| !c.is_alphanumeric());
    piece.ends_with(['.', '!', '?']) && !GO_ON.iter().any(|short| short.eq_ignore_ascii_case(bare))
}

/// Whether it is a word and no address, time or number.
fn is_plain(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    !bare.contains(|c: char| c.is_numeric() || matches!(c, '@' | '.' | ':' | '_'))
}

/// The parts of a word, which a hyphen or slash divides. An apostrophe divides nothing.
fn parts(word: &str) -> Vec<String> {
    let joined: String = word.chars().filter(|c| !matches!(c, '\'' | '’' | '‘')).collect();
    joined.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// About how many syllables a word has. What is no word (a number, an address) has one.
fn syllables(word: &str) -> usize {
    if !is_plain(word) {
        return 1;
    }
    parts(&word.to_lowercase()).iter().map(|part| beats(part)).sum::<usize>().max(1)
}

/// The runs of vowels of a part, and what English does with them. A list of all words would be right more often; this
/// is right often enough for a whole text.
fn beats(part: &str) -> usize {
    let runs: Vec<&str> = part.split(|c: char| !VOWELS.contains(c)).filter(|run| !run.is_empty()).collect();
    let mut beats = runs.len();
    // Most words have no two vowels together and are spared the lists.
    if runs.iter().any(|run| run.chars().nth(1).is_some()) {
        let count = |letters: &[&str]| letters.iter().map(|l| part.matches(*l).count()).sum::<usize>();
        beats = (beats + count(&SAID_APART)).saturating_sub(count(&SAID_TOGETHER));
    }
    beats.saturating_sub(usize::from(ends_silent(part))).max(1)
}

/// Whether the last "e" is silent: in "home", "homes", "safely" and "helped", not in "table", "places" and "wanted".
fn ends_silent(part: &str) -> bool {
    if part.ends_with("ely") || part.ends_with("eful") {
        return true;
    }
    let Some((stem, end)) = ["es", "ed", "e"].iter().find_map(|end| Some((part.strip_suffix(*end)?, *end))) else {
        return false;
    };
    let mut back = stem.chars().rev();
    let Some(last) = back.next().filter(|c| !VOWELS.contains(*c)) else { return false };
    if last == 'l' && back.next().is_some_and(|c| !VOWELS.contains(c) && !matches!(c, 'l' | 'r')) {
        return false;
    }
    match end {
        "es" => !["s", "x", "z", "c", "g", "ch", "sh"].iter().any(|hiss| stem.ends_with(hiss)),
        "ed" => !matches!(last, 't' | 'd'),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::area;
    use proptest::prelude::*;

    const OFFICIAL: &str = "Referrals should be submitted by a relevant professional in advance of attendance, \
        following which an initial assessment of suitability will be undertaken by the coordinator and the family \
        notified of the outcome in due course.";
    const PLAIN: &str = "Phone Mo. Tell us your child’s age and what helps them. We answer in two days.";

    /// The advice with the words of the embedded pack.
    fn advised(text: &str) -> Vec<String> {
        advice(text, &area().words().plainer)
    }

    #[test]
    fn an_official_sentence_is_advised_on_and_a_plain_text_is_not() {
        let said = advised(OFFICIAL);
        assert_eq!(said[0], "One sentence has 35 words. Try two or three short ones.");
        assert!(said.iter().any(|s| s.contains("“Referrals”")), "{said:?}");
        assert!(said.iter().any(|s| s.contains("“in due course”")), "{said:?}");
        assert_eq!(advised(PLAIN), Vec::<String>::new());
        assert_eq!(advised(""), Vec::<String>::new());
    }

    #[test]
    fn there_are_never_more_than_four_and_three_about_words() {
        let said = advised(&format!("{OFFICIAL} We utilise BESPOKE HOLISTIC PATHWAYS prior to triage."));
        assert_eq!(said.len(), MOST, "{said:?}");
        assert!(said[0].starts_with("One sentence"), "{said:?}");
        let short = advised("We utilise a bespoke pathway prior to triage.");
        assert_eq!(short.len(), MOST_WORDS, "{short:?}");
    }

    #[test]
    fn the_longest_sentence_is_counted() {
        let of = |words: usize| format!("{}end.", "word ".repeat(words - 1));
        assert_eq!(advice(&of(25), &[]), Vec::<String>::new());
        assert_eq!(
            advice(&format!("{} {}", of(26), of(9)), &[])[0].split(". ").next(),
            Some("One sentence has 26 words")
        );
        // Lines of a list are sentences of their own.
        assert_eq!(advice(&"- one thing to do\r\n".repeat(9), &[]), Vec::<String>::new());
    }

    #[test]
    fn addresses_times_and_numbers_are_one_word_and_end_nothing() {
        let words = |text: &str| sentences(text).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(words("Come at 9.30am or see www.example.org/a.b or mail mo@example.org today."), [10]);
        assert_eq!(words("Phone 01632 960 123 now (e.g. on Monday). Ask for Dr. Mo"), [6, 4]);
        assert_eq!(words("Phone 01632 960123. Ask “Mo.” Then come"), [2, 2, 2]);
        assert_eq!(words("1. Phone us\n\n01632 960123\n- \n..."), [2]);
    }

    #[test]
    fn many_words_in_capitals_are_named_but_not_short_forms_or_a_name_said_often() {
        let loud = "Words in capitals are hard to read. Use small letters.";
        assert_eq!(advice("PLEASE PHONE BEFORE you come.", &[]), [loud]);
        assert!(advice("PLEASE PHONE us on a bus to BB11 9ZZ.", &[]).is_empty());
        assert!(advice("Ask your SENCO, CAMHS, SENDIASS or the NHS.", &[]).is_empty());
        assert!(advice("SPARKLE is a club. SPARKLE meets here. Come to SPARKLE.", &[]).is_empty());
    }

    #[test]
    fn syllables_are_about_right() {
        for (word, count) in [
            ("a", 1),
            ("the", 1),
            ("home", 1),
            ("homes", 1),
            ("helped", 1),
            ("called", 1),
            ("safely", 2),
            ("child’s", 1),
            ("table", 2),
            ("places", 2),
            ("wanted", 2),
            ("people", 2),
            ("being", 2),
            ("special", 2),
            ("services", 3),
            ("area", 3),
            ("diagnosis", 4),
            ("co-production", 4),
            ("coordinator", 5),
            ("association", 5),
            ("individual", 5),
            ("physiotherapy", 6),
            ("9.30am", 1),
            ("mo@example.org", 1),
            ("—", 1),
        ] {
            assert_eq!(syllables(word), count, "{word}");
        }
    }

    #[test]
    fn a_plain_text_is_for_a_child_and_an_official_one_is_not() {
        let plain = format!(
            "{PLAIN} You can come with your child and stay for a cup of tea. We have toys, a soft room and a \
            garden with a low gate. It is free. Tell us when you come if your child needs a quiet start."
        );
        assert!(reading_age(&plain).is_some_and(|age| age < 11), "{:?}", reading_age(&plain));
        assert!(advised(&plain).is_empty());
        let official = format!("{OFFICIAL} Subsequent provision is commissioned by the integrated partnership.");
        assert!(reading_age(&official).is_some_and(|age| age > 20), "{:?}", reading_age(&official));
        let said = advice(&official, &[]);
        assert!(said.iter().any(|s| s.starts_with("This reads like something for age 2")), "{said:?}");
        assert_eq!(reading_age(OFFICIAL), None, "under 40 words");
        assert_eq!(reading_age(""), None);
    }

    #[test]
    fn a_megabyte_is_read_at_one_go() {
        let text = "a ".repeat(500_000);
        assert!(advised(&text)[0].starts_with("One sentence has 500,000 words."));
        assert_eq!(reading_age(&text), Some(25));
        assert!(advised(&"in due ".repeat(150_000)).len() <= MOST);
        assert!(advised(&"’".repeat(300_000)).is_empty());
    }

    proptest! {
        #[test]
        fn any_text_is_advised_on_without_a_fault(text in "(.|\\s|referral|9.30am|e\\.g\\.|PLEASE|İ|’| ){0,120}") {
            prop_assert!(advised(&text).len() <= MOST);
            prop_assert!(reading_age(&text).is_none_or(|age| (5..=25).contains(&age)));
        }
    }
}
