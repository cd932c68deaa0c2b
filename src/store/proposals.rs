//! An organisation that somebody proposes, kept in the transaction that begins its first listing.

/// Keeps the organisation, makes the account belong to it, and writes down who proposed it. It is seen by families with its
/// first listing.
macro_rules! propose {
    ($tx:ident, $organization:expr, $account:expr, $deed:expr) => {{
        let id = $organization.id.to_string();
        sqlx::query("INSERT INTO organization (id, source, document) VALUES ($1, $2, $3)")
            .bind(&id)
            .bind($crate::store::HERE)
            .bind($crate::store::services::json($organization))
            .execute(&mut *$tx)
            .await?;
        sqlx::query("INSERT INTO account_organization (account_id, organization_id) VALUES ($1, $2)")
            .bind($account.to_string())
            .bind(&id)
            .execute(&mut *$tx)
            .await?;
        sqlx::query("INSERT INTO audit (at, id, who, what, about) VALUES ($1, $2, $3, 'proposed an organisation', $4)")
            .bind($deed.at)
            .bind(uuid::Uuid::new_v4().to_string())
            .bind(&$deed.who)
            .bind(&$organization.name)
            .execute(&mut *$tx)
            .await?;
    }};
}

pub(super) use propose;
