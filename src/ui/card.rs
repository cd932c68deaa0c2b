//! A result as a card: name, who runs it, one sentence, where and for whom, facts, freshness, save.

use crate::domain::wording::date;
use crate::domain::{Fact, Service, State};
use crate::islands::SaveButton;
use jiff::civil::Date;
use leptos::prelude::*;
use uuid::Uuid;

/// What a card shows. Words are made by the page, which knows the question.
#[derive(Clone, Debug, Default)]
pub struct Card {
    /// Its place on the page, for ids.
    pub n: usize,
    /// The service's id.
    pub id: Uuid,
    /// The address of its listing.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Who runs it.
    pub by: Option<String>,
    /// That it is closed, ending or not open yet; none when it is open.
    pub status: Option<String>,
    /// One sentence.
    pub summary: String,
    /// How far it is, in words.
    pub distance: Option<String>,
    /// Who can use it, by where they live.
    pub takes: String,
    /// Facts: label, and a state or a value.
    pub facts: Vec<(String, CardView)>,
    /// How fresh it is.
    pub fresh: Freshness,
    /// Whether it is on the visitor's list.
    pub saved: bool,
    /// Where to come back to after saving.
    pub back: String,
    /// Why it is among the results, where that was asked.
    pub why: Vec<String>,
}

/// A fact on a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardView {
    /// Yes, partly or no.
    Told(State),
    /// A value, which has no shape: "£4 a session".
    Value(String),
    /// Nobody has told us.
    NotTold,
}

/// How fresh a listing is.
#[derive(Clone, Debug, Default)]
pub struct Freshness {
    /// In words.
    pub words: String,
    /// Whether it should have been checked by now.
    pub late: bool,
}

/// How fresh a listing is, in words that say what to do when it is late.
pub fn freshness_words(service: &Service, today: Date) -> Freshness {
    match service.checked {
        Some(checked) if checked.is_late(today) => Freshness {
            words: format!("Last checked on {}. It is due to be checked again. Phone before you go.", date(checked.on)),
            late: true,
        },
        Some(checked) => Freshness {
            words: format!(
                "Checked on {} by {}. Next check by {}.",
                date(checked.on),
                checked.by_words(),
                date(checked.due())
            ),
            late: false,
        },
        None => Freshness {
            words: match service.modified {
                Some(day) => format!("Nobody has told us that this was checked. It was last changed on {}.", date(day)),
                None => "Nobody has told us that this was checked. Phone before you go.".to_owned(),
            },
            late: true,
        },
    }
}

/// A fact as a card shows it; a missing one is not told.
pub fn fact_word(fact: Option<&Fact>) -> CardView {
    fact.map_or(CardView::NotTold, |f| CardView::Told(f.state))
}

impl CardView {
    /// The fact with its shape, and always its word.
    pub fn show(self) -> AnyView {
        match self {
            CardView::Told(State::Yes) => view! { <span class="state yes">"Yes"</span> }.into_any(),
            CardView::Told(State::Partly) => view! { <span class="state part">"Partly"</span> }.into_any(),
            CardView::Told(State::No) => view! { <span class="state no">"No"</span> }.into_any(),
            CardView::Value(text) => view! { <span class="state val">{text}</span> }.into_any(),
            CardView::NotTold => view! { <span class="state unknown">"Not told to us"</span> }.into_any(),
        }
    }
}

impl Card {
    /// The card, as an item of a list. The list and the headings are its structure; one more list of facts in each, or an
    /// article, would be said with every card.
    pub fn show(self) -> AnyView {
        let id = format!("result-{}", self.n);
        let by = self.by.map(|by| view! { <p class="by">{by}</p> });
        let status = self.status.map(|s| view! { <p><b>{s}</b></p> });
        let distance = self.distance.map(|d| view! { <span class="tag on">{d}</span>" " });
        let facts: Vec<_> = self
            .facts
            .into_iter()
            .map(|(label, fact)| view! { <p><span>{label}": "</span>{fact.show()}</p> })
            .collect();
        let fresh = if self.fresh.late { "fresh late" } else { "fresh" };
        let why: Vec<_> = self.why.into_iter().map(|reason| view! { <li>{reason}</li> }).collect();
        let why = (!why.is_empty())
            .then(|| view! { <div class="why"><p class="small quiet">"Why it is here"</p><ul>{why}</ul></div> });
        let save =
            view! { <SaveButton service=self.id name=self.name.clone() saved=self.saved back=self.back/> }.into_any();
        view! {
            <li><div class="card result">
                <div><h3 id=id><a href=self.href>{self.name}</a></h3>{by}</div>
                {status}
                <p>{self.summary}</p>
                <p class="where">{distance}<span>{self.takes}</span></p>
                <div class="facts">{facts}</div>
                {why}
                <div class="ends"><p class=fresh>{self.fresh.words}</p>{save}</div>
            </div></li>
        }
        .into_any()
    }
}
