//! `/gaps` and `/gaps/{category}`: the coverage matrix, plain sentences first.

use super::supply::{Asked, kinds, matrix};
use super::tiles::{Tile, tiles};
use crate::domain::Facet;
use crate::domain::wording::{count, list, thousands};
use crate::gaps::{Cell, Matrix, inequality, missing};
use crate::pages::find::address;
use crate::pages::frame::{About, answer};
use crate::ui::{Door, error_summary, scroll_table};
use crate::web::{App, Failure, Pairs, Visitor};
use axum::extract::{Path, State};
use axum::response::Response;
use leptos::prelude::*;

/// The most sentences that are shown at once; the table has the rest.
const SENTENCES: usize = 24;

/// All kinds.
///
/// # Errors
/// When the database or the index does not answer.
pub async fn all(State(app): State<App>, visitor: Visitor, pairs: Pairs) -> Result<Response, Failure> {
    let asked = Asked::parse(&pairs, &app);
    let kind = asked.kind.clone();
    let top = app.area.vocabulary.categories.iter().find(|c| Some(&c.slug) == kind.as_ref());
    let title = top.map_or("What’s missing here".to_owned(), |top| format!("What’s missing: {}", top.label));
    show(&app, &visitor, asked, kind.as_deref(), title).await
}

/// One kind, with the kinds inside it.
///
/// # Errors
/// Not found when there is no such kind; broken when the database or the index does not answer.
pub async fn one(
    State(app): State<App>,
    Path(kind): Path<String>,
    visitor: Visitor,
    pairs: Pairs,
) -> Result<Response, Failure> {
    let top = app.area.vocabulary.categories.iter().find(|c| c.slug == kind).ok_or(Failure::NotFound)?;
    let title = format!("What’s missing: {}", top.label);
    let asked = Asked::parse(&pairs, &app);
    show(&app, &visitor, asked, Some(&kind), title).await
}

async fn show(
    app: &App,
    visitor: &Visitor,
    asked: Asked,
    top: Option<&str>,
    title: String,
) -> Result<Response, Failure> {
    let whole = matrix(app, &asked.find, &kinds(app, top)).await?;
    // Overnight breaks hide inside short breaks: what is missing among the kinds inside a kind is said too.
    let inside = match top {
        Some(_) => Matrix::default(),
        None => {
            let every = app.area.vocabulary.values(Facet::Category).iter().filter(|v| v.parent.is_some());
            matrix(app, &asked.find, &every.collect::<Vec<_>>()).await?
        }
    };
    let total = app.figures(&asked.find).await?;
    let about = About {
        title: format!(
            "{}{title}{}",
            asked.find.errors.first().map(|e| format!("Error: {}. ", e.message)).unwrap_or_default(),
            narrowed_words(app, &asked)
        ),
        door: Some(Door::Gaps),
        at_door: top.is_none() && asked.pairs().is_empty() && asked.district.is_none(),
        no_index: asked.is_narrowed() || asked.district.is_some(),
        ..About::default()
    };
    let top = top.map(str::to_owned);
    let app_ = app.clone();
    // A page of one kind speaks of that kind: its first row.
    let by_district = match top {
        Some(_) => whole.of_kind(0).map(|c| c.can_use).collect(),
        None => total.counts.get(&Facet::District).cloned().unwrap_or_default(),
    };
    let any = total.total > 0;
    answer(app, visitor, about, move || page(&app_, &asked, top.as_deref(), title, &whole, &inside, &by_district, any))
        .await
}

