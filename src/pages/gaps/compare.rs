//! `/gaps/compare?a=&b=`: "If you lived in Chorley instead of Rossendale".

use crate::domain::wording::{count, list, thousands, within};
use crate::domain::{District, FieldError};
use crate::gaps::Matrix;
use crate::pages::gap_availability::plain_matrix;
use crate::pages::layout::{PageMeta, answer};
use crate::ui::{NavSection, breadcrumbs, not_understood, scroll_table, select_field};
use crate::web::links::address;
use crate::web::{App, Failure, Pairs, Visitor};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

/// Two districts side by side.
///
/// # Errors
/// When the index or the database does not answer.
pub async fn compare_districts(State(app): State<App>, visitor: Visitor, pairs: Pairs) -> Result<Response, Failure> {
    let mut errors = Vec::new();
    let mut district = |field: &'static str| {
        let slug = pairs.first(field).filter(|s| !s.is_empty())?;
        let found = app.area.district(slug).cloned();
        if found.is_none() {
            errors.push(FieldError { field, message: "Choose a district of the list".to_owned() });
        }
        found
    };
    let (a, b) = (district("a"), district("b"));
    // One district says nothing yet: the other is asked for, beside its field.
    for (field, one, other) in [("a", &a, &b), ("b", &b, &a)] {
        if one.is_none() && other.is_some() && errors.is_empty() {
            let message = format!("Choose a district to set beside {}", other.as_ref().map_or("it", |d| &d.name));
            errors.push(FieldError { field, message });
        }
    }
    let whole = plain_matrix(&app).await?;
    let title = match (&a, &b) {
        (Some(a), Some(b)) if a.slug != b.slug => format!("If you lived in {} instead of {}", b.name, a.name),
        _ => "Compare two districts".to_owned(),
    };
    let error = errors.first().map(|e| format!("Error: {}. ", e.message)).unwrap_or_default();
    let about = PageMeta {
        title: format!("{error}{title}"),
        door: Some(NavSection::Gaps),
        no_index: a.is_some(),
        ..PageMeta::default()
    };
    let app_ = app.clone();
    answer(&app, &visitor, about, move || page(&app_, title, a.as_ref(), b.as_ref(), &errors, &whole)).await
}

fn page(
    app: &App,
    title: String,
    a: Option<&District>,
    b: Option<&District>,
    errors: &[FieldError],
    whole: &Matrix,
) -> AnyView {
    let districts: Vec<_> = app.area.districts.iter().map(|d| (d.slug.clone(), d.name.clone())).collect();
    let choose = |name, label, chosen: Option<&District>| {
        let slug = chosen.map(|c| c.slug.as_str());
        select_field(name, label, Some("Choose a district"), districts.clone(), slug, errors)
    };
    let all: Vec<_> = errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect();
    let answer = match (a, b) {
        (Some(a), Some(b)) if a.slug == b.slug => {
            Some(view! { <p class="notice">"Choose two districts that differ."</p> }.into_any())
        }
        (Some(a), Some(b)) => Some(compared(app, a, b, whole)),
        _ => None,
    };
    view! {
        {breadcrumbs([("/gaps", "What’s missing here")])}
        {not_understood(&all)}
        <h1>{title}</h1>
        <form class="card gap-filters" action="/gaps/compare" method="get" aria-label="Choose two districts">
            {choose("a", "Where you live now", a)}
            {choose("b", "Where you might live", b)}
            <p><button class="btn">"Compare"</button></p>
        </form>
        {answer}
    }
    .into_any()
}

fn compared(app: &App, a: &District, b: &District, whole: &Matrix) -> AnyView {
    let at = |d: &District| app.area.districts.iter().position(|x| x.slug == d.slug).unwrap_or(0);
    let (a_at, b_at) = (at(a), at(b));
    let figure = |d: usize, k: usize| whole.cell(d, k).map_or(0, |c| c.can_use);
    let gained: Vec<String> = (0..whole.kinds.len())
        .filter(|k| figure(a_at, *k) == 0 && figure(b_at, *k) > 0)
        .map(|k| within(&whole.kinds[k].label))
        .collect();
    let lost: Vec<String> = (0..whole.kinds.len())
        .filter(|k| figure(a_at, *k) > 0 && figure(b_at, *k) == 0)
        .map(|k| within(&whole.kinds[k].label))
        .collect();
    let (more, fewer) = (0..whole.kinds.len()).fold((0u64, 0u64), |(more, fewer), k| {
        (more + u64::from(figure(b_at, k) > figure(a_at, k)), fewer + u64::from(figure(b_at, k) < figure(a_at, k)))
    });
    let mut said = format!(
        "A family in {} can use more of {} and fewer of {} than a family in {}.",
        b.name,
        count(more, "kind of help", "kinds of help"),
        fewer,
        a.name
    );
    if !gained.is_empty() {
        said.push_str(&format!(" There would be something of what {} has nothing of: {}.", a.name, list(&gained)));
    }
    if !lost.is_empty() {
        said.push_str(&format!(" There would be nothing of: {}.", list(&lost)));
    }
    let link = |d: &District, k: usize| {
        let n = figure(if d.slug == a.slug { a_at } else { b_at }, k);
        let pairs = [("district", d.slug.clone()), ("category", whole.kinds[k].value.clone())];
        let words = if n == 0 { "None".to_owned() } else { thousands(n) };
        view! { <a href=address("/search", &pairs)>{words}</a> }.into_any()
    };
    let rows = (0..whole.kinds.len()).map(|k| {
        let (here, there) = (figure(a_at, k), figure(b_at, k));
        let differs = match there.cmp(&here) {
            std::cmp::Ordering::Equal => "The same".to_owned(),
            std::cmp::Ordering::Greater => format!("{} more", thousands(there - here)),
            std::cmp::Ordering::Less => format!("{} fewer", thousands(here - there)),
        };
        (whole.kinds[k].label.clone().into_any(), vec![link(a, k), link(b, k), differs.into_any()])
    });
    let columns = vec!["Kind of help".to_owned(), a.name.clone(), b.name.clone(), format!("In {}", b.name)];
    let caption = format!("What families can use in {} and in {}", a.name, b.name);
    let children = format!(
        "{} children and young people from birth to 25 live in {}, {} in {} (Census 2021, Office for National Statistics).",
        thousands(a.children_0_25.into()),
        a.name,
        thousands(b.children_0_25.into()),
        b.name
    );
    view! {
        <p class="big-say section-gap">{said}</p>
        <div class="card">{scroll_table("compared", caption, columns, rows.collect(), true)}</div>
        <p class="data-note">{children}</p>
    }
    .into_any()
}
