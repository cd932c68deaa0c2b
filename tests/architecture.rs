//! Keeps the rooms of the house to what they may know, and files to a size that one can hold in mind.

use local_offer::area::Area;
use local_offer::domain::Facet;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

mod imports;

/// A room and the rooms it may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("area", &["domain"]),
    ("gaps", &["domain"]),
    ("statistics", &["domain", "area"]),
    ("islands", &["domain", "server_functions"]),
    ("server_functions", &["domain"]),
    ("protect", &[]),
    ("store", &["domain", "area", "protect"]),
    ("backup", &["protect", "store"]),
    ("mail", &["domain", "store"]),
    ("accounts", &["domain", "store", "mail"]),
    ("search", &["domain", "area", "protect"]),
    ("editing", &["domain", "area", "store"]),
    ("openreferral", &["domain", "area", "store", "web"]),
    ("web", &["domain", "area", "store", "search", "statistics", "accounts", "mail"]),
    ("ui", &["domain", "islands"]),
    ("pages", &["domain", "area", "store", "search", "gaps", "accounts", "editing", "ui", "islands", "web"]),
    (
        "server",
        &[
            "pages",
            "openreferral",
            "web",
            "accounts",
            "editing",
            "mail",
            "domain",
            "area",
            "store",
            "search",
            "gaps",
            "ui",
            "islands",
            "server_functions",
        ],
    ),
    (
        "cli",
        &[
            "backup",
            "protect",
            "domain",
            "area",
            "store",
            "search",
            "statistics",
            "gaps",
            "accounts",
            "editing",
            "mail",
            "openreferral",
            "web",
            "ui",
            "pages",
            "islands",
            "server_functions",
            "server",
        ],
    ),
];

/// A library and the rooms that may name it.
const LIBRARY_IN: &[(&str, &[&str])] = &[
    ("sqlx", &["store"]),
    ("csv", &["statistics", "cli", "pages"]),
    ("tantivy", &["search"]),
    ("axum", &["web", "server", "pages"]),
    ("hyper", &["server"]),
    ("hyper_util", &["server"]),
    ("tower", &["server"]),
    ("tower_http", &["server"]),
    ("ipnet", &["web"]),
    ("leptos", &["ui", "pages", "islands", "server_functions", "web"]),
    ("leptos_axum", &["server"]),
    ("web_sys", &["islands"]),
    ("clap", &["cli"]),
    ("lettre", &["mail"]),
    ("totp_rs", &["accounts"]),
    ("similar", &["editing"]),
    ("anyhow", &["cli"]),
    ("unicode_security", &["domain"]),
    ("unicode_normalization", &["domain"]),
    ("chacha20poly1305", &["protect"]),
    ("aead_stream", &["protect"]),
    ("flate2", &["backup"]),
];

/// The most lines a file may have, tests aside.
const LONGEST: usize = 600;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// A file's text without comments and without the tests at its end.
fn code_of(text: &str) -> String {
    let end = text.match_indices("#[cfg(test)]\nmod ").find(|(at, _)| {
        let line = text[*at..].lines().nth(1).unwrap_or_default();
        line.ends_with("tests {")
    });
    let code = end.map_or(text, |(at, _)| &text[..at]);
    code.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Room, path and the code of every file, without comments and tests.
fn files() -> Vec<(String, PathBuf, String)> {
    let mut paths = Vec::new();
    sources(Path::new("src"), &mut paths);
    paths
        .into_iter()
        .filter_map(|path| {
            let room = path.strip_prefix("src").ok()?.components().next()?.as_os_str().to_string_lossy().into_owned();
            let name = path.file_name()?.to_string_lossy().into_owned();
            if room.ends_with(".rs") || name.ends_with("tests.rs") {
                return None;
            }
            let text = fs::read_to_string(&path).expect("a source file can be read");
            Some((room, path, code_of(&text)))
        })
        .collect()
}

/// Words that follow `start` and name a room or a library.
fn named_after<'a>(code: &'a str, start: &str) -> Vec<&'a str> {
    let word = |rest: &'a str| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    let mut found: Vec<&str> = code.split(start).skip(1).map(word).collect();
    // use crate::{a::x, b::y}
    for group in code.split(&format!("{start}{{")).skip(1) {
        let group = group.split(';').next().unwrap_or_default();
        let mut depth = 0;
        for part in group.split_inclusive(['{', '}', ',']) {
            if depth == 0 {
                found.push(word(part.trim_start()));
            }
            depth += part.matches('{').count();
            depth = depth.saturating_sub(part.matches('}').count());
        }
    }
    found
}