#[expect(clippy::too_many_arguments, reason = "one view, put together from what was asked and what was found")]
fn page(
    app: &App,
    asked: &Asked,
    top: Option<&str>,
    title: String,
    whole: &Matrix,
    inside: &Matrix,
    by_district: &[u64],
    any: bool,
) -> AnyView {
    let crumbs = top.map(|_| {
        view! { <nav class="crumbs" aria-label="Back to"><ol class="plain"><li><a href="/">"Home"</a></li><li><a href="/gaps">"What’s missing here"</a></li></ol></nav> }
    });
    let errors: Vec<_> = asked.find.errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect();
    let summary = error_summary("We did not understand all of that", &errors);
    let lead = if any {
        lead(whole, by_district, top.is_some())
    } else {
        "No listings yet, so we cannot say what is missing.".to_owned()
    };
    let map = any.then(|| map(app, asked, top, by_district));
    let words = any.then(|| in_words(app, asked, top, whole));
    let closer = any.then(|| worst_inside(asked, inside));
    let table = any.then(|| table(asked, whole));
    let take = take_away(asked, top);
    let unequal = (any && top.is_none()).then(|| how_unequal(whole, by_district));
    view! {
        {crumbs}
        {summary}
        <h1>{title}</h1>
        <p class="big-say">{lead}</p>
        {filters(app, asked, top)}
        {words}
        {map}
        {table}
        {unequal}
        {closer}
        {take}
        <div class="prose flow section-gap">
            <h2>"How we count"</h2>
            <p>"We count a service where it says it takes families, not where its office is. “None” means that nobody has told us of any: it may be there all the same. Services that are not open are not counted."</p>
            <p>"Children and young people are those from birth to 25 at the Census of 2021 (Office for National Statistics). A rate is the number of services for every 1,000 of them."</p>
            <p>"The law says that a local offer must not be only a list. It must show what is missing, so that it can be put right: the SEND Code of Practice, chapter 4."</p>
            <p class="links"><a href="/about/data">"Where our facts come from"</a></p>
        </div>
    }
    .into_any()
}

/// Who has most, who has least, and where most kinds are missing.
fn lead(whole: &Matrix, by_district: &[u64], one_kind: bool) -> String {
    let named: Vec<_> = whole.districts.iter().zip(by_district).collect();
    let (Some(most), Some(fewest)) = (named.iter().max_by_key(|(_, n)| **n), named.iter().min_by_key(|(_, n)| **n))
    else {
        return String::new();
    };
    let of_kind = if one_kind { " of this kind" } else { "" };
    let mut said = if most.1 == fewest.1 {
        format!("Families in every district can use the same number of services{of_kind}.")
    } else {
        format!(
            "A family in {} can use {}{of_kind}. A family in {} can use {}.",
            most.0.name,
            count(*most.1, "service", "services"),
            fewest.0.name,
            if *fewest.1 == 0 { "none".to_owned() } else { thousands(*fewest.1) }
        )
    };
    let gaps = whole.gaps();
    let worst = gaps.iter().copied().max().unwrap_or(0);
    if worst > 0 && whole.kinds.len() > 1 {
        let names: Vec<String> =
            whole.districts.iter().zip(&gaps).filter(|(_, n)| **n == worst).map(|(d, _)| d.name.clone()).collect();
        let kinds = match one_kind {
            true => format!("{} of the kinds inside it", worst),
            false => count(worst as u64, "kind of help", "kinds of help"),
        };
        let has = if names.len() == 1 { "has" } else { "have" };
        said.push_str(&format!(" {} {has} nothing listed for {kinds}.", list(&names)));
    }
    said
}

/// What narrows the matrix, for its title: every page has one of its own.
fn narrowed_words(app: &App, asked: &Asked) -> String {
    let mut words: Vec<String> = asked.district.iter().map(|d| app.area.district_name(d).to_owned()).collect();
    for facet in [Facet::Need, Facet::Level] {
        words.extend(asked.find.chosen(facet).iter().map(|v| app.area.vocabulary.label(facet, v).to_owned()));
    }
    words.extend(asked.find.age.map(|age| format!("age {}", age.years())));
    if words.is_empty() { String::new() } else { format!(", {}", words.join(", ")) }
}

