//! `/gaps/how-far`: how far families have to go, in words, as a table and to take away.

use crate::domain::Facet;
use crate::domain::wording::{count, number};
use crate::gaps::travel::FAR_MILES;
use crate::pages::export::{DataTable, TableSource};
use crate::pages::gap_query::GapQuery;
use crate::pages::gap_travel::{Travel, TravelCell, miles, travel};
use crate::pages::layout::{PageMeta, answer};
use crate::ui::{NavSection, breadcrumbs, not_understood, scroll_table, select_field};
use crate::web::links::address;
use crate::web::{App, Failure, Pairs, Visitor};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;
use serde_json::{Value, json};

/// The most lines of the list of the worst served.
const WORST: usize = 12;

/// The page.
///
/// # Errors
/// When the database or the index does not answer.
pub async fn show_travel(State(app): State<App>, visitor: Visitor, pairs: Pairs) -> Result<Response, Failure> {
    let asked = GapQuery::parse(&pairs, &app);
    let found = travel(&app, &asked).await?;
    let error = asked.find.errors.first().map(|e| format!("Error: {}. ", e.message)).unwrap_or_default();
    let kind =
        asked.kind.as_ref().map(|k| format!(": {}", app.area.vocabulary.label(Facet::Category, k))).unwrap_or_default();
    let title = format!("How far families have to go{kind}");
    let about = PageMeta {
        title: format!("{error}{title}"),
        door: Some(NavSection::Gaps),
        no_index: asked.is_narrowed() || asked.kind.is_some(),
        ..PageMeta::default()
    };
    let app_ = app.clone();
    answer(&app, &visitor, about, move || page(&app_, &asked, &found, title)).await
}

fn page(app: &App, asked: &GapQuery, found: &Travel, title: String) -> AnyView {
    let errors: Vec<_> = asked.find.errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect();
    // Where something comes to the family, by phone or to their home, nobody has to go.
    let mut worst: Vec<&TravelCell> =
        found.cells.iter().filter(|c| c.burden.mean.is_some() && c.without_place == 0).collect();
    worst.sort_by(|a, b| b.burden.mean.unwrap_or(0.0).total_cmp(&a.burden.mean.unwrap_or(0.0)));
    let lead = match worst.first() {
        Some(cell) => lead(app, found, cell),
        None => "Something of every kind comes by phone, online or to your home.".to_owned(),
    };
    let items: Vec<_> = worst.iter().take(WORST).map(|c| line(app, asked, found, c)).collect();
    let list = (!items.is_empty()).then(|| view! {
        <section class="section-gap flow" aria-labelledby="worst"><h2 id="worst">"The longest ways"</h2><p>"Where nothing comes by phone, online or to your home, so that families have to go:"</p><ol>{items}</ol></section>
    });
    let mut pairs = asked.pairs();
    pairs.extend(asked.kind.iter().map(|k| ("kind", k.clone())));
    let (csv, json) = (address("/gaps/how-far.csv", &pairs), address("/gaps/how-far.json", &pairs));
    let source = app.area.homes.source.clone();
    let far = number(FAR_MILES);
    view! {
        {breadcrumbs([("/gaps", "What’s missing here")])}
        {not_understood(&errors)}
        <h1>{title}</h1>
        <p class="big-say">{lead}</p>
        {filters(app, asked)}
        {list}
        {table(app, asked, found)}
        <p class="links row section-gap"><a href=csv>"Take the table away (CSV)"</a>" "<a href=json>"The same for programs (JSON)"</a></p>
        <div class="prose flow section-gap">
            <h2>"How we measure"</h2>
            <p>"Each district’s children are put at ten points where their homes are. From each point we measure to the nearest place of that kind that says it takes families from that district. The mean is over the children. Miles are in a straight line: by road it is further."</p>
            <p>{format!("Services by phone, online or at your home have no way to go and are not measured. “Far” is more than {far} miles.")}</p>
            <p class="small quiet">"Where children live: "{source}"."</p>
        </div>
    }
    .into_any()
}

fn lead(app: &App, found: &Travel, cell: &TravelCell) -> String {
    let of_kind = found.cells.iter().filter(|c| c.kind == cell.kind && c.burden.mean.is_some());
    let least = of_kind.min_by(|a, b| a.burden.mean.unwrap_or(0.0).total_cmp(&b.burden.mean.unwrap_or(0.0)));
    let kind = &found.kinds[cell.kind].1;
    let name = |c: &TravelCell| app.area.districts[c.district].name.clone();
    let said = format!(
        "{kind}: children in {} live {} from the nearest they can use.",
        name(cell),
        miles(cell.burden.mean.unwrap_or(0.0))
    );
    match least.filter(|l| l.district != cell.district) {
        Some(least) => format!("{said} In {} it is {}.", name(least), miles(least.burden.mean.unwrap_or(0.0))),
        None => said,
    }
}

