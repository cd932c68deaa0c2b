//! `/waiting-times`: sentences first, then each pathway with its table.

use crate::area::{Area, Pathway};
use crate::domain::statistics::{PathwayStatus, Wait, WaitMeasure};
use crate::domain::wording::{date, list, number, within};
use crate::domain::{Facet, Statistics};
use crate::pages::layout::{PageMeta, answer};
use crate::pages::wait_board::{Board, Measured, WaitEntry, WaitQuery};
use crate::pages::wait_words::{lead_for_district, shortest, weeks, widest};
use crate::ui::{NavSection, breadcrumbs, not_understood, prose, row_link, scroll_table, select_field};
use crate::web::links::address;
use crate::web::{App, Failure, Pairs, Visitor};
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use leptos::prelude::*;

/// The page.
///
/// # Errors
/// When the database does not answer.
pub async fn show_waits(State(app): State<App>, visitor: Visitor, pairs: Pairs) -> Result<Response, Failure> {
    let asked = WaitQuery::parse(&pairs, &app.area);
    let loaded = app.evidence().await?;
    let mut title = "Waiting times".to_owned();
    if let Some(pathway) = asked.pathway.as_ref().and_then(|p| app.area.pathways.pathway(p)) {
        title.push_str(&format!(": {}", pathway.label));
    }
    if let Some(district) = &asked.district {
        title.push_str(&format!(", {}", app.area.district_name(district)));
    }
    let error = asked.errors.first().map(|e| format!("Error: {}. ", e.message)).unwrap_or_default();
    let about = PageMeta {
        title: format!("{error}{title}"),
        door: Some(NavSection::Gaps),
        no_index: !asked.pairs().is_empty() || !asked.errors.is_empty(),
        ..PageMeta::default()
    };
    let app_ = app.clone();
    answer(&app, &visitor, about, move || page(&app_.area, &asked, &loaded.evidence, title, app_.clock.today())).await
}

fn page(area: &Area, asked: &WaitQuery, evidence: &Statistics, title: String, today: Date) -> AnyView {
    let board = Board::new(area, evidence, asked);
    let errors: Vec<_> = asked.errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect();
    let whole = Board::new(area, evidence, &WaitQuery::default());
    let known = !whole.is_empty();
    let district = asked.district.as_deref().map(|d| area.district_name(d));
    let lead = match district {
        Some(name) => lead_for_district(&board, name, today),
        None => widest(&board, today),
    };
    let lead = lead.map(|said| view! { <p class="big-say">{said}</p> });
    let nothing = (!known).then(|| {
        view! { <p class="lead">"No waiting times have been given to us yet. We show none rather than guess."</p> }
    });
    let warnings = warnings(&board);
    let show = known.then(|| {
        let (csv, json) = (address("/waiting-times.csv", &asked.pairs()), address("/waiting-times.json", &asked.pairs()));
        view! {
            {match district {
                Some(name) => of_district(area, &board, &whole, name, today),
                None => view! { {contents(&board)}{pathways(area, &board, today)} }.into_any(),
            }}
            {who_runs_what(area, asked)}
            <p class="links row section-gap"><a href=csv>"Take the figures away (CSV)"</a>" "<a href=json>"The same for programs (JSON)"</a></p>
        }
    });
    view! {
        {breadcrumbs([("/gaps", "What’s missing here")])}
        {not_understood(&errors)}
        <h1>{title}</h1>
        {warnings}
        {lead}
        {nothing}
        {filters(area, asked)}
        {show}
        {what_you_can_do(area)}
    }
    .into_any()
}

fn filters(area: &Area, asked: &WaitQuery) -> AnyView {
    let districts = area.districts.iter().map(|d| (d.slug.clone(), d.name.clone())).collect();
    let pathways = area.pathways.pathways.iter().map(|p| (p.slug.clone(), p.label.clone())).collect();
    view! {
        <form class="card gap-filters section-gap" action="/waiting-times" method="get" aria-label="Choose which waits are shown">
            {select_field("district", "Where you live", Some("All districts"), districts, asked.district.as_deref(), &asked.errors)}
            {select_field("pathway", "What you wait for", Some("Everything"), pathways, asked.pathway.as_deref(), &asked.errors)}
            <p><button class="btn">"Show"</button></p>
        </form>
    }
    .into_any()
}

