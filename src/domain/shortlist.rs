//! The services somebody has saved, as the `list` cookie holds them.

use uuid::Uuid;

/// At most fifty services, in the order they were saved, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shortlist(Vec<Uuid>);

impl Shortlist {
    /// The most a list holds.
    pub const MOST: usize = 50;

    /// Reads the cookie's text; what is no id is dropped.
    pub fn parse(text: &str) -> Self {
        let mut list = Self::default();
        for id in text.split('.').filter_map(|id| Uuid::try_parse(id).ok()) {
            list.add(id);
        }
        list
    }

    /// The cookie's text: ids joined by full stops.
    pub fn text(&self) -> String {
        self.0.iter().map(|id| id.simple().to_string()).collect::<Vec<_>>().join(".")
    }

    /// Adds a service; false when the list is full.
    pub fn add(&mut self, id: Uuid) -> bool {
        if self.has(id) {
            return true;
        }
        if self.0.len() >= Self::MOST {
            return false;
        }
        self.0.push(id);
        true
    }

    /// Takes a service off.
    pub fn remove(&mut self, id: Uuid) {
        self.0.retain(|have| *have != id);
    }

    /// Whether a service is on the list.
    pub fn has(&self, id: Uuid) -> bool {
        self.0.contains(&id)
    }

    /// The services, oldest first.
    pub fn ids(&self) -> &[Uuid] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn holds_fifty_and_each_once() {
        let mut list = Shortlist::default();
        for n in 0..60u128 {
            list.add(Uuid::from_u128(n));
            list.add(Uuid::from_u128(n));
        }
        assert_eq!(list.ids().len(), Shortlist::MOST);
        assert!(!list.add(Uuid::from_u128(99)));
        assert_eq!(Shortlist::parse(&list.text()), list);
        assert!(list.text().len() < 4000, "a cookie holds about 4,096 bytes");
    }

    proptest! {
        #[test]
        fn any_cookie_is_a_list(text in "\\PC{0,300}") {
            let list = Shortlist::parse(&text);
            prop_assert!(list.ids().len() <= Shortlist::MOST);
            prop_assert_eq!(Shortlist::parse(&list.text()), list);
        }
    }
}