fn filters(app: &App, asked: &Asked, top: Option<&str>) -> AnyView {
    let action = top.filter(|_| asked.kind.is_none()).map_or("/gaps".to_owned(), |top| format!("/gaps/{top}"));
    let choose = |facet: Facet, any: &'static str, chosen: Option<String>| {
        let options: Vec<_> = app
            .area
            .vocabulary
            .values(facet)
            .iter()
            .map(|v| {
                let selected = chosen.as_deref() == Some(v.slug.as_str());
                view! { <option value=v.slug.clone() selected=selected>{v.label.clone()}</option> }
            })
            .collect();
        view! { <option value="">{any}</option>{options} }
    };
    let one = |facet: Facet| asked.find.chosen(facet).first().cloned();
    let sorts = [("", "In the usual order"), ("missing", "Missing in most districts first")]
        .map(|(value, label)| view! { <option value=value selected=(value == "missing") == asked.missing_first>{label}</option> });
    // On the page of one kind the kind is in its address.
    let kinds = (action == "/gaps").then(|| {
        let each: Vec<_> = app
            .area
            .vocabulary
            .categories
            .iter()
            .map(|c| {
                let selected = asked.kind.as_deref() == Some(c.slug.as_str());
                view! { <option value=c.slug.clone() selected=selected>{c.label.clone()}</option> }
            })
            .collect();
        view! { <div class="field"><label for="kind">"Kind of help"</label><select id="kind" name="kind"><option value="">"All kinds"</option>{each}</select></div> }
    });
    view! {
        <form class="card gap-filters" action=action method="get" aria-label="Change what is counted">
            {kinds}
            <div class="field"><label for="district">"District"</label><select id="district" name="district">{choose(Facet::District, "All districts", asked.district.clone())}</select></div>
            <div class="field"><label for="need">"What is hard for the child"</label><select id="need" name="need">{choose(Facet::Need, "Any need", one(Facet::Need))}</select></div>
            <div class="field"><label for="level">"Who it is open to"</label><select id="level" name="level">{choose(Facet::Level, "Anyone", one(Facet::Level))}</select></div>
            <div class="field"><label for="age">"Age"</label><select id="age" name="age">{choose(Facet::Age, "Any age", asked.find.age.map(|a| a.years().to_string()))}</select></div>
            <div class="field"><label for="sort">"Order"</label><select id="sort" name="sort">{sorts}</select></div>
            <p><button class="btn">"Show"</button></p>
        </form>
    }
    .into_any()
}

/// What is missing, sentence by sentence, each with the search that proves it and a way to tell the council.
fn in_words(app: &App, asked: &Asked, top: Option<&str>, whole: &Matrix) -> AnyView {
    let wanted = |matrix: &Matrix, cell: &Cell| {
        asked.district.as_ref().is_none_or(|slug| matrix.districts[cell.district].slug == *slug)
    };
    let sentence = |matrix: &Matrix, cell: &Cell| {
        let (district, kind) = (&matrix.districts[cell.district], &matrix.kinds[cell.kind]);
        let said = missing(cell, district, kind);
        let proof = proof(asked, &district.slug, &kind.value);
        let tell = proof.replacen("/search", "/say", 1);
        let about = format!(": {} in {}", kind.label, district.name);
        let nearest = cell.nearest.as_ref().map(|n| {
            let (href, name) = (format!("/services/{}", n.slug), n.name.clone());
            view! { <a href=href>{name}</a>" " }
        });
        view! {
            <li><p>{said}</p><p class="links row">{nearest}<a href=proof>"See for yourself"<span class="vh">{about.clone()}</span></a>" "<a href=tell>"Tell the council"<span class="vh">{about}</span></a></p></li>
        }
    };
    let section = |id: &'static str, heading: String, matrix: &Matrix, most: usize| {
        let cells: Vec<&Cell> = matrix.missing().filter(|c| wanted(matrix, c)).collect();
        if cells.is_empty() {
            return None;
        }
        let n = cells.len();
        let items: Vec<_> = cells.into_iter().take(most).map(|c| sentence(matrix, c)).collect();
        let rest = (n > most).then(|| {
            view! { <p class="small quiet">{format!("And {} more: see each kind of help in the table.", n - most)}</p> }
        });
        Some(
            view! { <section aria-labelledby=id class="flow"><h2 id=id>{heading}</h2><ul class="gaps-said plain">{items}</ul>{rest}</section> },
        )
    };
    let place = asked
        .district
        .as_deref()
        .map(|d| format!(" for families in {}", app.area.district_name(d)))
        .unwrap_or_default();
    let first = section("missing", format!("What is missing{place}"), whole, SENTENCES);
    let nothing = first.is_none().then(|| {
        let what = if top.is_some() { "every kind here" } else { "every kind of help" };
        view! { <p>{format!("There is something of {what}{place}.")}</p> }
    });
    view! { {first}{nothing} }.into_any()
}

