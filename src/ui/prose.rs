//! A text of the area as the site shows it.

use crate::domain::{Block, Prose, Span};
use leptos::prelude::*;

/// The blocks of a text, to stand inside an element of the class `prose`.
pub fn prose(text: &Prose) -> Vec<AnyView> {
    text.blocks.iter().map(block).collect()
}

fn block(block: &Block) -> AnyView {
    match block {
        Block::Lead(line) => view! { <p class="lead">{spans(line)}</p> }.into_any(),
        Block::Heading(words) => view! { <h2>{words.clone()}</h2> }.into_any(),
        Block::Paragraph(line) => view! { <p>{spans(line)}</p> }.into_any(),
        Block::Steps(steps) => view! { <ol class="steps">{items(steps)}</ol> }.into_any(),
        Block::Items(list) => view! { <ul>{items(list)}</ul> }.into_any(),
        Block::Onward(words, to) => view! { <p class="links"><a href=to.clone()>{words.clone()}</a></p> }.into_any(),
    }
}

fn items(list: &[Vec<Span>]) -> Vec<AnyView> {
    list.iter().map(|line| view! { <li>{spans(line)}</li> }.into_any()).collect()
}

fn spans(line: &[Span]) -> Vec<AnyView> {
    let one = |span: &Span| match span {
        Span::Text(text) => text.clone().into_any(),
        Span::Bold(text) => view! { <b>{text.clone()}</b> }.into_any(),
        Span::Link(words, to) => view! { <a href=to.clone()>{words.clone()}</a> }.into_any(),
    };
    line.iter().map(one).collect()
}
