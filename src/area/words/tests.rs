//! The words of the pack, and what a pack with mistakes does.

use super::*;
use crate::area::Area;
use crate::domain::Guess;
use crate::testing::{area, copy_folder};
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;

#[test]
fn the_pack_has_no_line_that_is_kept_out() {
    assert_eq!(area().problems, []);
    assert!(area().words().groups.len() > 400);
}

#[test]
fn every_group_names_its_source() {
    for file in ["synonyms.txt", "helps.txt"] {
        let text = fs::read_to_string(format!("areas/lancashire/words/{file}")).unwrap();
        let mut comment = String::new();
        for (n, line) in text.lines().enumerate() {
            if line.starts_with('#') {
                comment.push_str(line);
            } else if line.trim().is_empty() {
                comment.clear();
            } else {
                assert!(comment.contains("Source:"), "{file} line {}", n + 1);
                comment.clear();
            }
        }
    }
    assert!(area().words().jargon.iter().all(|j| !j.source.is_empty() && j.guide.starts_with('/')));
}

/// The names of each need: what it is called, and the words that say for certain that a child has it.
fn names_of_needs() -> BTreeMap<String, HashSet<Vec<String>>> {
    let (area, words) = (area(), area().words());
    let mut names: BTreeMap<String, HashSet<Vec<String>>> = BTreeMap::new();
    for need in &area.vocabulary.needs {
        let own = names.entry(need.slug.clone()).or_default();
        own.extend([tokens(&need.slug), tokens(&need.label)]);
        let said = words.recognised.needs.get(&need.slug).into_iter().flatten();
        own.extend(said.map(|w| tokens(w)));
    }
    names
}

#[test]
fn no_two_needs_become_the_same() {
    // A condition may lie inside a need of the census; two needs never stand for each other.
    const INSIDE: &[(&str, &str)] = &[
        ("dyslexia", "spld"),
        ("dyscalculia", "spld"),
        ("dyspraxia", "pd"),
        ("dld", "slcn"),
        ("selective-mutism", "slcn"),
        ("pda", "asd"),
        ("anxiety-ebsa", "semh"),
        ("challenging-behaviour", "semh"),
        ("cerebral-palsy", "pd"),
        ("complex-medical", "pmld"),
        ("down-syndrome", "mld"),
        ("mld", "sld"),
    ];
    let needs = names_of_needs();
    for group in area().words().groups.iter().filter(|g| !g.helps) {
        let same = group.members.iter().filter(|m| matches!(m.role, SynonymRole::Same | SynonymRole::Typed));
        let of: HashSet<&String> = same
            .flat_map(|m| needs.iter().filter(|(_, names)| names.contains(&m.tokens)).map(|(slug, _)| slug))
            .collect();
        let apart = of.iter().any(|a| {
            of.iter().any(|b| {
                let inside = |x: &str, y: &str| INSIDE.contains(&(x, y));
                a != b && !inside(a, b) && !inside(b, a)
            })
        });
        assert!(!apart, "line {}: {of:?} would be one", group.line);
    }
}

#[test]
fn a_short_word_that_is_another_word_stands_whole() {
    let words = area().words();
    for short in ["ot", "ep", "pa", "cp", "dp", "vi", "asd", "add", "salt", "slt", "pda"] {
        let members = words.groups.iter().flat_map(|g| &g.members).filter(|m| m.tokens == [short]);
        for member in members {
            let harmless = member.whole
                || matches!(
                    member.role,
                    SynonymRole::Near
                        | SynonymRole::Typed
                        | SynonymRole::Found
                        | SynonymRole::FoundNear
                        | SynonymRole::Finding
                );
            assert!(harmless, "{short} would be stemmed");
        }
    }
}

#[test]
fn lines_with_mistakes_are_named_and_kept_out() {
    let mut problems = Vec::new();
    let text =
        "# a comment\na, b\nalone\none, , two\na -> b -> c\nx -> y\ny -> x\nsame, same\n=ot, occupational therapy";
    let groups = synonyms::read("words/synonyms.txt", text, &mut problems);
    assert_eq!(groups.iter().map(|g| g.line).collect::<Vec<_>>(), [2, 6, 9]);
    assert_eq!(problems.iter().map(|p| p.line).collect::<Vec<_>>(), [3, 4, 5, 8, 7]);
    assert!(problems.iter().any(|p| p.reason.contains("ring")));
    assert!(groups[2].members[0].whole);
}

