//! `local-offer user`: who may sign in.

use super::bootstrap::{area, clock, store};
use super::options::Options;
use crate::accounts::{ANY_BROWSER, Secret, hash};
use crate::domain::wording::count;
use crate::domain::{Email, Role};
use crate::store::{QueuedMail, SignIn, Store};
use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use std::process::ExitCode;
use uuid::Uuid;

/// Look after accounts.
#[derive(Args)]
pub struct User {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Let somebody sign in
    Add {
        /// Their mail address
        email: String,
        /// provider, reviewer, editor or admin
        #[arg(long)]
        role: String,
        /// An organisation whose listings a provider keeps, by its exact name; may be said several times
        #[arg(long = "organisation", alias = "organization", value_name = "NAME")]
        organizations: Vec<String>,
        /// The same by its id, where two have one name; may be said several times
        #[arg(long = "organisation-id", alias = "organization-id", value_name = "ID")]
        organization_ids: Vec<Uuid>,
    },
    /// Show who may sign in
    List,
    /// Take an account away, with its sessions
    Remove {
        /// Its mail address
        email: String,
    },
    /// Take the second check away: it is set up anew at the next sign-in
    ResetSecondFactor {
        /// The account's mail address
        #[arg(required_unless_present = "lost_key")]
        email: Option<String>,
        /// Everybody’s, because the key file that seals them is lost for good; the next start makes a new one
        #[arg(long, conflicts_with = "email")]
        lost_key: bool,
    },
    /// Print a link that signs in, to try the sample with: only on this machine and while sample data is loaded
    Link {
        /// The account's mail address
        email: String,
        /// Where the server is
        #[arg(long, default_value = "http://127.0.0.1:3000")]
        at: String,
    },
}

