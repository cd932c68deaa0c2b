//! Before beside after, in words.

use super::Field;
use crate::area::Area;
use crate::domain::{Draft, Service};
use similar::{ChangeTag, TextDiff};

/// One field that is to be another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which.
    pub field: Field,
    /// What families see now, a line each; none when it was not told.
    pub before: Vec<String>,
    /// What they would see.
    pub after: Vec<String>,
}

/// A piece of a text, and whether it is only in one of two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// Only in the other.
    Only(String),
}

/// What differs between two listings. A listing that is new has nothing before.
pub fn changes(before: Option<&Service>, after: &Service, area: &Area) -> Vec<Change> {
    let told = |field: Field, service: &Service| field.words(service, area);
    Field::ALL
        .into_iter()
        .filter_map(|field| {
            let old = before.map(|b| told(field, b)).unwrap_or_default();
            let new = told(field, after);
            let same = before.is_some_and(|b| field.same(b, after)) || old == new;
            // A new listing runs, unless somebody says otherwise.
            let plain = before.is_none() && field == Field::Status && after.status == crate::domain::Status::Active;
            (!same && !plain).then_some(Change { field, before: old, after: new })
        })
        .collect()
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
            field.copy(&draft.service, &mut service);
        }
    }
    service
}

/// The pieces of what was and of what is to be. Prose is compared word by word, a list line by line; where hardly a word
/// stayed, the whole is taken out and put in, which is easier to read.
pub fn pieces(change: &Change) -> (Vec<Piece>, Vec<Piece>) {
    let (before, after) = (change.before.join("\n"), change.after.join("\n"));
    let diff = if change.field.is_prose() {
        TextDiff::from_words(&before, &after)
    } else {
        TextDiff::from_lines(&before, &after)
    };
    if change.field.is_prose() && diff.ratio() < 0.5 {
        let only = |text: String| if text.is_empty() { Vec::new() } else { vec![Piece::Only(text)] };
        return (only(before), only(after));
    }
    let (mut old, mut new): (Vec<Piece>, Vec<Piece>) = (Vec::new(), Vec::new());
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

/// Adds to the last piece where it is of the same kind.
fn push(pieces: &mut Vec<Piece>, text: &str, only: bool) {
    match (pieces.last_mut(), only) {
        (Some(Piece::Only(last)), true) | (Some(Piece::Same(last)), false) => last.push_str(text),
        (_, true) => pieces.push(Piece::Only(text.to_owned())),
        (_, false) => pieces.push(Piece::Same(text.to_owned())),
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
        assert_eq!(old, [Piece::Same("What Club does.".into())]);
        let same = |t: &str| Piece::Same(t.into());
        assert_eq!(new, [same("What Club "), Piece::Only("really ".into()), same("does.")]);
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
