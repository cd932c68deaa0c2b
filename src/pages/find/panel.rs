//! The filters beside the results.

use super::question::SearchAnswer;
use crate::area::Area;
use crate::domain::search_query::Condition;
use crate::domain::vocabulary::FacetValue;
use crate::domain::{Facet, SearchQuery, SortOrder};
use crate::ui::{FacetGroup, Tick, facet_panel, message_for};
use leptos::prelude::*;

/// How many conditions or ways in are shown before "more".
const SHOWN: usize = 8;

/// The panel for an answer.
pub fn panel(answer: &SearchAnswer, area: &Area, live: bool) -> AnyView {
    let find = &answer.find;
    let groups = vec![
        group(answer, area, Facet::District),
        need_group(answer, area),
        category_group(answer, area),
        group(answer, area, Facet::When),
        group(answer, area, Facet::Features),
        group(answer, area, Facet::Cost),
        place_group(answer, area),
        group(answer, area, Facet::Level),
        group(answer, area, Facet::Mode),
    ];
    facet_panel(find.narrowed_by(), first(answer, area), groups, last(find), live)
}

fn boxes(answer: &SearchAnswer, facet: Facet, values: &[(usize, &FacetValue)]) -> Vec<Tick> {
    let counts = answer.found.counts.get(&facet);
    values
        .iter()
        .map(|(at, value)| Tick {
            name: facet.param(),
            value: value.slug.clone(),
            label: value.label.clone(),
            count: counts.and_then(|c| c.get(*at)).copied().unwrap_or(0),
            chosen: answer.find.chosen(facet).contains(&value.slug),
        })
        .collect()
}

fn group(answer: &SearchAnswer, area: &Area, facet: Facet) -> FacetGroup {
    let values: Vec<_> = area.vocabulary.values(facet).iter().enumerate().collect();
    let (shown, rest) = values.split_at(if facet == Facet::District { values.len() } else { SHOWN.min(values.len()) });
    FacetGroup {
        id: facet.param().to_owned(),
        legend: facet.legend().to_owned(),
        hint: hint(facet),
        error: message_for(&answer.find.errors, facet.param()),
        boxes: boxes(answer, facet, shown),
        more: more(facet, boxes(answer, facet, rest)),
    }
}

fn hint(facet: Facet) -> Option<String> {
    match facet {
        Facet::District => Some("Shows what takes families there, wherever it is based.".to_owned()),
        Facet::Features => Some("Only where they told us “yes”.".to_owned()),
        Facet::Cost | Facet::When => Some("Only where they have told us.".to_owned()),
        _ => None,
    }
}

/// "Show 6 more kinds of school": links and buttons are heard alone.
fn more(facet: Facet, rest: Vec<Tick>) -> Option<(String, Vec<Tick>)> {
    (!rest.is_empty()).then(|| (format!("Show {} more {}", rest.len(), facet.plural()), rest))
}

/// Census needs first; conditions behind a disclosure.
fn need_group(answer: &SearchAnswer, area: &Area) -> FacetGroup {
    let is_condition = |slug: &str| area.vocabulary.needs.iter().any(|t| t.slug == slug && t.condition);
    let values = area.vocabulary.values(Facet::Need);
    let (conditions, needs): (Vec<_>, Vec<_>) = values.iter().enumerate().partition(|(_, v)| is_condition(&v.slug));
    let n = conditions.len();
    FacetGroup {
        id: "need".to_owned(),
        legend: Facet::Need.legend().to_owned(),
        hint: Some("Those that have not told us stay in, after the others.".to_owned()),
        error: message_for(&answer.find.errors, "need"),
        boxes: boxes(answer, Facet::Need, &needs),
        more: Some((format!("Show {n} conditions"), boxes(answer, Facet::Need, &conditions))),
    }
}

/// The fourteen top kinds; the children of those that are chosen.
fn category_group(answer: &SearchAnswer, area: &Area) -> FacetGroup {
    let vocabulary = &area.vocabulary;
    let chosen = answer.find.chosen(Facet::Category);
    let open: Vec<&str> = chosen.iter().filter_map(|c| vocabulary.top_category(c)).collect();
    let shown: Vec<_> = vocabulary
        .values(Facet::Category)
        .iter()
        .enumerate()
        .filter(|(_, v)| v.parent.as_deref().is_none_or(|parent| open.contains(&parent)))
        .collect();
    FacetGroup {
        id: "category".to_owned(),
        legend: Facet::Category.legend().to_owned(),
        hint: None,
        error: message_for(&answer.find.errors, "category"),
        boxes: boxes(answer, Facet::Category, &shown),
        more: None,
    }
}

