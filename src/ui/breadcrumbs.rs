//! The way back from a page.

use leptos::prelude::*;

/// Links back, from the home page down to the page above this one: addresses and labels.
pub fn breadcrumbs<Href: Into<String>, Label: Into<String>>(links: impl IntoIterator<Item = (Href, Label)>) -> AnyView {
    let links = links.into_iter().map(|(href, label)| {
        let (href, label) = (href.into(), label.into());
        view! { <li><a href=href>{label}</a></li> }
    });
    let links: Vec<_> = links.collect();
    view! { <nav class="crumbs" aria-label="Back to"><ol class="plain"><li><a href="/">"Home"</a></li>{links}</ol></nav> }
        .into_any()
}
