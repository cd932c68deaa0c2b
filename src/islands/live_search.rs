//! Results that change while filters are chosen. Only results, counts and the title are put in place of the old ones:
//! no field is rebuilt, focus stays where it is, the button stays, and Back takes the last change back.

use super::announce::announce;
use super::page::{after, all, ask, document, find, islands_changed, listen, text};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    Document, DomParser, Element, FormData, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlSelectElement, Node,
    RequestInit, SupportedType, UrlSearchParams,
};

/// Wakes the filters of the page.
pub fn start() {
    let Some(document) = document() else { return };
    if let Some(note) = find("#live-note").and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        note.set_hidden(false);
    }
    let turn = Rc::new(Cell::new(0u32));
    let turn_back = turn.clone();
    listen(&document, "change", move |event| {
        let Some(changed) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else { return };
        let ours = changed.closest("#filters").ok().flatten().is_some();
        if ours && let Some(address) = address() {
            turn.set(turn.get() + 1);
            spawn_local(refresh(address, How::Chosen, turn.clone(), turn.get()));
        }
    });
    let Some(window) = web_sys::window() else { return };
    SHOWN.set(here());
    // On the window: the document never hears it.
    listen(&window, "popstate", move |_| {
        // A link inside the page, such as the one that skips the menu, goes nowhere else.
        if SHOWN.with_borrow(|shown| *shown == here()) {
            return;
        }
        turn_back.set(turn_back.get() + 1);
        spawn_local(refresh(here(), How::WentBack, turn_back.clone(), turn_back.get()));
    });
}

thread_local! {
    /// The address whose results are on the page.
    static SHOWN: RefCell<String> = const { RefCell::new(String::new()) };
    /// The turn of those results.
    static SHOWN_TURN: Cell<u32> = const { Cell::new(0) };
}

/// The address without what follows the `#`.
fn here() -> String {
    let Some(location) = web_sys::window().map(|w| w.location()) else { return String::new() };
    [location.pathname(), location.search()].into_iter().filter_map(Result::ok).collect()
}

/// Why the results change.
#[derive(Clone, Copy, PartialEq)]
enum How {
    /// A filter was chosen: the address becomes the next one.
    Chosen,
    /// The address changed already: the fields follow it.
    WentBack,
}

/// The address of the form as it stands, without what is empty.
fn address() -> Option<String> {
    let form = find("#find")?.dyn_into::<HtmlFormElement>().ok()?;
    let all = FormData::new_with_form(&form).ok()?;
    let kept = UrlSearchParams::new().ok()?;
    for pair in js_sys::try_iter(&all).ok()?? {
        let pair = js_sys::Array::from(&pair.ok()?);
        let (name, value) = (pair.get(0).as_string()?, pair.get(1).as_string()?);
        let plain_sort = name == "sort" && value == "best";
        if !value.is_empty() && !plain_sort {
            kept.append(&name, &value);
        }
    }
    let query = String::from(kept.to_string());
    Some(if query.is_empty() { "/search".to_owned() } else { format!("/search?{query}") })
}

async fn refresh(address: String, how: How, turn: Rc<Cell<u32>>, mine: u32) {
    let Some(section) = find("#results-section") else { return };
    let _ = section.set_attribute("aria-busy", "true");
    let page = match ask(&address, &RequestInit::new()).await {
        Some(response) if response.ok() => text(&response).await,
        _ => None,
    };
    if turn.get() != mine {
        return;
    }
    let _ = section.remove_attribute("aria-busy");
    let parsed = page.and_then(|html| DomParser::new().ok()?.parse_from_string(&html, SupportedType::TextHtml).ok());
    match parsed.and_then(|new| Some((new.get_element_by_id("results-section")?, new))) {
        Some((results, new)) => {
            // The whole section in the place of the old one, not its parts: Orca goes on looking for parts that it knew.
            let _ = section.replace_with_with_node_1(&results);
            islands_changed();
            SHOWN_TURN.set(mine);
            if how == How::WentBack {
                follow_fields(&new);
            }
            settle(&address, how, &new);
            put_counts(&new, turn, mine);
        }
        None => failed(&section),
    }
}

/// So many boxes get their new count at once, and so many milliseconds pass until the next do. Firefox tells a screen reader
/// of each up to six times (the number, and "service" or "services"), and while more than a hundred tellings wait Orca
/// listens to none: not even to the one sentence that matters, which comes when all counts are there.
const AT_ONCE: usize = 15;
/// See `AT_ONCE`.
const PAUSE: i32 = 100;