/// Kinds inside a kind that some districts have and others have nothing of: one line a kind.
fn worst_inside(asked: &Asked, inside: &Matrix) -> Option<AnyView> {
    let lines: Vec<_> = inside
        .kinds
        .iter()
        .enumerate()
        .filter_map(|(k, kind)| {
            let name = |c: &Cell| inside.districts[c.district].name.clone();
            let none: Vec<String> = inside.of_kind(k).filter(|c| c.can_use == 0).map(name).collect();
            let best = inside.of_kind(k).max_by_key(|c| c.can_use).filter(|c| c.can_use > 0)?;
            let here = asked.district.as_ref().is_none_or(|slug| {
                inside.of_kind(k).any(|c| c.can_use == 0 && inside.districts[c.district].slug == *slug)
            });
            if none.is_empty() || !here {
                return None;
            }
            let said =
                format!(": none for families in {}. {} in {}.", list(&none), thousands(best.can_use), name(best));
            let href =
                proof(asked, &inside.districts[inside.of_kind(k).find(|c| c.can_use == 0)?.district].slug, &kind.value);
            Some(view! { <li><a href=href>{kind.label.clone()}</a>{said}</li> })
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section aria-labelledby="inside" class="flow section-gap">
                <h2 id="inside">"Looking closer"</h2>
                <p>"Inside the kinds of help, families in these districts have nothing of:"</p>
                <ul class="gaps-inside">{lines}</ul>
            </section>
        }
        .into_any()
    })
}

fn map(app: &App, asked: &Asked, top: Option<&str>, by_district: &[u64]) -> AnyView {
    let figure = |at: usize| by_district.get(at).copied().unwrap_or(0);
    let each = app.area.districts.iter().enumerate().map(|(at, d)| Tile {
        name: d.name.clone(),
        square: d.tile,
        href: match top {
            Some(top) => proof(asked, &d.slug, top),
            None => format!("/districts/{}", d.slug),
        },
        figure: figure(at),
    });
    let said = "how many services families there can use";
    view! { <section class="card flow section-gap" aria-labelledby="map"><h2 id="map">"District by district"</h2>{tiles(each.collect(), said)}</section> }.into_any()
}

fn table(asked: &Asked, whole: &Matrix) -> AnyView {
    let shown: Vec<usize> = (0..whole.districts.len())
        .filter(|d| asked.district.as_ref().is_none_or(|slug| whole.districts[*d].slug == *slug))
        .collect();
    let mut order: Vec<usize> = (0..whole.kinds.len()).collect();
    if asked.missing_first {
        let none = |k: usize| whole.of_kind(k).filter(|c| c.can_use == 0).count();
        order.sort_by_key(|k| std::cmp::Reverse(none(*k)));
    }
    let rows = order.into_iter().map(|k| {
        let kind = &whole.kinds[k];
        let is_top = !kind.value.is_empty();
        let href = address(&format!("/gaps/{}", kind.value), &asked.pairs());
        let label = kind.label.clone();
        let head = if is_top && whole.kinds.len() > 8 {
            view! { <a href=href>{label}</a> }.into_any()
        } else {
            label.into_any()
        };
        let cells = shown.iter().filter_map(|d| whole.cell(*d, k)).map(|c| cell(asked, whole, c));
        (head, cells.collect())
    });
    let mut columns = vec!["Kind of help".to_owned()];
    columns.extend(shown.iter().map(|d| whole.districts[*d].name.clone()));
    let caption = "What families in each district can use".to_owned();
    view! { <div class="card section-gap flow matrix"><p>"Each number is how many services take families from there, and leads to them. Under it: how many of that kind are based there, and how many there are for every 1,000 children and young people."</p>{scroll_table("matrix", caption, columns, rows.collect(), true)}</div> }
        .into_any()
}

