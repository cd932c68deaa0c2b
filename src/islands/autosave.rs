//! Drafts that are saved while one writes: the same form, sent quietly once the writing rests. What went well is shown and
//! not said; what did not is said once. The focus and the fields are never touched.

use super::announce::announce;
use super::page::{after, ask, document, field, field_number, find, listen, text};
use super::session_end::{SessionNews, tell};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{FormData, HtmlFormElement, HtmlInputElement, RequestInit, RequestRedirect, UrlSearchParams};

/// How long the writing rests before it is saved, in milliseconds.
const RESTS: i32 = 2_000;
/// After how long a save is tried again that failed for no fault of what was written, in milliseconds.
const AGAIN: i32 = 10_000;

/// What is said where the server has no words of its own.
const LOST: &str = "Your draft could not be saved just now. Press Save before you leave.";

/// The form and how its saving stands.
#[derive(Clone)]
struct Autosave {
    form: HtmlFormElement,
    /// The turn of the last change.
    turn: Rc<Cell<u32>>,
    /// Whether a save is on its way.
    going: Rc<Cell<bool>>,
    /// Whether the page is being left by its own button.
    leaving: Rc<Cell<bool>>,
    /// Whether it was said that saving fails just now: once is enough.
    said: Rc<Cell<bool>>,
}

/// What became of a save.
enum Outcome {
    /// The server has it.
    Kept,
    /// Whoever writes is signed out.
    SessionEnded,
    /// The server will not have it as it is: why, in words.
    Refused(String),
    /// There is no connection, or the server cannot save anything just now.
    NotNow(String),
}

/// Listens to the form of the page.
pub fn start() {
    let Some(form) = find("form[data-autosave]").and_then(|f| f.dyn_into::<HtmlFormElement>().ok()) else { return };
    let autosave = Autosave {
        form: form.clone(),
        turn: Rc::default(),
        going: Rc::default(),
        leaving: Rc::default(),
        said: Rc::default(),
    };
    let leaving = autosave.leaving.clone();
    listen(&form, "input", move |_| {
        autosave.turn.set(autosave.turn.get() + 1);
        autosave.clone().save_after(RESTS);
    });
    listen(&form, "submit", move |_| leaving.set(true));
}

impl Autosave {
    /// Saves once nothing was typed for a while. While one save is on its way the next waits, or it would begin from what
    /// is no longer there.
    fn save_after(self, rest: i32) {
        let mine = self.turn.get();
        after(rest, move || {
            if self.turn.get() != mine || self.leaving.get() {
                return;
            }
            if self.going.get() {
                self.save_after(rest);
                return;
            }
            self.going.set(true);
            spawn_local(async move {
                let outcome = send(&self.form).await;
                self.going.set(false);
                self.tell(&outcome);
                // What was written meanwhile is saved by its own turn.
                if matches!(outcome, Outcome::NotNow(_)) && self.turn.get() == mine {
                    self.save_after(AGAIN);
                }
            });
        });
    }

    /// Why something was not kept is shown each time, and said once.
    fn tell(&self, outcome: &Outcome) {
        let known = self.said.replace(matches!(outcome, Outcome::NotNow(_)));
        if let (Outcome::NotNow(why) | Outcome::Refused(why), false) = (outcome, known) {
            announce(why);
        }
    }
}

/// Sends the form. Why something was not kept is shown in the server's words.
async fn send(form: &HtmlFormElement) -> Outcome {
    let Some(body) = body(form) else { return Outcome::Refused(LOST.to_owned()) };
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&body);
    init.set_redirect(RequestRedirect::Manual);
    // What goes wrong is answered in a sentence too, not as a page.
    if let Ok(headers) = js_sys::JSON::parse(r#"{"accept":"application/json"}"#) {
        init.set_headers(&headers);
    }
    let path = form.get_attribute("action").unwrap_or_default();
    let Some(response) = ask(&path, &init).await else {
        show("Not saved: there is no connection just now.");
        return Outcome::NotNow(LOST.to_owned());
    };
    let away = response.status() == 503;
    let Some(said) = text(&response).await.and_then(|t| js_sys::JSON::parse(&t).ok()) else {
        show("Not saved just now. Press Save before you leave.");
        return if away { Outcome::NotNow(LOST.to_owned()) } else { Outcome::Refused(LOST.to_owned()) };
    };
    let note = field(&said, "note");
    if let Some(note) = &note {
        show(note);
    }
    if let Some(began) = field(&said, "began")
        && let Some(input) =
            find("form[data-autosave] input[name=began]").and_then(|i| i.dyn_into::<HtmlInputElement>().ok())
    {
        input.set_value(&began);
    }
    if response.ok() {
        advise(&said);
        if let Some(left) = field_number(&said, "left") {
            tell(SessionNews::GoesOn(left as i64));
        }
        return Outcome::Kept;
    }
    if response.status() == 401 {
        // The notice at the end of the page has the way back in, and says so aloud.
        tell(SessionNews::Ended);
        return Outcome::SessionEnded;
    }
    let why = note.unwrap_or_else(|| LOST.to_owned());
    if away { Outcome::NotNow(why) } else { Outcome::Refused(why) }
}

fn body(form: &HtmlFormElement) -> Option<UrlSearchParams> {
    let data = FormData::new_with_form(form).ok()?;
    let body = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    body.append("autosave", "1");
    Some(body)
}

fn show(note: &str) {
    if let Some(place) = find("#saved") {
        place.set_text_content(Some(note));
    }
}

/// Puts the advice below each field. It is read with the field, and never said by itself.
fn advise(said: &JsValue) {
    let Ok(advice) = js_sys::Reflect::get(said, &JsValue::from_str("advice")) else { return };
    let Some(document) = document() else { return };
    for place in super::page::all(&document, "form[data-autosave] .advice") {
        let name = place.id().trim_end_matches("-advice").to_owned();
        let pieces = js_sys::Reflect::get(&advice, &JsValue::from_str(&name)).ok().filter(js_sys::Array::is_array);
        place.set_text_content(None);
        let pieces = pieces.map(|p| js_sys::Array::from(&p).to_vec()).unwrap_or_default();
        for piece in &pieces {
            let Ok(paragraph) = document.create_element("p") else { continue };
            paragraph.set_text_content(piece.as_string().as_deref());
            let _ = place.append_child(&paragraph);
        }
        let _ = if pieces.is_empty() { place.set_attribute("hidden", "") } else { place.remove_attribute("hidden") };
    }
}
