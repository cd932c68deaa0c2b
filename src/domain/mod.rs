//! What a local offer is: pure types and rules.
//!
//! No input or output and no clock of its own, and nothing to wait for but what `calls` names; it builds for WASM too. It knows no other room.
//! Names are Open Referral's (`Service`, `Organization`, `Location`, `Schedule`, `CostOption`, `ServiceArea`)
//! and, for special educational needs, those of the SEND Code of Practice.

pub mod age;
pub mod calls;
pub mod checked;
pub mod clock;
pub mod clock_time;
pub mod colour;
pub mod district;
pub mod draft;
pub mod email;
pub mod facet;
mod fact;
pub mod geo;
pub mod guess;
#[cfg(feature = "ssr")]
pub mod name;
pub mod place;
pub mod postcode;
pub mod price;
pub mod prose;
pub mod revision;
pub mod role;
pub mod search_query;
pub mod service;
pub mod shortlist;
pub mod slug;
pub mod statistics;
pub mod telephone;
pub mod text;
pub mod vocabulary;
pub mod wording;

pub use age::{Age, AgeRange};
pub use checked::{Checked, CheckedBy};
pub use clock::Clock;
pub use clock_time::{ClockTime, TimeError};
pub use colour::Colour;
pub use district::District;
pub use draft::{Draft, DraftState, MessageKind, Side};
pub use email::Email;
pub use facet::Facet;
pub use fact::{Fact, State};
pub use geo::Point;
pub use guess::{Guess, Guessed};
pub use place::Place;
pub use postcode::{OutwardCode, Postcode};
pub use price::{Price, PriceError};
pub use prose::{Block, Prose, Span};
pub use revision::{RevisionKind, RevisionSide};
pub use role::Role;
pub use search_query::{FieldError, SearchQuery, SortOrder};
pub use service::{
    CostOption, Location, NeedsServed, Organization, Requirement, Schedule, Service, ServiceArea, Status,
};
pub use shortlist::Shortlist;
pub use statistics::Statistics;
pub use vocabulary::{Meaning, Term, Vocabulary};
