//! An organisation that somebody proposes, kept in the transaction that begins its first listing.

use super::HERE;
use super::error::StoreError;
use super::transaction::Transaction;
use crate::domain::Organization;
use uuid::Uuid;

impl Transaction {
    /// Keeps the organisation and writes down who proposed it; whoever proposes it for themselves belongs to it, and the
    /// council's staff propose it for others. It is seen by families with its first listing.
    pub(super) async fn propose(
        &mut self,
        organization: &Organization,
        account: Option<Uuid>,
        who: &str,
        at: i64,
    ) -> Result<(), StoreError> {
        self.put_organization(organization, HERE, Some(at)).await?;
        if let Some(account) = account {
            self.join_organization(account, organization.id).await?;
        }
        let what = if account.is_some() { "proposed an organisation" } else { "added an organisation" };
        self.audit(at, who, what, &organization.name).await
    }
}

#[cfg(test)]
impl super::Store {
    /// Keeps an organisation that somebody proposes, without a listing.
    pub async fn propose_organization(
        &self,
        organization: &Organization,
        account: Option<Uuid>,
        now: i64,
    ) -> Result<(), StoreError> {
        self.db
            .write(async {
                let mut tx = self.db.begin().await?;
                tx.propose(organization, account, "", now).await?;
                tx.commit().await
            })
            .await
    }
}
