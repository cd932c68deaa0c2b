//! Filters: fieldsets with counts in their labels, and what was chosen as links that take it away.

use leptos::prelude::*;

/// One box.
#[derive(Clone, Debug)]
pub struct Tick {
    /// The parameter's name.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// What families read.
    pub label: String,
    /// How many services there would be.
    pub count: u64,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A fieldset of boxes.
#[derive(Clone, Debug, Default)]
pub struct FacetGroup {
    /// The id of the fieldset, for links to it.
    pub id: String,
    /// The question it answers.
    pub legend: String,
    /// A line under the legend.
    pub hint: Option<String>,
    /// What was not understood here.
    pub error: Option<String>,
    /// The boxes shown at once.
    pub boxes: Vec<Tick>,
    /// The rest, behind a disclosure with these words; open when one of them is chosen.
    pub more: Option<(String, Vec<Tick>)>,
}

/// The whole panel: one disclosure on phones, open beside the results on wide windows. `first` and `last` are fields
/// that are no boxes.
pub fn facet_panel(chosen: usize, first: AnyView, groups: Vec<FacetGroup>, last: AnyView, live_note: bool) -> AnyView {
    let summary = match chosen {
        0 => "Change what you see".to_owned(),
        n => format!("Change what you see, {n} chosen"),
    };
    let groups: Vec<_> = groups.into_iter().map(group).collect();
    let note = live_note.then(|| view! { <p class="hint js-only" id="live-note" hidden>"Results change as you choose. "<a href="/preferences">"Turn this off"</a></p> });
    view! {
        <details class="narrow" id="filters">
            <summary>{summary}</summary>
            <div class="facets">
                <p class="narrow-title" aria-hidden="true">"Change what you see"</p>
                {note}
                {first}
                {groups}
                {last}
                <p><button form="find" class="btn">"Show results"</button></p>
            </div>
        </details>
    }
    .into_any()
}

fn group(group: FacetGroup) -> AnyView {
    let hint = group.hint.map(|h| view! { <p class="hint">{h}</p> });
    let error_id = format!("{}-error", group.id);
    let described = group.error.is_some().then(|| error_id.clone());
    let error =
        group.error.clone().map(|m| view! { <p class="msg" id=error_id><span class="vh">"Error:"</span>{m}</p> });
    let class = if group.error.is_some() { "facet field-error" } else { "facet" };
    let boxes: Vec<_> = group.boxes.into_iter().map(tick).collect();
    let more = group.more.filter(|(_, boxes)| !boxes.is_empty()).map(|(words, boxes)| {
        let open = boxes.iter().any(|b| b.chosen);
        let boxes: Vec<_> = boxes.into_iter().map(tick).collect();
        view! { <details class="more" open=open><summary>{words}</summary>{boxes}</details> }
    });
    view! {
        <div class=class><fieldset id=group.id aria-describedby=described><legend>{group.legend}</legend>{hint}{error}{boxes}{more}</fieldset></div>
    }
    .into_any()
}

/// A box with its count in its label: "Overnight (3 services)".
pub fn tick(b: Tick) -> AnyView {
    let noun = if b.count == 1 { "service" } else { "services" };
    let count = crate::domain::wording::thousands(b.count);
    view! {
        <label class="tick"><input form="find" type="checkbox" name=b.name value=b.value checked=b.chosen/>" "<span>{b.label}" "<span class="quiet">"("{count}<span class="vh">{noun}</span>")"</span></span></label>
    }
    .into_any()
}

/// Something that was chosen or guessed, as a link that takes it away. It is named by a label and no hidden words: those
/// would be torn from the rest where a page is read line by line.
pub fn taken_away(words: String, href: String) -> AnyView {
    let name = format!("Take away: {words}");
    view! { <li><a href=href aria-label=name>{words}<span aria-hidden="true">" ×"</span></a></li> }.into_any()
}

/// What was chosen: label and the address without it.
pub fn chips(chosen: Vec<(String, String)>, clear: String) -> Option<AnyView> {
    if chosen.is_empty() {
        return None;
    }
    let many = chosen.len() > 1;
    let chips: Vec<_> = chosen.into_iter().map(|(label, href)| taken_away(label, href)).collect();
    let clear = many.then(|| view! { <li><a href=clear>"Take away all filters"</a></li> });
    Some(
        view! {
            <div class="chosen">
                <p class="small quiet" id="chosen">"You chose these. Press one to take it away."</p>
                <ul class="chips plain" aria-labelledby="chosen">{chips}{clear}</ul>
            </div>
        }
        .into_any(),
    )
}
