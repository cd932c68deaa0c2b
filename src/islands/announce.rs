//! The one voice of a page: says the last thing that is still true, a second after things settle, then falls silent.

use super::page::{after, find};
use std::cell::RefCell;

/// How long things must be settled before anything is said, in milliseconds.
const SETTLES: i32 = 1_000;
/// How long a text stays, so that it is not heard again later.
const STAYS: i32 = 5_000;

thread_local! {
    static LATEST: RefCell<(u32, String)> = const { RefCell::new((0, String::new())) };
}

/// Takes back what is not said yet, and what was said: whoever it was for has gone on.
pub fn hush() {
    LATEST.with_borrow_mut(|(turn, _)| *turn += 1);
    if let Some(region) = find("#live") {
        region.set_text_content(None);
    }
}

/// Says a sentence, unless another comes within a second.
pub fn announce(sentence: &str) {
    let turn = LATEST.with_borrow_mut(|(turn, latest)| {
        *turn += 1;
        sentence.clone_into(latest);
        *turn
    });
    after(SETTLES, move || {
        let Some(sentence) = LATEST.with_borrow(|(now, latest)| (*now == turn).then(|| latest.clone())) else { return };
        let Some(region) = find("#live") else { return };
        // The whole sentence as one text, or a screen reader says only what changed in it.
        region.set_text_content(Some(&sentence));
        after(STAYS, move || {
            if LATEST.with_borrow(|(now, _)| *now == turn) {
                region.set_text_content(None);
            }
        });
    });
}
