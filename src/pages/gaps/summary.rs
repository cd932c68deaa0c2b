//! What is missing, in sentences: for those who see no table, and for those who do.

use super::table::proof;
use crate::domain::wording::{count, list, thousands};
use crate::gaps::{Cell, Matrix, missing};
use crate::pages::gap_query::GapQuery;
use crate::web::App;
use leptos::prelude::*;

/// The most sentences that are shown at once; the table has the rest.
const SENTENCES: usize = 24;

/// Who has most, who has least, and where most kinds are missing.
pub fn lead(whole: &Matrix, by_district: &[u64], one_kind: bool) -> String {
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

/// What is missing, sentence by sentence, each with the search that proves it and a way to tell the council.
pub fn in_words(app: &App, asked: &GapQuery, top: Option<&str>, whole: &Matrix) -> AnyView {
    let wanted = |matrix: &Matrix, cell: &Cell| {
        asked.district.as_ref().is_none_or(|slug| matrix.districts[cell.district].slug == *slug)
    };
    let sentence = |matrix: &Matrix, cell: &Cell| {
        let (district, kind) = (&matrix.districts[cell.district], &matrix.kinds[cell.kind]);
        let said = missing(cell, district, kind);
        let proof = proof(asked, &district.slug, &kind.value);
        let tell = proof.replacen("/search", "/say", 1);
        let about = format!(", {} in {}", kind.label, district.name);
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
pub fn worst_inside(asked: &GapQuery, inside: &Matrix) -> Option<AnyView> {
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