/// Ways in, with the promises: no plan, no diagnosis, direct payments.
fn place_group(answer: &SearchAnswer, area: &Area) -> FacetGroup {
    let mut group = group(answer, area, Facet::Access);
    let promises = Condition::ALL.into_iter().map(|promise| {
        let (name, value) = promise.param();
        Tick {
            name,
            value: value.to_owned(),
            label: promise.label().to_owned(),
            count: answer.found.promises.get(name).copied().unwrap_or(0),
            chosen: answer.find.promises.contains(&promise),
        }
    });
    let ways = std::mem::take(&mut group.boxes);
    let rest = group.more.take().map(|(_, rest)| rest).unwrap_or_default();
    let n = ways.len() + rest.len();
    group.boxes = promises.collect();
    group.more = Some((format!("Show {n} {}", Facet::Access.plural()), ways.into_iter().chain(rest).collect()));
    group
}

/// Age and distance: one answer each, so they are lists and not boxes.
fn first(answer: &SearchAnswer, area: &Area) -> AnyView {
    let find = &answer.find;
    let counts = answer.found.counts.get(&Facet::Age);
    let chosen = find.age.map(|a| a.years().to_string());
    let ages: Vec<_> = area
        .vocabulary
        .values(Facet::Age)
        .iter()
        .enumerate()
        .map(|(at, value)| {
            let n = counts.and_then(|c| c.get(at)).copied().unwrap_or(0);
            let label = format!("{} ({n})", value.label);
            view! { <option value=value.slug.clone() selected=chosen.as_deref() == Some(value.slug.as_str())>{label}</option> }
        })
        .collect();
    let age_error = message_for(&find.errors, "age")
        .map(|m| view! { <span class="msg" id="age-error"><span class="vh">"Error:"</span>{m}</span> });
    let age_by = age_error.is_some().then_some("age-error");
    let age_class = if age_error.is_some() { "facet field field-error" } else { "facet field" };
    let mut miles: Vec<u16> = SearchQuery::RADII.to_vec();
    if let Some(radius) = find.radius.filter(|r| !miles.contains(r)) {
        miles.push(radius);
        miles.sort_unstable();
    }
    let radii: Vec<_> = miles
        .into_iter()
        .map(|n| {
            let label = if n == 1 { "1 mile".to_owned() } else { format!("{n} miles") };
            view! { <option value=n.to_string() selected=find.radius == Some(n)>{label}</option> }
        })
        .collect();
    let radius_error = message_for(&find.errors, "radius")
        .map(|m| view! { <span class="msg" id="radius-error"><span class="vh">"Error:"</span>{m}</span> });
    let radius_by = radius_error.is_some().then_some("radius-error");
    let radius_class = if radius_error.is_some() { "facet field field-error" } else { "facet field" };
    view! {
        <div class=age_class>
            <label for="age">"How old is your child?"</label>{age_error}
            <select form="find" id="age" name="age" aria-describedby=age_by aria-invalid=age_by.map(|_| "true")><option value="">"Any age"</option>{ages}</select>
        </div>
        <div class=radius_class>
            <label for="radius">"How far can you travel?"</label>{radius_error}
            <select form="find" id="radius" name="radius" aria-describedby=radius_by aria-invalid=radius_by.map(|_| "true")><option value="">"Any distance"</option>{radii}</select>
        </div>
    }
    .into_any()
}

/// How fresh, and in which order.
fn last(find: &SearchQuery) -> AnyView {
    let checked = [
        ("", "At any time"),
        ("3m", "In the last 3 months"),
        ("6m", "In the last 6 months"),
        ("12m", "In the last year"),
    ];
    let chosen = find.checked_months.map(|m| format!("{m}m")).unwrap_or_default();
    let checked: Vec<_> = checked
        .into_iter()
        .map(|(value, label)| view! { <option value=value selected=value == chosen>{label}</option> })
        .collect();
    let sorts: Vec<_> = SortOrder::ALL
        .into_iter()
        .map(|(sort, value, label)| view! { <option value=value selected=sort == find.sort>{label}</option> })
        .collect();
    let error = message_for(&find.errors, "sort")
        .map(|m| view! { <span class="msg" id="sort-error"><span class="vh">"Error:"</span>{m}</span> });
    let sort_by = error.is_some().then_some("sort-error");
    // What the form has no field for goes along with it.
    let along = |name: &&str| matches!(*name, "untold" | "ignore" | "spelling" | "about" | "explain");
    let untold: Vec<_> = find
        .pairs()
        .into_iter()
        .filter(|(name, _)| along(name))
        .map(|(name, value)| view! { <input form="find" type="hidden" name=name value=value/> })
        .collect();
    view! {
        <div class="facet field"><label for="checked">"When was it checked?"</label><select form="find" id="checked" name="checked">{checked}</select></div>
        <div class="facet field"><label for="sort">"What should come first?"</label>{error}<select form="find" id="sort" name="sort" aria-describedby=sort_by aria-invalid=sort_by.map(|_| "true")>{sorts}</select></div>
        {untold}
    }
    .into_any()
}
