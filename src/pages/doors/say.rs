//! Have your say: until comments can be made here, who to tell, and a message ready to send.

use super::text;
use crate::area::Area;
use crate::domain::wording::{list, within};
use crate::domain::{Facet, SearchQuery};
use crate::ui::{NavSection, prose};
use crate::web::links::address;
use crate::web::{App, Failure, Pairs, Visitor};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

/// `/say`.
///
/// # Errors
/// When the database does not answer.
pub async fn show_feedback_choices(
    State(app): State<App>,
    visitor: Visitor,
    pairs: Pairs,
) -> Result<Response, Failure> {
    let contact = app.contact(app.has_sample().await?);
    let council = app.area.council.clone();
    let law = app.area.texts.say.clone();
    let find = SearchQuery::parse(&pairs.0, &app.area.vocabulary);
    let filled = !find.pairs().is_empty();
    let message = message(&find, &app.area);
    let back = address("/search", &find.pairs());
    let title = if filled { "Tell the council what is missing" } else { "Have your say" };
    text(&app, &visitor, title, NavSection::Say, !filled, move || {
        let ways: Vec<AnyView> = [
            (!contact.phone.is_empty()).then(|| view! { <li>"Phone "<span dir="ltr">{contact.phone.clone()}</span>" "{contact.hours.clone()}</li> }.into_any()),
            (!contact.email.is_empty()).then(|| {
                let (to, email) = (mail(&contact.email, &message), contact.email.clone());
                view! { <li>"Email "<a href=to>{email}</a>" (the message below is already in it)"</li> }.into_any()
            }),
            (!contact.address.is_empty()).then(|| view! { <li>"Write to "{contact.address.clone()}</li> }.into_any()),
        ]
        .into_iter()
        .flatten()
        .collect();
        let who = if ways.is_empty() {
            let words = format!("{council} publishes this local offer. Ask its switchboard for the SEND local offer team. We show a number here as soon as the council gives us one.");
            view! { <p>{words}</p> }.into_any()
        } else {
            view! { <ul class="links">{ways}</ul> }.into_any()
        };
        let back = filled.then(|| view! { <p class="links"><a href=back>"Back to your search"</a></p> });
        // Lines wrap on a phone: room for each to do so once.
        let rows = (message.lines().count() * 2 + 1).to_string();
        view! {
            <p class="lead">"Is something missing, wrong or hard to use? Tell the council. You do not need to give your name or your child’s."</p>
            <h2>"Who to tell"</h2>
            {who}
            <h2>"A message you can copy"</h2>
            <div class="card calm flow">
                <label for="message">"Change it as you like, then copy it or read it out on the phone"</label>
                <textarea id="message" rows=rows>{message}</textarea>
                <p class="small quiet">"This page does not send or keep what you write here."</p>
            </div>
            {back}
            {prose(&law)}
        }
        .into_any()
    })
    .await
}

/// What to tell the council: what was looked for, in whole sentences. Blanks where nothing is known.
fn message(find: &SearchQuery, area: &Area) -> String {
    let labels = |facet: Facet| {
        let each = find.chosen(facet).iter().map(|slug| match (facet, area.vocabulary.label(facet, slug)) {
            (Facet::District, name) => name.to_owned(),
            (_, label) => within(label),
        });
        list(&each.collect::<Vec<_>>())
    };
    let or = |said: String, blank: &str| if said.is_empty() { blank.to_owned() } else { said };
    let words = if find.words.is_empty() { String::new() } else { format!("“{}”", find.words) };
    let kind = labels(Facet::Category);
    let what = match (words.is_empty(), kind.is_empty()) {
        (false, false) => format!("{words} ({kind})"),
        (false, true) => words,
        (true, false) => kind,
        (true, true) => "(what you need)".to_owned(),
    };
    let age = or(find.age.map(|a| a.years().to_string()).unwrap_or_default(), "(age)");
    let place = or(labels(Facet::District), &or(find.where_text.clone(), "(your district)"));
    let mut lines = vec![format!("I was looking for {what} for a child aged {age}. We live in {place}.")];
    let need = labels(Facet::Need);
    if !need.is_empty() {
        lines.push(format!("They need help with: {}.", need));
    }
    let rest: Vec<String> = [Facet::When, Facet::Features, Facet::Cost, Facet::Mode, Facet::Access, Facet::Level]
        .into_iter()
        .map(labels)
        .filter(|l| !l.is_empty())
        .collect();
    if !rest.is_empty() {
        lines.push(format!("I chose: {}.", rest.join("; ")));
    }
    lines.push("I could not find it in the local offer.".to_owned());
    lines.push("Please tell me if there is something, and add this to what families say is missing.".to_owned());
    lines.join("\n")
}

/// A mail address with the message in it.
fn mail(to: &str, message: &str) -> String {
    // Mail programs read %20 and not +.
    let text: String = form_urlencoded::byte_serialize(message.as_bytes()).collect();
    format!("mailto:{to}?subject=Missing%20from%20the%20local%20offer&body={}", text.replace('+', "%20"))
}

/// `/said`.
///
/// # Errors
/// When the database does not answer.
pub async fn show_published_feedback(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    text(&app, &visitor, "You said, we did", NavSection::Say, false, || prose(&app.area.texts.said).into_any()).await
}

/// `/improvement`.
///
/// # Errors
/// When the database does not answer.
pub async fn show_improvement(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    text(&app, &visitor, "What is being put right", NavSection::Say, false, || {
        prose(&app.area.texts.improvement).into_any()
    })
    .await
}
