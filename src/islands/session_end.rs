//! A warning two minutes before a session ends, and one button to stay. What is written on the page stays there, and is
//! saved as a draft where the page does that.

use super::announce::announce;
use super::page::{after, ask, field_number, find, listen, text};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{FormData, HtmlFormElement, RequestInit, RequestRedirect, UrlSearchParams};

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
                Some(left) => {
                    let _ = form.set_attribute("hidden", "");
                    announce("You stay signed in.");
                    wait(form, left, turn);
                }
                None => say("You are signed out by now. Sign in again in another tab, then come back and save."),
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
                say("You have been signed out. Sign in again in another tab, then come back and save.");
            }
        });
    });
}

fn say(words: &str) {
    if let Some(place) = find("#session-words") {
        place.set_text_content(Some(words));
    }
}

/// Seconds that are left now; none when it has ended.
async fn stay(form: &HtmlFormElement) -> Option<i32> {
    let data = FormData::new_with_form(form).ok()?;
    let body = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&body);
    init.set_redirect(RequestRedirect::Manual);
    let response = ask("/account/stay", &init).await?;
    if !response.ok() {
        return None;
    }
    let said = js_sys::JSON::parse(&text(&response).await?).ok()?;
    Some(field_number(&said, "left")? as i32)
}
