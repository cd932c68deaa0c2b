//! Have your say: until comments can be made here, who to tell, and a message ready to send.

use super::text;
use crate::ui::Door;
use crate::web::{App, Failure, Visitor};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

/// `/say`.
///
/// # Errors
/// When the database does not answer.
pub async fn say(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let contact = app.contact(app.has_sample().await?);
    let council = app.area.council.clone();
    text(&app, &visitor, "Have your say", Door::Say, true, move || {
        let ways: Vec<AnyView> = [
            (!contact.phone.is_empty()).then(|| view! { <li>"Phone "<span dir="ltr">{contact.phone.clone()}</span>" "{contact.hours.clone()}</li> }.into_any()),
            (!contact.email.is_empty()).then(|| {
                let (to, email) = (format!("mailto:{}?subject=Local%20offer", contact.email), contact.email.clone());
                view! { <li>"Email "<a href=to>{email}</a></li> }.into_any()
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
        view! {
            <p class="lead">"Is something missing, wrong or hard to use? Tell the council. You do not need to give your name or your child’s."</p>
            <h2>"Who to tell"</h2>
            {who}
            <h2>"A message you can copy"</h2>
            <div class="card calm"><p>"I was looking for (what you need) for a child aged (age) in (your district). I could not find it in the local offer. Please tell me if there is something, and add this to what families say is missing."</p></div>
            <h2>"What must happen then"</h2>
            <p>"The law says the council must ask families what they think of the local offer, publish what they said, and say what it will do about it, at least once a year. It must not name anybody. This is regulation 56 of the Special Educational Needs and Disability Regulations 2014."</p>
            <h2>"If you want to complain"</h2>
            <p>"Complain to the council or the service first. They must have a way to do it and must answer. If you are not happy with a council’s answer you can go to the Local Government and Social Care Ombudsman. It is free."</p>
            <p class="links"><a href="/search?category=complaints">"People who help you to complain"</a></p>
        }
        .into_any()
    })
    .await
}

/// `/said`.
///
/// # Errors
/// When the database does not answer.
pub async fn said(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    text(&app, &visitor, "You said, we did", Door::Say, false, || {
        view! {
            <p class="lead">"No comments have been published here yet."</p>
            <p>"When families comment on the local offer, the council must publish what they said and what it will do, at least once a year: regulation 56 of the Special Educational Needs and Disability Regulations 2014. They will stand on this page, each with its answer."</p>
            <p class="links"><a href="/say">"How to tell the council what you think"</a></p>
        }
        .into_any()
    })
    .await
}

/// `/improvement`.
///
/// # Errors
/// When the database does not answer.
pub async fn improvement(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    text(&app, &visitor, "What is being put right", Door::Say, false, || {
        view! {
            <p class="lead">"No plan has been given to us yet."</p>
            <p>"Inspectors (Ofsted and the Care Quality Commission) look at how the council and the NHS together help children with special educational needs and disabilities. When they find that something must get better, the partnership must publish a plan. You can read every inspection letter on Ofsted’s website."</p>
            <p class="links"><a href="/gaps">"What’s missing in your district"</a></p>
            <p class="links"><a href="/say">"Tell the council what should come first"</a></p>
        }
        .into_any()
    })
    .await
}
