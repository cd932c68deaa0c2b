//! How to reach the people who run it.

use super::{Form, Values};
use crate::domain::text::{mail_address, one_line, web_address};
use crate::domain::{Service, telephone};

const PHONE: usize = 60;

pub fn show(service: &Service) -> Values {
    let mut values = Values::default();
    values.put_some("phone", service.phone.as_deref());
    values.put_some("email", service.email.as_deref());
    values.put_some("website", service.website.as_deref());
    values
}

pub fn read(form: &mut Form<'_>, into: &mut Service) {
    let before = form.wrong.len();
    let phone = form.line("phone", PHONE);
    // What a listing had before is no mistake: other directories write words here, too.
    if let Some(typed) = phone.as_deref().filter(|typed| into.phone.as_deref() != Some(typed))
        && let Err(error) = telephone::parse(typed)
    {
        form.wrong("phone", error.to_string());
    }
    if form.wrong.len() == before {
        into.phone = phone;
    }
    let typed = one_line(form.values.text("email"));
    match (mail_address(&typed), typed.is_empty()) {
        (None, false) => form.wrong("email", "Write the email address like name@example.org"),
        (email, _) => into.email = email,
    }
    let typed = one_line(form.values.text("website"));
    let full = if typed.contains("://") || typed.is_empty() { typed.clone() } else { format!("https://{typed}") };
    match (web_address(&full), typed.is_empty()) {
        (None, false) => form.wrong("website", "Write the address of the website like www.example.org"),
        (website, _) => into.website = website,
    }
}
