//! What providers and the council need alike to change a listing: who acts, on which site, and what its errors mean.

use crate::accounts::Session;
use crate::domain::Role;
use crate::editing::{Actor, EditError, MailSite};
use crate::web::{App, Failure};
use uuid::Uuid;

/// What goes wrong with a change, as a failure of the page. What somebody can put right is answered before this.
pub fn failure(error: EditError) -> Failure {
    match error {
        EditError::Store(error) => error.into(),
        EditError::Gone => Failure::NotFound,
        error => Failure::Broken(error.to_string()),
    }
}

/// Who does something, now.
pub fn actor(app: &App, session: &Session) -> Actor {
    let council = session.account.role.is_council();
    Actor { email: session.account.email.clone(), council, now: app.clock.seconds() }
}

/// How the site is called in mail, and where its links lead.
pub fn site(app: &App) -> MailSite {
    MailSite { name: app.site_name(), base_url: app.base_url() }
}

/// Whether somebody may change the listings of an organisation.
///
/// # Errors
/// When the database does not answer.
pub async fn keeps(app: &App, session: &Session, organization: Uuid) -> Result<bool, Failure> {
    Ok(match session.account.role {
        Role::Provider => app.store.organizations_of(session.account.id).await?.contains(&organization),
        role => role.is_council(),
    })
}