#[test]
fn rooms_know_only_whom_they_may() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let mut faults = Vec::new();
    for (room, path, code) in files() {
        let Some(may) = allowed.get(room.as_str()) else {
            faults.push(format!("{}: the room {room} is not in the table", path.display()));
            continue;
        };
        let depth = path.components().count() - 2;
        // `super::` from the top of a room leads out of it.
        let out = format!("use {}", "super::".repeat(depth));
        let by_super =
            if path.file_name().is_some_and(|n| n == "mod.rs") { named_after(&code, &out) } else { Vec::new() };
        for used in named_after(&code, "crate::").into_iter().chain(by_super) {
            if allowed.contains_key(used) && used != room && !may.contains(&used) {
                faults.push(format!("{}: {room} may not use {used}", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The paper that shows the rooms.
const PAPER: &str = "docs/architecture.md";
/// Between these lines it is written by this test.
const MARKS: [&str; 2] = ["<!-- written by tests/architecture.rs -->", "<!-- to here -->"];

/// The rooms that each room names.
fn rooms_in_use() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut used: BTreeMap<&str, BTreeSet<&str>> = MAY_USE.iter().map(|(room, _)| (*room, BTreeSet::new())).collect();
    for (room, _, code) in files() {
        let names = named_after(&code, "crate::");
        let others = MAY_USE.iter().map(|(other, _)| *other).filter(|other| *other != room && names.contains(other));
        used.entry(MAY_USE.iter().find(|(r, _)| *r == room).map_or("", |(r, _)| r)).or_default().extend(others);
    }
    used
}

/// The picture of what the code imports, and the table of what it may.
fn picture_and_table() -> String {
    let mut text = "```mermaid\nflowchart TD\n".to_owned();
    for (room, others) in rooms_in_use() {
        for other in others {
            text.push_str(&format!("  {room} --> {other}\n"));
        }
    }
    text.push_str("```\n\n| room | may use |\n|---|---|\n");
    for (room, may) in MAY_USE {
        let may: Vec<_> = may.iter().map(|other| format!("`{other}`")).collect();
        let may = if may.is_empty() { "nothing of ours".to_owned() } else { may.join(", ") };
        text.push_str(&format!("| `{room}` | {may} |\n"));
    }
    text.push_str("\n| library | only in |\n|---|---|\n");
    for (library, rooms) in LIBRARY_IN {
        let rooms: Vec<_> = rooms.iter().map(|room| format!("`{room}`")).collect();
        text.push_str(&format!("| `{library}` | {} |\n", rooms.join(", ")));
    }
    text
}

/// With LOCAL_OFFER_WRITE set, the paper is written; otherwise it must say what the code says.
#[test]
fn the_paper_shows_the_rooms_as_they_are() {
    let paper = fs::read_to_string(PAPER).expect("the paper is there");
    let (before, rest) = paper.split_once(MARKS[0]).expect("the first mark");
    let (_, after) = rest.split_once(MARKS[1]).expect("the second mark");
    let right = format!("{before}{}\n{}{}{after}", MARKS[0], picture_and_table(), MARKS[1]);
    if std::env::var_os("LOCAL_OFFER_WRITE").is_some() {
        fs::write(PAPER, right).expect("the paper can be written");
    } else {
        assert!(paper == right, "write it anew: LOCAL_OFFER_WRITE=1 cargo test --test architecture paper");
    }
}

#[test]
fn libraries_stay_in_their_rooms() {
    let mut faults = Vec::new();
    for (room, path, code) in files() {
        for (library, rooms) in LIBRARY_IN {
            let names_it = code.contains(&format!("{library}::")) || code.contains(&format!("use {library}"));
            if names_it && !rooms.contains(&room.as_str()) {
                faults.push(format!("{}: {library} belongs in {}", path.display(), rooms.join(", ")));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Files that stand in a circle of imports still, and why: to be emptied.
const KNOWN_CIRCLES: &[(&str, &str)] = &[
    ("src/search/", "the engine is made anew"),
    ("src/editing/field.rs", "fields become a trait, and steps name them"),
    ("src/editing/step.rs", "fields become a trait, and steps name them"),
    ("src/store/", "the store's writes move into one transaction; until then each table's file adds to `Store`"),
];

fn imports_of_all_files() -> imports::Graph {
    let all: Vec<_> = files().into_iter().map(|(_, path, code)| (path, code)).collect();
    imports::graph(&all)
}

#[test]
fn no_files_stand_in_a_circle() {
    let known = |file: &Path| KNOWN_CIRCLES.iter().find(|(start, _)| file.to_string_lossy().starts_with(start));
    let graph = imports_of_all_files();
    let (mut faults, mut used) = (Vec::new(), BTreeSet::new());
    for circle in imports::circles(&graph) {
        for file in &circle {
            let others = graph[file].intersection(&circle).map(|other| other.display().to_string());
            match known(file) {
                Some((start, _)) => _ = used.insert(start),
                None => faults.push(format!("{} imports {}", file.display(), others.collect::<Vec<_>>().join(", "))),
            }
        }
    }
    assert!(faults.is_empty(), "these files import each other:\n{}", faults.join("\n"));
    let mended: Vec<_> = KNOWN_CIRCLES.iter().map(|(start, _)| start).filter(|start| !used.contains(start)).collect();
    assert!(mended.is_empty(), "no circle any more, take it off the list: {mended:?}");
}

#[test]
fn no_page_folder_imports_another() {
    // src/pages/<folder>/file.rs; what stands directly under src/pages is for all of them.
    let folder = |file: &Path| {
        let inside = file.strip_prefix("src/pages").ok()?;
        (inside.components().count() > 1).then(|| inside.components().next())?.map(|c| c.as_os_str().to_owned())
    };
    let mut faults = Vec::new();
    for (file, imported) in imports_of_all_files().iter().filter(|(file, _)| file.starts_with("src/pages")) {
        for other in imported.iter().filter(|other| folder(other).is_some() && folder(other) != folder(file)) {
            faults.push(format!("{} imports {}", file.display(), other.display()));
        }
    }
    assert!(faults.is_empty(), "what two page folders show stands directly under pages:\n{}", faults.join("\n"));
}

#[test]
fn no_file_does_too_much() {
    let mut paths = Vec::new();
    sources(Path::new("src"), &mut paths);
    for path in paths {
        let lines = fs::read_to_string(&path).expect("a source file can be read").lines().count();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        assert!(lines <= LONGEST || name == "tests.rs", "{} has {lines} lines", path.display());
        assert!(
            !matches!(name.as_str(), "utils.rs" | "util.rs" | "helpers.rs" | "common.rs"),
            "{}: name it for what it does",
            path.display()
        );
    }
}

#[test]
fn every_room_says_what_it_is_for() {
    for (room, _) in MAY_USE {
        let text = fs::read_to_string(format!("src/{room}/mod.rs")).expect("a room has a mod.rs");
        assert!(text.starts_with("//! "), "src/{room}/mod.rs has no word about itself");
    }
}

/// Every stylesheet.
fn stylesheets() -> String {
    let mut all = String::new();
    let mut folders = vec![PathBuf::from("style")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("style can be read").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                all.push_str(&fs::read_to_string(path).expect("a stylesheet can be read"));
            }
        }
    }
    all
}

#[test]
fn styles_are_logical_and_small() {
    let all = stylesheets();
    for physical in [
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        "border-left",
        "border-right",
        "text-align: left",
        "text-align: right",
        "float: left",
        "float: right",
    ] {
        assert!(!all.contains(physical), "{physical} has no place in a stylesheet that is also read right to left");
    }
    for asks in ["url(", "@import"] {
        assert!(!all.contains(asks), "{asks}: a stylesheet asks nobody for anything");
    }
}

/// Words of an area that stand in code for another reason: where, and which.
const NOT_THE_AREAS: &[(&str, &[&str])] = &[
    // Answers of the form, kept in drafts; a band is found by what it means.
    ("src/editing/form/cost.rs", &["free", "means-tested"]),
    // What is measured, by the names of the Department for Education.
    ("src/domain/statistics/need.rs", &["sen-support", "ehc-plans"]),
    // The name of a table and of its file.
    ("src/pages/gaps/travel.rs", &["travel"]),
    // A word somebody types for a price.
    ("src/domain/price.rs", &["free"]),
];

/// The texts between quotation marks in code.
fn literals(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        // A quotation mark as a character opens nothing.
        if c == '\'' && chars.peek() == Some(&'"') {
            chars.next();
            continue;
        }
        if c != '"' {
            continue;
        }
        let mut text = String::new();
        while let Some(c) = chars.next() {
            match c {
                '"' => break,
                '\\' => text.extend(chars.next()),
                c => text.push(c),
            }
        }
        found.push(text);
    }
    found
}

/// Whether a word stands in a text with nothing before or after that would make it part of another.
fn stands_in(text: &str, word: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
    text.match_indices(word)
        .any(|(at, _)| !part(text[..at].chars().next_back()) && !part(text[at + word.len()..].chars().next()))
}

#[test]
fn nothing_of_lancashires_stands_in_code_or_style() {
    let area = Area::embedded().expect("the embedded pack is right");
    let places = area.districts.iter().flat_map(|d| {
        let towns = d.towns.iter().map(|t| &t.name).chain(&d.neighbours_outside);
        [&d.name, &d.slug, &d.code].into_iter().chain(towns)
    });
    let named: BTreeSet<&str> = places.chain([&area.name, &area.council]).map(String::as_str).collect();
    let lists = Facet::ALL.into_iter().filter(|f| !matches!(f, Facet::Age | Facet::District));
    let slugs: BTreeSet<&str> =
        lists.clone().flat_map(|f| area.vocabulary.values(f)).map(|v| v.slug.as_str()).collect();
    let pathways = area.pathways.pathways.iter().map(|p| &p.slug);
    let run = area.pathways.areas.iter().chain(&area.policies.areas).map(|a| &a.slug);
    let topics = area.policies.topics.iter().map(|t| &t.slug);
    let own: BTreeSet<&str> = pathways.chain(run).chain(topics).map(String::as_str).collect();
    // A slug of one word is also a word of English: it counts where it stands alone, or as a parameter.
    let alone: BTreeSet<&str> = [Facet::Need, Facet::Category, Facet::Cost]
        .into_iter()
        .flat_map(|f| area.vocabulary.values(f))
        .map(|v| v.slug.as_str())
        .collect();
    let hyphened = slugs.union(&own).copied().filter(|slug| slug.contains('-'));
    let anywhere: Vec<&str> = named.iter().copied().chain(hyphened).collect();
    let parameters: Vec<String> = lists
        .flat_map(|f| area.vocabulary.values(f).iter().map(move |v| format!("{}={}", f.param(), v.slug)))
        .collect();

    let mut faults = BTreeSet::new();
    for (_, path, code) in files() {
        let let_off = NOT_THE_AREAS.iter().find(|(file, _)| path.ends_with(file)).map_or(&[][..], |(_, words)| words);
        for text in literals(&code) {
            let words = anywhere.iter().copied().filter(|word| stands_in(&text, word));
            let whole = alone.iter().copied().filter(|slug| *slug == text);
            let asked = parameters.iter().map(String::as_str).filter(|parameter| stands_in(&text, parameter));
            for word in words.chain(whole).chain(asked).filter(|word| !let_off.contains(word)) {
                faults.insert(format!("{}: {word}, in “{text}”", path.display()));
            }
        }
    }
    let style = stylesheets();
    for word in anywhere.iter().filter(|word| stands_in(&style, word)) {
        faults.insert(format!("style: {word}"));
    }
    let faults: Vec<_> = faults.into_iter().collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
