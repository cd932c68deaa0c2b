//! Before beside after, in words.

use super::Field;
use crate::area::Area;
use crate::domain::{Draft, Fact, Service};
use similar::{ChangeTag, TextDiff};
use std::collections::{BTreeMap, BTreeSet};

/// One field that is to be another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// Which.
    pub field: Field,
    /// What families see now, a line each; none when it was not told.
    pub before: Vec<String>,
    /// What they would see.
    pub after: Vec<String>,
}

/// A piece of a text, and whether it is only in one of two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiffPiece {
    /// In both.
    Same(String),
    /// Only in the other.
    Only(String),
}

/// What differs between two listings. A listing that is new has nothing before.
pub fn changes(before: Option<&Service>, after: &Service, area: &Area) -> Vec<FieldChange> {
    let told = |field: Field, service: &Service| field.words(service, area);
    Field::ALL
        .into_iter()
        .filter_map(|field| {
            let old = before.map(|b| told(field, b)).unwrap_or_default();
            let new = told(field, after);
            let same = before.is_some_and(|b| field.same(b, after)) || says_the_same(field, &old, &new);
            // A new listing runs, unless somebody says otherwise.
            let plain = before.is_none() && field == Field::Status && after.status == crate::domain::Status::Active;
            (!same && !plain).then_some(FieldChange { field, before: old, after: new })
        })
        .collect()
}

/// Whether two say the same. The order of a list says nothing.
fn says_the_same(field: Field, old: &[String], new: &[String]) -> bool {
    if field.is_prose() || old.len() != new.len() {
        return old == new;
    }
    let sorted = |lines: &[String]| {
        let mut lines = lines.to_vec();
        lines.sort_unstable();
        lines
    };
    sorted(old) == sorted(new)
}

/// A field that a draft changes and somebody else has changed since the draft was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Which.
    pub field: Field,
    /// What was told when the draft was begun, a line each; none when it was not told.
    pub began_from: Vec<String>,
}

/// Where a draft and what families see now went different ways since the draft was begun. Publishing the draft takes its
/// words there: whoever decides must know it.
pub fn clashes(draft: &Draft, now: Option<&Service>, area: &Area) -> Vec<Clash> {
    let (Some(base), Some(now)) = (&draft.base, now) else { return Vec::new() };
    let differ = |field: &Field, a: &Service, b: &Service| {
        !field.same(a, b) && !says_the_same(*field, &field.words(a, area), &field.words(b, area))
    };
    Field::ALL
        .into_iter()
        .filter(|f| differ(f, base, &draft.service) && differ(f, base, now) && differ(f, now, &draft.service))
        // Facts are merged one by one: only one that both told is a clash.
        .filter(|f| *f != Field::Features || both_told_a_fact(base, &draft.service, now))
        .map(|field| Clash { field, began_from: field.words(base, area) })
        .collect()
}

fn both_told_a_fact(base: &Service, draft: &Service, now: &Service) -> bool {
    let slugs: BTreeSet<&String> = [base, draft, now].iter().flat_map(|s| s.features.keys()).collect();
    slugs.into_iter().any(|slug| {
        let [base, draft, now] = [base, draft, now].map(|s| s.features.get(slug));
        base != draft && base != now && draft != now
    })
}

/// What a draft makes of a listing as it is now: what the draft changed is as in the draft, everything else as it is. So
/// what another changed meanwhile stays.
pub fn merged(draft: &Draft, now: Option<&Service>, only: Option<&[Field]>) -> Service {
    let (Some(base), Some(now)) = (&draft.base, now) else {
        return draft.service.clone();
    };
    let mut service = now.clone();
    for field in Field::ALL {
        if !field.same(base, &draft.service) && only.is_none_or(|only| only.contains(&field)) {
            if field == Field::Features {
                service.features = merged_facts(base, &draft.service, now);
            } else {
                field.copy(&draft.service, &mut service);
            }
        }
    }
    service
}

/// Each fact by itself: two who told different facts do not write over each other.
fn merged_facts(base: &Service, draft: &Service, now: &Service) -> BTreeMap<String, Fact> {
    let mut facts = now.features.clone();
    let slugs: BTreeSet<&String> = base.features.keys().chain(draft.features.keys()).collect();
    for slug in slugs {
        match draft.features.get(slug) {
            told if told == base.features.get(slug) => {}
            Some(fact) => drop(facts.insert(slug.clone(), fact.clone())),
            None => drop(facts.remove(slug)),
        }
    }
    facts
}

/// The pieces of what was and of what is to be. Prose is compared word by word; where hardly a word stayed, the whole is
/// taken out and put in, which is easier to read. Of a list only the lines are marked that are in one of both alone,
/// wherever they stand.
pub fn pieces(change: &FieldChange) -> (Vec<DiffPiece>, Vec<DiffPiece>) {
    if !change.field.is_prose() {
        return (lines(&change.before, &change.after), lines(&change.after, &change.before));
    }
    let (before, after) = (change.before.join("\n"), change.after.join("\n"));
    let diff = TextDiff::from_words(&before, &after);
    if diff.ratio() < 0.5 {
        let only = |text: String| if text.is_empty() { Vec::new() } else { vec![DiffPiece::Only(text)] };
        return (only(before), only(after));
    }
    let (mut old, mut new): (Vec<DiffPiece>, Vec<DiffPiece>) = (Vec::new(), Vec::new());
    for part in diff.iter_all_changes() {
        let text = part.value();
        match part.tag() {
            ChangeTag::Equal => {
                push(&mut old, text, false);
                push(&mut new, text, false);
            }
            ChangeTag::Delete => push(&mut old, text, true),
            ChangeTag::Insert => push(&mut new, text, true),
        }
    }
    (old, new)
}

