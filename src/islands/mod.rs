//! The few parts that run in the browser: leptos components that the server writes and the browser wakes. Each is a leaf
//! that never rebuilds a field that somebody may be typing in; without JavaScript the same page does the same things by
//! itself.
//!
//! They know the domain, and ask the server by `server_functions`. `web_sys` stands only where leptos has no word for what
//! it does.

mod announce;
#[cfg(feature = "hydrate")]
mod autosave;
#[cfg(feature = "hydrate")]
mod live_search;
#[cfg(feature = "hydrate")]
mod page;
mod save_button;
mod session_end;
#[cfg(feature = "hydrate")]
mod suggestions;
mod timer;

use leptos::prelude::*;

pub use save_button::{SaveButton, list_words};
pub use session_end::SessionEnd;

/// Suggestions under the search box.
#[island]
pub fn Suggestions() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    suggestions::start();
}

/// Results that change while filters are chosen.
#[island]
pub fn LiveSearch() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    live_search::start();
}

/// Drafts that are saved while one writes.
#[island]
pub fn Autosave() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    autosave::start();
}
