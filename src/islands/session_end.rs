//! A warning two minutes before a session ends, and one button to stay; once it has ended, the way back in. What is written
//! on the page stays there, and is saved as a draft where the page does that.

use super::announce::announce;
use super::page::{after, ask, document, field_number, find, listen, text};
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{FormData, HtmlElement, HtmlFormElement, RequestInit, RequestRedirect, Response, UrlSearchParams};

/// So many seconds before the end the warning comes.
const BEFORE: i32 = 120;
/// The longest a browser's timer takes, in seconds: about 24 days.
const LONGEST: i32 = 2_000_000;

thread_local! {
    /// Counts how often the clock was set: the last time holds.
    static TURN: Cell<u32> = const { Cell::new(0) };
    /// What had the focus before the notice got it.
    static CAME_FROM: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
}

/// Waits for the end.
pub fn start() {
    let (Some(form), Some(document)) = (notice(), document()) else { return };
    let Some(left) = form.get_attribute("data-left").and_then(|l| l.parse::<i32>().ok()) else { return };
    wait(left);
    listen(&document, "focusin", |event| {
        let to = event.target().and_then(|t| t.dyn_into::<HtmlElement>().ok());
        if let (Some(to), Some(form)) = (to, notice())
            && !form.contains(Some(&to))
        {
            CAME_FROM.set(Some(to));
        }
    });
    listen(&form, "submit", |event| {
        event.prevent_default();
        spawn_local(stay());
    });
}

/// The session was used: it ends so many seconds from now.
pub fn goes_on(left: i32) {
    close();
    wait(left);
}

/// The session has ended: the notice says so, with the link to sign in again.
pub fn ended() {
    let Some(form) = notice() else { return };
    TURN.set(TURN.get() + 1);
    say("You have been signed out. Sign in again in another tab, then come back and save.");
    let focused = has_focus(&form);
    offer(false, true);
    let _ = form.remove_attribute("hidden");
    if focused && let Some(link) = find("#session-again a").and_then(|l| l.dyn_into::<HtmlElement>().ok()) {
        let _ = link.focus();
    }
    announce("You have been signed out. The link to sign in again is at the end of the page.");
}

async fn stay() {
    let Some(form) = notice() else { return };
    match ask_to_stay(&form).await {
        Stay::For(left) => {
            goes_on(left);
            announce("You stay signed in.");
        }
        Stay::Again => {
            TURN.set(TURN.get() + 1);
            close();
            announce("You are signed in again.");
        }
        Stay::Ended => ended(),
        Stay::NoAnswer => {
            let words = "The site did not answer just now. Press “Stay signed in” again.";
            say(words);
            announce(words);
        }
    }
}

fn wait(left: i32) {
    let mine = TURN.get() + 1;
    TURN.set(mine);
    if left > LONGEST {
        return;
    }
    after((left - BEFORE).max(0) * 1_000, move || {
        if TURN.get() != mine {
            return;
        }
        let words = "You will be signed out in two minutes.";
        say(words);
        offer(true, false);
        if let Some(form) = notice() {
            let _ = form.remove_attribute("hidden");
        }
        announce(&format!("{words} The button to stay is at the end of the page."));
        after(BEFORE * 1_000, move || {
            if TURN.get() == mine {
                // Whoever went on in another tab is still signed in: only the server knows.
                let words = "You may be signed out by now.";
                say(words);
                offer(true, true);
                announce(&format!("{words} What to do is at the end of the page."));
            }
        });
    });
}

fn notice() -> Option<HtmlFormElement> {
    find("#session-end")?.dyn_into().ok()
}

fn has_focus(form: &HtmlFormElement) -> bool {
    document().and_then(|d| d.active_element()).is_some_and(|e| form.contains(Some(&e)))
}

/// Takes the notice away. Whoever pressed its button is back where they were.
fn close() {
    let Some(form) = notice() else { return };
    let focused = has_focus(&form);
    let _ = form.set_attribute("hidden", "");
    if focused && let Some(before) = CAME_FROM.with_borrow(Clone::clone) {
        let _ = before.focus();
    }
}

/// Which ways there are: the button to stay, and the link to sign in again.
fn offer(stay: bool, again: bool) {
    for (selector, is_there) in [("#session-stay", stay), ("#session-again", again)] {
        if let Some(way) = find(selector) {
            let _ = if is_there { way.remove_attribute("hidden") } else { way.set_attribute("hidden", "") };
        }
    }
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
    /// Somebody is signed in again, whom this page does not know yet.
    Again,
    /// It had ended by then.
    Ended,
    /// There is no connection, or the site has a fault.
    NoAnswer,
}

async fn ask_to_stay(form: &HtmlFormElement) -> Stay {
    let Some(response) = asked(form).await else { return Stay::NoAnswer };
    match response.status() {
        200 => {
            let left = text(&response).await.and_then(|t| field_number(&js_sys::JSON::parse(&t).ok()?, "left"));
            left.map_or(Stay::NoAnswer, |left| Stay::For(left as i32))
        }
        401 => Stay::Ended,
        409 => Stay::Again,
        _ => Stay::NoAnswer,
    }
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
