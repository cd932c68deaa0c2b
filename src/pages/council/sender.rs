//! Who sent a change, and which names are nearly the same: what tells a volunteer from somebody who pretends to be one.

use crate::domain::clock::day;
use crate::domain::name::exact_key;
use crate::domain::wording::{count, date};
use crate::domain::{Organization, Service};
use crate::store::{Account, DraftMessage, DraftRow, Named, NearName};
use crate::web::links::address;
use crate::web::{App, Failure};
use leptos::prelude::*;

/// The most near names that are shown.
const MOST: usize = 10;
/// Seconds in a day.
const DAY: i64 = 86_400;

/// What is known of whoever sent a change.
pub struct ChangeSender {
    /// Their mail address.
    email: String,
    /// Their account; none when it is not there any more.
    account: Option<Account>,
    /// Whether it belongs to the organisation whose listing it is.
    belongs: bool,
    /// The organisation, and when it was proposed here; none when it came with the data.
    organization: Option<(Organization, Option<i64>)>,
    /// Names that could be taken for the listing's or the organisation's, and how many there are.
    near: (Vec<NearName>, usize),
    now: i64,
}

/// Finds out about whoever sent a change. Names are looked at where families would see a new one.
///
/// # Errors
/// When the database does not answer.
pub async fn sender(
    app: &App,
    row: &DraftRow,
    messages: &[DraftMessage],
    published: Option<&Service>,
) -> Result<ChangeSender, Failure> {
    let sent = messages.iter().rev().find(|m| m.kind.is_sent());
    let email = sent.map_or(&row.saved_by, |m| &m.who).clone();
    let account = match crate::domain::Email::parse(&email) {
        Some(email) => app.store.account_by_email(&email).await?,
        None => None,
    };
    let belongs = match &account {
        Some(account) => app.store.organizations_of(account.id).await?.contains(&row.organization),
        None => false,
    };
    let service = &row.draft.service;
    let organization = match &service.organization {
        Some(o) => Some((o.clone(), app.store.organization_proposed(o.id).await?)),
        None => None,
    };
    let near = near(app, service, published).await?;
    Ok(ChangeSender { email, account, belongs, organization, near, now: app.clock.seconds() })
}

/// The names that are nearly the same as that of a new or renamed listing, and of the organisation of a new one.
async fn near(app: &App, service: &Service, published: Option<&Service>) -> Result<(Vec<NearName>, usize), Failure> {
    if published.is_some_and(|now| now.name == service.name) {
        return Ok((Vec::new(), 0));
    }
    let organization = service.organization.as_ref();
    let mut own = vec![service.id];
    own.extend(organization.map(|o| o.id));
    let (mut found, mut total) = app.store.near_names(&service.name, &own, MOST).await?;
    if let Some(organization) = organization.filter(|_| published.is_none()) {
        let (more, more_total) = app.store.near_names(&organization.name, &own, MOST).await?;
        // A listing that is called after the organisation it belongs to is no rival of it.
        let own_listing =
            |n: &NearName| matches!(&n.of, Named::Listing { organization: Some(id), .. } if *id == organization.id);
        let before = more.len();
        let more: Vec<_> = more.into_iter().filter(|n| !own_listing(n) && !found.contains(n)).collect();
        total += more_total - (before - more.len());
        found.extend(more);
    }
    found.truncate(MOST);
    Ok((found, total))
}

/// "today", "1 day ago", "3 days ago", with the day itself.
fn ago(then: i64, now: i64) -> String {
    let on = date(day(then));
    match (now - then).max(0) / DAY {
        0 => format!("today, on {on}"),
        days => format!("{} ago, on {on}", count(days.unsigned_abs(), "day", "days")),
    }
}

impl ChangeSender {
    /// Who sent it.
    pub fn view(&self) -> AnyView {
        let account = match &self.account {
            // An account of the sample has no day.
            Some(account) if account.created <= 0 => "The account came with our data.".to_owned(),
            Some(account) => format!("The account was made {}.", ago(account.created, self.now)),
            None => "There is no account of this address any more.".to_owned(),
        };
        let name = self.organization.as_ref().map(|(o, _)| o.name.clone());
        let belongs = name.as_ref().map(|name| {
            if self.belongs {
                format!("The account belongs to {name}.")
            } else {
                format!("The account does not belong to {name}. Ask how they know about it.")
            }
        });
        let proposed = self.organization.as_ref().map(|(o, proposed)| match proposed {
            Some(at) => format!("{} was proposed here {}.", o.name, ago(*at, self.now)),
            None => format!("{} came with our data, or longer ago than we can say.", o.name),
        });
        let lines: Vec<_> = [Some(account), belongs, proposed].into_iter().flatten().collect();
        let lines: Vec<_> = lines.into_iter().map(|line| view! { <p>{line}</p> }).collect();
        view! {
            <section class="card flow" aria-labelledby="who"><h2 id="who">"Who sent it"</h2>
                <p><b>{self.email.clone()}</b></p>
                {lines}
            </section>
        }
        .into_any()
    }

    /// The names that are nearly the same, each with a way to look at it; none when there are none.
    pub fn rivals(&self, service: &Service) -> Option<AnyView> {
        let (found, total) = &self.near;
        if found.is_empty() {
            return None;
        }
        let mut own = vec![exact_key(&service.name)];
        own.extend(service.organization.as_ref().map(|o| exact_key(&o.name)));
        let items: Vec<_> = found.iter().map(|near| rival(near, own.contains(&exact_key(&near.name)))).collect();
        let more = total.saturating_sub(found.len());
        let more = (more > 0).then(|| view! { <p>{format!("And {more} more.")}</p> });
        Some(
            view! {
                <section class="card warm flow" aria-labelledby="near"><h2 id="near">"Names that could be mixed up"</h2>
                    <p>"Look whether it is the same one before you approve. Letters of other alphabets can look like ours."</p>
                    <ul class="links">{items}</ul>
                    {more}
                </section>
            }
            .into_any(),
        )
    }
}

fn rival(near: &NearName, same: bool) -> AnyView {
    let say = if same { "The same name: " } else { "Nearly the same name: " };
    let name = near.name.clone();
    let all = |of: &str| address("/council/listings", &[("q", of.to_owned())]);
    match &near.of {
        Named::Organization { listings, .. } => {
            let words = format!(", an organisation with {}. ", count(*listings, "listing", "listings"));
            let href = all(&name);
            let about = format!(" of {name}");
            view! { <li>{say}<b>{name}</b>{words}<a href=href>"Its listings"<span class="vh">{about}</span></a></li> }
                .into_any()
        }
        Named::Listing { slug, organization_name, .. } => {
            let public = format!("/services/{slug}");
            let by = (!organization_name.is_empty()).then(|| {
                let (href, organization) = (all(organization_name), organization_name.clone());
                view! { ", a listing of "<b>{organization.clone()}</b>". "<a href=href>"Its listings"<span class="vh">" of "{organization}</span></a> }
            });
            view! { <li>{say}<a href=public>{name}</a>{by}</li> }.into_any()
        }
    }
}
