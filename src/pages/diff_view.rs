//! A change in words: what families see now, and what they would see. Taken out and put in are struck, underlined and
//! said.

use crate::editing::{Clash, DiffPiece, FieldChange, pieces};
use leptos::prelude::*;

/// One field. A new listing has nothing before. Where somebody else changed the same meanwhile, that is said.
pub fn before_after(change: &FieldChange, is_new: bool, clash: Option<&Clash>) -> AnyView {
    let (old, new) = pieces(change);
    let label = change.field.label();
    let id = format!("change-{}", change.field.word());
    let by = id.clone();
    let untold = || view! { <p><span class="state unknown">"Not told to us"</span></p> }.into_any();
    let before = if old.is_empty() { untold() } else { text(&old, false) };
    let after = if new.is_empty() { untold() } else { text(&new, true) };
    if is_new {
        let lines: Vec<_> = change.after.iter().cloned().map(|l| view! { <p>{l}</p> }).collect();
        return view! { <section class="card flow" aria-labelledby=by><h2 id=id>{label}</h2>{lines}</section> }
            .into_any();
    }
    view! {
        <section class="card flow" aria-labelledby=by>
            <h2 id=id>{label}</h2>
            <div class="ba">
                <div><h3>"Families see now"</h3>{before}</div>
                <div><h3>"They would see"</h3>{after}</div>
            </div>
            {clash.map(clash_words)}
        </section>
    }
    .into_any()
}

/// What stood there when the draft was begun, so that whoever reads it sees all three.
fn clash_words(clash: &Clash) -> AnyView {
    let from = if clash.began_from.is_empty() { "Not told to us".to_owned() } else { clash.began_from.join("; ") };
    view! {
        <div class="notice"><p><b>"This was changed meanwhile, by somebody else."</b>" What families see now is newer than what this change began from. It began from: "<q>{from}</q></p></div>
    }
    .into_any()
}

/// The pieces as paragraphs, a line each.
fn text(pieces: &[DiffPiece], put_in: bool) -> AnyView {
    let mut lines: Vec<Vec<AnyView>> = vec![Vec::new()];
    for piece in pieces {
        let (text, only) = match piece {
            DiffPiece::Same(text) => (text, false),
            DiffPiece::Only(text) => (text, true),
        };
        for (n, part) in text.split('\n').enumerate() {
            if n > 0 {
                lines.push(Vec::new());
            }
            let part = part.to_owned();
            if part.trim().is_empty() && only {
                continue;
            }
            let Some(line) = lines.last_mut() else { continue };
            line.push(match (only, put_in) {
                (false, _) => part.into_any(),
                (true, true) => view! { <ins><span class="vh">"Put in: "</span>{part}</ins> }.into_any(),
                (true, false) => view! { <del><span class="vh">"Taken out: "</span>{part}</del> }.into_any(),
            });
        }
    }
    let lines: Vec<_> = lines.into_iter().filter(|l| !l.is_empty()).map(|l| view! { <p>{l}</p> }).collect();
    lines.into_any()
}
