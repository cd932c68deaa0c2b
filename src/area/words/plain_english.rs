//! What to write in place of words that parents may not know: advice for those who describe what they offer.

use super::tokens;
use crate::area::reader::Reader;
use serde::Deserialize;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

const FILE: &str = "words/plainer.toml";

/// A word that parents may not know.
#[derive(Clone, Debug)]
pub struct JargonHint {
    /// What is typed for it, each as words. A name in capitals is heard only where it is typed in capitals.
    pub names: Vec<Vec<String>>,
    /// What to write instead, in a sentence or two; `{word}` stands for the word as it was typed.
    pub say: String,
}

impl JargonHint {
    /// Those whose words stand in a text, for rooms that see only this type: as `heard` finds them.
    pub fn heard<'a>(plainer: &'a [Self], text: &str) -> Vec<(String, &'a Self)> {
        heard(plainer, text)
    }

    /// What to write instead of the word that was typed.
    pub fn said(&self, typed: &str) -> String {
        self.say.replace("{word}", typed)
    }
}

#[derive(Deserialize)]
struct File {
    word: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    names: Vec<String>,
    say: String,
}

/// Reads them; none where the pack has no such file, since advice is nothing that an area must give.
pub fn read(reader: &Reader<'_>) -> Vec<JargonHint> {
    let plainer = |e: Entry| JargonHint { names: e.names.iter().map(|n| name(n)).collect(), say: e.say };
    let file = reader.optional::<File>(FILE);
    file.into_iter().flat_map(|file| file.value.word).map(plainer).collect()
}

/// A name as words, in capitals where it is written so: SALT is a therapy, and salt dough is not.
fn name(written: &str) -> Vec<String> {
    let capitals = !written.chars().any(char::is_lowercase);
    tokens(written).into_iter().map(|t| if capitals { t.to_uppercase() } else { t }).collect()
}

/// Those whose words stand in a text, with the words as they were typed. Each comes once, in the order of the text;
/// where two overlap the longer one is meant. What the text itself explains in brackets is left out, so that advice
/// that was followed does not come again.
pub fn heard<'a>(plainer: &'a [JargonHint], text: &str) -> Vec<(String, &'a JargonHint)> {
    let words = words(text);
    let mut found = runs(plainer, text, &words);
    // The sort keeps the order of the text among runs of one length, so that the first of them wins.
    found.sort_by_key(|(run, _)| Reverse(run.len()));
    let mut taken = vec![false; words.len()];
    found.retain(|(run, _)| {
        let run = &mut taken[run.clone()];
        let free = !run.contains(&true);
        if free {
            run.fill(true);
        }
        free
    });
    found.sort_by_key(|(run, _)| run.start);
    let explained = found.iter().filter(|(run, _)| is_explained(text, &words[run.clone()]));
    let mut done: HashSet<usize> = explained.map(|(_, entry)| *entry).collect();
    found.retain(|(_, entry)| done.insert(*entry));
    found.into_iter().map(|(run, entry)| (typed(text, &words[run]), &plainer[entry])).collect()
}

/// A word of a text.
struct Word {
    /// Where it stands.
    at: Range<usize>,
    /// The word as the index has it.
    token: String,
}

/// Every run of words that is a name, with the place of its entry.
fn runs(plainer: &[JargonHint], text: &str, words: &[Word]) -> Vec<(Range<usize>, usize)> {
    // By the first word, so that a long text is read once and not once for each name.
    let mut names: HashMap<String, Vec<(&[String], usize)>> = HashMap::new();
    for (entry, one) in plainer.iter().enumerate() {
        for name in &one.names {
            if let Some(first) = name.first() {
                names.entry(first.to_lowercase()).or_default().push((name.as_slice(), entry));
            }
        }
    }
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        for (name, entry) in names.get(&word.token).into_iter().flatten() {
            let run = at..at + name.len();
            if words.get(run.clone()).is_some_and(|words| is_name(text, words, name)) {
                found.push((run, *entry));
            }
        }
    }
    found
}

fn is_name(text: &str, words: &[Word], name: &[String]) -> bool {
    let same = |(word, name): (&Word, &String)| {
        word.token == *name || text[word.at.clone()].chars().filter(|c| !is_apostrophe(*c)).eq(name.chars())
    };
    words.iter().zip(name).all(same) && words.windows(2).all(|pair| are_together(text, &pair[0], &pair[1]))
}

/// Whether one word follows the other: with space or a single sign between them, such as a hyphen. A full stop and a
/// space part two sentences.
fn are_together(text: &str, first: &Word, second: &Word) -> bool {
    let between = &text[first.at.end..second.at.start];
    between.trim().is_empty() || between.chars().nth(1).is_none()
}

/// Whether words stand in their own brackets, "help with talking (SALT)", or before some, "SALT (help with talking)".
fn is_explained(text: &str, words: &[Word]) -> bool {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let (before, after) = (&text[..first.at.start], &text[last.at.end..]);
    before.ends_with('(') && after.starts_with(')') || after.trim_start().starts_with('(')
}

/// Words as they were typed, on one line.
fn typed(text: &str, words: &[Word]) -> String {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return String::new() };
    let typed = text[first.at.start..last.at.end].trim_matches(is_apostrophe);
    typed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a text but for those of web and mail addresses, which nobody can write otherwise.
fn words(text: &str) -> Vec<Word> {
    let inside = |c: char| c.is_alphanumeric() || is_apostrophe(c);
    let mut words = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let mut at = start;
        start += piece.len();
        if is_address(piece) {
            continue;
        }
        for run in piece.split_inclusive(|c: char| !inside(c)) {
            let word = run.trim_end_matches(|c: char| !inside(c));
            let token = tokens(word).concat();
            if !token.is_empty() {
                words.push(Word { at: at..at + word.len(), token });
            }
            at += run.len();
        }
    }
    words
}

