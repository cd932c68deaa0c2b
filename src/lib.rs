//! Local Offer: help for children with special educational needs and disabilities, findable by their families.
//!
//! The map of the house. Each room says at its top what it is for, what it holds to and what it may know;
//! `tests/architecture.rs` keeps them to it.
//!
//! `domain` is pure. `area`, `store` and `search` read packs, databases and the index; `figures` reads sourced numbers and
//! `gaps` sets supply against them. `protect` keeps data from other eyes, `backup`
//! brings it back. `editing` brings a change from a form to families. `openreferral` reads other directories. `web` is what pages and server share; `ui` the building blocks; `pages` what families see; `islands`
//! the parts that run in the browser; `server_functions` what they ask of the server; `server` every address; `cli` the command.

#![forbid(unsafe_code)]

pub mod domain;
pub mod islands;
pub mod server_functions;

#[cfg(feature = "ssr")]
pub mod accounts;
#[cfg(feature = "ssr")]
pub mod area;
#[cfg(feature = "ssr")]
pub mod backup;
#[cfg(feature = "ssr")]
pub mod cli;
#[cfg(feature = "ssr")]
pub mod editing;
#[cfg(feature = "ssr")]
pub mod gaps;
#[cfg(feature = "ssr")]
pub mod mail;
#[cfg(feature = "ssr")]
pub mod openreferral;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod protect;
#[cfg(feature = "ssr")]
pub mod search;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub mod statistics;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod ui;
#[cfg(feature = "ssr")]
pub mod web;

#[cfg(all(test, feature = "ssr"))]
mod flaky_proxy;
#[cfg(all(test, feature = "ssr"))]
mod testing;

/// Called by the browser before any island wakes. Islands are woken one by one, each where it stands.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
