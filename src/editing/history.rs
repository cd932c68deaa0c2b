//! What changed in a listing, and when: for families without names, for the council with them.

use super::{Field, FieldChange, changes};
use crate::area::Area;
use crate::domain::clock::day;
use crate::domain::{RevisionKind, RevisionSide, Schedule, Service};
use crate::store::Revision;
use jiff::civil::Date;

/// One change that families saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEntry {
    /// The revision it made.
    pub number: i64,
    /// The day; none for how it came.
    pub on: Option<Date>,
    /// The moment, in seconds since 1970.
    pub at: i64,
    /// Whose words they are, for families.
    pub by: &'static str,
    /// Who did it, for the council alone.
    pub who: String,
    /// Why, where somebody said.
    pub note: String,
    /// What changed.
    pub changes: Vec<FieldChange>,
    /// What the change means, in a sentence for each change that has one: "Hours cut from 78 to 50 a week".
    pub said: Vec<String>,
}

/// The changes of a listing, the newest first. What was taken back within ten minutes is left out: nobody relied on it.
pub fn entries(revisions: &[Revision], area: &Area) -> Vec<HistoryEntry> {
    let seen: Vec<&Revision> = revisions.iter().filter(|r| !r.undone).collect();
    let mut entries: Vec<HistoryEntry> = Vec::new();
    for (n, revision) in seen.iter().enumerate() {
        let before = n.checked_sub(1).and_then(|n| seen.get(n)).map(|r| &r.service);
        let changes = if before.is_none() { Vec::new() } else { changes(before, &revision.service, area) };
        if before.is_some() && changes.is_empty() {
            continue;
        }
        let said = before.map(|b| changes.iter().filter_map(|c| sentence(c, b, &revision.service)).collect());
        entries.push(HistoryEntry {
            number: revision.number,
            on: (revision.at > 0).then(|| day(revision.at)),
            at: revision.at,
            by: by(revision),
            who: revision.who.clone(),
            note: revision.note.clone(),
            changes,
            said: said.unwrap_or_default(),
        });
    }
    entries.reverse();
    entries
}

fn by(revision: &Revision) -> &'static str {
    match (revision.kind, revision.side) {
        (RevisionKind::RollBack, _) => "The council put back what was there before",
        (RevisionKind::Ended, _) => "Its last day had passed",
        (RevisionKind::Start, _) => "How it first came here",
        (_, RevisionSide::Provider) => "From the people who run it, read by the council",
        (_, RevisionSide::Council) => "From the council",
        (_, RevisionSide::Source) => "From where we get the listing",
    }
}

/// A change in one sentence, where there is something to compute or to say in few words.
fn sentence(change: &FieldChange, before: &Service, after: &Service) -> Option<String> {
    match change.field {
        Field::Schedules => {
            let (old, new) = (weekly(&before.schedules)?, weekly(&after.schedules)?);
            let word = match old.cmp(&new) {
                std::cmp::Ordering::Greater => "cut",
                std::cmp::Ordering::Less => "raised",
                std::cmp::Ordering::Equal => return None,
            };
            Some(format!("Hours {word} from {} to {} a week", hours(old), hours(new)))
        }
        field => match (&change.before[..], &change.after[..]) {
            ([], [new]) if new.len() <= 80 => Some(format!("{}: now told, “{new}”", field.label())),
            ([old], [new]) if old.len() + new.len() <= 120 => {
                Some(format!("{} changed from “{old}” to “{new}”", field.label()))
            }
            (_, []) => Some(format!("{}: no longer told", field.label())),
            _ => None,
        },
    }
}

/// Minutes a week; none where a session has no days or no times.
fn weekly(schedules: &[Schedule]) -> Option<u32> {
    let minutes = |text: &str| {
        let mut parts = text.split(':').map(|p| p.parse::<u32>().ok());
        Some(parts.next()?? * 60 + parts.next()??)
    };
    let mut all = 0;
    for schedule in schedules {
        let (opens, closes) = (minutes(schedule.opens.as_deref()?)?, minutes(schedule.closes.as_deref()?)?);
        // A night ends on the next day.
        let closes = if closes <= opens { closes + 24 * 60 } else { closes };
        let days = u32::try_from(schedule.days.len()).ok().filter(|d| *d > 0)?;
        all += days * closes.checked_sub(opens)?;
    }
    (all > 0).then_some(all)
}

fn hours(minutes: u32) -> String {
    crate::domain::wording::number(f64::from(minutes) / 60.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{area, service};

    fn revision(number: i64, service: Service, undone: bool) -> Revision {
        Revision {
            number,
            at: 1_772_400_000 + number,
            kind: RevisionKind::Edit,
            side: RevisionSide::Provider,
            who: "x@example.org".into(),
            note: String::new(),
            service,
            undone,
        }
    }

    fn open(days: &[&str], opens: &str, closes: &str) -> Schedule {
        let days = days.iter().map(|d| (*d).to_owned()).collect();
        Schedule { days, opens: Some(opens.into()), closes: Some(closes.into()), note: None }
    }

    #[test]
    fn says_that_hours_were_cut_and_leaves_out_what_was_taken_back() {
        let mut first = service("Library");
        first.schedules = vec![open(&Schedule::DAYS[..6], "08:00", "21:00")];
        let mut mistake = first.clone();
        mistake.name = "Lirbary".into();
        let mut cut = first.clone();
        cut.schedules = vec![open(&Schedule::DAYS[..5], "09:00", "19:00")];
        let all = [
            revision(1, first.clone(), false),
            revision(2, mistake, true),
            revision(3, first, true),
            revision(4, cut, false),
        ];
        let entries = entries(&all, &area());
        assert_eq!(entries.iter().map(|e| e.number).collect::<Vec<_>>(), [4, 1]);
        assert_eq!(entries[0].said, ["Hours cut from 78 to 50 a week"]);
        assert_eq!(entries[0].on, Some(jiff::civil::date(2026, 3, 1)));
    }
}
