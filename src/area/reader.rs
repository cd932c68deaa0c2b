//! Reads the files of a pack and gathers every fault in them, so that whoever writes a pack is told all at once.

use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use toml::de::{DeTable, DeValue, Error};

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/area_pack.rs"));
}

/// A fault in a file of a pack.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PackFault {
    /// The file's name inside the pack.
    pub file: String,
    /// The line, from 1; none when it is about the whole file.
    pub line: Option<usize>,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl fmt::Display for PackFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{} line {line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

/// Why a pack cannot be used: every fault that was found, in the order of files and lines.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the area pack cannot be used:{}", .faults.iter().map(|fault| format!("\n- {fault}")).collect::<String>())]
pub struct PackError {
    /// At least one.
    pub faults: Vec<PackFault>,
}

/// Where a pack's files come from.
pub trait Files {
    /// A file's text by its name inside the pack.
    fn text(&self, name: &str) -> Option<String>;
    /// Names of all files that start so, in order.
    fn names(&self, prefix: &str) -> Vec<String>;
}

/// The pack inside the binary.
pub struct Embedded;

impl Files for Embedded {
    fn text(&self, name: &str) -> Option<String> {
        embedded::FILES.iter().find(|(n, _)| *n == name).map(|(_, text)| (*text).to_owned())
    }

    fn names(&self, prefix: &str) -> Vec<String> {
        embedded::FILES.iter().map(|(n, _)| (*n).to_owned()).filter(|n| n.starts_with(prefix)).collect()
    }
}

/// A pack in a folder.
pub struct Folder<'a>(pub &'a Path);

impl Files for Folder<'_> {
    fn text(&self, name: &str) -> Option<String> {
        std::fs::read_to_string(self.0.join(name)).ok()
    }

    fn names(&self, prefix: &str) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.0.join(prefix)) else { return Vec::new() };
        let mut names: Vec<String> =
            entries.flatten().map(|e| format!("{prefix}{}", e.file_name().to_string_lossy())).collect();
        names.sort();
        names
    }
}

/// Reads files once, hashing what it reads and keeping what is wrong.
pub struct Reader<'a> {
    files: &'a dyn Files,
    read: RefCell<DefaultHasher>,
    faults: RefCell<Vec<PackFault>>,
}

impl<'a> Reader<'a> {
    /// Nothing is read yet.
    pub fn new(files: &'a dyn Files) -> Self {
        Self { files, read: RefCell::default(), faults: RefCell::default() }
    }

    /// A hash of everything read so far, in the order of reading.
    pub fn hash(&self) -> u64 {
        self.read.borrow().finish()
    }

    /// A reader of the same files with a hash and faults of its own, to be joined to this one.
    pub fn part(&self) -> Self {
        Self::new(self.files)
    }

    /// Takes over what a part of it has read and found wrong.
    pub fn join(&self, part: &Self) {
        part.hash().hash(&mut *self.read.borrow_mut());
        self.faults.borrow_mut().append(&mut part.faults.borrow_mut());
    }

    /// A file's text; none when it is not there, which is no fault.
    pub fn text(&self, name: &str) -> Option<String> {
        let text = self.files.text(name);
        (name, &text).hash(&mut *self.read.borrow_mut());
        text
    }

    /// Names of all files that start so.
    pub fn names(&self, prefix: &str) -> Vec<String> {
        self.files.names(prefix)
    }

    /// A file's text; a fault when it is not there.
    pub fn needed_text(&self, name: &str) -> Option<String> {
        let text = self.text(name);
        if text.is_none() {
            self.fault(name, None, "the file is missing: copy it from another pack and change it");
        }
        text
    }

    /// A TOML file that every pack has; none, and a fault, when it is missing or of another shape.
    pub fn needed<T: DeserializeOwned>(&self, name: &str) -> Option<Document<T>> {
        self.parse(name, self.needed_text(name)?)
    }

    /// A TOML file that a pack may do without; none when it is missing, or, with a fault, of another shape.
    pub fn optional<T: DeserializeOwned>(&self, name: &str) -> Option<Document<T>> {
        self.parse(name, self.text(name)?)
    }

    /// A text as TOML. Every fault of its grammar is kept; of its shape the first, since what follows may come of it.
    pub fn parse<T: DeserializeOwned>(&self, name: &str, text: String) -> Option<Document<T>> {
        let (_, errors) = DeTable::parse_recoverable(&text);
        for error in &errors {
            self.fault_of(name, &text, error);
        }
        if !errors.is_empty() {
            return None;
        }
        match toml::from_str(&text) {
            Ok(value) => Some(Document { value, name: name.to_owned(), text }),
            Err(error) => {
                self.fault_of(name, &text, &error);
                None
            }
        }
    }

