//! Suggestions while one types: a combobox with a list, after the ARIA pattern. Enter without a choice searches.

use super::announce::{announce, hush};
use super::page::{after, ask, document, field, find, listen, text};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent, RequestInit};

/// How long to wait after a key before asking, in milliseconds.
const PAUSE: i32 = 150;

struct Suggestions {
    input: HtmlInputElement,
    list: HtmlElement,
    /// Options with their addresses.
    options: Vec<(Element, String)>,
    /// The option that is marked.
    marked: Option<usize>,
    /// Which question is the last one: answers to others are stale.
    turn: u32,
}

type Shared = Rc<RefCell<Suggestions>>;

/// Wakes the search box of the page.
pub fn start() {
    let Some(input) = find("#q").and_then(|e| e.dyn_into::<HtmlInputElement>().ok()) else { return };
    let Some(list) = make_list(&input) else { return };
    let attributes = [
        ("role", "combobox"),
        ("aria-autocomplete", "list"),
        ("aria-expanded", "false"),
        ("aria-controls", "suggestions"),
    ];
    for (name, value) in attributes {
        let _ = input.set_attribute(name, value);
    }
    let shared = Rc::new(RefCell::new(Suggestions {
        input: input.clone(),
        list: list.clone(),
        options: Vec::new(),
        marked: None,
        turn: 0,
    }));
    let typed = shared.clone();
    listen(&input, "input", move |_| ask_soon(&typed));
    let keys = shared.clone();
    listen(&input, "keydown", move |event| key(&keys, &event));
    let left = shared.clone();
    listen(&input, "blur", move |_| {
        left.borrow_mut().close();
        hush();
    });
    // A press would take the focus from the field before the click arrives.
    listen(&list, "mousedown", |event| event.prevent_default());
    listen(&list, "click", move |event| {
        let pressed = event
            .target()
            .and_then(|t| t.dyn_into::<Element>().ok())
            .and_then(|e| e.closest("[role=option]").ok().flatten());
        let shared = shared.borrow();
        if let Some((_, address)) =
            shared.options.iter().find(|(option, _)| pressed.as_ref().is_some_and(|p| p.is_same_node(Some(option))))
        {
            go(address);
        }
    });
}

fn make_list(input: &HtmlInputElement) -> Option<HtmlElement> {
    let list: HtmlElement = document()?.create_element("ul").ok()?.dyn_into().ok()?;
    list.set_id("suggestions");
    list.set_class_name("suggest-list");
    list.set_attribute("role", "listbox").ok()?;
    list.set_attribute("aria-label", "Suggestions").ok()?;
    list.set_hidden(true);
    input.parent_element()?.append_child(&list).ok()?;
    Some(list)
}

fn ask_soon(shared: &Shared) {
    let turn = {
        let mut now = shared.borrow_mut();
        now.turn += 1;
        now.turn
    };
    let shared = shared.clone();
    after(PAUSE, move || {
        if shared.borrow().turn == turn {
            spawn_local(show(shared, turn));
        }
    });
}

async fn show(shared: Shared, turn: u32) {
    let typed = shared.borrow().input.value();
    let asked = js_sys::encode_uri_component(typed.trim());
    let found = match ask(&format!("/suggest.json?q={}", String::from(asked)), &RequestInit::new()).await {
        Some(response) if response.ok() => read(text(&response).await),
        _ => Vec::new(),
    };
    let mut now = shared.borrow_mut();
    if now.turn == turn {
        now.fill(found);
    }
}

/// What the server suggests.
struct Suggested {
    /// What stands over those of its kind.
    group: String,
    /// What it is, for whoever hears it without the group; none for what this page does not know yet.
    kind: Option<&'static str>,
    label: String,
    address: String,
}

