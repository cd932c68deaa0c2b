//! Save buttons that do not leave the page: the same form, sent without a page load, with its state said.

use super::announce::announce;
use super::page::{ask, document, find, listen};
use crate::domain::wording::save_words;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, FormData, HtmlFormElement, HtmlInputElement, RequestInit, RequestRedirect, UrlSearchParams};

/// Wakes every save button, also those that come later.
pub fn start() {
    let Some(document) = document() else { return };
    listen(&document, "submit", |event| {
        let Some(form) = event.target().and_then(|t| t.dyn_into::<HtmlFormElement>().ok()) else { return };
        if form.class_list().contains("save") {
            event.prevent_default();
            spawn_local(send(form));
        }
    });
}

async fn send(form: HtmlFormElement) {
    let done = post(&form).await;
    if done.is_none() {
        // The server did not answer: do it the plain way, which shows what is wrong.
        let _ = form.submit();
    }
}

async fn post(form: &HtmlFormElement) -> Option<()> {
    let data = FormData::new_with_form(form).ok()?;
    let body = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&body);
    // The answer is a redirect to the page that is here already.
    init.set_redirect(RequestRedirect::Manual);
    let response = ask("/list", &init).await?;
    if response.status() >= 400 {
        return None;
    }
    let action = form.query_selector("input[name=action]").ok()??.dyn_into::<HtmlInputElement>().ok()?;
    let added = action.value() == "add";
    action.set_value(if added { "remove" } else { "add" });
    let button = form.query_selector("button").ok()??;
    let name = form.get_attribute("data-name").unwrap_or_default();
    show(&button, &name, added);
    let n = count(added);
    let list = format!("{n} in your list.");
    announce(&if added { format!("Saved {name}. {list}") } else { format!("Taken off: {name}. {list}") });
    Some(())
}

/// The words say the state, so that a pressed state beside them would contradict them.
fn show(button: &Element, name: &str, saved: bool) {
    let _ = if saved { button.set_attribute("data-saved", "yes") } else { button.remove_attribute("data-saved") };
    let (word, rest) = save_words(name, saved);
    button.set_text_content(Some(word));
    if let Some(hidden) = document().and_then(|d| d.create_element("span").ok()) {
        hidden.set_class_name("vh");
        hidden.set_text_content(Some(&rest));
        let _ = button.append_child(&hidden);
    }
}

/// Puts the new number into the link to the list, and answers it.
fn count(added: bool) -> u32 {
    let Some(link) = find("#my-list") else { return 0 };
    let words = link.text_content().unwrap_or_default();
    let before: u32 = words.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0);
    let now = if added { before + 1 } else { before.saturating_sub(1) };
    link.set_text_content(Some(&if now == 0 { "My list".to_owned() } else { format!("My list ({now})") }));
    now
}
