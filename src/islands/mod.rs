//! The few parts that run in the browser. Each is a leaf that works on what the server has already written, and never
//! rebuilds a field that somebody may be typing in; without JavaScript the same page does the same things by itself.
//!
//! In the server each is an empty element. It knows the domain alone.

#[cfg(feature = "hydrate")]
mod announce;
#[cfg(feature = "hydrate")]
mod autosave;
#[cfg(feature = "hydrate")]
mod list_toggle;
#[cfg(feature = "hydrate")]
mod live_search;
#[cfg(feature = "hydrate")]
mod page;
#[cfg(feature = "hydrate")]
mod session_end;
#[cfg(feature = "hydrate")]
mod suggestions;

use leptos::prelude::*;

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

/// Save buttons that do not leave the page.
#[island]
pub fn ListToggle() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    list_toggle::start();
}

/// Drafts that are saved while one writes.
#[island]
pub fn Autosave() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    autosave::start();
}

/// A warning before the session ends.
#[island]
pub fn SessionEnd() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    session_end::start();
}
