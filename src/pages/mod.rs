//! Pages, one folder per audience. A page's GET view, its form and its POST handler stand side by side.
//!
//! A page parses at the door, awaits its data, and ends in one view. No SQL and no tantivy here.
//!
//! No folder imports another: what two of them show stands directly here, and links between them in `web::links`.

pub mod about;
pub mod account;
pub mod calls;
pub mod council;
mod diff_view;
mod discarded_notice;
pub mod doors;
mod draft_messages;
mod edit_context;
mod entry_changes;
pub mod error_page;
pub mod export;
pub mod find;
mod form_token;
mod gap_availability;
mod gap_people;
mod gap_query;
mod gap_travel;
mod gap_trend;
pub mod gaps;
pub mod kept_form;
mod layout;
mod listing_body;
mod listing_words;
pub mod not_saved;
mod organization_form;
pub mod provider;
pub mod shortlist_cookie;
mod staff_page;
mod wait_board;
mod wait_words;
pub mod waits;
