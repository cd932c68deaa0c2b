//! The few parts that run in the browser. Each is a leaf without children that works on what the server has already
//! written; without JavaScript the same page does the same things by itself.

use leptos::prelude::*;

/// Suggestions under the search box.
#[island]
pub fn Suggestions() -> impl IntoView {}

/// Results that change while filters are chosen.
#[island]
pub fn LiveSearch() -> impl IntoView {}

/// Save buttons that do not leave the page.
#[island]
pub fn ListToggle() -> impl IntoView {}
