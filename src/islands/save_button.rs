//! The button that saves a service or takes it off the list, without leaving the page.

use super::announce::announce;
use crate::domain::calls::ListChange;
use crate::domain::wording::save_words;
use crate::server_functions::change_list;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// A form that works without scripts and goes back to `back`. A screen reader says nothing of the form: twenty of them on
/// a page would be said twenty times.
#[island]
pub fn SaveButton(service: Uuid, name: String, saved: bool, back: String) -> impl IntoView {
    let saved = RwSignal::new(saved);
    let form = NodeRef::<html::Form>::new();
    // The name is in the button, so that a list of buttons makes sense; "Saved" says the state in words too, so that a
    // pressed state beside them would contradict them.
    let named = name.clone();
    let word = move || save_words("", saved.get()).0;
    let rest = move || save_words(&named, saved.get()).1;
    let press = move |event: SubmitEvent| {
        event.prevent_default();
        let name = name.clone();
        spawn_local(async move {
            let change = if saved.get_untracked() { ListChange::Remove } else { ListChange::Add };
            let list = change_list(service, change).await;
            let Some(list) = list.ok().filter(|list| list.saved == (change == ListChange::Add)) else {
                // The plain way shows what is wrong.
                if let Some(form) = form.get_untracked() {
                    let _ = form.submit();
                }
                return;
            };
            saved.set(list.saved);
            show_number(list.services);
            let now = format!("{} in your list.", list.services);
            announce(&if list.saved { format!("Saved {name}. {now}") } else { format!("Taken off: {name}. {now}") });
        });
    };
    view! {
        <form method="post" action="/list" class="save" role="none" node_ref=form on:submit=press>
            <input type="hidden" name="id" value=service.to_string()/>
            <input type="hidden" name="action" value=move || if saved.get() { "remove" } else { "add" }/>
            <input type="hidden" name="back" value=back/>
            <button class="btn second" data-saved=move || saved.get().then_some("yes")>{word}<span class="vh">{rest}</span></button>
        </form>
    }
}

/// Puts the number into the link to the list, which stands in the head of the page.
fn show_number(services: usize) {
    if let Some(link) = document().get_element_by_id("my-list") {
        link.set_text_content(Some(&list_words(services)));
    }
}

/// What the link to the list says.
pub fn list_words(services: usize) -> String {
    if services == 0 { "My list".to_owned() } else { format!("My list ({services})") }
}