fn line(app: &App, asked: &GapQuery, found: &Travel, cell: &TravelCell) -> AnyView {
    let district = &app.area.districts[cell.district].name;
    let kind = found.kinds[cell.kind].1.clone();
    let share = (cell.burden.far_share * 100.0).round();
    let far = if share > 0.0 {
        format!(", and {share} in 100 children live further than {} miles away", number(FAR_MILES))
    } else {
        String::new()
    };
    let said = format!(
        ": {} on average from homes in {district}, {} from the furthest{far}.",
        miles(cell.burden.mean.unwrap_or(0.0)),
        miles(cell.burden.furthest.unwrap_or(0.0))
    );
    let href = proof(app, asked, found, cell);
    view! { <li><a href=href>{kind}<span class="vh">{format!(" in {district}")}</span></a>{said}</li> }.into_any()
}

/// The search that shows what was measured to, the nearest first.
fn proof(app: &App, asked: &GapQuery, found: &Travel, cell: &TravelCell) -> String {
    let district = &app.area.districts[cell.district];
    let mut pairs = vec![
        ("where", district.name.clone()),
        ("district", district.slug.clone()),
        ("category", found.kinds[cell.kind].0.clone()),
    ];
    pairs.extend(asked.pairs());
    pairs.push(("sort", "nearest".to_owned()));
    address("/search", &pairs)
}

fn table(app: &App, asked: &GapQuery, found: &Travel) -> AnyView {
    let rows = found.kinds.iter().enumerate().map(|(k, (slug, label))| {
        let mut pairs = vec![("kind", slug.clone())];
        pairs.extend(asked.pairs());
        let href = address("/gaps/how-far", &pairs);
        let head = if asked.kind.is_none() {
            view! { <a href=href>{label.clone()}</a> }.into_any()
        } else {
            label.clone().into_any()
        };
        let cells = (0..app.area.districts.len()).filter_map(|d| found.cell(d, k)).map(|c| {
            let href = proof(app, asked, found, c);
            let (said, class) = match c.burden.mean {
                Some(mean) => (number(mean), ""),
                None if c.can_use > 0 => ("No place".to_owned(), ""),
                None => ("None".to_owned(), "gap"),
            };
            let afar = (c.without_place > 0).then(
                || view! { " "<span class="small quiet">{format!("{} without a place", c.without_place)}</span> },
            );
            view! { <a href=href class=class>{said}</a>{afar} }.into_any()
        });
        (head, cells.collect())
    });
    let mut columns = vec!["Kind of help".to_owned()];
    columns.extend(app.area.districts.iter().map(|d| d.name.clone()));
    view! {
        <div class="card section-gap flow matrix">
            <p>"Each number is the mean of the miles to the nearest place that families can use. “No place” means that all there is comes by phone, online or to your home. “None” means that nothing listed takes families from there."</p>
            {scroll_table("travel", "Miles from home, by district".to_owned(), columns, rows.collect(), true)}
        </div>
    }
    .into_any()
}

fn filters(app: &App, asked: &GapQuery) -> AnyView {
    let errors = &asked.find.errors;
    let of = |facet: Facet| {
        app.area.vocabulary.values(facet).iter().map(|v| (v.slug.clone(), v.label.clone())).collect::<Vec<_>>()
    };
    let one = |facet: Facet| asked.find.chosen(facet).first().map(String::as_str);
    let tops = app.area.vocabulary.categories.iter().map(|c| (c.slug.clone(), c.label.clone())).collect();
    let age = asked.find.age.map(|a| a.years().to_string());
    view! {
        <form class="card gap-filters section-gap" action="/gaps/how-far" method="get" aria-label="Change what is measured">
            {select_field("kind", "Kind of help", Some("All kinds"), tops, asked.kind.as_deref(), errors)}
            {select_field("need", "What is hard for the child", Some("Any need"), of(Facet::Need), one(Facet::Need), errors)}
            {select_field("age", "Age", Some("Any age"), of(Facet::Age), age.as_deref(), errors)}
            <p><button class="btn">"Show"</button></p>
        </form>
    }
    .into_any()
}

/// The same as a table.
///
/// # Errors
/// When the database or the index does not answer.
pub async fn data_table(app: App, pairs: Pairs) -> Result<DataTable, Failure> {
    let asked = GapQuery::parse(&pairs, &app);
    let found = travel(&app, &asked).await?;
    let tenths = |n: Option<f64>| n.map_or(Value::Null, |n| json!((n * 10.0).round() / 10.0));
    let rows = found.cells.iter().map(|c| {
        let said = match c.burden.mean {
            Some(mean) => miles(mean),
            None => format!("{}, none with a place", count(c.can_use, "service", "services")),
        };
        vec![
            json!(app.area.districts[c.district].slug),
            json!(found.kinds[c.kind].0),
            tenths(c.burden.mean),
            tenths(c.burden.furthest),
            json!((c.burden.far_share * 1000.0).round() / 1000.0),
            json!(c.can_use),
            json!(c.without_place),
            json!(said),
        ]
    });
    Ok(DataTable {
        name: "travel",
        columns: vec![
            "district",
            "kind",
            "mean_miles",
            "furthest_miles",
            "share_over_10_miles",
            "can_use",
            "without_place",
            "sentence",
        ],
        rows: rows.collect(),
        sources: vec![TableSource {
            of: "where children live".to_owned(),
            source: app.area.homes.source.clone(),
            year: "2014, 2021".to_owned(),
            licence: "Open Government Licence v3.0".to_owned(),
        }],
    })
}
