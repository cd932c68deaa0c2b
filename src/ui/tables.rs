//! Tables that scroll inside a box of their own when a screen is narrow.

use leptos::prelude::*;

/// A table in a box that can be reached and scrolled by keyboard. `rows` are row headings with their cells.
pub fn scroll_table(
    id: impl Into<String>,
    caption: String,
    columns: Vec<String>,
    rows: Vec<(AnyView, Vec<AnyView>)>,
    numbers: bool,
) -> AnyView {
    let heads: Vec<_> = columns.into_iter().map(|c| view! { <th scope="col">{c}</th> }).collect();
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(head, cells)| {
            let cells: Vec<_> = cells.into_iter().map(|c| view! { <td>{c}</td> }).collect();
            view! { <tr><th scope="row">{head}</th>{cells}</tr> }
        })
        .collect();
    let id: String = id.into();
    let labelled = id.clone();
    let class = if numbers { "num" } else { "" };
    view! {
        <div class="scroll" tabindex="0" role="group" aria-labelledby=labelled>
            <table class=class><caption id=id>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}
