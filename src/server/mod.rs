//! axum: every address and who may use it (`router`, a row each), headers, limits, assets, health, the log, and starting
//! and stopping.

mod admission;
mod assets;
mod busy;
mod caching;
mod connection;
mod edge_thread;
mod encoding;
mod guard;
mod head;
mod headers;
mod health;
mod jobs;
mod limits;
mod listen;
mod log;
mod pace_timer;
mod problems;
mod request_body;
mod return_path;
mod robots;
mod route;
mod router;
mod run;
mod serve_error;
mod server_functions;
mod site;
mod supervisor;
mod time_limit;
mod timed_stream;
mod unsaved;
mod well_formed;

pub use limits::Limits;
pub use route::{Route, RouteKind, Who};
pub use router::table;
pub use run::serve;
pub use serve_error::ServeError;
pub use site::router;

#[cfg(test)]
mod areas_tests;
#[cfg(test)]
mod auth_tests;
#[cfg(test)]
mod caching_tests;
#[cfg(test)]
mod colours_tests;
#[cfg(test)]
mod council_tests;
#[cfg(test)]
mod drafts_tests;
#[cfg(test)]
mod edge_tests;
#[cfg(test)]
mod editing_tests;
#[cfg(test)]
mod export_tests;
#[cfg(test)]
mod gaps_tests;
#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod key_tests;
#[cfg(test)]
mod limits_tests;
#[cfg(test)]
mod links_tests;
#[cfg(test)]
mod lockout_tests;
#[cfg(test)]
mod need_tests;
#[cfg(test)]
mod outage_tests;
#[cfg(test)]
mod return_tests;
#[cfg(test)]
mod search_tests;
#[cfg(test)]
mod server_function_tests;
#[cfg(test)]
mod statement_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod told_tests;
#[cfg(test)]
mod waits_tests;
#[cfg(test)]
mod wording_tests;
