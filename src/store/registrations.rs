//! Somebody who registers: nothing is made of it until the link in the mail is used, so that an address nobody reads
//! makes no account.

use super::HERE;
use super::error::StoreError;
use super::query::query;
use super::transaction::Transaction;
use crate::domain::{Organization, Role};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What somebody said who registers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// Their mail address.
    pub email: String,
    /// What they call their organisation.
    pub organization: String,
}

impl Transaction {
    /// Makes an account of a registration that was kept with a link, inside the transaction that uses the link. Answers the
    /// account's id; none where the address belongs to somebody of the council.
    pub(super) async fn register(&mut self, registers: &str, now: i64) -> Result<Option<Uuid>, StoreError> {
        let Ok(said) = serde_json::from_str::<Registration>(registers) else { return Ok(None) };
        query("INSERT INTO account (id, email, role, created) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
            .bind(Uuid::new_v4().to_string())
            .bind(&said.email)
            .bind(Role::Provider.word())
            .bind(now)
            .execute(self)
            .await?;
        let id: Option<String> = query("SELECT id FROM account WHERE email = $1 AND role = $2")
            .bind(&said.email)
            .bind(Role::Provider.word())
            .fetch_optional_scalar(self)
            .await?;
        let Some(id) = id.and_then(|id| Uuid::try_parse(&id).ok()) else { return Ok(None) };
        let organization = Organization {
            id: Uuid::new_v4(),
            name: said.organization,
            description: String::new(),
            kind: None,
            website: None,
            email: None,
            phone: None,
        };
        self.put_organization(&organization, HERE, Some(now)).await?;
        self.join_organization(id, organization.id).await?;
        self.audit(now, &said.email, "registered", &organization.name).await?;
        Ok(Some(id))
    }
}
