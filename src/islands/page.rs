//! The page as islands see it: finding elements, listening, waiting, asking the server.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, Event, EventTarget, RequestInit, Response};

/// The document.
pub fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// The first element that matches.
pub fn find(selector: &str) -> Option<Element> {
    document()?.query_selector(selector).ok()?
}

/// All elements below a node that match.
pub fn all(root: &Document, selector: &str) -> Vec<Element> {
    let Ok(list) = root.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|n| list.get(n)?.dyn_into().ok()).collect()
}

/// Listens for as long as the page lives.
pub fn listen(target: &EventTarget, name: &str, heard: impl FnMut(Event) + 'static) {
    let heard = Closure::<dyn FnMut(Event)>::new(heard);
    // A listener that cannot be added leaves the page as it is without JavaScript.
    let _ = target.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref());
    heard.forget();
}

/// Tells the page's script that islands have come and gone: it wakes the new ones.
pub fn islands_changed() {
    if let (Some(document), Ok(event)) = (document(), Event::new("islands-changed")) {
        let _ = document.dispatch_event(&event);
    }
}

/// Does something after so many milliseconds.
pub fn after(milliseconds: i32, act: impl FnOnce() + 'static) {
    let act = Closure::once_into_js(act);
    if let Some(window) = web_sys::window() {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(act.unchecked_ref(), milliseconds);
    }
}

/// Asks the server; none when nobody answers. What was answered may be a refusal.
pub async fn ask(address: &str, init: &RequestInit) -> Option<Response> {
    let asked = web_sys::window()?.fetch_with_str_and_init(address, init);
    JsFuture::from(asked).await.ok()?.dyn_into::<Response>().ok()
}

/// The text of an answer.
pub async fn text(response: &Response) -> Option<String> {
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// A field of an object.
pub fn field(value: &JsValue, name: &str) -> Option<String> {
    js_sys::Reflect::get(value, &JsValue::from_str(name)).ok()?.as_string()
}

/// A field of an object that is a number.
pub fn field_number(value: &JsValue, name: &str) -> Option<f64> {
    js_sys::Reflect::get(value, &JsValue::from_str(name)).ok()?.as_f64()
}
