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

/// Stands before a band that this form does not ask for, so that it is never taken for one that it does.
const AS_IT_IS: &str = "as-it-is:";

const WHAT: usize = 100;
const DETAIL: usize = 400;
/// Up to this a price is low, in pence: the band's own name says "Up to £5 a time".
const LOW: u32 = 500;

/// The band in an answer that is none of [`KINDS`]: another area pack or an older one gave it, and it is kept as it is.
pub fn other_band(answer: &str) -> Option<&str> {
    answer.strip_prefix(AS_IT_IS)
}

pub fn show(service: &Service) -> Values {
    let mut values = Values::default();
    let other = service.cost.band.as_deref().map(|band| format!("{AS_IT_IS}{band}"));
    let kind = match service.cost.band.as_deref() {
        Some("free") => "free",
        Some("low" | "paid") => "pay",
        Some("means-tested") => "means-tested",
        Some(_) => other.as_deref().unwrap_or_default(),
        None if !service.cost.prices.is_empty() || service.cost.detail.is_some() => "",
        None => "unknown",
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
    for n in form.groups("price", "pounds") {
        prices.extend(price(form, n, &into.cost.prices));
    }
    let detail = form.line("detail", DETAIL);
    let had = form.shown.text("cost");
    let kind = form.chosen("cost", &KINDS.iter().map(|(v, _)| *v).chain([had]).collect::<Vec<_>>());
    // The same answer with the same prices says what the listing says, whatever the band is called.
    let same = kind.as_deref().unwrap_or_default() == had && prices == into.cost.prices;
    let paid = prices.iter().any(|p| p.pence > 0);
    match kind.as_deref() {
        _ if same => {}
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
            _ if same => into.cost.band.as_deref(),
            Some("pay") => match most {
                Some(most) if most <= LOW => Some("low"),
                Some(_) => Some("paid"),
                None if into.cost.band.as_deref() == Some("low") => Some("low"),
                None => Some("paid"),
            },
            Some(kind @ ("free" | "means-tested")) => Some(kind),
            Some(kind) => other_band(kind),
            None => None,
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
fn price(form: &mut Form<'_>, n: usize, had: &[Price]) -> Option<Price> {
    let field = format!("price-{n}-pounds");
    let typed = one_line(form.values.text(&field));
    let what = form.line(&format!("price-{n}-what"), WHAT);
    if let Some(had) = had.iter().find(|p| p.pounds() == typed) {
        return Some(Price { pence: had.pence, what });
    }
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