fn read(json: Option<String>) -> Vec<Suggested> {
    let Some(answer) = json.and_then(|j| js_sys::JSON::parse(&j).ok()) else { return Vec::new() };
    let list = js_sys::Reflect::get(&answer, &JsValue::from_str("suggestions")).unwrap_or(JsValue::NULL);
    let each = js_sys::Array::from(&list).iter().collect::<Vec<_>>();
    let suggested = |s: &JsValue| {
        let kind = match field(s, "kind")?.as_str() {
            "category" => Some("a kind of help"),
            "need" => Some("a need"),
            "place" => Some("a place"),
            "service" => Some("a service"),
            _ => None,
        };
        Some(Suggested { group: field(s, "group")?, kind, label: field(s, "label")?, address: field(s, "url")? })
    };
    each.iter().filter_map(suggested).collect()
}

impl Suggestions {
    fn fill(&mut self, found: Vec<Suggested>) {
        self.list.set_text_content(None);
        self.options.clear();
        self.mark(None);
        let mut group = String::new();
        for (n, one) in found.into_iter().enumerate() {
            if one.group != group {
                self.add("group", "presentation", &one.group);
                group = one.group;
            }
            if let Some(option) = self.add("option", "option", &one.label) {
                if let Some(kind) = one.kind {
                    let _ = option.set_attribute("aria-label", &format!("{}, {kind}", one.label));
                }
                option.set_id(&format!("suggestion-{n}"));
                let _ = option.set_attribute("aria-selected", "false");
                self.options.push((option, one.address));
            }
        }
        let n = self.options.len();
        self.open(n > 0);
        match n {
            // What was counted a moment ago is no longer there.
            0 => hush(),
            1 => announce("1 suggestion. Press the down arrow to hear it."),
            n => announce(&format!("{n} suggestions. Press the down arrow to hear them.")),
        }
    }

    fn add(&self, class: &str, role: &str, words: &str) -> Option<Element> {
        let item = document()?.create_element("li").ok()?;
        item.set_class_name(class);
        item.set_attribute("role", role).ok()?;
        item.set_text_content(Some(words));
        self.list.append_child(&item).ok()?;
        Some(item)
    }

    fn open(&self, open: bool) {
        self.list.set_hidden(!open);
        let _ = self.input.set_attribute("aria-expanded", if open { "true" } else { "false" });
    }

    fn close(&mut self) {
        // An answer that is still on its way must not open the list again.
        self.turn += 1;
        self.mark(None);
        self.open(false);
    }

    fn mark(&mut self, at: Option<usize>) {
        if let Some((option, _)) = self.marked.and_then(|n| self.options.get(n)) {
            let _ = option.set_attribute("aria-selected", "false");
        }
        self.marked = at;
        match at.and_then(|n| self.options.get(n)) {
            Some((option, _)) => {
                let _ = option.set_attribute("aria-selected", "true");
                let _ = self.input.set_attribute("aria-activedescendant", &option.id());
                option.scroll_into_view_with_bool(false);
            }
            None => {
                let _ = self.input.remove_attribute("aria-activedescendant");
            }
        }
    }

    fn step(&mut self, forward: bool) {
        let n = self.options.len();
        let next = match (self.marked, forward) {
            (None, true) => 0,
            (None, false) => n - 1,
            (Some(at), true) => (at + 1) % n,
            (Some(at), false) => (at + n - 1) % n,
        };
        self.mark(Some(next));
    }
}

fn key(shared: &Shared, event: &Event) {
    let Some(pressed) = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key) else { return };
    let mut now = shared.borrow_mut();
    let open = !now.list.hidden() && !now.options.is_empty();
    match pressed.as_str() {
        "ArrowDown" | "ArrowUp" if !now.options.is_empty() => {
            event.prevent_default();
            now.open(true);
            now.step(pressed == "ArrowDown");
        }
        "Enter" if open => {
            if let Some(address) = now.marked.and_then(|n| now.options.get(n)).map(|(_, a)| a.clone()) {
                event.prevent_default();
                go(&address);
            }
        }
        "Escape" if open => {
            // The words stay: the first Escape only closes the list.
            event.prevent_default();
            now.close();
        }
        "Tab" => now.close(),
        _ => {}
    }
}

fn go(address: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().assign(address);
    }
}