/// The lines of a list, each as often the same as it also stands in the other.
fn lines(these: &[String], others: &[String]) -> Vec<DiffPiece> {
    let mut unmatched: Vec<&String> = others.iter().collect();
    let mut found = Vec::new();
    for (n, line) in these.iter().enumerate() {
        let matched = unmatched.iter().position(|other| *other == line);
        if let Some(at) = matched {
            unmatched.swap_remove(at);
        }
        let end = if n == 0 { "" } else { "\n" };
        push(&mut found, &format!("{end}{line}"), matched.is_none());
    }
    found
}

/// Adds to the last piece where it is of the same kind.
fn push(pieces: &mut Vec<DiffPiece>, text: &str, only: bool) {
    match (pieces.last_mut(), only) {
        (Some(DiffPiece::Only(last)), true) | (Some(DiffPiece::Same(last)), false) => last.push_str(text),
        (_, true) => pieces.push(DiffPiece::Only(text.to_owned())),
        (_, false) => pieces.push(DiffPiece::Same(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AgeRange, CostOption, Price};
    use crate::testing::{area, service};

    #[test]
    fn says_what_changed_and_nothing_else() {
        let before = service("Club");
        let mut after = before.clone();
        after.summary = "What Club really does.".into();
        after.cost =
            CostOption { prices: vec![Price { pence: 600, what: Some("a session".into()) }], ..Default::default() };
        let found = changes(Some(&before), &after, &area());
        assert_eq!(found.iter().map(|c| c.field).collect::<Vec<_>>(), [Field::Summary, Field::Cost]);
        assert_eq!((found[1].before.len(), &found[1].after[..]), (0, &["£6 a session".to_owned()][..]));
        let (old, new) = pieces(&found[0]);
        assert_eq!(old, [DiffPiece::Same("What Club does.".into())]);
        let same = |t: &str| DiffPiece::Same(t.into());
        assert_eq!(new, [same("What Club "), DiffPiece::Only("really ".into()), same("does.")]);
    }

    #[test]
    fn of_a_list_only_the_item_that_changed_is_marked_wherever_it_stands() {
        let venue = |name: &str| crate::domain::Location { name: Some(name.into()), ..Default::default() };
        let mut before = service("Club");
        before.locations = ["Hall", "Pool", "Park"].map(venue).to_vec();
        let mut after = before.clone();
        after.locations = ["Park", "Hall", "Gym"].map(venue).to_vec();
        let found = changes(Some(&before), &after, &area());
        let (old, new) = pieces(&found[0]);
        let (same, only) = (|t: &str| DiffPiece::Same(t.into()), |t: &str| DiffPiece::Only(t.into()));
        assert_eq!(old, [same("Hall"), only("\nPool"), same("\nPark")]);
        assert_eq!(new, [same("Park\nHall"), only("\nGym")]);
        after.locations = ["Park", "Pool", "Hall"].map(venue).to_vec();
        assert_eq!(changes(Some(&before), &after, &area()), [], "another order is no change");
        after.locations = ["Hall", "Pool", "Park", "Gym", "Gym"].map(venue).to_vec();
        let (old, new) = pieces(&changes(Some(&before), &after, &area())[0]);
        assert_eq!((old, new), (vec![same("Hall\nPool\nPark")], vec![same("Hall\nPool\nPark"), only("\nGym\nGym")]));
    }

    #[test]
    fn where_both_changed_the_same_it_is_said_and_only_there() {
        let base = service("Club");
        let mut draft = Draft {
            base: Some(base.clone()),
            service: base.clone(),
            typed: [].into(),
            pages: [].into(),
            done: [].into(),
        };
        draft.service.phone = Some("01234 111111".into());
        draft.service.name = "Our club".into();
        draft.service.website = Some("https://club.example.org".into());
        let mut now = base;
        now.phone = Some("01234 222222".into());
        now.email = Some("club@example.org".into());
        now.website.clone_from(&draft.service.website);
        let found = clashes(&draft, Some(&now), &area());
        assert_eq!(found, [Clash { field: Field::Phone, began_from: Vec::new() }]);
        assert_eq!(clashes(&draft, None, &area()), []);
    }

    #[test]
    fn facts_that_two_told_apart_from_each_other_are_both_kept() {
        let fact = |state| crate::domain::Fact { state, note: None };
        let base = service("Club");
        let mut draft = Draft {
            base: Some(base.clone()),
            service: base.clone(),
            typed: [].into(),
            pages: [].into(),
            done: [].into(),
        };
        draft.service.features.insert("hoist".into(), fact(crate::domain::State::Yes));
        let mut now = base;
        now.features.insert("quiet-space".into(), fact(crate::domain::State::No));
        let merged = merged(&draft, Some(&now), None);
        assert_eq!(merged.features.keys().collect::<Vec<_>>(), ["hoist", "quiet-space"]);
        assert_eq!(clashes(&draft, Some(&now), &area()), [], "they told different facts");
    }

    #[test]
    fn what_another_changed_meanwhile_stays() {
        let base = service("Club");
        let mut draft = Draft {
            base: Some(base.clone()),
            service: base.clone(),
            typed: [].into(),
            pages: [].into(),
            done: [].into(),
        };
        draft.service.name = "Our club".into();
        draft.service.ages = AgeRange::new(Some(5), Some(11));
        let mut now = base;
        now.phone = Some("01234 567890".into());
        now.name = "The club".into();
        let all = merged(&draft, Some(&now), None);
        assert_eq!((all.name.as_str(), all.phone.as_deref()), ("Our club", Some("01234 567890")));
        let part = merged(&draft, Some(&now), Some(&[Field::Ages]));
        assert_eq!((part.name.as_str(), part.ages), ("The club", AgeRange::new(Some(5), Some(11))));
    }
}
