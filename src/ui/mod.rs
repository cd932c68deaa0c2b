//! Accessible building blocks: the shell of every page and the parts that pages are made of.
//!
//! Semantic HTML first; every part works without JavaScript. It knows the domain; names of assets and people come as
//! arguments. `accessibility.md` of the design says why each part is as it is.

mod breadcrumbs;
mod card;
mod facets;
mod fields;
mod finder;
pub mod form;
mod prose;
mod row_link;
mod shell;
mod tables;

pub use breadcrumbs::breadcrumbs;
pub use card::{Card, CardView, Freshness, fact_word, freshness_words};
pub use facets::{FacetGroup, Tick, chips, facet_panel, taken_away};
pub use fields::{TextField, choice_group, error_summary, message_for, not_understood, select_field, text_field};
pub use finder::{Finder, finder};
pub use prose::prose;
pub use row_link::row_link;
pub use shell::{Help, NavSection, PageFrame, page};
pub use tables::scroll_table;
