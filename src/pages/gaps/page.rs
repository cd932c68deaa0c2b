//! `/gaps` and `/gaps/{category}`: the coverage matrix, plain sentences first.

use super::inequality::how_unequal;
use super::summary::{in_words, lead, worst_inside};
use super::table::{map, table};
use super::unmet_demand::beside;
use crate::domain::Facet;
use crate::domain::statistics::NeedMeasure;
use crate::gaps::Matrix;
use crate::pages::gap_availability::{kinds, matrix};
use crate::pages::gap_people::{People, people};
use crate::pages::gap_query::GapQuery;
use crate::pages::layout::{PageMeta, answer};
use crate::ui::{NavSection, breadcrumbs, not_understood, select_field};
use crate::web::links::address;
use crate::web::{App, Failure, Pairs, Visitor};
use axum::extract::{Path, State};
use axum::response::Response;
use leptos::prelude::*;

/// All kinds.
///
/// # Errors
/// When the database or the index does not answer.
pub async fn show_gaps(State(app): State<App>, visitor: Visitor, pairs: Pairs) -> Result<Response, Failure> {
    let asked = GapQuery::parse(&pairs, &app);
    let kind = asked.kind.clone();
    let top = app.area.vocabulary.categories.iter().find(|c| Some(&c.slug) == kind.as_ref());
    let title = top.map_or("What’s missing here".to_owned(), |top| format!("What’s missing: {}", top.label));
    show(&app, &visitor, asked, kind.as_deref(), title).await
}

/// One kind, with the kinds inside it.
///
/// # Errors
/// Not found when there is no such kind; broken when the database or the index does not answer.
pub async fn show_gaps_of_kind(
    State(app): State<App>,
    Path(kind): Path<String>,
    visitor: Visitor,
    pairs: Pairs,
) -> Result<Response, Failure> {
    let top = app.area.vocabulary.categories.iter().find(|c| c.slug == kind).ok_or(Failure::NotFound)?;
    let title = format!("What’s missing: {}", top.label);
    let asked = GapQuery::parse(&pairs, &app);
    show(&app, &visitor, asked, Some(&kind), title).await
}

/// What a page is made of.
struct Shown {
    asked: GapQuery,
    top: Option<String>,
    title: String,
    whole: Matrix,
    /// The kinds inside the kinds: overnight breaks hide inside short breaks.
    inside: Matrix,
    by_district: Vec<u64>,
    /// Whether there is anything at all.
    any: bool,
    people: People,
    /// What families looked for and did not find.
    looked_for: Option<Vec<String>>,
}

async fn show(
    app: &App,
    visitor: &Visitor,
    asked: GapQuery,
    top: Option<&str>,
    title: String,
) -> Result<Response, Failure> {
    let loaded = app.evidence().await?;
    let people = people(app, &loaded.evidence, &asked);
    let whole = matrix(app, &asked.find, &people, &kinds(app, top)).await?;
    let inside = match top {
        Some(_) => Matrix::default(),
        None => {
            let every = app.area.vocabulary.values(Facet::Category).iter().filter(|v| v.parent.is_some());
            matrix(app, &asked.find, &people, &every.collect::<Vec<_>>()).await?
        }
    };
    let supplies = app.supplies(&asked.find).await?;
    let about = PageMeta {
        title: format!(
            "{}{title}{}",
            asked.find.errors.first().map(|e| format!("Error: {}. ", e.message)).unwrap_or_default(),
            narrowed_words(app, &asked)
        ),
        door: Some(NavSection::Gaps),
        at_door: top.is_none() && asked.view_pairs().is_empty() && asked.district.is_none(),
        no_index: asked.is_narrowed() || asked.district.is_some(),
        ..PageMeta::default()
    };
    // A page of one kind speaks of that kind: its first row.
    let by_district = match top {
        Some(_) => whole.of_kind(0).map(|c| c.can_use).collect(),
        None => supplies.all.can_use.clone(),
    };
    let any = supplies.all.open > 0;
    let top = top.map(str::to_owned);
    let looked_for = beside(app).await?;
    let shown = Shown { asked, top, title, whole, inside, by_district, any, people, looked_for };
    let app_ = app.clone();
    answer(app, visitor, about, move || page(&app_, &shown)).await
}

fn page(app: &App, shown: &Shown) -> AnyView {
    let Shown { asked, whole, any, .. } = shown;
    let top = shown.top.as_deref();
    let crumbs = top.map(|_| breadcrumbs([("/gaps", "What’s missing here")]));
    let errors: Vec<_> = asked.find.errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect();
    let summary = not_understood(&errors);
    let lead = if *any {
        lead(whole, &shown.by_district, top.is_some())
    } else {
        "No listings yet, so we cannot say what is missing.".to_owned()
    };
    let title = shown.title.clone();
    let parts = any.then(|| {
        view! {
            {in_words(app, asked, top, whole)}
            {map(app, asked, top, &shown.by_district)}
            {table(app, asked, top, whole)}
            {how_unequal(whole, &shown.by_district)}
            {worst_inside(asked, &shown.inside)}
            {not_found(shown.looked_for.as_deref())}
            {shown.people.section(app)}
        }
    });
    view! {
        {crumbs}
        {summary}
        <h1>{title}</h1>
        <p class="big-say">{lead}</p>
        {filters(app, asked, top)}
        {parts}
        {more_views(asked, top)}
        <div class="prose flow section-gap">
            <h2>"How we count"</h2>
            <p>"We count a service where it says it takes families, not where its office is. “None” means that nobody has told us of any: it may be there all the same. Services that are not open are not counted."</p>
            <p>"The law says that a local offer must not be only a list. It must show what is missing, so that it can be put right: the SEND Code of Practice, chapter 4."</p>
            <p class="links"><a href="/about/data">"Where our facts come from"</a></p>
        </div>
    }
    .into_any()
}