    fn fault_of(&self, name: &str, text: &str, error: &Error) {
        self.fault(name, error.span().map(|span| line_of(text, span.start)), error.message());
    }

    /// Keeps a fault.
    pub fn fault(&self, file: &str, line: Option<usize>, message: impl Into<String>) {
        self.faults.borrow_mut().push(PackFault { file: file.to_owned(), line, message: message.into() });
    }

    /// Keeps a fault of what stands somewhere in a document: see [`Document::line`].
    pub fn fault_at<T>(&self, document: &Document<T>, path: &str, message: impl Into<String>) {
        self.fault(&document.name, document.line(path), message);
    }

    /// What was read, unless there was a fault in it.
    ///
    /// # Errors
    /// Every fault that was kept.
    pub fn finish<T>(&self, read: Option<T>) -> Result<T, PackError> {
        let mut faults = self.faults.take();
        faults.sort();
        faults.dedup();
        match read {
            Some(read) if faults.is_empty() => Ok(read),
            _ => Err(PackError { faults }),
        }
    }
}

/// A TOML file that was read, and its text, to say where something in it stands.
pub struct Document<T> {
    /// What it says.
    pub value: T,
    name: String,
    text: String,
}

impl<T> Document<T> {
    /// The line of a value, from 1, by its path: keys and places joined by full stops, as in `district.3.towns.0`. Where
    /// the path leads nowhere, of the last value on the way.
    pub fn line(&self, path: &str) -> Option<usize> {
        // Read again only for a fault: nobody waits for it otherwise.
        let root = DeTable::parse(&self.text).ok()?;
        let mut steps = path.split('.');
        let (mut at, mut value) = entry(root.get_ref(), steps.next()?)?;
        for step in steps {
            let next = match value {
                DeValue::Table(table) => entry(table, step),
                DeValue::Array(array) => {
                    step.parse().ok().and_then(|n: usize| array.get(n)).map(|v| (v.span().start, v.get_ref()))
                }
                _ => None,
            };
            let Some(found) = next else { break };
            (at, value) = found;
        }
        Some(line_of(&self.text, at))
    }
}

/// Where a key of a table stands, and its value.
fn entry<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<(usize, &'t DeValue<'i>)> {
    let (name, value) = table.iter().find(|(name, _)| name.get_ref() == key)?;
    Some((name.span().start, value.get_ref()))
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|b| *b == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    struct Nothing;

    impl Files for Nothing {
        fn text(&self, _: &str) -> Option<String> {
            None
        }

        fn names(&self, _: &str) -> Vec<String> {
            Vec::new()
        }
    }

    #[test]
    fn a_value_is_found_on_its_line() {
        let text = "name = \"a\"\n\n[[district]]\nslug = \"x\"\n\n[[district]]\nslug = \"y\"\ntowns = [\n  \"one\",\n  { name = \"two\" },\n]\n";
        let read = Reader::new(&Nothing);
        let document: Document<BTreeMap<String, toml::Value>> = read.parse("x.toml", text.to_owned()).unwrap();
        for (path, line) in [
            ("name", 1),
            ("district.0", 3),
            ("district.1.slug", 7),
            ("district.1.towns", 8),
            ("district.1.towns.0", 9),
            ("district.1.towns.1.name", 10),
            ("district.1.towns.1.missing", 10),
        ] {
            assert_eq!(document.line(path), Some(line), "{path}");
        }
        assert_eq!(document.line("nothing"), None);
    }

    #[test]
    fn every_fault_of_the_grammar_is_told_with_its_line() {
        let read = Reader::new(&Nothing);
        let text = "a = \nb = 1\nc = \"open\nd = 2\n".to_owned();
        assert!(read.parse::<BTreeMap<String, toml::Value>>("x.toml", text).is_none());
        assert!(read.needed::<BTreeMap<String, toml::Value>>("y.toml").is_none());
        let faults = read.finish(Some(())).unwrap_err().faults;
        let at: Vec<_> = faults.iter().map(|f| (f.file.as_str(), f.line)).collect();
        assert_eq!(at, [("x.toml", Some(1)), ("x.toml", Some(3)), ("y.toml", None)], "{faults:?}");
    }
}
