//! The results: how many, what was chosen, the cards, and a way on when there are few or none.

use super::nearest::FEW;
use super::question::SearchAnswer;
use super::understood::{beyond, doubt, jargon_box, looked_for, put_right, tell, urgent_box};
use super::why::why;
use super::words::card;
use crate::area::Area;
use crate::domain::search_query::Condition;
use crate::domain::wording::{count, list, thousands};
use crate::domain::{Facet, SearchQuery, SortOrder};
use crate::search::Hit;
use crate::ui::{Card, chips};
use crate::web::links::{address, search_with, search_without};
use crate::web::{App, Visitor};
use leptos::prelude::*;
use uuid::Uuid;

/// How many filters the heading names; the others it counts.
const NAMED: usize = 3;

/// Numbers of cards that stand apart from the results: based here and silent, not open, and not open but named.
const BASED_FROM: usize = 100;
const CLOSED_FROM: usize = 200;
const NAMED_FROM: usize = 300;

/// "23 services found for swimming, looking from BB11, Burnley, age 9, and 2 more filters, nearest first": what the number
/// counts. It is heard by itself when filters change.
pub fn heading(answer: &SearchAnswer, area: &Area) -> String {
    let mut said = format!("{} found", count(answer.found.total, "service", "services"));
    if !answer.find.words.is_empty() {
        let words = answer.found.corrected.as_ref().unwrap_or(&answer.find.words);
        said.push_str(&format!(" for {words}"));
    }
    if let Some(from) = &answer.find.from {
        said.push_str(&format!(", looking from {}", from.name));
    }
    let find = &answer.find;
    let labels = find.chosen.iter().flat_map(|(f, values)| values.iter().map(|v| area.vocabulary.label(*f, v)));
    let mut named: Vec<String> = labels.take(NAMED).map(str::to_owned).collect();
    named.extend(find.age.map(|age| format!("age {}", age.years())));
    for name in &named {
        said.push_str(&format!(", {name}"));
    }
    match chosen(answer, area).len().saturating_sub(named.len()) {
        0 => {}
        others if named.is_empty() => said.push_str(&format!(", with {}", count(others as u64, "filter", "filters"))),
        others => said.push_str(&format!(", and {}", count(others as u64, "more filter", "more filters"))),
    }
    let order = order_words(find);
    if order != order_words(&SearchQuery::default()) {
        said.push_str(&format!(", {order}"));
    }
    said
}

/// The section that a search swaps when it is live.
pub fn results(answer: &SearchAnswer, app: &App, visitor: &Visitor, phone: &str) -> AnyView {
    let heading = heading(answer, &app.area);
    let cards = answer
        .found
        .hits
        .iter()
        .enumerate()
        .filter_map(|(n, hit)| shown(answer, app, visitor, hit.id, n + 1, Some(hit)));
    let cards: Vec<_> = cards.collect();
    // They were found by the index alone, and never read before the database went away.
    let unread = answer.found.hits.len() - cards.len();
    let unread = (unread > 0).then(|| {
        let some = count(unread as u64, "of these services", "of these services");
        view! { <p class="notice">{format!("We cannot show {some} just now. Try again in a minute.")}</p> }
    });
    let start = (answer.found.page - 1) * SearchQuery::PER_PAGE as u32 + 1;
    let list = (!cards.is_empty())
        .then(|| view! { <ol class="results plain" role="list" start=start.to_string()>{cards}</ol> });
    let nothing = (answer.found.total == 0).then(|| no_results(answer, app, phone));
    view! {
        <section aria-labelledby="results" class="flow" id="results-section">
            {answer.urgent.as_ref().map(urgent_box)}
            <h2 id="results" tabindex="-1" class="big-say">{heading}</h2>
            {named(answer, app, visitor)}
            {put_right(answer)}
            {beyond(answer, app)}
            {answer.jargon.as_ref().map(jargon_box)}
            {looked_for(answer, app)}
            {chips(chosen(answer, &app.area), clear(&answer.find))}
            {untold(answer)}
            {doubt(answer, phone)}
            {nothing}
            {unread}
            {list}
            {pages(answer)}
            {(answer.found.total > 0).then(|| alternatives(answer))}
            {apart(answer, app, visitor)}
            {(answer.found.total > 0).then(|| not_listed(answer))}
        </section>
    }
    .into_any()
}

fn shown(
    answer: &SearchAnswer,
    app: &App,
    visitor: &Visitor,
    id: Uuid,
    n: usize,
    hit: Option<&Hit>,
) -> Option<AnyView> {
    let service = answer.services.get(&id)?;
    let card = card(service, n, hit.and_then(|h| h.miles), &answer.find, &app.area, app.clock.today());
    let why = hit.filter(|_| answer.find.explain).map(|hit| why(hit, service, &answer.find, app)).unwrap_or_default();
    Some(Card { saved: visitor.list.has(id), back: visitor.address.clone(), why, ..card }.show())
}

