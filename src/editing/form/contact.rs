//! How to reach the people who run it.

use super::{Form, Values};
use crate::domain::Service;
use crate::domain::text::{mail_address, one_line, web_address};

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
    // A United Kingdom number has 10 or 11 digits, a short one 3 to 6: https://www.ofcom.org.uk (numbering plan).
    let digits = phone.as_deref().unwrap_or_default().bytes().filter(u8::is_ascii_digit).count();
    if phone.is_some() && !(3..=15).contains(&digits) && form.wrong.len() == before {
        form.wrong("phone", "Write the number with its area code, like 01772 000000");
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
