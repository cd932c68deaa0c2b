//! Reads a whole pack, and its words again.

use super::contact::Contact;
use super::known::Known;
use super::pack::{Area, CrosswalkEntry};
use super::reader::{Document, Embedded, Files, Folder, PackError, Reader};
use super::words::{self, WordsFault};
use super::{colours, districts, home, pathways, sample, texts, vocabulary};
use crate::domain::{District, Facet, Vocabulary};
use arc_swap::ArcSwap;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::Arc;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AreaFile {
    name: String,
    council: String,
    county_codes: Vec<String>,
    #[serde(default)]
    contact: Contact,
    #[serde(default)]
    colours: BTreeMap<String, colours::DeclaredColours>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CrosswalkFile {
    term: Vec<CrosswalkEntry>,
}

impl Area {
    /// The pack inside the binary.
    ///
    /// # Errors
    /// Every fault in it, with file and line. A test keeps the embedded pack right.
    pub fn embedded() -> Result<Self, PackError> {
        read(&Embedded)
    }

    /// A pack in a folder.
    ///
    /// # Errors
    /// Every fault in it, with file and line.
    pub fn from_folder(folder: &Path) -> Result<Self, PackError> {
        Ok(Self { folder: Some(folder.to_owned()), ..read(&Folder(folder))? })
    }

    /// Reads the words again, so that an edit counts without a new start. Answers how many groups there are now; none for
    /// the pack inside the binary, which cannot change.
    ///
    /// # Errors
    /// Every line that cannot be understood; the words before it stay in force.
    pub fn read_words_again(&self) -> Result<Option<usize>, Vec<String>> {
        let Some(folder) = &self.folder else { return Ok(None) };
        let files = Folder(folder);
        let reader = Reader::new(&files);
        let read = words::read(&reader, &self.districts, &self.texts.slugs());
        match reader.finish(read) {
            Ok((words, problems)) if problems.is_empty() => {
                let groups = words.groups.len();
                self.words.store(Arc::new(words));
                Ok(Some(groups))
            }
            Ok((_, problems)) => Err(problems.iter().map(WordsFault::to_string).collect()),
            Err(error) => Err(error.faults.iter().map(ToString::to_string).collect()),
        }
    }
}

/// Reads a whole pack. What can be read is checked even where another file cannot, so that all faults are told at once.
fn read(files: &dyn Files) -> Result<Area, PackError> {
    let reader = &Reader::new(files);
    let area: Option<Document<AreaFile>> = reader.needed("area.toml");
    let places = districts::read(reader);
    let lists = vocabulary::read(reader);
    let guides = texts::guides(reader);
    let slugs = guides.as_ref().map(texts::GuidesFile::slugs);
    let districts = places.as_ref().map(|file| file.district.as_slice());
    let vocabulary = lists.map(|lists| vocabulary::vocabulary(lists, districts.unwrap_or_default()));
    let known = Known { districts, vocabulary: vocabulary.as_ref(), guides: slugs.as_deref() };

    let crosswalk = crosswalk(reader, known);
    let home = home::read(reader, known);
    let texts = texts::read(reader, guides, known);
    let pathways = pathways::pathways(reader, known);
    let policies = pathways::policies(reader, known);
    let homes = pathways::points(reader, districts.unwrap_or_default(), known);
    let sample = sample::read(reader, districts.unwrap_or_default(), known);
    // By themselves: their hash must be the same when they alone are read again.
    let own = reader.part();
    let words = words::read(&own, districts.unwrap_or_default(), slugs.as_deref().unwrap_or_default());
    reader.join(&own);
    let colours = area.as_ref().and_then(|file| colours::read(reader, file, "area.toml", &file.value.colours));
    let fingerprint = vocabulary.as_ref().map(|v| fingerprint(reader, v, districts.unwrap_or_default()));

    let all = (|| {
        let (area, (words, problems)) = (area?.value, words?);
        let places = places?;
        Some(Area {
            name: area.name,
            council: area.council,
            county_codes: area.county_codes,
            contact: area.contact,
            colours,
            outcodes: places.outcode.into_iter().map(|o| (o.code.clone(), o)).collect(),
            districts: places.district,
            home: home?,
            texts,
            vocabulary: vocabulary?,
            crosswalk: crosswalk?.into_iter().map(|t| (t.term.to_lowercase(), t)).collect(),
            pathways,
            policies,
            homes,
            sample,
            fingerprint: fingerprint?,
            words: Arc::new(ArcSwap::from_pointee(words)),
            problems,
            folder: None,
            // Last: when everything has been read.
            content_hash: reader.hash(),
        })
    })();
    reader.finish(all)
}

fn crosswalk(read: &Reader<'_>, known: Known<'_>) -> Option<Vec<CrosswalkEntry>> {
    let file: Document<CrosswalkFile> = read.needed("crosswalk.toml")?;
    for (n, entry) in file.value.term.iter().enumerate() {
        let named = [
            ("category", Facet::Category, &entry.category),
            ("need", Facet::Need, &entry.need),
            ("mode", Facet::Mode, &entry.mode),
            ("access", Facet::Access, &entry.access),
        ];
        for (field, facet, slug) in named {
            if let Some(message) = slug.as_ref().and_then(|slug| known.wrong_value(facet, slug)) {
                read.fault_at(&file, &format!("term.{n}.{field}"), message);
            }
        }
    }
    Some(file.value.term)
}

/// A hash of all that decides what the index holds.
fn fingerprint(read: &Reader<'_>, vocabulary: &Vocabulary, districts: &[District]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for (facet, values) in &vocabulary.values {
        facet.param().hash(&mut hasher);
        values.iter().for_each(|v| v.slug.hash(&mut hasher));
    }
    for district in districts {
        district.name.hash(&mut hasher);
    }
    // Words that are read while listings are put into the index decide what it holds; the others are read at a question.
    for name in ["words/stems.txt", "words/audience.toml"] {
        read.text(name).hash(&mut hasher);
    }
    hasher.finish()
}
