//! What it costs. An unknown cost is never free.

use super::{Form, Values};
use crate::domain::text::one_line;
use crate::domain::{CostOption, Facet, Meaning, Price, PriceError, Service, Vocabulary};

/// The ways to say what it costs: value and label.
const KINDS: [(&str, &str); 4] = [
    ("free", "It is free"),
    ("pay", "Families pay"),
    ("means-tested", "It depends on a family’s income"),
    ("unknown", "I do not know yet. Families will see “not told to us”"),
];

/// Stands before a band that this form does not ask for, so that it is never taken for one that it does.
const AS_IT_IS: &str = "as-it-is:";

const WHAT: usize = 100;
const DETAIL: usize = 400;

/// The band in an answer that is none of [`KINDS`]: another area pack or an older one gave it, and it is kept as it is.
pub fn other_band(answer: &str) -> Option<&str> {
    answer.strip_prefix(AS_IT_IS)
}

/// The ways that a pack has a band for.
pub fn kinds(vocabulary: &Vocabulary) -> Vec<(&'static str, &'static str)> {
    let tested = vocabulary.meaning_this(Meaning::MeansTested).next().is_some();
    KINDS.into_iter().filter(|(kind, _)| tested || *kind != answer(Meaning::MeansTested)).collect()
}

/// The answer of the form that a band of this meaning gives.
fn answer(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Free => "free",
        Meaning::Paid => "pay",
        Meaning::MeansTested => "means-tested",
        Meaning::Remote | Meaning::Weekend => "",
    }
}

fn is_paid(vocabulary: &Vocabulary, band: &str) -> bool {
    vocabulary.meaning(Facet::Cost, band) == Some(Meaning::Paid)
}

pub fn show(service: &Service, vocabulary: &Vocabulary) -> Values {
    let mut values = Values::default();
    let other = service.cost.band.as_deref().map(|band| format!("{AS_IT_IS}{band}"));
    let band = service.cost.band.as_deref();
    let kind = match (band, band.and_then(|band| vocabulary.meaning(Facet::Cost, band))) {
        (Some(_), Some(meaning)) => answer(meaning),
        (Some(_), None) => other.as_deref().unwrap_or_default(),
        (None, _) if !service.cost.prices.is_empty() || service.cost.detail.is_some() => "",
        (None, _) => "unknown",
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
    let kind =
        form.chosen("cost", &kinds(&form.area.vocabulary).iter().map(|(v, _)| *v).chain([had]).collect::<Vec<_>>());
    // The same answer with the same prices says what the listing says, whatever the band is called.
    let same = kind.as_deref().unwrap_or_default() == had && prices == into.cost.prices;
    let paid = prices.iter().any(|p| p.pence > 0);
    match kind.as_deref() {
        _ if same => {}
        Some("free") if paid => form.wrong("cost", "You wrote a price. Choose “families pay”, or take the price away"),
        Some("unknown") if !prices.is_empty() => {
            form.wrong("cost", "You wrote a price. Choose “families pay”, or take the price away");
        }
        // What stands in the listing decides the band where no price is written: it is not asked twice.
        Some("pay") if prices.is_empty() && detail.is_none() && form.wrong.len() == before => {
            form.wrong("price-1-pounds", "Write the price, like 4.50, or say in words below what families pay");
        }
        _ => {}
    }
    if form.wrong.len() == before {
        let most = prices.iter().map(|p| p.pence).max();
        let vocabulary = &form.area.vocabulary;
        let had = into.cost.band.as_deref();
        let meaning_this = |meaning| vocabulary.meaning_this(meaning).next().map(|band| band.slug.as_str());
        let band = match kind.as_deref() {
            _ if same => had,
            Some("pay") => {
                let kept = had.filter(|band| most.is_none() && is_paid(vocabulary, band));
                kept.or_else(|| vocabulary.paid_band(most).map(|band| band.slug.as_str()))
            }
            Some("free") => meaning_this(Meaning::Free),
            Some("means-tested") => meaning_this(Meaning::MeansTested),
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
