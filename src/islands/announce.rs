//! The one voice of a page: says the last thing that is still true, a second after things settle, then falls silent.

use super::timer::after;
use leptos::prelude::document;
use std::cell::RefCell;
use std::time::Duration;

/// How long things must be settled before anything is said.
const SETTLES: Duration = Duration::from_secs(1);
/// How long a text stays, so that it is not heard again later.
const STAYS: Duration = Duration::from_secs(5);

thread_local! {
    static LATEST: RefCell<(u32, String)> = const { RefCell::new((0, String::new())) };
}

/// Takes back what is not said yet, and what was said: whoever it was for has gone on.
#[cfg(feature = "hydrate")]
pub fn hush() {
    LATEST.with_borrow_mut(|(turn, _)| *turn += 1);
    say("");
}

/// Says a sentence, unless another comes within a second.
pub fn announce(sentence: &str) {
    let turn = LATEST.with_borrow_mut(|(turn, latest)| {
        *turn += 1;
        sentence.clone_into(latest);
        *turn
    });
    let is_last = move || LATEST.with_borrow(|(now, _)| *now == turn);
    after(SETTLES, move || {
        if is_last() {
            say(&LATEST.with_borrow(|(_, latest)| latest.clone()));
            after(STAYS, move || {
                if is_last() {
                    say("");
                }
            });
        }
    });
}

/// The whole sentence as one text, or a screen reader says only what changed in it.
fn say(sentence: &str) {
    if let Some(region) = document().get_element_by_id("live") {
        region.set_text_content(Some(sentence));
    }
}
