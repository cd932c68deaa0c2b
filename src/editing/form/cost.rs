//! What it costs. An unknown cost is never free.

use super::{Form, Values};
use crate::domain::text::one_line;
use crate::domain::{CostOption, Price, PriceError, Service};

/// The ways to say what it costs: value and label.
pub const KINDS: [(&str, &str); 4] = [
    ("free", "It is free"),
    ("pay", "Families pay"),
    ("means-tested", "It depends on a family’s income"),
    ("unknown", "I do not know yet. Families will see “not told to us”"),
];

const WHAT: usize = 100;
const DETAIL: usize = 400;
/// Up to this a price is low, in pence: the band's own name says "Up to £5 a time".
const LOW: u32 = 500;

pub fn show(service: &Service) -> Values {
    let mut values = Values::default();
    let kind = match service.cost.band.as_deref() {
        Some("free") => "free",
        Some("low" | "paid") => "pay",
        Some("means-tested") => "means-tested",
        _ if !service.cost.prices.is_empty() || service.cost.detail.is_some() => "",
        _ => "unknown",
    };
    values.put("cost", kind);
    for (n, price) in (1..).zip(&service.cost.prices) {
        values.put(format!("price-{n}-is"), "1");
        values.put(format!("price-{n}-pounds"), price.pounds());
        values.put_some(format!("price-{n}-what"), price.what.as_deref());
    }
    values.put_some("detail", service.cost.detail.as_deref());
    values.put(
        "direct-payment",
        match service.direct_payment {
            Some(true) => "yes",
            Some(false) => "no",
            None => "unknown",
        },
    );
    values
}

pub fn read(form: &mut Form<'_>, into: &mut Service) {
    let before = form.wrong.len();
    let mut prices = Vec::new();
    for n in form.values.groups("price") {
        prices.extend(price(form, n));
    }
    let detail = form.line("detail", DETAIL);
    let kind = form.chosen("cost", &KINDS.map(|(v, _)| v));
    let paid = prices.iter().any(|p| p.pence > 0);
    match kind.as_deref() {
        Some("free") if paid => form.wrong("cost", "You wrote a price. Choose “families pay”, or take the price away"),
        Some("unknown") if !prices.is_empty() => {
            form.wrong("cost", "You wrote a price. Choose “families pay”, or take the price away");
        }
        // What stands in the listing decides whether it is up to £5 where no price is written: it is not asked twice.
        Some("pay") if prices.is_empty() && detail.is_none() && form.wrong.len() == before => {
            form.wrong("price-1-pounds", "Write the price, like 4.50, or say in words below what families pay");
        }
        _ => {}
    }
    if form.wrong.len() == before {
        let most = prices.iter().map(|p| p.pence).max();
        let band = match kind.as_deref() {
            Some("pay") => match most {
                Some(most) if most <= LOW => Some("low"),
                Some(_) => Some("paid"),
                None if into.cost.band.as_deref() == Some("low") => Some("low"),
                None => Some("paid"),
            },
            Some(kind @ ("free" | "means-tested")) => Some(kind),
            _ => None,
        };
        into.cost = CostOption { band: band.map(str::to_owned), detail, prices };
    }
    let before = form.wrong.len();
    let direct = form.chosen("direct-payment", &["yes", "no", "unknown"]);
    if form.wrong.len() == before {
        into.direct_payment = match direct.as_deref() {
            Some("yes") => Some(true),
            Some("no") => Some(false),
            _ => None,
        };
    }
}

/// One price; none when its fields are blank.
fn price(form: &mut Form<'_>, n: usize) -> Option<Price> {
    let field = format!("price-{n}-pounds");
    let typed = one_line(form.values.text(&field));
    let what = form.line(&format!("price-{n}-what"), WHAT);
    match (Price::parse(&typed), typed.is_empty()) {
        (Ok(pence), _) => Some(Price { pence, what }),
        (Err(_), true) if what.is_none() => None,
        (Err(_), true) => {
            form.wrong(field, "Write the price in pounds, like 4.50");
            None
        }
        (Err(error @ PriceError::NotAPrice), false) => {
            form.wrong(field, format!("{error}. “{}” is none", super::shown(&typed)));
            None
        }
        (Err(error), false) => {
            form.wrong(field, error.to_string());
            None
        }
    }
}
