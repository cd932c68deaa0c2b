//! From what somebody typed to what is asked about. Built word by word: nothing typed is ever read as a query language.

use super::SearchError;
use super::audience::AudienceQuery;
use super::lexis::{Heard, Lexis};
use super::spelling::{Reading, SpellChecker};
use super::unit::{Question, Reach, Unit, Way};
use crate::area::words::{BEFORE_AN_AGE, RUN, SynonymMember, SynonymRole, Weights, tokens};
use crate::domain::Guessed;

/// The most words that count.
const MOST_WORDS: usize = 24;
/// After so many words that nobody knows, the others stand as typed: putting one right costs a look at every word.
const MOST_UNKNOWN: usize = 6;
/// A place is not known by a first word as short as this.
const SHORT_NAME: usize = 4;
/// The longest words are no words.
const LONGEST: usize = 40;

/// A word of the question on its way.
#[derive(Clone, Debug)]
struct Asking {
    word: String,
    stem: String,
    /// What an unfinished word may become.
    completions: Vec<(String, f32)>,
    corrected: bool,
}

/// Reads a question. `as_typed`: no slip is put right.
///
/// # Errors
/// When the index cannot be read.
pub fn understand(
    text: &str,
    as_typed: bool,
    guessed: &Guessed,
    written: &SpellChecker<'_>,
) -> Result<Question, SearchError> {
    let lexis = written.lexis;
    let typed = words(text);
    let (asking, corrected) = read_words(&typed, as_typed, written)?;
    let plain: Vec<String> = asking.iter().map(|a| a.word.clone()).collect();
    let stems: Vec<String> = asking.iter().map(|a| a.stem.clone()).collect();
    let mut heard = lexis.groups(&plain, &stems);
    let place = guessed.place.as_deref().or(guessed.outside.as_deref());
    let mut ignored = lexis.ignored(&plain);
    ages(&plain, &mut ignored);
    let places = place_words(&plain, place);
    let only_who = |at: usize| ignored[at] || places[at] || lexis.is_for_children(&stems[at]);
    // A place or an age and nothing else asks for all there is, best for that first.
    if (place.is_some() || guessed.age.is_some()) && (0..plain.len()).all(only_who) {
        return Ok(Question { everything: true, ..Question::default() });
    }
    if ignored.iter().all(|i| *i) {
        ignored.fill(false);
    }
    // "Where can I take" brings days out when it is all there is; beside something named it is only how one asks.
    if ignored.iter().any(|i| !i) {
        heard.retain(|h| ignored[h.from..h.to].iter().any(|i| !i));
    }
    let marks = Marks { circumstance: lexis.circumstances(&plain), place: places, ignored };
    let mut units = Vec::new();
    let mut at = 0;
    while at < asking.len() {
        let here: Vec<&Heard> = heard.iter().filter(|h| h.from == at).collect();
        match here.first() {
            Some(first) => {
                units.push(meant(&here, &asking[first.from..first.to], lexis, &marks, at));
                at = first.to;
            }
            None => {
                if !marks.ignored[at] {
                    units.push(said(&asking[at], lexis, &marks, at));
                }
                at += 1;
            }
        }
    }
    loosen(&mut units, &lexis.words.weights);
    if !units.iter().any(|u| u.essential) {
        units.iter_mut().for_each(|u| u.essential = true);
    }
    let asked = AudienceQuery {
        children: stems.iter().any(|s| lexis.is_for_children(s)),
        disability: stems.iter().any(|s| lexis.is_for_disability(s)),
        others: lexis.asks_for_others(&plain),
    };
    let beside = beside(&asking, &marks, &lexis.words.weights);
    Ok(Question { units, beside, name: plain, everything: false, corrected, asked })
}

/// The words of a text that count, in order.
pub fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> =
        tokens(text).into_iter().map(|w| fold(&w)).filter(|w| w.chars().count() <= LONGEST).collect();
    words.truncate(MOST_WORDS);
    words
}

