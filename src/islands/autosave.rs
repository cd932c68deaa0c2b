//! Drafts that are saved while one writes: the same form, sent quietly once the writing rests. What went well is shown and
//! not said; what did not is said once. The focus and the fields are never touched.

use super::announce::announce;
use super::page::{after, ask, document, field, field_number, find, listen, text};
use super::session_end;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{FormData, HtmlFormElement, HtmlInputElement, RequestInit, RequestRedirect, UrlSearchParams};

/// How long the writing rests before it is saved, in milliseconds.
const RESTS: i32 = 2_000;

/// Listens to the form of the page.
pub fn start() {
    let Some(form) = find("form[data-autosave]").and_then(|f| f.dyn_into::<HtmlFormElement>().ok()) else { return };
    // The turn of the last change; whether a save is on its way; whether the page is being left by its own button.
    let turn = Rc::new(Cell::new(0_u32));
    let going = Rc::new(Cell::new(false));
    let leaving = Rc::new(Cell::new(false));
    let changed = {
        let (form, turn, going, leaving) = (form.clone(), turn.clone(), going.clone(), leaving.clone());
        move |_| {
            turn.set(turn.get() + 1);
            rest(form.clone(), turn.clone(), going.clone(), leaving.clone());
        }
    };
    listen(&form, "input", changed);
    listen(&form, "submit", move |_| leaving.set(true));
}

/// Saves once nothing was typed for a while. While one save is on its way the next waits, or it would begin from what is
/// no longer there.
fn rest(form: HtmlFormElement, turn: Rc<Cell<u32>>, going: Rc<Cell<bool>>, leaving: Rc<Cell<bool>>) {
    let mine = turn.get();
    after(RESTS, move || {
        if turn.get() != mine || leaving.get() {
            return;
        }
        if going.get() {
            rest(form, turn, going, leaving);
            return;
        }
        going.set(true);
        spawn_local(async move {
            save(&form).await;
            going.set(false);
        });
    });
}

/// Sends the form. Why something was not kept is shown and said once, in the server's words.
async fn save(form: &HtmlFormElement) {
    const LOST: &str = "Your draft could not be saved just now. Press Save before you leave.";
    let Some(body) = body(form) else {
        announce(LOST);
        return;
    };
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
        announce(LOST);
        return;
    };
    let Some(said) = text(&response).await.and_then(|t| js_sys::JSON::parse(&t).ok()) else {
        show("Not saved just now. Press Save before you leave.");
        announce(LOST);
        return;
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
            session_end::goes_on(left as i32);
        }
    } else if response.status() == 401 {
        // The notice at the end of the page has the way back in, and says so aloud.
        session_end::ended();
    } else {
        announce(note.as_deref().unwrap_or(LOST));
    }
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
