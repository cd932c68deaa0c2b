//! What was typed about an organisation, for providers who propose one and council staff who add one.

use crate::domain::Organization;
use crate::domain::text::{one_line, paragraphs, web_address};
use uuid::Uuid;

/// The most letters of an organisation's name.
pub const NAME: usize = 150;
/// The most letters of what it does.
pub const DESCRIPTION: usize = 2_000;

/// The most drafts an organisation has open at once.
pub const MOST_OPEN: usize = 100;

/// What was typed about an organisation.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// What it is called.
    pub name: String,
    /// What it does.
    pub description: String,
    /// Where its website is.
    pub website: String,
}

impl Typed {
    /// The organisation, with an id of its own; or each field that must be put right, with its message.
    ///
    /// # Errors
    /// When a field is blank that may not be, too long, or no address.
    pub fn read(&self) -> Result<Organization, Vec<(String, String)>> {
        let (name, description) = (one_line(&self.name), paragraphs(&self.description));
        let mut errors = Vec::new();
        let mut wrong = |field: &str, message: String| errors.push((field.to_owned(), message));
        match name.chars().count() {
            0 => wrong("name", "Write what it is called".to_owned()),
            n if n > NAME => wrong("name", format!("Write at most {NAME} letters here. You wrote {n}")),
            _ => {}
        }
        let long = description.chars().count();
        if long > DESCRIPTION {
            wrong("description", format!("Write at most {DESCRIPTION} letters here. You wrote {long}"));
        }
        let website = one_line(&self.website);
        let full =
            if website.contains("://") || website.is_empty() { website.clone() } else { format!("https://{website}") };
        let website = match (web_address(&full), website.is_empty()) {
            (None, false) => {
                wrong("website", "Write the address of the website like www.example.org".to_owned());
                None
            }
            (website, _) => website,
        };
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Organization { id: Uuid::new_v4(), name, description, kind: None, website, email: None, phone: None })
    }
}