/// What takes nobody new, or is about to change: before any number.
fn warnings(board: &Board<'_>) -> Option<AnyView> {
    let items: Vec<_> = board.entries.iter().filter(|e| e.status().is_warning()).map(warning).collect();
    (!items.is_empty()).then(|| {
        view! {
            <section class="advice wide section-gap flow" aria-labelledby="changed">
                <h2 id="changed">"Paused or changing"</h2>
                <ul class="plain notices">{items}</ul>
            </section>
        }
        .into_any()
    })
}

fn warning(entry: &WaitEntry<'_>) -> AnyView {
    let Some(notice) = entry.notices.first() else { return ().into_any() };
    let (what, place, day) = (&entry.pathway.label, &entry.area.name, date(notice.from));
    let said = match notice.status {
        PathwayStatus::Closing => format!("{what} in {place} is closing. Said on {day}."),
        PathwayStatus::NewProvider => format!("{what} in {place} has been run by somebody new since {day}."),
        _ => format!("{what} in {place} has taken nobody new since {day}."),
    };
    let note = notice.note.clone();
    let instead = (!notice.use_instead.is_empty()).then(|| {
        let instead = notice.use_instead.clone();
        view! { <p><b>"What you can do now: "</b>{instead}</p> }
    });
    view! { <li><p><b>{said}</b>" "{note}</p>{instead}<p class="links">{source_link(&notice.source.title, notice.source.url.as_ref())}</p></li> }
        .into_any()
}

fn contents(board: &Board<'_>) -> Option<AnyView> {
    let mut seen: Vec<(&str, &str)> =
        board.entries.iter().map(|e| (e.pathway.slug.as_str(), e.pathway.label.as_str())).collect();
    seen.dedup();
    let items: Vec<_> = seen
        .iter()
        .map(|(slug, label)| view! { <li><a href=format!("#{slug}")>{(*label).to_owned()}</a></li> })
        .collect();
    (items.len() > 2).then(|| {
        view! { <nav class="section-gap" aria-labelledby="on-this-page"><h2 id="on-this-page">"On this page"</h2><ul class="gaps-inside contents">{items}</ul></nav> }.into_any()
    })
}

/// Each pathway with the waits of every area.
fn pathways(area: &Area, board: &Board<'_>, today: Date) -> Vec<AnyView> {
    let of = |slug: &str| board.entries.iter().filter(|e| e.pathway.slug == slug).collect::<Vec<&WaitEntry<'_>>>();
    let all = area.pathways.pathways.iter().map(|p| (p, of(&p.slug))).filter(|(_, entries)| !entries.is_empty());
    all.map(|(pathway, entries)| {
        let (id, label, about) = (pathway.slug.clone(), pathway.label.clone(), pathway.about.clone());
        let heading = format!("{}-heading", pathway.slug);
        let ages = match pathway.ages {
            (0, to) => format!("Up to age {to}."),
            (from, to) => format!("Age {from} to {to}."),
        };
        let tables: Vec<_> =
            pathway.measures().into_iter().map(|m| measure_table(area, pathway, &entries, m, today)).collect();
        view! {
            <section id=id class="section-gap flow waits">
                <h2 id=heading>{label}</h2>
                <p>{about}" "{ages}</p>
                <ul class="plain statuses">{statuses(&entries)}</ul>
                {tables}
                {earlier(&entries)}
                {ways_on(area, pathway)}
            </section>
        }
        .into_any()
    })
    .collect()
}