/// Letters without their accents, as the index has them.
fn fold(word: &str) -> String {
    use tantivy::tokenizer::{AsciiFoldingFilter, RawTokenizer, TextAnalyzer};
    if word.is_ascii() {
        return word.to_owned();
    }
    let mut analyser = TextAnalyzer::builder(RawTokenizer::default()).filter(AsciiFoldingFilter).build();
    let mut stream = analyser.token_stream(word);
    if stream.advance() { stream.token().text.clone() } else { word.to_owned() }
}

/// In a question of several things, a word that no group knows counts for less than one that a group knows.
fn loosen(units: &mut [Unit], weights: &Weights) {
    let known = |u: &Unit| u.essential && u.ways.len() > 1;
    if units.iter().filter(|u| u.essential).count() > 2 && units.iter().any(known) {
        units.iter_mut().filter(|u| u.essential && u.ways.len() == 1).for_each(|u| u.weight *= weights.unit.loose);
    }
}

/// Words that say an age in years were read as one: they are looked for nowhere.
fn ages(asked: &[String], ignored: &mut [bool]) {
    const YEARS: [&str; 8] = ["year", "years", "yr", "yrs", "yo", "month", "months", "old"];
    for (at, word) in asked.iter().enumerate() {
        let next = asked.get(at + 1).map_or("", String::as_str);
        let number = word.chars().all(|c| c.is_ascii_digit());
        let before = if at > 0 { asked[at - 1].as_str() } else { "" };
        if number && word.len() < 3 && BEFORE_AN_AGE.contains(&before) {
            ignored[at] = true;
        }
        if number && YEARS.contains(&next) {
            ignored[at] = true;
            let rest = asked[at + 1..].iter().take_while(|w| YEARS.contains(&w.as_str()) || *w == "olds").count();
            ignored[at + 1..at + 1 + rest].fill(true);
        }
        if matches!(word.as_str(), "aged" | "age") && next.chars().all(|c| c.is_ascii_digit()) && !next.is_empty() {
            ignored[at..at + 2].fill(true);
        }
        if word.ends_with("yo") && word.trim_end_matches("yo").chars().all(|c| c.is_ascii_digit()) && word.len() > 2 {
            ignored[at] = true;
        }
    }
}

struct Marks {
    circumstance: Vec<bool>,
    place: Vec<bool>,
    ignored: Vec<bool>,
}

fn place_words(asked: &[String], place: Option<&str>) -> Vec<bool> {
    let mut marks = vec![false; asked.len()];
    let name = place.map(tokens).unwrap_or_default();
    if !name.is_empty() {
        for from in 0..(asked.len() + 1).saturating_sub(name.len()) {
            if asked[from..from + name.len()] == name {
                marks[from..from + name.len()].fill(true);
            }
        }
        // "Blackburn" for Blackburn with Darwen.
        if !marks.contains(&true) && name[0].len() > SHORT_NAME {
            asked.iter().zip(&mut marks).for_each(|(word, mark)| *mark |= *word == name[0]);
        }
    }
    marks
}

/// Each word as it is meant, and the whole text put right where something was.
fn read_words(
    typed: &[String],
    as_typed: bool,
    written: &SpellChecker<'_>,
) -> Result<(Vec<Asking>, Option<String>), SearchError> {
    let stems = &written.lexis.stems;
    let asking = |word: &str| Asking {
        word: word.to_owned(),
        stem: stems.stem(word),
        completions: Vec::new(),
        corrected: false,
    };
    if as_typed {
        return Ok((typed.iter().map(|w| asking(w)).collect(), None));
    }
    let (mut all, mut corrected, mut unknown) = (Vec::new(), false, 0);
    let mut at = 0;
    while at < typed.len() {
        let word = &typed[at];
        if let Some((len, words, slip)) = run_put_right(&typed[at..], written) {
            corrected |= slip;
            all.extend(words.iter().map(|w| Asking { corrected: slip, ..asking(w) }));
            at += len;
            continue;
        }
        // "wheel chair": two words that are one here.
        if let Some(next) = typed.get(at + 1) {
            let joined = format!("{word}{next}");
            let parts_are_known = written.count(word)? > 0 && written.count(next)? > 0;
            let one = joined.len() > 6 && written.knows(&joined)?;
            if one && (!parts_are_known || written.lexis.knows(&joined)) && !pair_is_known(written, word, next) {
                all.push(asking(&joined));
                at += 2;
                continue;
            }
        }
        let last = at + 1 == typed.len();
        let phrase = if last && at > 0 { written.phrase_completions(&typed[..at], word) } else { Vec::new() };
        if let Some((finished, _)) = phrase.first() {
            // The phrase it begins is what is meant; the word as typed stays among the ways.
            all.push(Asking { completions: phrase.clone(), ..asking(finished) });
            at += 1;
            continue;
        }
        unknown += usize::from(!written.knows(word)?);
        let reading = if unknown > MOST_UNKNOWN { Reading::AsTyped } else { written.read(word, last)? };
        match reading {
            Reading::AsTyped => all.push(asking(word)),
            Reading::SpeltAs(words) => all.extend(words.iter().map(|w| asking(w))),
            Reading::Corrected(words) => {
                corrected = true;
                all.extend(words.iter().map(|w| Asking { corrected: true, ..asking(w) }));
            }
            Reading::Unfinished(completions) => all.push(Asking { completions, ..asking(word) }),
        }
        at += 1;
    }
    let text = all.iter().map(|a| a.word.as_str()).collect::<Vec<_>>().join(" ");
    Ok((all, corrected.then_some(text)))
}