/// Those that are not open and were asked for by their whole name: the card says what became of each.
fn named(answer: &SearchAnswer, app: &App, visitor: &Visitor) -> Option<AnyView> {
    let ids = answer.found.named.iter().enumerate();
    let cards: Vec<_> = ids.filter_map(|(n, id)| shown(answer, app, visitor, *id, NAMED_FROM + n, None)).collect();
    let say = match cards.len() {
        0 => return None,
        1 => "This has the name you typed, and it is not open now. It is not counted.",
        _ => "These have the name you typed, and they are not open now. They are not counted.",
    };
    Some(
        view! { <div class="named flow" role="group" aria-labelledby="named"><p id="named"><b>{say}</b></p><ul class="results plain" role="list">{cards}</ul></div> }
            .into_any(),
    )
}

/// What was chosen, each with the address without it.
fn chosen(answer: &SearchAnswer, area: &Area) -> Vec<(String, String)> {
    let find = &answer.find;
    let mut chosen = Vec::new();
    for facet in Facet::ALL {
        for value in find.chosen(facet).iter().filter(|_| facet != Facet::Age) {
            let label = area.vocabulary.label(facet, value);
            let label = if facet == Facet::District { format!("Takes families in {label}") } else { label.to_owned() };
            chosen.push((label, search_without(find, facet.param(), Some(value))));
        }
    }
    if let Some(age) = find.age {
        chosen.push((format!("Age {}", age.years()), search_without(find, "age", None)));
    }
    for promise in &find.promises {
        chosen.push((promise.label().to_owned(), search_without(find, promise.param().0, None)));
    }
    if let Some(radius) = find.radius {
        chosen
            .push((format!("Within {}", count(radius.into(), "mile", "miles")), search_without(find, "radius", None)));
    }
    if let Some(months) = find.checked_months {
        chosen.push((
            format!("Checked in the last {}", count(months.into(), "month", "months")),
            search_without(find, "checked", None),
        ));
    }
    for name in &find.untold {
        chosen.push((
            format!("With those that have not told us {}", untold_words(name)),
            search_without(find, "untold", Some(name)),
        ));
    }
    chosen
}

fn clear(find: &SearchQuery) -> String {
    let kept: Vec<_> = find.pairs().into_iter().filter(|(n, _)| matches!(*n, "q" | "where" | "sort")).collect();
    address("/search", &kept)
}

fn untold_words(param: &str) -> &'static str {
    let facet = Facet::ALL.into_iter().find(|f| f.param() == param).map(Facet::untold_words);
    facet
        .or_else(|| Condition::ALL.into_iter().find(|p| p.param().0 == param).map(Condition::untold_words))
        .unwrap_or("us")
}

/// "23 more have not told us the cost", each with a link that lets them in.
fn untold(answer: &SearchAnswer) -> Option<AnyView> {
    let promised = |name: &str| {
        Facet::ALL.iter().any(|f| f.is_promise() && f.param() == name)
            || Condition::ALL.iter().any(|p| p.param().0 == name)
    };
    let some: Vec<_> = answer
        .found
        .untold
        .iter()
        .filter(|(name, n)| **n > 0 && promised(name))
        .map(|(name, n)| {
            let have = if *n == 1 { "has" } else { "have" };
            let words = format!("{} more {have} not told us {}.", thousands(*n), untold_words(name));
            let show = if *n == 1 { "Show it too" } else { "Show them too" };
            let about = format!(", those that have not told us {}", untold_words(name));
            view! { <p class="links">{words}" "<a href=search_with(&answer.find, "untold", name)>{show}<span class="vh">{about}</span></a></p> }
        })
        .collect();
    (!some.is_empty()).then(|| view! { <div class="untold">{some}</div> }.into_any())
}

/// Says plainly that there is nothing, and what would change it.
fn no_results(answer: &SearchAnswer, app: &App, phone: &str) -> AnyView {
    if !answer.ready {
        return view! { <p class="notice">"We are getting the listings ready. Try again in a minute."</p> }.into_any();
    }
    if app.engine.is_empty() {
        return view! { <p class="notice">"No listings yet. Nothing has been published here so far."</p> }.into_any();
    }
    let find = &answer.find;
    let missing: Vec<String> = answer.found.unanswered.iter().map(|w| format!("“{w}”")).collect();
    let say = if !answer.found.named.is_empty() {
        "Nothing that is open now fits what you asked for.".to_owned()
    } else if missing.is_empty() || find.is_narrowed() {
        "Nothing here fits everything you asked for.".to_owned()
    } else {
        format!("We found nothing about {}.", list(&missing))
    };
    let call = (!phone.is_empty()).then(|| {
        let phone = phone.to_owned();
        view! { <p>"You can also phone "<span dir="ltr">{phone}</span>" and ask. They may know of something that is not here."</p> }
    });
    view! {
        <div class="card warm flow">
            <p class="lead">{say}</p>
            {ways(answer)}
            {find.is_narrowed().then(|| view! { <p class="links"><a href=clear(find)>"Take away all filters"</a></p> })}
            {call}
            <p class="links"><a href=tell(find)>"Tell the council that this is missing"</a></p>
        </div>
    }
    .into_any()
}