/// Where a pathway is open and where not, one line for each state.
fn statuses(entries: &[&WaitEntry<'_>]) -> Vec<AnyView> {
    let line = |status: PathwayStatus| {
        let names: Vec<String> = entries
            .iter()
            .filter(|e| e.status() == status)
            .map(|e| match e.notices.first().filter(|_| status.is_warning()) {
                Some(notice) => format!("{} (since {})", e.area.name, date(notice.from)),
                None => e.area.name.clone(),
            })
            .collect();
        (!names.is_empty()).then(|| {
            let class = if status.is_warning() { "warn" } else { "" };
            view! { <li><b class=class>{status.words()}": "</b>{list(&names)}</li> }.into_any()
        })
    };
    PathwayStatus::ALL.into_iter().filter_map(line).collect()
}

fn measure_table(
    area: &Area,
    pathway: &Pathway,
    entries: &[&WaitEntry<'_>],
    measure: WaitMeasure,
    today: Date,
) -> AnyView {
    let rows = entries.iter().filter_map(|entry| {
        let measured = entry.measured.iter().find(|m| m.measure == measure)?;
        let districts: Vec<&str> = entry.area.districts.iter().map(|d| area.district_name(d)).collect();
        let whole = districts.len() == area.districts.len() || districts == [entry.area.name.as_str()];
        // A plain space between two parts is not heard.
        let covers =
            (!whole).then(|| view! { <span class="small quiet">{format!("\u{a0}({})", list(&districts))}</span> });
        let mut cells = vec![entry.run_by().map_or_else(none, |r| r.to_owned().into_any())];
        cells.extend(figures(measured, today));
        Some((view! { {entry.area.name.clone()}{covers} }.into_any(), cells))
    });
    let columns = [
        "Area",
        "Run by",
        "Half wait longer than",
        "1 in 10 wait longer than",
        "Waiting",
        "Seen in 18 weeks",
        "Figure of",
    ];
    let caption = format!("{}, {}", pathway.label, measure.words());
    let id = format!("{}-{}", pathway.slug, measure.value());
    view! { <div class="card">{scroll_table(id, caption, columns.map(str::to_owned).to_vec(), rows.collect(), false)}</div> }.into_any()
}

/// What the families of one district wait for, a card each, beside the shortest wait anywhere.
fn of_district(area: &Area, board: &Board<'_>, whole: &Board<'_>, district: &str, today: Date) -> AnyView {
    let cards: Vec<_> = board
        .entries
        .iter()
        .flat_map(|entry| entry.measured.iter().map(move |measured| waited_for(area, entry, measured, whole, today)))
        .collect();
    let heading = format!("What families in {district} wait for");
    view! {
        <section class="section-gap flow waits" aria-labelledby="of-district">
            <h2 id="of-district">{heading}</h2>
            <ul class="plain rules">{cards}</ul>
        </section>
    }
    .into_any()
}

fn waited_for(area: &Area, entry: &WaitEntry<'_>, measured: &Measured<'_>, whole: &Board<'_>, today: Date) -> AnyView {
    let href = address("/waiting-times", &[("pathway", entry.pathway.slug.clone())]);
    let status = entry.status();
    let class = if status.is_warning() { "warn" } else { "" };
    let own = measured.now.and_then(Wait::median);
    let said = match (own, measured.now) {
        (Some(own), _) => {
            view! { <p class="small">"Half of the children wait longer than"</p><p class="rule">{weeks(own)}</p> }
                .into_any()
        }
        (None, Some(wait)) => view! { <p>{not_published(wait, today)}</p> }.into_any(),
        (None, None) => view! { <p>"Not given to us."</p> }.into_any(),
    };
    let shortest = match shortest(whole, &entry.pathway.slug, measured.measure, today) {
        Some((name, _)) if name == entry.area.name => Some(format!("This is the shortest in {}.", area.name)),
        Some((name, least)) if own.is_none_or(|own| own > least) => {
            Some(format!("Shortest in {}: {}, in {name}.", area.name, weeks(least)))
        }
        _ => None,
    };
    let source = measured.now.map(|wait| view! { <p class="small">{as_of(wait, today)}</p> });
    view! {
        <li class="card">
            <h3><a href=href>{entry.pathway.label.clone()}</a></h3>
            <p class="small">{measured.measure.words()}</p>
            {said}
            {shortest.map(|s| view! { <p>{s}</p> })}
            <p class=class>{status.words()}</p>
            {source}
        </li>
    }
    .into_any()
}

/// The cells of a figure: median, 90th percentile, how many wait, within 18 weeks, and of when it is.
fn figures(measured: &Measured<'_>, today: Date) -> Vec<AnyView> {
    let Some(wait) = measured.now else {
        return vec![view! { "Not given to us" }.into_any(), none(), none(), none(), none()];
    };
    let Some(figures) = &wait.figures else {
        return vec![not_published(wait, today), none(), none(), none(), as_of(wait, today)];
    };
    let said = |n: Option<f64>| n.map_or_else(none, |n| weeks(n).into_any());
    let waiting = figures.waiting.as_ref().map_or_else(none, |count| count.words().into_any());
    let within = figures.within_18_weeks.map_or_else(none, |p| format!("{p} in 100").into_any());
    vec![said(figures.median_weeks), said(figures.p90_weeks), waiting, within, as_of(wait, today)]
}

fn none() -> AnyView {
    view! { <span class="quiet"><span aria-hidden="true">"–"</span><span class="vh">"not told"</span></span> }
        .into_any()
}

fn not_published(wait: &Wait, today: Date) -> AnyView {
    let asked = wait.asked.as_ref().map(|a| view! { " "<span class="small">{a.words(today)}"."</span> });
    view! { <b>"Not published."</b>{asked} }.into_any()
}

/// When the figure was true, and who says so. Old ones say that they are old.
fn as_of(wait: &Wait, today: Date) -> AnyView {
    let old = wait.is_old(today).then(|| view! { " "<b class="old">"Old: do not rely on it."</b> });
    let source = row_link(&wait.row, &wait.source.title);
    view! { {date(wait.as_of)}{old}" "<span class="small">{source}</span> }.into_any()
}

fn source_link(title: &str, url: Option<&String>) -> AnyView {
    let title = format!("Source: {title}");
    match url {
        Some(url) => view! { <a href=url.clone() rel="noreferrer">{title}</a> }.into_any(),
        None => title.into_any(),
    }
}

/// Earlier figures and notices, where there are any.
fn earlier(entries: &[&WaitEntry<'_>]) -> Option<AnyView> {
    let mut lines: Vec<(Date, String)> = Vec::new();
    for entry in entries {
        for notice in entry.notices.iter().skip(1) {
            let note = if notice.note.is_empty() { String::new() } else { format!(" {}", notice.note) };
            lines.push((notice.from, format!("{}: {}.{note}", entry.area.name, notice.status.words())));
        }
        for measured in &entry.measured {
            for wait in &measured.before {
                let median = wait
                    .median()
                    .map_or("not published".to_owned(), |m| format!("half waited longer than {}", weeks(m)));
                lines.push((wait.as_of, format!("{}, {}: {median}.", entry.area.name, measured.measure.words())));
            }
        }
    }
    lines.sort_by(|a, b| b.cmp(a));
    let items: Vec<_> = lines.into_iter().map(|(day, said)| view! { <li>{date(day)}": "{said}</li> }).collect();
    (!items.is_empty()).then(|| {
        let n = items.len();
        view! { <details><summary>{format!("Earlier figures and notices ({n})")}</summary><ul>{items}</ul></details> }
            .into_any()
    })
}

fn ways_on(area: &Area, pathway: &Pathway) -> AnyView {
    let link = |slug: &Option<String>, words: &str| {
        slug.as_ref().map(|slug| {
            let label = within(area.vocabulary.label(Facet::Category, slug));
            let href = format!("/search?category={slug}");
            view! { <a href=href>{format!("{words}: {label}")}</a>" " }
        })
    };
    view! { <p class="links row">{link(&pathway.category, "Who does it")}{link(&pathway.meanwhile, "While you wait")}</p> }.into_any()
}

/// Areas of trusts are not districts: which district belongs to which.
fn who_runs_what(area: &Area, asked: &WaitQuery) -> AnyView {
    let here = |d: &&crate::domain::District| asked.district.as_ref().is_none_or(|slug| d.slug == *slug);
    let rows: Vec<_> = area
        .districts
        .iter()
        .filter(here)
        .map(|d| {
            let mut names: Vec<&str> = Vec::new();
            for pathway in &area.pathways.pathways {
                if let Some(found) = area.pathways.area_for(pathway, &d.slug)
                    && !names.contains(&found.name.as_str())
                {
                    names.push(&found.name);
                }
            }
            let href = format!("/waiting-times?district={}", d.slug);
            let name = d.name.clone();
            (view! { <a href=href>{name}</a> }.into_any(), vec![list(&names).into_any()])
        })
        .collect();
    let columns = vec!["District".to_owned(), "Areas its families belong to".to_owned()];
    view! {
        <section class="section-gap flow">
            <h2 id="whose">"Which area are we in?"</h2>
            <p>"NHS trusts and the council run services for areas of their own. They are not the same as districts. This is general knowledge, and nobody in the NHS has confirmed it to us: ask who referred you if you are not sure."</p>
            <div class="card">{scroll_table("areas", "Districts and the areas of those who run services".to_owned(), columns, rows, false)}</div>
        </section>
    }
    .into_any()
}

fn what_you_can_do(area: &Area) -> AnyView {
    let eighteen = number(18.0);
    view! {
        <div class="prose flow section-gap">
            <h2>"What the words mean"</h2>
            <p>"“Half wait longer than” is the middle of all waits (the median). “1 in 10 wait longer than” is the 90th percentile. “Seen in 18 weeks” is how many of each 100 children waited no longer than "{eighteen}" weeks."</p>
            {prose(&area.texts.waiting)}
        </div>
    }
    .into_any()
}
