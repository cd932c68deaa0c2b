//! Reads an area pack into domain types, and finds places by name.
//!
//! Everything that is one council's (districts, words, contacts, texts, the sample offer) is in a pack of TOML and
//! Markdown files, embedded in the binary or read from a folder. A pack is checked whole: every fault in it is named
//! with its file and line. It knows the domain and nothing else.

mod colours;
mod contact;
mod districts;
mod home;
mod known;
mod load;
mod pack;
mod pathways;
mod places;
mod reader;
mod sample;
mod texts;
mod vocabulary;
pub mod words;

pub use colours::Colours;
pub use contact::Contact;
pub use districts::Outcode;
pub use home::{Compared, HomePage, Shortcut, StartCard};
pub use pack::{Area, CrosswalkEntry};
pub use pathways::{HigherIs, HomePoints, Homes, Pathway, Pathways, Policies, RunArea, Topic};
pub use places::LocationQuery;
pub use reader::{PackError, PackFault};
pub use sample::{PlantedGaps, SampleHistory, SampleOffer};
pub use texts::{Guide, Texts};

#[cfg(test)]
mod checks_tests;
#[cfg(test)]
mod sample_tests;
#[cfg(test)]
mod tests;