/// Two words or more that are put right together: "attension deficit". How many, what they become, whether it was a slip.
fn run_put_right(typed: &[String], written: &SpellChecker<'_>) -> Option<(usize, Vec<String>, bool)> {
    let words = &written.lexis.words;
    (2..=RUN.min(typed.len())).rev().find_map(|len| {
        let run = typed[..len].join(" ");
        let slip = words.misspellings.get(&run).map(|right| (right, true));
        let (right, slip) = slip.or_else(|| words.spellings.get(&run).map(|ours| (ours, false)))?;
        Some((len, right.split(' ').map(str::to_owned).collect(), slip))
    })
}

fn pair_is_known(written: &SpellChecker<'_>, word: &str, next: &str) -> bool {
    let stems = &written.lexis.stems;
    let pair = [word.to_owned(), next.to_owned()];
    let stemmed = [stems.stem(word), stems.stem(next)];
    written.lexis.groups(&pair, &stemmed).iter().any(|h| h.to - h.from == 2)
}

/// A unit for words that a group knows: the words themselves, and all the group says for them.
fn meant(heard: &[&Heard], asking: &[Asking], lexis: &Lexis, marks: &Marks, at: usize) -> Unit {
    let weights = &lexis.words.weights;
    let typed = asking.iter().map(|a| a.word.as_str()).collect::<Vec<_>>().join(" ");
    let mut ways: Vec<Way> = Vec::new();
    let mut add = |way: Way| match ways.iter_mut().find(|w| w.terms == way.terms && w.reach == way.reach) {
        Some(there) if there.weight >= way.weight => {}
        Some(there) => *there = way,
        None => ways.push(way),
    };
    let heard_names = heard.iter().any(|h| !lexis.words.groups[h.group].helps);
    for heard in heard {
        let group = &lexis.words.groups[heard.group];
        let member = &group.members[heard.member];
        let typed = way(lexis, heard.group, heard.member, 1.0, 1.0);
        let named = group.helps && heard_names;
        if !named {
            add(if member.role == SynonymRole::Typed { Way { reach: Reach::Headings, ..typed } } else { typed });
        }
        // A narrow word brings its topic at a smaller weight; a topic does not bring its narrow words whole.
        let from = match member.role {
            SynonymRole::Near => weights.meaning.near,
            _ => weights.meaning.same,
        };
        for (m, other) in group.members.iter().enumerate().filter(|(m, o)| *m != heard.member && o.is_looked_for()) {
            let (weight, answers) = match other.role {
                SynonymRole::Near => (from * weights.meaning.near, 0.5),
                SynonymRole::Found if group.helps => (weights.meaning.helps, 0.5),
                SynonymRole::FoundNear => (weights.meaning.helps * weights.meaning.near, 0.4),
                _ if member.role == SynonymRole::Near => (from, 0.5),
                _ => (from, 0.95),
            };
            add(way(lexis, heard.group, m, weight, answers));
        }
        if heard.size > 1 && !named {
            for word in lexis.key(heard.group, heard.member).iter().filter(|w| w.len() > 2) {
                add(Way {
                    terms: vec![word.clone()],
                    words: word.clone(),
                    weight: weights.meaning.part,
                    answers: 0.3,
                    reach: Reach::Everywhere,
                    slop: 0,
                });
            }
        }
    }
    let weight = if marks.circumstance[at] { weights.unit.circumstance } else { 1.0 };
    let (weight, essential) = people(asking, lexis, weight, marks.circumstance[at]);
    Unit { words: typed, weight, essential, ways }
}