/// What families looked for and did not find, beside what is there.
fn not_found(lines: Option<&[String]>) -> Option<AnyView> {
    let items: Vec<_> = lines?.iter().map(|line| view! { <li>{line.clone()}</li> }).collect();
    Some(
        view! {
            <section class="section-gap flow" aria-labelledby="looked-for">
                <h2 id="looked-for">"What families look for and do not find"</h2>
                <ul>{items}</ul>
                <p class="links"><a href="/gaps/asked">"All that was looked for"</a></p>
            </section>
        }
        .into_any(),
    )
}

/// What narrows the matrix, for its title: every page has one of its own.
pub fn narrowed_words(app: &App, asked: &GapQuery) -> String {
    let mut words: Vec<String> = asked.district.iter().map(|d| app.area.district_name(d).to_owned()).collect();
    for facet in [Facet::Need, Facet::Level] {
        words.extend(asked.find.chosen(facet).iter().map(|v| app.area.vocabulary.label(facet, v).to_owned()));
    }
    words.extend(asked.find.age.map(|age| format!("age {}", age.years())));
    if asked.per != NeedMeasure::Children {
        words.push(format!("for {}", asked.per.words()));
    }
    if words.is_empty() { String::new() } else { format!(", {}", words.join(", ")) }
}

/// The lists to choose from. On the page of one kind the kind is in its address.
fn filters(app: &App, asked: &GapQuery, top: Option<&str>) -> AnyView {
    let action = top.filter(|_| asked.kind.is_none()).map_or("/gaps".to_owned(), |top| format!("/gaps/{top}"));
    let errors = &asked.find.errors;
    let of = |facet: Facet| {
        app.area.vocabulary.values(facet).iter().map(|v| (v.slug.clone(), v.label.clone())).collect::<Vec<_>>()
    };
    let one = |facet: Facet| asked.find.chosen(facet).first().map(String::as_str);
    let kinds = (action == "/gaps").then(|| {
        let tops = app.area.vocabulary.categories.iter().map(|c| (c.slug.clone(), c.label.clone())).collect();
        select_field("kind", "Kind of help", Some("All kinds"), tops, asked.kind.as_deref(), errors)
    });
    let age = asked.find.age.map(|a| a.years().to_string());
    let sorts = vec![("missing".to_owned(), "Missing in most districts first".to_owned())];
    let sort = asked.missing_first.then_some("missing");
    let short = |m: NeedMeasure| match m {
        NeedMeasure::Children => "Children",
        NeedMeasure::SenSupport => "With SEN support",
        NeedMeasure::EhcPlans => "With an EHC plan",
    };
    let per = NeedMeasure::ALL.map(|m| (m.value().to_owned(), short(m).to_owned()));
    view! {
        <form class="card gap-filters" action=action method="get" aria-label="Change what is counted">
            {kinds}
            {select_field("district", "District", Some("All districts"), of(Facet::District), asked.district.as_deref(), errors)}
            {select_field("need", "What is hard for the child", Some("Any need"), of(Facet::Need), one(Facet::Need), errors)}
            {select_field("level", "Who it is open to", Some("Anyone"), of(Facet::Level), one(Facet::Level), errors)}
            {select_field("age", "Age", Some("Any age"), of(Facet::Age), age.as_deref(), errors)}
            {select_field("per", "For every 1,000", None, per.to_vec(), Some(asked.per.value()), errors)}
            {select_field("sort", "Order", Some("In the usual order"), sorts, sort, errors)}
            <p><button class="btn">"Show"</button></p>
        </form>
    }
    .into_any()
}

/// The other ways to look at the same, and to take it away.
fn more_views(asked: &GapQuery, top: Option<&str>) -> AnyView {
    let mut pairs = asked.view_pairs();
    pairs.extend(top.map(|top| ("kind", top.to_owned())));
    let (csv, json) = (address("/gaps.csv", &pairs), address("/gaps.json", &pairs));
    let sheet = address("/gaps/sheet", &pairs);
    view! {
        <nav class="section-gap" aria-labelledby="more-views">
            <h2 id="more-views">"More ways to look at it"</h2>
            <ul class="gaps-inside">
                <li><a href=sheet>"One sheet to print"</a></li>
                <li><a href="/gaps/compare">"Compare two districts"</a></li>
                <li><a href="/waiting-times">"How long families wait"</a></li>
                <li><a href="/gaps/how-far">"How far families have to go"</a></li>
                <li><a href="/gaps/rules">"Rules that differ from place to place"</a></li>
                <li><a href="/gaps/history">"What has changed since last year"</a></li>
                <li><a href="/gaps/asked">"What families look for and do not find"</a></li>
            </ul>
            <p class="links row section-gap"><a href=csv>"Take the table away (CSV)"</a>" "<a href=json>"The same for programs (JSON)"</a></p>
        </nav>
    }
    .into_any()
}