/// Whether it is a web or mail address: "example.org" has letters on both sides of its dot, "e.g." has one.
fn is_address(piece: &str) -> bool {
    let dotted = || {
        let parts: Vec<&str> = piece.split('.').collect();
        let ends = |part: &str| part.chars().rev().take(2).filter(|c| c.is_alphanumeric()).count() == 2;
        let starts = |part: &str| part.chars().take(2).filter(char::is_ascii_lowercase).count() == 2;
        parts.windows(2).any(|pair| ends(pair[0]) && starts(pair[1]))
    };
    piece.contains('@') || piece.contains("://") || dotted()
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::reader::{Embedded, Files};
    use proptest::prelude::*;
    use std::sync::OnceLock;

    /// A pack of one file.
    struct Only(&'static str, &'static str);

    impl Files for Only {
        fn text(&self, name: &str) -> Option<String> {
            (name == self.0).then(|| self.1.to_owned())
        }

        fn names(&self, _: &str) -> Vec<String> {
            vec![self.0.to_owned()]
        }
    }

    /// Those of the embedded pack.
    fn all() -> &'static [JargonHint] {
        static ALL: OnceLock<Vec<JargonHint>> = OnceLock::new();
        ALL.get_or_init(|| read(&Reader::new(&Embedded)))
    }

    /// The words heard, as they were typed.
    fn typed_in(text: &str) -> Vec<String> {
        heard(all(), text).into_iter().map(|(typed, _)| typed).collect()
    }

    #[test]
    fn every_entry_has_names_of_its_own_and_says_what_to_write() {
        assert!(all().len() >= 70, "{}", all().len());
        let mut names = HashSet::new();
        for one in all() {
            assert!(!one.names.is_empty() && one.say.contains('“') && one.say.ends_with('.'), "{}", one.say);
            assert!(!one.say.contains(['!', '\'']) && one.say.matches(". ").count() <= 1, "{}", one.say);
            for name in &one.names {
                assert!(!name.is_empty() && names.insert(name.clone()), "{name:?} stands there twice");
                let found = heard(all(), &name.join(" "));
                assert!(found.len() == 1 && std::ptr::eq(found[0].1, one), "{name:?} is not heard");
            }
        }
    }

    #[test]
    fn no_advice_uses_a_word_that_another_warns_of() {
        for one in all() {
            let said = one.said("it");
            let heard = heard(all(), &said);
            assert!(heard.iter().all(|(_, other)| std::ptr::eq(*other, one)), "{said}: {heard:?}");
        }
    }

    #[test]
    fn a_pack_without_the_file_gives_no_advice_and_a_wrong_one_is_named() {
        let read_one = |only: Only| {
            let reader = Reader::new(&only);
            let read = read(&reader);
            reader.finish(Some(read))
        };
        assert!(read_one(Only("area.toml", "")).unwrap().is_empty());
        assert!(read_one(Only(FILE, "[[word]")).unwrap_err().to_string().contains(FILE));
    }

    #[test]
    fn words_come_once_as_typed_in_the_order_of_the_text() {
        let text =
            "Prior to a visit we need a REFERRAL. Referrals are read in due\n  course by our multi-disciplinary team.";
        assert_eq!(typed_in(text), ["Prior to", "REFERRAL", "in due course", "multi-disciplinary team"]);
        assert_eq!(typed_in("Ask for ‘respite’, e.g. a night."), ["respite", "e.g"]);
        assert_eq!(typed_in(""), Vec::<String>::new());
    }

    #[test]
    fn the_longest_run_wins_wherever_it_starts() {
        let entry = |names: &[&str]| JargonHint { names: names.iter().map(|n| name(n)).collect(), say: String::new() };
        let all = [entry(&["in line"]), entry(&["line with the rules", "rules"]), entry(&["in"])];
        let typed: Vec<String> = heard(&all, "in line with the rules, in line").into_iter().map(|(t, _)| t).collect();
        assert_eq!(typed, ["in", "line with the rules", "in line"]);
    }

    #[test]
    fn a_name_in_capitals_is_heard_only_in_capitals() {
        assert_eq!(typed_in("SALT is on Mondays"), ["SALT"]);
        assert!(typed_in("salt dough and Salt the dog").is_empty());
        assert_eq!(typed_in("camhs or CAMHS"), ["camhs"]);
    }

    #[test]
    fn a_word_that_is_explained_in_the_text_is_not_named() {
        assert!(typed_in("The NHS mental health service for children (CAMHS). CAMHS is at the clinic.").is_empty());
        assert!(typed_in("CAMHS (help with worry and low mood)").is_empty());
        assert_eq!(typed_in("Ask (not CAMHS)"), ["CAMHS"]);
    }

    #[test]
    fn addresses_and_words_of_two_sentences_are_left_alone() {
        assert!(typed_in("referral@example.org, https://example.org/referral and provision.example.org.").is_empty());
        assert!(typed_in("It is what you came prior. To us that is fine.").is_empty());
    }

    #[test]
    fn the_word_as_typed_stands_in_what_is_said() {
        let (typed, one) = &JargonHint::heard(all(), "We take Referrals.")[0];
        assert!(one.said(typed).contains("“Referrals”"), "{}", one.said(typed));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_fault(text in "(.|\\s|referral|in due course|İ|’|prior to|\\.){0,60}") {
            let joined: String = words(&text).into_iter().map(|w| w.token).collect();
            prop_assert!(tokens(&text).concat().len() >= joined.len());
            for (typed, _) in heard(all(), &text) {
                prop_assert!(!typed.is_empty());
            }
        }
    }
}
