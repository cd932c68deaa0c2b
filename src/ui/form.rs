//! Fields of longer forms: what is asked, its hint, its error and its advice always stand together, in that order.

use leptos::prelude::*;

/// What a field asks.
#[derive(Clone, Debug, Default)]
pub struct FormQuestion {
    /// Its name, and the id that links to it lead to.
    pub name: String,
    /// The question.
    pub label: String,
    /// What it is about, for those who hear the question alone: heard after it and not shown.
    pub about: String,
    /// What helps to answer.
    pub hint: String,
    /// What is wrong with the answer.
    pub error: Option<String>,
    /// How it could be clearer. It never blocks.
    pub advice: Vec<String>,
}

impl FormQuestion {
    /// A question.
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { name: name.into(), label: label.into(), ..Self::default() }
    }

    /// With a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    fn class(&self) -> &'static str {
        if self.error.is_some() { "field field-error" } else { "field" }
    }

    fn described(&self, advised: bool) -> Option<String> {
        let name = &self.name;
        let parts = [
            (!self.hint.is_empty()).then(|| format!("{name}-hint")),
            self.error.is_some().then(|| format!("{name}-error")),
            advised.then(|| format!("{name}-advice")),
        ];
        let ids: Vec<String> = parts.into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn hint_view(&self) -> Option<AnyView> {
        let (id, hint) = (format!("{}-hint", self.name), self.hint.clone());
        (!hint.is_empty()).then(|| view! { <span class="hint" id=id>{hint}</span> }.into_any())
    }

    fn error_view(&self) -> Option<AnyView> {
        let id = format!("{}-error", self.name);
        self.error.clone().map(|e| view! { <p class="msg" id=id>"Error: "{e}</p> }.into_any())
    }

    fn invalid(&self) -> Option<&'static str> {
        self.error.is_some().then_some("true")
    }
}

/// What a line to type is for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Line {
    /// The kind of input; blank for text.
    pub kind: &'static str,
    /// What a browser may fill in.
    pub autocomplete: &'static str,
    /// Which keys a telephone shows.
    pub keys: &'static str,
    /// Whether it is short.
    pub short: bool,
}

/// A line to type.
pub fn line(asked: FormQuestion, value: &str, line: Line) -> AnyView {
    let some = |text: &'static str| (!text.is_empty()).then_some(text);
    let (name, label, value) = (asked.name.clone(), asked.label.clone(), value.to_owned());
    let about = (!asked.about.is_empty()).then(|| view! { <span class="vh">{asked.about.clone()}</span> });
    let kind = some(line.kind).unwrap_or("text");
    view! {
        <div class=asked.class()>
            <label for=name.clone()>{label}{about}</label>
            {asked.hint_view()}
            {asked.error_view()}
            <input class=line.short.then_some("short") id=name.clone() name=name type=kind inputmode=some(line.keys) autocomplete=some(line.autocomplete) value=value aria-describedby=asked.described(false) aria-invalid=asked.invalid()/>
        </div>
    }
    .into_any()
}

/// Room for sentences, with advice below.
pub fn prose(asked: FormQuestion, value: &str, rows: u8) -> AnyView {
    let (name, label, value) = (asked.name.clone(), asked.label.clone(), value.to_owned());
    let advice_id = format!("{name}-advice");
    let advice: Vec<_> = asked.advice.iter().cloned().map(|a| view! { <p>{a}</p> }).collect();
    let none = advice.is_empty();
    view! {
        <div class=asked.class()>
            <label for=name.clone()>{label}</label>
            {asked.hint_view()}
            {asked.error_view()}
            <textarea id=name.clone() name=name rows=rows.to_string() aria-describedby=asked.described(true) aria-invalid=asked.invalid()>{value}</textarea>
            <div class="advice" id=advice_id hidden=none>{advice}</div>
        </div>
    }
    .into_any()
}

/// One of some answers.
pub fn radios(asked: FormQuestion, choices: &[(String, String)], chosen: &str) -> AnyView {
    boxes(asked, "radio", choices, |value| value == chosen)
}

/// Any of some answers.
pub fn ticks(asked: FormQuestion, choices: &[(String, String)], chosen: impl Fn(&str) -> bool) -> AnyView {
    boxes(asked, "checkbox", choices, chosen)
}

fn boxes(
    asked: FormQuestion,
    kind: &'static str,
    choices: &[(String, String)],
    chosen: impl Fn(&str) -> bool,
) -> AnyView {
    let name = asked.name.clone();
    let items: Vec<_> = choices
        .iter()
        .enumerate()
        .map(|(n, (value, label))| {
            // The first answers to the field's own id, so that an error's link lands on it.
            let id = if n == 0 { name.clone() } else { format!("{name}-{value}") };
            let (value, label, name, checked) = (value.clone(), label.clone(), name.clone(), chosen(value));
            view! { <label class="tick"><input type=kind id=id name=name value=value checked=checked/>" "<span>{label}</span></label> }
        })
        .collect();
    let class = if asked.error.is_some() { "field-error" } else { "" };
    view! {
        <fieldset class=class aria-describedby=asked.described(false)>
            <legend>{asked.label.clone()}</legend>
            {asked.hint_view()}
            {asked.error_view()}
            <div class="ticks">{items}</div>
        </fieldset>
    }
    .into_any()
}

/// A list to choose one of. `any` stands first, for no answer.
pub fn choice(asked: FormQuestion, any: &str, choices: &[(String, String)], chosen: &str) -> AnyView {
    let options: Vec<_> = choices
        .iter()
        .map(|(value, label)| {
            let (value, label, selected) = (value.clone(), label.clone(), value == chosen);
            view! { <option value=value selected=selected>{label}</option> }
        })
        .collect();
    let (name, label, any) = (asked.name.clone(), asked.label.clone(), any.to_owned());
    view! {
        <div class=asked.class()>
            <label for=name.clone()>{label}</label>
            {asked.hint_view()}
            {asked.error_view()}
            <select id=name.clone() name=name aria-describedby=asked.described(false) aria-invalid=asked.invalid()><option value="">{any}</option>{options}</select>
        </div>
    }
    .into_any()
}

/// One of several alike: a session, a place, a price. A button takes it away; a new one has the focus.
pub fn group(kind: &'static str, number: usize, title: &str, is_new: bool, fields: Vec<AnyView>) -> AnyView {
    let legend = format!("{title} {number}");
    let tab = is_new.then_some("-1");
    let value = format!("{kind}-{number}");
    let taken = format!(" {} {number}", title.to_lowercase());
    view! {
        <fieldset class="card several flow">
            <legend tabindex=tab autofocus=is_new>{legend}</legend>
            <input type="hidden" name=format!("{kind}-{number}-is") value="1"/>
            {fields}
            <p><button class="btn second" name="remove" value=value>"Take away"<span class="vh">{taken}</span></button></p>
        </fieldset>
    }
    .into_any()
}

/// The button that adds one more of several alike.
pub fn add_button(kind: &'static str, words: &str) -> AnyView {
    let words = words.to_owned();
    view! { <p><button class="btn second" name="add" value=kind>{words}</button></p> }.into_any()
}
