//! For how many: the people a rate is computed for, with their year and source.

use super::gap_query::GapQuery;
use crate::domain::statistics::{Count, NeedMeasure, Provenance};
use crate::domain::wording::{inside, list};
use crate::domain::{Facet, Statistics};
use crate::pages::export::TableSource;
use crate::ui::{row_link, scroll_table};
use crate::web::App;
use leptos::prelude::*;

/// Who is counted, district by district.
#[derive(Clone, Debug)]
pub struct People {
    /// Who is counted.
    pub measure: NeedMeasure,
    /// In words: "pupils with SEN support for autism".
    pub words: String,
    /// Of which year; none when nothing has been published.
    pub year: Option<u16>,
    /// Who says so.
    pub source: TableSource,
    /// In the order of the districts: how many, and the line it stands in; no line for the pack's own.
    pub each: Vec<(Count, Option<Provenance>)>,
}

/// The people that an asked matrix is computed for. All of one year: a district without a figure of that year has none.
pub fn people(app: &App, evidence: &Statistics, asked: &GapQuery) -> People {
    let measure = asked.per;
    let need = match asked.find.chosen(Facet::Need) {
        [one] if measure != NeedMeasure::Children => app.area.vocabulary.needs.iter().find(|n| n.slug == *one),
        _ => None,
    };
    let words = match need {
        Some(need) => format!("{} whose main need is {}", measure.words(), need_words(&need.label)),
        None => measure.words().to_owned(),
    };
    let figures = evidence.newest(measure, need.map(|n| n.slug.as_str()));
    if measure == NeedMeasure::Children && figures.is_empty() {
        return census(app, words);
    }
    let of = |slug: &str| {
        let found = figures.iter().find(|f| f.district == slug);
        found.map_or((Count::NotPublished(None), None), |f| (f.count.clone(), Some(f.row.clone())))
    };
    let first = figures.first();
    let mut titles: Vec<&str> = figures.iter().map(|f| f.source.title.as_str()).collect();
    titles.dedup();
    People {
        measure,
        year: first.map(|f| f.year),
        source: TableSource {
            of: "people".to_owned(),
            source: if titles.is_empty() { "not published".to_owned() } else { list(&titles) },
            year: first.map_or_else(String::new, |f| f.year.to_string()),
            licence: first.map_or_else(String::new, |f| f.source.licence.clone()),
        },
        each: app.area.districts.iter().map(|d| of(&d.slug)).collect(),
        words,
    }
}

fn need_words(label: &str) -> String {
    // Acronyms and names keep their capitals.
    let first = label.split(' ').next().unwrap_or_default();
    if first.chars().skip(1).any(char::is_uppercase) { label.to_owned() } else { inside(label).to_lowercase() }
}

/// The area pack's own figure of children, from the Census.
fn census(app: &App, words: String) -> People {
    let known = |n: u32| if n > 0 { Count::new(n) } else { Count::NotPublished(None) };
    People {
        measure: NeedMeasure::Children,
        words,
        year: Some(2021),
        source: TableSource {
            of: "people".to_owned(),
            source: "Census 2021, Office for National Statistics".to_owned(),
            year: "2021".to_owned(),
            licence: "Open Government Licence v3.0".to_owned(),
        },
        each: app.area.districts.iter().map(|d| (known(d.children_0_25), None)).collect(),
    }
}

impl People {
    /// The numbers that may be used in a computation.
    pub fn known(&self) -> Vec<Option<u32>> {
        self.each.iter().map(|(count, _)| count.known().filter(|n| *n > 0)).collect()
    }

    /// Whether no district has a number.
    pub fn is_empty(&self) -> bool {
        self.each.iter().all(|(count, _)| count.known().is_none())
    }

    /// Who is counted, how many there are and who says so.
    pub fn section(&self, app: &App) -> AnyView {
        let today = app.clock.today();
        let rows = app.area.districts.iter().zip(&self.each).map(|(district, (count, row))| {
            let asked = match count {
                Count::NotPublished(Some(asked)) => {
                    Some(view! { " "<span class="small">{asked.words(today)}"."</span> })
                }
                _ => None,
            };
            let source = match row {
                Some(row) => row_link(row, &self.source.source),
                None => self.source.source.clone().into_any(),
            };
            (district.name.clone().into_any(), vec![view! { {count.words()}{asked} }.into_any(), source])
        });
        let year = self.year.map_or_else(String::new, |y| format!(", {y}"));
        let mut name = self.words.clone();
        if let Some(first) = name.get_mut(0..1) {
            first.make_ascii_uppercase();
        }
        let caption = format!("{name}{year}");
        let columns = vec!["District".to_owned(), "How many".to_owned(), "Source".to_owned()];
        let said = match self.is_empty() {
            true => format!(
                "No numbers of {} have been given to us, so no rate is shown. They are not guessed.",
                self.words
            ),
            false => format!("A rate is the number of services for every 1,000 {}.", self.words),
        };
        view! {
            <section class="flow section-gap" aria-labelledby="people">
                <h2 id="people">"For how many"</h2>
                <p>{said}" Fewer than 5 is never shown as a number, so that no child can be made out."</p>
                <details><summary>"The numbers by district"</summary><div class="card people">{scroll_table("people-by-district", caption, columns, rows.collect(), false)}</div></details>
            </section>
        }
        .into_any()
    }
}