fn cell(asked: &Asked, whole: &Matrix, cell: &Cell) -> AnyView {
    let (district, kind) = (&whole.districts[cell.district], &whole.kinds[cell.kind]);
    let href = proof(asked, &district.slug, &kind.value);
    let figure = if cell.can_use == 0 { "None".to_owned() } else { thousands(cell.can_use) };
    let based = format!("{} based there", thousands(cell.based_here));
    let rate = match cell.per_1000 {
        Some(_) if cell.can_use == 0 => None,
        Some(rate) => Some(format!("{rate:.1} per 1,000")),
        None => Some("children not known".to_owned()),
    };
    let rate = rate.map(|rate| view! { " "<span class="small quiet">{rate}</span> });
    let class = if cell.can_use == 0 { "gap" } else { "" };
    view! { <a href=href class=class>{figure}</a>" "<span class="small quiet">{based}</span>{rate} }.into_any()
}

/// The search that shows what a cell counts.
fn proof(asked: &Asked, district: &str, kind: &str) -> String {
    let mut pairs = vec![("district", district.to_owned()), ("category", kind.to_owned())];
    pairs.extend(asked.pairs());
    address("/search", &pairs)
}

/// A plain sentence first, the numbers after it, and how they were reckoned.
fn how_unequal(whole: &Matrix, by_district: &[u64]) -> Option<AnyView> {
    let rates = inequality::rates(&whole.districts, by_district);
    let both = inequality::extremes(&rates)?;
    let name = |rate: &inequality::Rate| whole.districts[rate.district].name.clone();
    let (best, worst) = (name(&both.best), name(&both.worst));
    let said = match (both.apart, both.times) {
        (false, _) => {
            "For its children, no district has so much more than another that it could not be chance.".to_owned()
        }
        (true, Some(times)) => format!(
            "For every child, a family in {best} can use {times:.1} times as many services as a family in {worst}."
        ),
        (true, None) => format!("A family in {worst} can use nothing; a family in {best} can."),
    };
    let numbers = |rate: &inequality::Rate| {
        format!(
            "{}: {} for {} children and young people, which is {:.1} for every 1,000 (95% interval {:.1} to {:.1})",
            name(rate),
            count(rate.services, "service", "services"),
            thousands(rate.children.into()),
            rate.per_1000,
            rate.low,
            rate.high
        )
    };
    let gini = match inequality::gini(&rates) {
        Some(gini) => format!(
            "Gini coefficient over the districts, weighted by children: {gini:.2} (0 is the same for every child)."
        ),
        None => format!("No Gini coefficient is given: there are fewer than {} services.", inequality::FEWEST_FOR_GINI),
    };
    Some(view! {
        <section class="flow section-gap" aria-labelledby="unequal">
            <h2 id="unequal">"How unequal is it?"</h2>
            <p>{said}</p>
            <ul><li>{numbers(&both.best)}"."</li><li>{numbers(&both.worst)}"."</li><li>{gini}</li></ul>
            <p class="small quiet">"Intervals are exact Poisson limits (Garwood, Biometrika 28, 1936). Districts are not put in order where their intervals overlap. A service that takes families from several districts counts in each."</p>
        </section>
    }
    .into_any())
}

fn take_away(asked: &Asked, top: Option<&str>) -> AnyView {
    let mut pairs = asked.pairs();
    pairs.extend(top.map(|top| ("kind", top.to_owned())));
    let (csv, json) = (address("/gaps.csv", &pairs), address("/gaps.json", &pairs));
    view! {
        <p class="links row section-gap">
            <a href=csv>"Take the table away (CSV)"</a>" "<a href=json>"The same for programs (JSON)"</a>" "<a href="/gaps/compare">"Compare two districts"</a>
        </p>
    }
    .into_any()
}
