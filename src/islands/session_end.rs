//! A warning two minutes before a session ends, and one button to stay; once it has ended, the way back in. What is written
//! on the page stays there, and is saved as a draft where the page does that.

use super::announce::announce;
use super::page::{after, ask, document, field_number, find, listen, text};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{FormData, HtmlElement, HtmlFormElement, RequestInit, RequestRedirect, Response, UrlSearchParams};

/// So many seconds before the end the warning comes.
const BEFORE: i32 = 120;
/// The longest a browser's timer takes, in seconds: about 24 days.
const LONGEST: i32 = 2_000_000;

/// Waits for the end.
pub fn start() {
    let Some(form) = find("#session-end").and_then(|f| f.dyn_into::<HtmlFormElement>().ok()) else { return };
    let Some(left) = form.get_attribute("data-left").and_then(|l| l.parse::<i32>().ok()) else { return };
    let turn = Rc::new(Cell::new(0_u32));
    wait(form.clone(), left, turn.clone());
    listen(&form.clone(), "submit", move |event| {
        event.prevent_default();
        let (form, turn) = (form.clone(), turn.clone());
        spawn_local(async move {
            match stay(&form).await {
                Stay::For(left) => {
                    let _ = form.set_attribute("hidden", "");
                    announce("You stay signed in.");
                    wait(form, left, turn);
                }
                Stay::Ended => {
                    // It is said once: the timer has nothing to add.
                    turn.set(turn.get() + 1);
                    ended(&form);
                }
                Stay::NoAnswer => {
                    let words = "The site did not answer just now. Press “Stay signed in” again.";
                    say(words);
                    announce(words);
                }
            }
        });
    });
}

fn wait(form: HtmlFormElement, left: i32, turn: Rc<Cell<u32>>) {
    turn.set(turn.get() + 1);
    let mine = turn.get();
    let seconds = (left - BEFORE).clamp(0, LONGEST);
    after(seconds * 1_000, move || {
        if turn.get() != mine || left > LONGEST {
            return;
        }
        let words = "You will be signed out in two minutes.";
        say(words);
        let _ = form.remove_attribute("hidden");
        announce(&format!("{words} The button to stay is at the end of the page."));
        after(BEFORE * 1_000, move || {
            if turn.get() == mine {
                ended(&form);
            }
        });
    });
}

/// It is over: the way back in takes the place of the button, and its focus.
fn ended(form: &HtmlFormElement) {
    say("You have been signed out. Sign in again in another tab, then come back and save.");
    let [stay, again] = ["#session-stay", "#session-again"].map(find);
    let (Some(stay), Some(again)) = (stay, again) else { return };
    let focused = document().and_then(|d| d.active_element()).is_some_and(|e| form.contains(Some(&e)));
    let _ = stay.set_attribute("hidden", "");
    let _ = again.remove_attribute("hidden");
    if focused && let Some(link) = find("#session-again a").and_then(|l| l.dyn_into::<HtmlElement>().ok()) {
        let _ = link.focus();
    }
    announce("You have been signed out. The link to sign in again is at the end of the page.");
}

fn say(words: &str) {
    if let Some(place) = find("#session-words") {
        place.set_text_content(Some(words));
    }
}

/// What became of asking to stay.
enum Stay {
    /// So many seconds are left now.
    For(i32),
    /// It had ended by then.
    Ended,
    /// Nobody answered: there is no connection, or the site has a fault.
    NoAnswer,
}

async fn stay(form: &HtmlFormElement) -> Stay {
    let Some(response) = asked(form).await else { return Stay::NoAnswer };
    if !response.ok() {
        return if response.status() < 500 { Stay::Ended } else { Stay::NoAnswer };
    }
    let left = text(&response).await.and_then(|t| field_number(&js_sys::JSON::parse(&t).ok()?, "left"));
    left.map_or(Stay::NoAnswer, |left| Stay::For(left as i32))
}

async fn asked(form: &HtmlFormElement) -> Option<Response> {
    let data = FormData::new_with_form(form).ok()?;
    let body = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&body);
    init.set_redirect(RequestRedirect::Manual);
    ask("/account/stay", &init).await
}