/// Each alternative: what changes, and how many there are then.
fn ways(answer: &SearchAnswer) -> Option<AnyView> {
    let ways: Vec<_> = answer
        .alternatives
        .iter()
        .map(|a| {
            let (change, href, n) = (a.change.clone(), a.href.clone(), count(a.count, "service", "services"));
            view! { <li><a href=href>{change}</a>" "<span><b>{n}</b></span></li> }
        })
        .collect();
    (!ways.is_empty())
        .then(|| view! { <p>"Change one thing and keep the rest."</p><ul class="tasks plain">{ways}</ul> }.into_any())
}

/// The nearest alternatives, below a few results.
fn alternatives(answer: &SearchAnswer) -> Option<AnyView> {
    let ways = ways(answer)?;
    let few = answer.found.total < FEW;
    let heading = if few { "Only a few? Look a little further" } else { "Look another way" };
    Some(
        view! { <section class="card calm flow" aria-labelledby="nearest"><h2 id="nearest">{heading}</h2>{ways}</section> }
            .into_any(),
    )
}

fn not_listed(answer: &SearchAnswer) -> AnyView {
    let gaps = answer
        .find
        .chosen(Facet::District)
        .first()
        .map(|d| (format!("/districts/{d}"), "See all there is in this district"));
    let tell = tell(&answer.find);
    let gaps = gaps.map(|(href, words)| view! { <p class="links"><a href=href>{words}</a></p> });
    view! {
        <div class="card warm flow">
            <p>"Not what you need? Change a word or take a filter away. Know a place that is not here?"</p>
            <p class="links"><a href=tell>"Tell the council what is missing"</a></p>
            {gaps}
        </div>
    }
    .into_any()
}

/// Those in no count: based here and silent, and those that are not open.
fn apart(answer: &SearchAnswer, app: &App, visitor: &Visitor) -> Option<AnyView> {
    let found = &answer.found;
    let last = found.page == found.pages;
    let group = |(ids, n): &(Vec<Uuid>, u64), heading: &'static str, say: String, offset: usize| {
        if *n == 0 || !last {
            return None;
        }
        let cards: Vec<_> =
            ids.iter().enumerate().filter_map(|(at, id)| shown(answer, app, visitor, *id, offset + at, None)).collect();
        Some(view! { <h2>{heading}</h2><p>{say}</p><ul class="results plain" role="list">{cards}</ul> }.into_any())
    };
    let silent = found.based_here.1;
    let based = group(
        &found.based_here,
        "Based here; not told to us who can use it",
        format!(
            "{} based here, and we do not know which families can come. Ask before you go. They are not counted above.",
            if silent == 1 { "1 service is".to_owned() } else { format!("{} services are", thousands(silent)) }
        ),
        BASED_FROM,
    );
    let closed = group(
        &found.not_open,
        "Not open now",
        "These would fit, but they are closed for now, have ended or have not started. They are not counted above."
            .to_owned(),
        CLOSED_FROM,
    );
    (based.is_some() || closed.is_some()).then(|| view! { {based}{closed} }.into_any())
}

fn pages(answer: &SearchAnswer) -> Option<AnyView> {
    let (page, pages) = (answer.found.page, answer.found.pages);
    if pages < 2 {
        return None;
    }
    let to = |n: u32| search_with(&answer.find, "page", &n.to_string());
    let near: Vec<u32> = (1..=pages).filter(|n| *n == 1 || *n == pages || n.abs_diff(page) <= 2).collect();
    let mut items = Vec::new();
    let mut before = 0;
    for n in near {
        if n > before + 1 {
            items.push(view! { <li><span class="quiet">"…"</span></li> }.into_any());
        }
        before = n;
        let current = (n == page).then_some("page");
        items.push(
            view! { <li><a href=to(n) aria-current=current aria-label=format!("Page {n}")>{n}</a></li> }.into_any(),
        );
    }
    let previous = (page > 1)
        .then(|| view! { <li><a href=to(page - 1) rel="prev">"Previous"<span class="vh">"page"</span></a></li> });
    let next = (page < pages)
        .then(|| view! { <li><a href=to(page + 1) rel="next">"Next"<span class="vh">"page"</span></a></li> });
    Some(
        view! { <nav class="pages" aria-label="Pages of results"><ul class="plain">{previous}{items}{next}</ul></nav> }
            .into_any(),
    )
}

/// The order, said in words, for the line above the results.
pub fn order_words(find: &SearchQuery) -> &'static str {
    match find.sort {
        SortOrder::Nearest if find.from.is_some() => "nearest first",
        SortOrder::Name => "by name",
        SortOrder::Fresh => "checked most recently first",
        _ => "best answer first",
    }
}
