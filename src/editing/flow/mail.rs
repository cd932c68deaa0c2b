//! Mail about drafts and listings, in plain words: to who sent a change, to everybody who keeps a listing, to reviewers.

use super::decision::Decision;
use crate::area::Area;
use crate::domain::wording::{date, within};
use crate::domain::{Service, Status};
use crate::editing::changes;
use crate::store::{DraftRow, QueuedMail};
use uuid::Uuid;

/// How the site is called in mail.
#[derive(Clone, Debug)]
pub struct MailSite {
    /// "Lancashire Local Offer".
    pub name: String,
    /// Where links lead.
    pub base_url: String,
}

impl MailSite {
    fn mail(&self, id: String, to: &str, subject: String, body: &str, now: i64) -> QueuedMail {
        let body = format!("{body}\n{}\n", self.name);
        QueuedMail { id, recipient: to.to_owned(), subject, body, created: now, tries: 0 }
    }
}

/// Names a decision's mail, so that it can be taken back.
pub(super) fn decided_id(draft: Uuid, version: i64) -> String {
    Uuid::new_v5(&draft, &version.to_le_bytes()).to_string()
}

/// What the council decided, to who sent the change.
pub(super) fn decided_mail(site: &MailSite, to: &str, row: &DraftRow, decision: &Decision, now: i64) -> QueuedMail {
    let name = &row.draft.service.name;
    let page = format!("{}/provider/listings/{}", site.base_url, row.service);
    let (subject, body) = match decision {
        Decision::Approve => (
            format!("Families can see your change: {name}"),
            format!("Thank you. The council has read what you sent about “{name}”, and families see it now.\n"),
        ),
        Decision::Part(_, why) => (
            format!("Families can see part of your change: {name}"),
            format!(
                "Thank you. Families see part of what you sent about “{name}” now. The rest has come back to you, because:\n\n{why}\n\nPut it right and send it again:\n\n{page}\n"
            ),
        ),
        Decision::Return(why) => (
            format!("Please look again: {name}"),
            format!(
                "Thank you for what you sent about “{name}”. The council has sent it back to you, because:\n\n{why}\n\nNothing you wrote is lost. Put it right and send it again:\n\n{page}\n"
            ),
        ),
        Decision::Ask(what) => (
            format!("A question about {name}"),
            format!(
                "Thank you for what you sent about “{name}”. The council asks:\n\n{what}\n\nAnswer here:\n\n{page}\n"
            ),
        ),
    };
    site.mail(decided_id(row.id, row.version + 1), to, subject, &body, now)
}

/// What families see of a listing before and after the council changed it.
pub(super) struct CouncilChange<'a> {
    pub(super) area: &'a Area,
    pub(super) before: Option<&'a Service>,
    pub(super) after: &'a Service,
    /// The last part of the listing's address; blank while it has none.
    pub(super) slug: &'a str,
    /// Why, as families read it; may be blank.
    pub(super) note: &'a str,
}

/// That the council changed a listing, to everybody who keeps it.
pub(super) fn changed_mail(site: &MailSite, to: &str, change: &CouncilChange<'_>, now: i64) -> QueuedMail {
    let CouncilChange { area, before, after, slug, note } = change;
    let name = &after.name;
    let was = before.map(|b| b.status);
    let (subject, said) = match (was, after.status) {
        (None, _) => (
            format!("The council has added your listing: {name}"),
            format!("The council has added “{name}” to the directory. Families see it now."),
        ),
        (Some(was), Status::Active) if was != Status::Active => (
            format!("Families see that it is running again: {name}"),
            format!("The council has said that “{name}” is running. Families see it now."),
        ),
        (Some(was), Status::Paused) if was != Status::Paused => (
            format!("Families see that it is closed for now: {name}"),
            format!("The council has said that “{name}” is closed for now. Families see it now."),
        ),
        (Some(was), Status::Closing) if was != Status::Closing => (
            format!("Families see that it is about to end: {name}"),
            match after.ends_on {
                Some(day) => format!("The council has said that “{name}” ends on {}. Families see it now.", date(day)),
                None => format!("The council has said that “{name}” is about to end. Families see it now."),
            },
        ),
        (Some(was), Status::Withdrawn) if was != Status::Withdrawn => (
            format!("Families see that it has ended: {name}"),
            format!("The council has said that “{name}” has ended. Families see it now."),
        ),
        _ => (
            format!("The council has changed your listing: {name}"),
            format!("The council has changed “{name}”. Families see it now."),
        ),
    };
    let labels: Vec<String> =
        changes(*before, after, area).iter().map(|c| format!("- {}", within(c.field.label()))).collect();
    let what = if before.is_none() { String::new() } else { format!("\nWhat changed:\n{}\n", labels.join("\n")) };
    let why = if note.is_empty() { String::new() } else { format!("\nWhy:\n{note}\n") };
    let public = if slug.is_empty() {
        String::new()
    } else {
        format!("\nWhat families see:\n{}/services/{slug}\n", site.base_url)
    };
    let page = format!("{}/provider/listings/{}", site.base_url, after.id);
    let body = format!("{said}\n{what}{why}{public}\nIf something is not right, change it here:\n{page}\n");
    site.mail(Uuid::new_v4().to_string(), to, subject, &body, now)
}

/// How many changes wait, to a reviewer. It holds nothing that a provider wrote.
pub fn waiting_mail(site: &MailSite, to: &str, waiting: u64, now: i64) -> QueuedMail {
    let many = if waiting == 1 { "1 change is waiting".to_owned() } else { format!("{waiting} changes are waiting") };
    let page = format!("{}/council/changes", site.base_url);
    let body = format!(
        "{many} for somebody at the council to read. Families see a change as soon as it is approved.\n\n{page}\n\nYou get at most one of these emails in an hour.\n"
    );
    site.mail(Uuid::new_v4().to_string(), to, many, &body, now)
}
