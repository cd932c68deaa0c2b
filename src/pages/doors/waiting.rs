//! Waiting times: what can be said now, and who to ask.

use super::text;
use crate::ui::Door;
use crate::web::{App, Failure, Visitor};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

/// `/waiting-times`.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    text(&app, &visitor, "Waiting times", Door::Gaps, false, || {
        view! {
            <p class="lead">"No waiting times have been given to us yet. We show none rather than guess."</p>
            <h2>"What you can ask"</h2>
            <ul>
                <li>"Ask the service: “How long did the last families wait from being referred to being seen?”"</li>
                <li>"Ask who referred you to check that the referral arrived. Ask for the date in writing."</li>
                <li>"Ask what you can use while you wait. You often need no diagnosis for it."</li>
            </ul>
            <p class="links"><a href="/search?category=autism-adhd-waiting">"Help while you wait for an autism or ADHD assessment"</a></p>
            <p class="links"><a href="/search?diagnosis=not-needed">"Everything that needs no diagnosis"</a></p>
            <h2>"If it takes too long"</h2>
            <p>"For NHS services you can talk to the Patient Advice and Liaison Service (PALS) of the hospital or trust. It is free, and it is there to put things right. You can also complain: every NHS body must have a way to complain, under the Local Authority Social Services and NHS Complaints (England) Regulations 2009."</p>
        }
        .into_any()
    })
    .await
}