/// Words for people in general count for less than words for what is wanted.
fn people(asking: &[Asking], lexis: &Lexis, weight: f32, circumstance: bool) -> (f32, bool) {
    let weights = &lexis.words.weights;
    match asking {
        [one] if lexis.is_for_children(&one.stem) => (weights.unit.people, false),
        [one] if lexis.is_for_disability(&one.stem) => (weights.unit.disability, true),
        _ => (weight, !circumstance),
    }
}

fn way(lexis: &Lexis, group: usize, member: usize, weight: f32, answers: f32) -> Way {
    let SynonymMember { tokens, whole, .. } = &lexis.words.groups[group].members[member];
    let terms = if *whole { tokens.clone() } else { tokens.iter().map(|t| lexis.stems.stem(t)).collect() };
    let reach = if *whole { Reach::Whole } else { Reach::Everywhere };
    // Between two words nothing may stand: "home to school" is not home schooling.
    let slop = u32::from(terms.len() > 2);
    Way { terms, words: tokens.join(" "), weight, answers, reach, slop }
}

/// A unit for a word that no group knows.
fn said(asking: &Asking, lexis: &Lexis, marks: &Marks, at: usize) -> Unit {
    let weights = &lexis.words.weights;
    let plain = |word: &str, weight: f32, answers: f32| Way {
        terms: vec![lexis.stems.stem(word)],
        words: word.to_owned(),
        weight,
        answers,
        reach: Reach::Everywhere,
        slop: 0,
    };
    let small = marks.circumstance[at] || marks.place[at];
    let weight = if small { weights.unit.circumstance } else { 1.0 };
    let (weight, essential) = people(std::slice::from_ref(asking), lexis, weight, small);
    let mut ways = vec![plain(&asking.word, 1.0, 1.0)];
    for (n, (word, share)) in asking.completions.iter().enumerate() {
        let stem = lexis.stems.stem(word);
        // The likeliest completion brings what its group says.
        if n == 0 {
            for heard in lexis.groups(std::slice::from_ref(word), std::slice::from_ref(&stem)) {
                let group = &lexis.words.groups[heard.group];
                for (m, other) in group.members.iter().enumerate().filter(|(_, o)| o.is_looked_for()) {
                    let same = if m == heard.member { 1.0 } else { weights.meaning.same };
                    let near = if other.role == SynonymRole::Near { weights.meaning.near } else { 1.0 };
                    ways.push(way(lexis, heard.group, m, same * near, 0.9));
                }
            }
        }
        let weight = weights.meaning.completion * share;
        if !ways.iter().any(|w| w.terms == [stem.clone()]) {
            ways.push(plain(word, weight, 0.9));
        }
    }
    if asking.corrected {
        ways.iter_mut().for_each(|w| w.weight *= weights.meaning.corrected);
    }
    Unit { words: asking.word.clone(), weight, essential, ways }
}

/// Telling words that stand side by side.
fn beside(asking: &[Asking], marks: &Marks, weights: &Weights) -> Vec<Unit> {
    let pairs = asking.windows(2).enumerate().filter(|(at, _)| !marks.ignored[*at] && !marks.ignored[at + 1]);
    let pair = |pair: &[Asking]| Unit {
        words: format!("{} {}", pair[0].word, pair[1].word),
        weight: weights.unit.beside,
        essential: false,
        ways: vec![Way {
            terms: vec![pair[0].stem.clone(), pair[1].stem.clone()],
            words: format!("{} {}", pair[0].word, pair[1].word),
            weight: 1.0,
            answers: 1.0,
            reach: Reach::Everywhere,
            slop: 1,
        }],
    };
    pairs.map(|(_, words)| pair(words)).collect()
}
