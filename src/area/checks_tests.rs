//! A pack is checked whole: every fault is named with its file and line.

use super::reader::{Embedded, Files};
use super::{Area, PackError};
use crate::testing::{copy_folder, small_pack};
use std::path::Path;

/// The small pack with some texts put into its files.
fn changed(changes: &[(&str, &str, &str)]) -> Result<Area, PackError> {
    let folder = small_pack();
    for (file, from, to) in changes {
        let path = folder.path().join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from}");
        std::fs::write(path, text.replacen(from, to, 1)).unwrap();
    }
    Area::from_folder(folder.path())
}

/// The faults of a pack: "file line: message".
fn faults(changes: &[(&str, &str, &str)]) -> Vec<String> {
    let faults = changed(changes).expect_err("a fault").faults;
    for fault in &faults {
        assert!(fault.line.is_some(), "{fault} has no line");
    }
    faults.iter().map(ToString::to_string).collect()
}

/// The line of a text in a file of the small pack, from 1.
fn line(file: &str, text: &str) -> usize {
    let folder = small_pack();
    let all = std::fs::read_to_string(folder.path().join(file)).unwrap();
    all.lines().position(|l| l.contains(text)).unwrap_or_else(|| panic!("{file} has no {text}")) + 1
}

#[test]
fn both_packs_are_right() {
    Area::embedded().unwrap();
    assert!(changed(&[]).is_ok());
}

#[test]
fn every_fault_of_every_file_is_told_at_once_with_its_line() {
    let found = faults(&[
        ("home.toml", "category=fun", "category=parties"),
        ("home.toml", "needs = [\"asd\"", "needs = [\"flying\""),
        ("districts.toml", "neighbours = [\"westhaven\"", "neighbours = [\"atlantis\""),
        ("crosswalk.toml", "clubs-of-all-sorts", "no-such-club"),
        ("guides/first-steps.md", "/search?category=asking", "/search?category=shouting"),
        ("sample/havenshire.toml", "cost = \"nothing-to-pay\"", "cost = \"a-fortune\""),
    ]);
    let expected = [
        ("crosswalk.toml", "no-such-club"),
        ("districts.toml", "atlantis"),
        ("guides/first-steps.md", "shouting"),
        ("home.toml", "flying"),
        ("home.toml", "parties"),
        ("sample/havenshire.toml", "a-fortune"),
    ];
    for (file, word) in expected {
        let told = found.iter().filter(|f| f.starts_with(&format!("{file} line ")) && f.contains(word)).count();
        assert_eq!(told, 1, "{file}, {word}: {found:#?}");
    }
    let at = line("home.toml", "category=fun");
    assert!(found.iter().any(|f| f.starts_with(&format!("home.toml line {at}: "))), "{found:#?}");
}

#[test]
fn two_districts_at_one_tile_are_named() {
    let second = "narrow = { row = 1, column = 2 }";
    let found = faults(&[("districts.toml", second, "narrow = { row = 1, column = 1 }")]);
    let at = line("districts.toml", second);
    let said = format!("districts.toml line {at}: westhaven and easthaven lie on one another in the map");
    assert_eq!(found, [said]);
    let outside = faults(&[("districts.toml", second, "narrow = { row = 1, column = 9 }")]);
    assert!(outside[0].contains("columns 1 to 3"), "{outside:?}");
}

#[test]
fn a_list_that_the_forms_need_is_held_to_what_they_need() {
    for (from, to, says) in [
        ("means = \"free\"", "means = \"weekend\"", "nothing in cost can mean this"),
        (", means = \"free\"", "", "one cost means “free”"),
        ("slug = \"dear\"", "slug = \"nothing-to-pay\"", "stands twice in cost"),
        ("slug = \"fun\"", "slug = \"compare\"", "is a page of its own"),
    ] {
        let found = faults(&[("vocabulary.toml", from, to)]);
        assert!(found.iter().any(|f| f.contains(says)), "{says}: {found:?}");
    }
}

#[test]
fn a_key_that_nobody_reads_is_refused() {
    let found = faults(&[("area.toml", "council =", "counsel = \"x\"\ncouncil =")]);
    assert!(found[0].starts_with("area.toml line 2: ") && found[0].contains("counsel"), "{found:?}");
}

#[test]
fn a_file_that_cannot_be_read_hides_no_fault_of_another() {
    let found = changed(&[
        ("vocabulary.toml", "need = [", "need = "),
        ("guides/first-steps.md", "[", "**["),
        ("words/weights.toml", "length = 0.429", "length = 4"),
    ]);
    let said = found.unwrap_err().to_string();
    for file in ["vocabulary.toml line ", "guides/first-steps.md line ", "words/weights.toml line "] {
        assert!(said.contains(file), "{said}");
    }
}

#[test]
fn every_file_that_is_missing_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let said = Area::from_folder(folder.path()).unwrap_err().to_string();
    for file in ["area.toml", "districts.toml", "vocabulary.toml", "crosswalk.toml", "home.toml", "guides.toml"] {
        assert!(said.contains(&format!("- {file}: the file is missing")), "{said}");
    }
}

/// The pack in the binary and the one in the folder are the same files.
#[test]
fn the_embedded_pack_is_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    copy_folder(Path::new("areas/lancashire"), folder.path());
    let read = Area::from_folder(folder.path()).unwrap();
    assert_eq!(read.content_hash, Area::embedded().unwrap().content_hash);
    assert!(Embedded.text("texts/sources.md").is_some());
}