/// Puts the new counts into the labels of the boxes that stand, as long as no newer results are shown; then says how many
/// were found, unless something was chosen meanwhile: what comes of that is said, also when it fails.
fn put_counts(new: &Document, turn: Rc<Cell<u32>>, mine: u32) {
    let mut pairs = Vec::new();
    for tick in all(new, "#filters label.tick") {
        let Some((name, value)) = tick
            .query_selector("input")
            .ok()
            .flatten()
            .and_then(|i| i.dyn_into::<HtmlInputElement>().ok())
            .map(|i| (i.name(), i.value()))
        else {
            continue;
        };
        let here = find(&format!("#filters input[name='{name}'][value='{value}']"))
            .and_then(|i| i.closest("label").ok().flatten());
        pairs.push((
            tick.query_selector(".quiet").ok().flatten(),
            here.and_then(|l| l.query_selector(".quiet").ok().flatten()),
        ));
    }
    for selector in ["#filters > summary", "#find .small"] {
        pairs.push((new.query_selector(selector).ok().flatten(), find(selector)));
    }
    let different = |(from, to): (Option<Element>, Option<Element>)| {
        from.zip(to).filter(|(from, to)| from.text_content() != to.text_content())
    };
    put_by_parts(pairs.into_iter().filter_map(different).collect(), turn, mine);
}

fn put_by_parts(mut pairs: Vec<(Element, Element)>, turn: Rc<Cell<u32>>, mine: u32) {
    let later = pairs.split_off(AT_ONCE.min(pairs.len()));
    for (from, to) in &pairs {
        put(from, to);
    }
    if later.is_empty() {
        if turn.get() == mine
            && let Some(heading) = find("#results").and_then(|h| h.text_content())
        {
            announce(&heading);
        }
        return;
    }
    after(PAUSE, move || {
        if SHOWN_TURN.get() == mine {
            put_by_parts(later, turn, mine);
        }
    });
}

/// Puts in what is different, as texts where both are built in one way.
fn put(from: &Element, to: &Element) {
    if !put_texts(from, to) {
        to.set_inner_html(&from.inner_html());
    }
}

/// Puts in the texts that are different, and touches nothing else. Says whether both are built in one way.
fn put_texts(from: &Node, to: &Node) -> bool {
    let (new, old) = (from.child_nodes(), to.child_nodes());
    if new.length() != old.length() {
        return false;
    }
    if from.node_type() == Node::TEXT_NODE && from.node_value() != to.node_value() {
        to.set_node_value(from.node_value().as_deref());
    }
    (0..new.length()).all(|n| match (new.get(n), old.get(n)) {
        (Some(from), Some(to)) => from.node_name() == to.node_name() && put_texts(&from, &to),
        _ => false,
    })
}

/// Sets boxes and lists to what the address says, without making them anew.
fn follow_fields(new: &Document) {
    let Some(document) = document() else { return };
    for field in all(&document, "#filters input[type=checkbox]")
        .into_iter()
        .filter_map(|e| e.dyn_into::<HtmlInputElement>().ok())
    {
        let same = format!("#filters input[name='{}'][value='{}'][checked]", field.name(), field.value());
        field.set_checked(new.query_selector(&same).is_ok_and(|found| found.is_some()));
    }
    for field in all(&document, "#filters select").into_iter().filter_map(|e| e.dyn_into::<HtmlSelectElement>().ok()) {
        let chosen = new.query_selector(&format!("#{} option[selected]", field.id())).ok().flatten();
        field.set_value(&chosen.and_then(|o| o.get_attribute("value")).unwrap_or_default());
    }
}

/// The address and the title.
fn settle(address: &str, how: How, new: &Document) {
    if how == How::Chosen
        && let Some(history) = web_sys::window().and_then(|w| w.history().ok())
    {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
    }
    SHOWN.set(here());
    if let Some(document) = document() {
        document.set_title(&new.title());
    }
}

fn failed(section: &Element) {
    let words = "The results could not be changed just now. Press “Show results” to try again.";
    if let Some(notice) = document().and_then(|d| d.create_element("p").ok()) {
        notice.set_class_name("notice");
        notice.set_text_content(Some(words));
        let _ = section.insert_before(&notice, section.first_child().as_ref());
    }
    announce(words);
}
