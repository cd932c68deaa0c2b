//! A cell in words: what a reader who sees no table understands.

use super::matrix::{Cell, DistrictRow, Nearest, ServiceKind};
use crate::domain::wording::{self, count, miles};

/// What is missing, where the nearest is, and what it says: "Nothing under “Overnight breaks” takes families from
/// Rossendale. The nearest is …".
pub fn missing(cell: &Cell, district: &DistrictRow, kind: &ServiceKind) -> String {
    let mut said = format!("Nothing listed under “{}” says that it takes families from {}.", kind.label, district.name);
    match &cell.nearest {
        Some(nearest) => said.push_str(&format!(" {}", nearest_words(nearest, district))),
        None => said.push_str(" We know of none with an address anywhere in the area."),
    }
    said
}

fn nearest_words(nearest: &Nearest, district: &DistrictRow) -> String {
    let place = nearest.place.as_ref().map(|p| format!(" in {p}")).unwrap_or_default();
    let says = if nearest.told {
        format!("It says that it does not take families from {}.", district.name)
    } else {
        "It has not told us whether it would.".to_owned()
    };
    format!("The nearest is {}{place}, {} away. {says}", nearest.name, miles(nearest.miles))
}

/// What there is, and how much that is: "7 services take families from Burnley, 5 of them based there: 0.2 for every
/// 1,000 children and young people".
pub fn present(cell: &Cell, district: &DistrictRow, per: &str) -> String {
    let takes = if cell.can_use == 1 { "takes" } else { "take" };
    let mut said = format!("{} {takes} families from {}", count(cell.can_use, "service", "services"), district.name);
    match cell.based_here {
        0 => said.push_str(", none of this kind based there"),
        n => said.push_str(&format!(", and {} based there", count(n, "is", "are").replacen(' ', " of this kind ", 1))),
    }
    match cell.per_1000 {
        Some(rate) => said.push_str(&format!(": {} for every 1,000 {per}.", wording::rate(rate))),
        None => said.push_str(&format!(". How many {per} there are is not known.")),
    }
    said
}

/// Where a district stands beside the others, by their numbers alone: a count of three is no rank.
pub fn standing_words(more: usize, fewer: usize) -> String {
    let districts = |n: usize| match n {
        0 => "none has".to_owned(),
        1 => "1 has".to_owned(),
        n => format!("{n} have"),
    };
    match (more, fewer) {
        (0, 0) => "The same in all".to_owned(),
        (more, fewer) => format!("{} more, {} fewer", districts(more), districts(fewer)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_says_what_is_nearest_and_what_it_told_us() {
        let district = DistrictRow {
            slug: "r".into(),
            name: "Rossendale".into(),
            code: String::new(),
            children: Some(10),
            people: None,
        };
        let kind = ServiceKind { value: "overnight-breaks".into(), label: "Overnight breaks".into() };
        let nearest = |told| Nearest {
            name: "Night House".into(),
            slug: "n".into(),
            place: Some("Burnley".into()),
            miles: 8.7,
            told,
        };
        let cell = |nearest| Cell { district: 0, kind: 0, can_use: 0, based_here: 0, per_1000: Some(0.0), nearest };
        let silent = missing(&cell(Some(nearest(false))), &district, &kind);
        assert_eq!(
            silent,
            "Nothing listed under “Overnight breaks” says that it takes families from Rossendale. The nearest is Night House in Burnley, 9 miles away. It has not told us whether it would."
        );
        assert!(
            missing(&cell(Some(nearest(true))), &district, &kind).ends_with("does not take families from Rossendale.")
        );
        assert!(missing(&cell(None), &district, &kind).contains("We know of none"));
        let some = Cell { can_use: 7, based_here: 1, per_1000: Some(0.234), ..cell(None) };
        assert_eq!(
            present(&some, &district, "children and young people"),
            "7 services take families from Rossendale, and 1 of this kind is based there: 0.2 for every 1,000 children and young people."
        );
    }
}
