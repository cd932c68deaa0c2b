//! One word, one meaning; one shape, one place: see CONTRIBUTING.md.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// So many identical lines are a shape that wants a name.
const RUN: usize = 10;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") && !path.to_string_lossy().ends_with("tests.rs") {
            found.push(path);
        }
    }
}

/// Every source file with its code, its tests cut off.
fn files() -> Vec<(PathBuf, String)> {
    let mut paths = Vec::new();
    sources(Path::new("src"), &mut paths);
    paths.sort();
    let code = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("a source file can be read");
        text.split("#[cfg(test)]\nmod ").next().unwrap_or_default().to_owned()
    };
    paths.into_iter().map(|path| (path.clone(), code(&path))).collect()
}

/// The name of a public type that a line declares.
fn declared_type(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("pub")?;
    let rest = rest.trim_start_matches("(super)").trim_start_matches("(crate)").trim_start();
    let name = ["struct ", "enum ", "trait ", "type "].into_iter().find_map(|kind| rest.strip_prefix(kind))?;
    name.split(|c: char| !c.is_alphanumeric()).next()
}

#[test]
fn no_two_public_types_have_one_name() {
    let mut declared: HashMap<String, Vec<PathBuf>> = HashMap::new();
    for (path, code) in files() {
        for name in code.lines().filter(|l| l.starts_with("pub")).filter_map(declared_type) {
            declared.entry(name.to_owned()).or_default().push(path.clone());
        }
    }
    let twice: Vec<_> = declared.iter().filter(|(name, places)| places.len() > 1 && *name != "Error").collect();
    assert!(twice.is_empty(), "one word, one meaning: {twice:#?}");
}

#[test]
fn no_ten_lines_stand_twice() {
    let mut first: HashMap<Vec<String>, (PathBuf, usize)> = HashMap::new();
    let mut twice = Vec::new();
    for (path, code) in files() {
        let lines: Vec<(usize, &str)> =
            code.lines().enumerate().map(|(n, l)| (n + 1, l.trim())).filter(|(_, l)| !l.is_empty()).collect();
        for run in lines.windows(RUN) {
            let words: Vec<String> = run.iter().map(|(_, line)| (*line).to_owned()).collect();
            let here = (path.clone(), run[0].0);
            match first.get(&words) {
                Some(there) => twice.push((there.clone(), here)),
                None => drop(first.insert(words, here)),
            }
        }
    }
    assert!(twice.is_empty(), "a shape that stands twice wants one place: {twice:#?}");
}
