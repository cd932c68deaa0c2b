//! An organisation that somebody proposes, kept in the transaction that begins its first listing.

/// Keeps the organisation and writes down who proposed it; whoever proposes it for themselves belongs to it, and the
/// council's staff propose it for others. It is seen by families with its first listing.
macro_rules! propose {
    ($tx:ident, $organization:expr, $account:expr, $who:expr, $at:expr) => {{
        let id = $organization.id.to_string();
        sqlx::query("INSERT INTO organization (id, source, document) VALUES ($1, $2, $3)")
            .bind(&id)
            .bind($crate::store::HERE)
            .bind($crate::store::services::json($organization))
            .execute(&mut *$tx)
            .await?;
        $crate::store::summaries::summarize_organization!($tx, $organization, Some($at));
        if let Some(account) = $account {
            sqlx::query("INSERT INTO account_organization (account_id, organization_id) VALUES ($1, $2)")
                .bind(account.to_string())
                .bind(&id)
                .execute(&mut *$tx)
                .await?;
        }
        let what = if $account.is_some() { "proposed an organisation" } else { "added an organisation" };
        sqlx::query("INSERT INTO audit (at, id, who, what, about) VALUES ($1, $2, $3, $5, $4)")
            .bind($at)
            .bind(uuid::Uuid::new_v4().to_string())
            .bind($who)
            .bind(&$organization.name)
            .bind(what)
            .execute(&mut *$tx)
            .await?;
    }};
}

pub(super) use propose;

#[cfg(test)]
impl super::Store {
    /// Keeps an organisation that somebody proposes, without a listing.
    pub async fn propose_organization(
        &self,
        organization: &crate::domain::Organization,
        account: Option<uuid::Uuid>,
        now: i64,
    ) -> Result<(), super::StoreError> {
        super::db::in_transaction!(&self.db, |tx| {
            propose!(tx, organization, account, "", now);
            tx.commit().await?;
        });
        Ok(())
    }
}
