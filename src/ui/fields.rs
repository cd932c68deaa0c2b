//! Parts of forms: the summary of what needs putting right, lists to choose from, and groups of choices.

use crate::domain::FieldError;
use leptos::prelude::*;

/// What must be put right in a form that was sent, each a link to its field. It stands above the h1, the first thing in
/// main, and has the focus when the page opens, so that its messages are heard after the title and in their order. An
/// alert is heard as well, but in any order, and leaves the focus at the top of the page: heard so with Orca.
pub fn error_summary(heading: &str, errors: &[(String, String)]) -> Option<AnyView> {
    summary(heading, errors, true)
}

/// What was not understood of a question that was answered all the same. The title has it too; the focus stays at the
/// top, where people who came for the answer begin.
pub fn not_understood(errors: &[(String, String)]) -> Option<AnyView> {
    summary("We did not understand all of that", errors, false)
}

/// Its heading is a paragraph, so that the h1 stays the first heading.
fn summary(heading: &str, errors: &[(String, String)], first: bool) -> Option<AnyView> {
    if errors.is_empty() {
        return None;
    }
    let heading = heading.to_owned();
    let items: Vec<_> = errors
        .iter()
        .map(|(field, message)| {
            let (to, message) = (format!("#{field}"), message.clone());
            // Heard one after the other in one breath: each ends, and is a sentence.
            let stop = (!message.ends_with(['.', '?', '!'])).then_some(".");
            view! { <li><a href=to>{message}{stop}</a></li> }
        })
        .collect();
    Some(
        view! {
            <div class="error-summary" id="errors" role="group" aria-labelledby="errors-are" aria-describedby="errors-list" tabindex=first.then_some("-1") autofocus=first>
                <p class="lead" id="errors-are"><b>{heading}</b></p>
                <ul class="plain" id="errors-list">{items}</ul>
            </div>
        }
        .into_any(),
    )
}

/// The message for one field, or none.
pub fn message_for(errors: &[FieldError], field: &str) -> Option<String> {
    let all: Vec<&str> = errors.iter().filter(|e| e.field == field).map(|e| e.message.as_str()).collect();
    (!all.is_empty()).then(|| all.join(". "))
}

/// A group of radio buttons: name, legend, and for each choice its value, its label and whether it is the one.
pub fn choice_group(name: &'static str, legend: &str, choices: Vec<(&'static str, &'static str, bool)>) -> AnyView {
    let legend = legend.to_owned();
    let boxes: Vec<_> = choices
        .into_iter()
        .map(|(value, label, chosen)| {
            view! { <label class="tick"><input type="radio" name=name value=value checked=chosen/>" "<span>{label}</span></label> }
        })
        .collect();
    view! { <fieldset><legend>{legend}</legend>{boxes}</fieldset> }.into_any()
}

/// A list to choose one of, with its error beside it. `choices` are value and label; `any` stands first, for no choice.
pub fn select_field(
    name: &'static str,
    label: &'static str,
    any: Option<&'static str>,
    choices: Vec<(String, String)>,
    chosen: Option<&str>,
    errors: &[FieldError],
) -> AnyView {
    let options: Vec<_> = choices
        .into_iter()
        .map(|(value, label)| {
            let selected = chosen == Some(value.as_str());
            view! { <option value=value selected=selected>{label}</option> }
        })
        .collect();
    let any = any.map(|any| view! { <option value="">{any}</option> });
    let message = message_for(errors, name);
    let class = if message.is_some() { "field field-error" } else { "field" };
    let described = message.is_some().then(|| format!("{name}-error"));
    let invalid = message.is_some().then_some("true");
    let error = message.map(|m| view! { <p class="msg" id=format!("{name}-error")>"Error: "{m}</p> });
    view! {
        <div class=class>
            <label for=name>{label}</label>
            {error}
            <select id=name name=name aria-describedby=described aria-invalid=invalid>{any}{options}</select>
        </div>
    }
    .into_any()
}

/// A line of text to type, with its hint and its error beside it.
#[derive(Clone, Debug, Default)]
pub struct TextField {
    /// Its name and id.
    pub name: &'static str,
    /// What it asks for.
    pub label: &'static str,
    /// What helps to answer.
    pub hint: &'static str,
    /// What was typed before.
    pub value: String,
    /// The kind of input: `email` or `text`.
    pub kind: &'static str,
    /// What a browser may fill in.
    pub autocomplete: &'static str,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// The field. Codes are short and in capitals; nothing here is a word to be spelt.
pub fn text_field(field: TextField) -> AnyView {
    let TextField { name, label, hint, value, kind, autocomplete, error } = field;
    let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
    let code = autocomplete == "one-time-code";
    let class = if error.is_some() { "field field-error" } else { "field" };
    let described = if error.is_some() { format!("{hint_id} {error_id}") } else { hint_id.clone() };
    let invalid = error.is_some().then_some("true");
    let message = error.map(|m| view! { <p class="msg" id=error_id>"Error: "{m}</p> });
    view! {
        <div class=class>
            <label for=name>{label}</label>
            <span class="hint" id=hint_id>{hint}</span>
            {message}
            <input class=code.then_some("short") id=name name=name type=kind autocomplete=autocomplete autocapitalize=code.then_some("characters") spellcheck="false" value=value aria-describedby=described aria-invalid=invalid/>
        </div>
    }
    .into_any()
}
