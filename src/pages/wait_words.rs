//! Waits in sentences.

use super::wait_board::{Board, WaitEntry};
use crate::domain::statistics::{PathwayStatus, Wait, WaitMeasure};
use crate::domain::wording::number;
use jiff::civil::Date;

/// Figures further apart than this are of different times, and are not set side by side: about a quarter of a year.
const SAME_TIME_DAYS: i32 = 100;

/// "1 week", "112 weeks", "112 weeks (over 2 years)".
pub fn weeks(n: f64) -> String {
    let said = if (n - 1.0).abs() < 0.05 { "1 week".to_owned() } else { format!("{} weeks", number(n)) };
    // 52 weeks and a bit are a year; parents think in years, figures in weeks.
    match (n / 52.18).floor() as u32 {
        0 => said,
        1 => format!("{said} (over a year)"),
        years => format!("{said} (over {years} years)"),
    }
}

/// A newest figure that may be compared: a median, not too old, of something that takes children.
fn fresh<'a>(entry: &WaitEntry<'a>, measure: WaitMeasure, today: Date) -> Option<(&'a Wait, f64)> {
    if entry.status() == PathwayStatus::Paused {
        return None;
    }
    let wait = entry.measured.iter().find(|m| m.measure == measure)?.now?;
    (!wait.is_old(today)).then_some(wait).zip(wait.median())
}

/// The widest gap between two areas that wait for the same, in weeks: the longest and the shortest.
pub fn widest(board: &Board<'_>, today: Date) -> Option<String> {
    let mut best: Option<(f64, String)> = None;
    let mut slugs: Vec<&str> = board.entries.iter().map(|e| e.pathway.slug.as_str()).collect();
    slugs.dedup();
    for slug in slugs {
        for measure in WaitMeasure::ALL {
            let of = board.entries.iter().filter(|e| e.pathway.slug == slug);
            let mut found: Vec<_> =
                of.filter_map(|e| fresh(e, measure, today).map(|(wait, weeks)| (e, wait, weeks))).collect();
            found.sort_by(|a, b| a.2.total_cmp(&b.2));
            let (Some((short, one, least)), Some((long, other, most))) = (found.first(), found.last()) else {
                continue;
            };
            let apart = one.as_of.until(other.as_of).map_or(i32::MAX, |span| span.get_days().abs());
            if most <= least || apart > SAME_TIME_DAYS {
                continue;
            }
            let gap = most - least;
            if best.as_ref().is_none_or(|(widest, _)| gap > *widest) {
                let said = format!(
                    "{}: in {} half of the children wait longer than {} {}. In {} it is {}.",
                    long.pathway.label,
                    long.area.name,
                    weeks(*most),
                    measure.words(),
                    short.area.name,
                    weeks(*least)
                );
                best = Some((gap, said));
            }
        }
    }
    best.map(|(_, said)| said)
}

/// The shortest wait of all areas for one thing, with the area's name.
pub fn shortest(board: &Board<'_>, pathway: &str, measure: WaitMeasure, today: Date) -> Option<(String, f64)> {
    let of = board.entries.iter().filter(|e| e.pathway.slug == pathway);
    let found = of.filter_map(|e| fresh(e, measure, today).map(|(_, weeks)| (e.area.name.clone(), weeks)));
    found.min_by(|a, b| a.1.total_cmp(&b.1))
}

/// The longest wait of one district's families.
pub fn longest(board: &Board<'_>, today: Date) -> Option<(String, f64)> {
    let all = board.entries.iter().flat_map(|e| {
        WaitMeasure::ALL.into_iter().filter_map(move |m| fresh(e, m, today).map(|(_, weeks)| (e, m, weeks)))
    });
    let (entry, measure, most) = all.max_by(|a, b| a.2.total_cmp(&b.2))?;
    let said = format!("{}, {}", entry.pathway.label, measure.words());
    Some((said, most))
}

/// What families of one district wait longest for, in a sentence.
pub fn lead_for_district(board: &Board<'_>, district: &str, today: Date) -> Option<String> {
    let (said, most) = longest(board, today)?;
    Some(format!(
        "Families in {district} wait longest for: {said}. Half of the children wait longer than {}.",
        weeks(most)
    ))
}

#[cfg(test)]
mod tests {
    use super::weeks;

    #[test]
    fn weeks_are_said_in_years_too_where_they_are_many() {
        assert_eq!(weeks(1.0), "1 week");
        assert_eq!(weeks(18.5), "18.5 weeks");
        assert_eq!(weeks(60.0), "60 weeks (over a year)");
        assert_eq!(weeks(112.0), "112 weeks (over 2 years)");
    }
}
