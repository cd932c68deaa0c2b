//! Which file of `src` imports which, read from their text. A `mod x;` is no import; a name that is imported through a
//! re-export is followed to the file that defines it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The parts of a module's path, without `crate`; none for `lib.rs`.
type Module = Vec<String>;

/// A module as its text says.
#[derive(Default)]
struct Source {
    file: PathBuf,
    /// Names that are re-exported, each with the full path it stands for.
    exports: BTreeMap<String, Vec<String>>,
    /// The full paths of what is imported or named.
    names: Vec<Vec<String>>,
}

/// The files of `src`, each with the files it imports.
pub type Graph = BTreeMap<PathBuf, BTreeSet<PathBuf>>;

/// Reads the graph from files with their code, without tests and comments.
pub fn graph(files: &[(PathBuf, String)]) -> Graph {
    let modules: BTreeSet<Module> = files.iter().map(|(path, _)| module_of(path)).collect();
    let sources: BTreeMap<Module, Source> =
        files.iter().map(|(path, code)| (module_of(path), read(path, code, &modules))).collect();
    let imports = |(module, source): (&Module, &Source)| {
        let others = source.names.iter().map(|name| resolve(name, &sources, 0)).filter(|other| other != module);
        let others = others.filter_map(|other| sources.get(&other)).map(|other| other.file.clone());
        (source.file.clone(), others.collect())
    };
    sources.iter().map(imports).collect()
}

/// The groups of files of which each imports all others, directly or by way of others.
pub fn circles(graph: &Graph) -> Vec<BTreeSet<PathBuf>> {
    let reached: BTreeMap<&PathBuf, BTreeSet<&PathBuf>> = graph.keys().map(|file| (file, reach(graph, file))).collect();
    let group = |file: &PathBuf| {
        let both = reached[file].iter().filter(|other| reached[*other].contains(file));
        both.map(|other| (*other).clone()).collect::<BTreeSet<_>>()
    };
    let groups: BTreeSet<_> = graph.keys().map(group).filter(|group| group.len() > 1).collect();
    groups.into_iter().collect()
}

fn reach<'a>(graph: &'a Graph, from: &'a PathBuf) -> BTreeSet<&'a PathBuf> {
    let (mut found, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(file) = next.pop() {
        next.extend(graph.get(file).into_iter().flatten().filter(|other| found.insert(*other)));
    }
    found
}

fn module_of(path: &Path) -> Module {
    let path = path.strip_prefix("src").unwrap_or(path).with_extension("");
    let mut parts: Module = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if parts.last().is_some_and(|last| last == "mod") || parts == ["lib"] {
        parts.pop();
    }
    parts
}

fn read(path: &Path, code: &str, modules: &BTreeSet<Module>) -> Source {
    let module = module_of(path);
    let mut source = Source { file: path.to_owned(), ..Source::default() };
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        let Some((public, start)) = use_statement(line) else {
            let named = words(line).filter_map(|word| full(&module, word, modules));
            source.names.extend(named);
            continue;
        };
        let mut statement = start.to_owned();
        while !statement.contains(';') {
            statement.push_str(lines.next().unwrap_or(";"));
        }
        let tree: String = statement.split(';').next().unwrap_or_default().trim().to_owned();
        for path in expand(&tree) {
            let (path, alias) = path.split_once(" as ").unwrap_or((&path, ""));
            let Some(mut path) = full(&module, path.trim(), modules) else { continue };
            path.retain(|part| part != "self" && part != "*");
            let name =
                if alias.is_empty() { path.last().cloned().unwrap_or_default() } else { alias.trim().to_owned() };
            if public {
                source.exports.insert(name, path);
            } else {
                source.names.push(path);
            }
        }
    }
    source
}

/// Whether a line begins a `use`, and what follows the word; first whether it is a re-export.
fn use_statement(line: &str) -> Option<(bool, &str)> {
    let line = line.trim_start();
    let public = line.starts_with("pub");
    let rest = if public {
        line.split_once("use ").filter(|(start, _)| start.len() < 12)?.1
    } else {
        line.strip_prefix("use ")?
    };
    Some((public, rest))
}

/// The paths of a `use` tree: "a::{b, c::{d, e}}" has three.
fn expand(tree: &str) -> Vec<String> {
    let Some((start, rest)) = tree.split_once('{') else { return vec![tree.trim().to_owned()] };
    let body = rest.rsplit_once('}').map_or(rest, |(body, _)| body);
    let (mut parts, mut depth) = (vec![String::new()], 0);
    for c in body.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        match (c, parts.last_mut()) {
            (',', _) if depth == 0 => parts.push(String::new()),
            (_, Some(part)) => part.push(c),
            _ => {}
        }
    }
    let inner = parts.iter().filter(|part| !part.trim().is_empty()).flat_map(|part| expand(part));
    inner.map(|part| format!("{}{part}", start.trim())).collect()
}

/// Paths that are written out in code.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let word = |c: char| !c.is_alphanumeric() && c != '_' && c != ':';
    line.split(word).filter(|word| ["crate::", "super::", "self::"].iter().any(|start| word.starts_with(start)))
}

/// A path from `crate` on; none for what is not ours.
fn full(module: &[String], path: &str, modules: &BTreeSet<Module>) -> Option<Vec<String>> {
    let mut parts: Vec<String> = path.split("::").map(|part| part.trim().to_owned()).collect();
    let mut at = module.to_vec();
    match parts.first()?.as_str() {
        "crate" => return Some(parts.split_off(1)),
        "self" => parts.remove(0),
        "super" => {
            while parts.first().is_some_and(|part| part == "super") {
                parts.remove(0);
                at.pop();
            }
            String::new()
        }
        child => {
            let is_child = modules.contains(&[module, &[child.to_owned()]].concat());
            return is_child.then(|| [module, &parts].concat());
        }
    };
    Some([at, parts].concat())
}

/// The module that defines what a full path names.
fn resolve(path: &[String], sources: &BTreeMap<Module, Source>, followed: usize) -> Module {
    let mut module = Module::new();
    for (at, part) in path.iter().enumerate() {
        let deeper = [&module[..], std::slice::from_ref(part)].concat();
        if sources.contains_key(&deeper) {
            module = deeper;
            continue;
        }
        // A circle of re-exports does not compile.
        let export = sources.get(&module).and_then(|source| source.exports.get(part)).filter(|_| followed < 10);
        return match export {
            Some(to) => resolve(&[to, &path[at + 1..]].concat(), sources, followed + 1),
            None => module,
        };
    }
    module
}

#[test]
fn a_circle_through_a_re_export_is_found() {
    let file = |path: &str, code: &str| (PathBuf::from(path), code.to_owned());
    let files = [
        file("src/a/mod.rs", "mod x;\nmod y;\npub use x::{Thing, Other as Renamed};"),
        file("src/a/x.rs", "use super::y::helper;\npub struct Thing;"),
        file("src/a/y.rs", "use crate::{\n    a::Thing,\n    b::deep,\n};"),
        file("src/b.rs", "fn f() { crate::a::Renamed::new() }"),
    ];
    let found = circles(&graph(&files));
    assert_eq!(found, [["src/a/x.rs", "src/a/y.rs", "src/b.rs"].map(PathBuf::from).into()]);
}
