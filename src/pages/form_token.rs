//! What every form of somebody who is signed in carries.

use crate::accounts::Session;
use crate::web::FORM_TOKEN;
use leptos::prelude::*;

/// Shows that a form came from a page of ours.
pub fn form_token(session: &Session) -> AnyView {
    let token = session.form_token();
    view! { <input type="hidden" name=FORM_TOKEN value=token/> }.into_any()
}
