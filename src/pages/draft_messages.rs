//! What the council and a provider said to each other about a draft.

use crate::domain::MessageKind;
use crate::domain::clock::{day, time};
use crate::domain::wording::date;
use crate::editing::in_force;
use crate::store::DraftMessage;
use leptos::prelude::*;

/// What was said and still holds, the newest last.
pub fn draft_messages(messages: &[DraftMessage]) -> Option<AnyView> {
    let items: Vec<_> = in_force(messages)
        .into_iter()
        .map(|m| {
            let what = match m.kind {
                MessageKind::Sent => "Sent to the council",
                MessageKind::Answered => "Answered, and sent again",
                MessageKind::Returned => "The council sent it back",
                MessageKind::Part => "The council approved part of it. The rest came back",
                MessageKind::Asked => "The council asks",
                MessageKind::Approved => "The council approved it",
                MessageKind::Undone => "The council took its decision back",
                MessageKind::TakenBack => "Taken back to write in it again",
                MessageKind::Published => "Published by the council",
                MessageKind::BroughtBack => "Brought back",
                MessageKind::ThrownAway => "Thrown away",
            };
            let when = format!("{}, {}", date(day(m.at)), time(m.at));
            let text = (!m.text.is_empty()).then(|| {
                let lines: Vec<_> = m.text.lines().map(|l| view! { <p>{l.to_owned()}</p> }).collect();
                view! { <blockquote>{lines}</blockquote> }
            });
            view! { <li><b>{what}</b>" "<span class="quiet small">{when}</span>{text}</li> }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! { <section class="card flow" aria-labelledby="said"><h2 id="said">"What was said"</h2><ol class="proof plain">{items}</ol></section> }
            .into_any()
    })
}