impl User {
    /// Exit 0: done. 1: nothing was done, and it says why.
    pub async fn run(self, options: &Options) -> anyhow::Result<ExitCode> {
        let store = store(options).await?;
        let parse = |text: &str| Email::parse(text).ok_or_else(|| anyhow::anyhow!("“{text}” is no mail address"));
        match self.action {
            Action::Add { email, role, organizations, organization_ids } => {
                let email = parse(&email)?;
                let Some(role) = Role::parse(&role) else {
                    bail!("“{role}” is not one of {}", Role::ALL.map(Role::word).join(", "))
                };
                let organizations = find_organizations(&store, &organizations, &organization_ids).await?;
                add(&store, &email, role, &organizations).await?;
                println!("{email} may sign in as {}.", role.word());
            }
            Action::List => {
                let organizations = store.count_organizations_of_accounts().await?;
                for account in store.accounts().await? {
                    let organizations = organizations.get(&account.id).copied().unwrap_or_default();
                    let organizations = count(organizations, "organisation", "organisations");
                    let second = if account.totp_secret.is_some() { ", second check set up" } else { "" };
                    println!("{}: {}, {organizations}{second}", account.email, account.role.word());
                }
            }
            Action::Remove { email } => {
                let email = parse(&email)?;
                if !store.remove_account(&email).await? {
                    bail!("nobody signs in as {email}");
                }
                note(&store, "took an account away", email.as_str()).await?;
                println!("{email} can sign in no more.");
            }
            Action::ResetSecondFactor { email: None, .. } => {
                for email in store.give_up_lost_key().await? {
                    println!("{email} sets up a new second check at the next sign-in. Every session was ended.");
                }
                println!(
                    "The lost key is given up. Start the server again, and write a new backup: older ones need the old key."
                );
            }
            Action::ResetSecondFactor { email: Some(email), .. } => {
                let email = parse(&email)?;
                if !store.reset_second_factor(&email).await? {
                    bail!("nobody signs in as {email}");
                }
                note(&store, "took a second check away", email.as_str()).await?;
                println!("{email} sets up a new second check at the next sign-in. Every session was ended.");
            }
            Action::Link { email, at } => {
                let email = parse(&email)?;
                println!("{}", link(&store, &area(options)?.name, &email, &at).await?);
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The organisations of these names and ids.
///
/// # Errors
/// When one is not there, or two have the name: then nothing was done, and it says how to say which.
async fn find_organizations(store: &Store, names: &[String], ids: &[Uuid]) -> anyhow::Result<Vec<(Uuid, String)>> {
    let mut found = Vec::new();
    for name in names {
        match store.organizations_named(name).await?[..] {
            [] => bail!("no organisation is called “{name}”. Nothing was done"),
            [one] => found.push((one, name.clone())),
            ref several => {
                let ids: Vec<String> = several.iter().map(|id| format!("  --organisation-id {id}")).collect();
                bail!(
                    "{} are called “{name}”. Nothing was done. Say which one:\n{}",
                    count(several.len() as u64, "organisation", "organisations"),
                    ids.join("\n")
                )
            }
        }
    }
    for id in ids {
        match store.organization(*id).await? {
            Some(organization) => found.push((*id, organization.name)),
            None => bail!("no organisation has the id {id}. Nothing was done"),
        }
    }
    Ok(found)
}

/// Lets somebody sign in, and keep the listings of organisations. Twice is the same as once.
async fn add(store: &Store, email: &Email, role: Role, organizations: &[(Uuid, String)]) -> anyhow::Result<()> {
    let account = match store.account_by_email(email).await? {
        Some(account) if account.role != role => {
            bail!("{email} signs in as {} already: remove it first to change that", account.role.word())
        }
        Some(account) => account.id,
        None => {
            let id = Uuid::new_v4();
            store.add_account(id, email, role, clock().seconds()).await?;
            note(store, &format!("let somebody sign in as {}", role.word()), email.as_str()).await?;
            id
        }
    };
    let known = store.organizations_of(account).await?;
    for (organization, name) in organizations.iter().filter(|(id, _)| !known.contains(id)) {
        store.add_to_organization(account, *organization).await?;
        note(store, "let somebody keep the listings of an organisation", &format!("{email}, {name}")).await?;
    }
    Ok(())
}

/// Writes down who may do what from now on, and that it was the command that changed it.
async fn note(store: &Store, what: &str, about: &str) -> anyhow::Result<()> {
    let noted = store.audit(Uuid::new_v4(), clock().seconds(), "command line", what, about).await;
    noted.context("it was done, but could not be written into the audit log")
}

/// A link for any browser on this machine. The server takes it only where it may.
async fn link(store: &Store, site: &str, email: &Email, at: &str) -> anyhow::Result<String> {
    if !store.has_sample().await? {
        bail!("a link is only printed while sample data is loaded: sign in by mail");
    }
    let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"].iter().any(|l| at.starts_with(l));
    if !local {
        bail!("a link is only printed for a server on this machine");
    }
    let Some(account) = store.account_by_email(email).await? else { bail!("nobody signs in as {email}") };
    let (token, now) = (Secret::new()?, clock().seconds());
    let sign_in = SignIn {
        token_hash: token.hash(),
        code_hash: hash("none", token.text()),
        browser_hash: ANY_BROWSER.to_owned(),
        account: Some(account.id),
        expires: now + 600,
        registers: None,
    };
    let mail = QueuedMail {
        id: Uuid::new_v4().to_string(),
        recipient: email.to_string(),
        subject: format!("A link to sign in to {site} was printed"),
        body: "Somebody who may use the command on the server printed a link that signs in as you. It works for ten minutes.\n".to_owned(),
        created: now,
        tries: 0,
    };
    // The word to its owner goes first: there is no link that they are not told of.
    store.queue_mail(&mail).await?;
    store.begin_sign_in(&sign_in, None, now).await?;
    note(store, "printed a link to sign in", email.as_str()).await?;
    Ok(format!("{}/sign-in/link/{}", at.trim_end_matches('/'), token.text()))
}