#[test]
fn a_pack_that_goes_wrong_while_serving_leaves_the_words_before_it_in_force() {
    let folder = tempfile::tempdir().unwrap();
    copy_folder(Path::new("areas/lancashire"), folder.path());
    let area = Area::from_folder(folder.path()).unwrap();
    let file = folder.path().join("words/synonyms.txt");
    let before = fs::read_to_string(&file).unwrap();
    let groups = area.words().groups.len();

    fs::write(&file, format!("{before}\n# Source: a test\nzorbing, bubble rolling\n")).unwrap();
    assert_eq!(area.read_words_again(), Ok(Some(groups + 1)));
    fs::write(&file, format!("{before}\nlonely\n")).unwrap();
    let said = area.read_words_again().unwrap_err();
    assert!(said[0].starts_with("words/synonyms.txt line "), "{said:?}");
    assert_eq!(area.words().groups.len(), groups + 1, "the words before it stay");
    fs::write(folder.path().join("words/jargon.toml"), "[[term]").unwrap();
    fs::write(&file, &before).unwrap();
    assert!(area.read_words_again().unwrap_err()[0].contains("jargon.toml"));
    // The pack inside the program has nothing to read again.
    assert_eq!(Area::embedded().unwrap().read_words_again(), Ok(None));
}

#[test]
fn a_pack_without_a_file_of_words_is_refused_by_name() {
    for file in ["synonyms.txt", "helps.txt", "ignored.txt", "english.txt", "urgent.toml", "weights.toml"] {
        let folder = tempfile::tempdir().unwrap();
        copy_folder(Path::new("areas/lancashire"), folder.path());
        fs::remove_file(folder.path().join("words").join(file)).unwrap();
        let said = Area::from_folder(folder.path()).unwrap_err().to_string();
        assert!(said.contains(file), "{said}");
    }
}

#[test]
fn a_question_tells_where_how_old_what_and_when() {
    let read = |text: &str| area().read_question(text, &[]);
    let all = read("where can my autistic son go swimming on a saturday in chorley");
    assert_eq!(all.place.as_deref(), Some("Chorley"));
    assert_eq!(all.needs, ["asd"]);
    assert_eq!(all.when, ["weekend"]);
    for (text, ages) in [
        ("my 3 year old isnt talking", Some((3, 3))),
        ("club for 12yo", Some((12, 12))),
        ("my son is 9 and cant read", Some((9, 9))),
        ("aged 25", Some((25, 25))),
        ("my daughter is 300", None),
        ("within 5 miles", None),
        ("18 months old", Some((1, 1))),
        ("year 7 boy", Some((11, 12))),
    ] {
        assert_eq!(read(text).age, ages, "{text}");
    }
    assert_eq!(read("banks").place.as_deref(), read("in banks").place.as_deref());
    assert!(read("🦊 \" ( name:x").is_empty());
    for guess in Guess::ALL {
        let undone = area().read_question("autistic 3 year old online saturday chorley", &[guess]);
        let left = match guess {
            Guess::Place => undone.place.is_none(),
            Guess::Age => undone.age.is_none(),
            Guess::Need => undone.needs.is_empty(),
            Guess::When => undone.when.is_empty(),
            Guess::Mode => undone.mode.is_none(),
        };
        assert!(left, "{guess:?} was not undone");
    }
}

#[test]
fn a_hard_word_is_explained_when_it_is_asked_for() {
    let words = area().words();
    assert!(words.explained("ehcp").is_some_and(|j| j.title.contains("EHC")));
    assert!(words.explained("EHCP?").is_some());
    assert!(words.explained("what is sendiass").is_some());
    assert!(words.explained("swimming").is_none());
    assert!(words.explained("").is_none());
}
