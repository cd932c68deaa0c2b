//! Somebody who registers: nothing is made of it until the link in the mail is used, so that an address nobody reads
//! makes no account.

use serde::{Deserialize, Serialize};

/// What somebody said who registers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// Their mail address.
    pub email: String,
    /// What they call their organisation.
    pub organization: String,
}

/// Makes an account of a registration, inside the transaction that uses its link. Answers the account's id.
macro_rules! register {
    ($tx:ident, $registers:expr, $now:expr) => {{
        let said: Option<$crate::store::Registration> = serde_json::from_str(&$registers).ok();
        match said {
            None => None,
            Some(said) => {
                sqlx::query("INSERT INTO account (id, email, role, created) VALUES ($1, $2, 'provider', $3) ON CONFLICT DO NOTHING")
                    .bind(uuid::Uuid::new_v4().to_string())
                    .bind(&said.email)
                    .bind($now)
                    .execute(&mut *$tx)
                    .await?;
                let id: Option<String> = sqlx::query_scalar("SELECT id FROM account WHERE email = $1 AND role = 'provider'")
                    .bind(&said.email)
                    .fetch_optional(&mut *$tx)
                    .await?;
                if let Some(id) = &id {
                    let organization = $crate::domain::Organization {
                        id: uuid::Uuid::new_v4(),
                        name: said.organization,
                        description: String::new(),
                        kind: None,
                        website: None,
                        email: None,
                        phone: None,
                    };
                    sqlx::query("INSERT INTO organization (id, source, document) VALUES ($1, $2, $3)")
                        .bind(organization.id.to_string())
                        .bind($crate::store::HERE)
                        .bind($crate::store::services::json(&organization))
                        .execute(&mut *$tx)
                        .await?;
                    $crate::store::summaries::summarize_organization!($tx, &organization, Some($now));
                    sqlx::query("INSERT INTO account_organization (account_id, organization_id) VALUES ($1, $2)")
                        .bind(id)
                        .bind(organization.id.to_string())
                        .execute(&mut *$tx)
                        .await?;
                    sqlx::query("INSERT INTO audit (at, id, who, what, about) VALUES ($1, $2, $3, 'registered', $4)")
                        .bind($now)
                        .bind(uuid::Uuid::new_v4().to_string())
                        .bind(&said.email)
                        .bind(&organization.name)
                        .execute(&mut *$tx)
                        .await?;
                }
                id
            }
        }
    }};
}

pub(super) use register;
