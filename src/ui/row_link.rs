//! A link to the line of a file of figures that a number stands in.

use crate::domain::statistics::Provenance;
use leptos::prelude::*;

/// The line of the file that a number stands in.
pub fn row_link(row: &Provenance, title: &str) -> AnyView {
    let href = format!("/about/data/{}#line-{}", row.file, row.line);
    let about = format!(", line {} of {}", row.line, row.file);
    view! { <a href=href>{title.to_owned()}<span class="vh">{about}</span></a> }.into_any()
}
