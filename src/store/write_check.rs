//! Whether a change can be saved now: found out by saving one and taking it back, in one transaction that nobody sees.

use super::Store;
use super::error::StoreError;
use super::query::query;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};
use uuid::Uuid;

/// An answer holds for so long: whoever asks more often is told the same.
const HOLDS: Duration = Duration::from_secs(1);
/// A check that takes longer says nothing: somebody else is writing.
const LIMIT: Duration = Duration::from_secs(2);
/// For so long an earlier answer stands in for a check that said nothing.
const STANDS_IN: Duration = Duration::from_secs(30);
/// How much is written, in bytes: as much as a long form.
const WRITTEN: usize = 16 * 1024;

/// The last answer, and when a check last gave one. One check at a time.
#[derive(Default)]
pub struct WriteCheck(Mutex<Option<Answer>>);

#[derive(Clone, Copy)]
struct Answer {
    can: bool,
    given: Instant,
    looked: Instant,
}

impl Store {
    /// Whether a change can be saved now. It writes for itself at most once a second, takes no change number, and waits
    /// for other writers two seconds at most.
    pub async fn can_write(&self) -> bool {
        if self.is_away() {
            return false;
        }
        let mut last = self.write_check.0.lock().await;
        let now = Instant::now();
        if let Some(answer) = last.filter(|a| now - a.looked < HOLDS) {
            return answer.can;
        }
        let answer = match timeout(LIMIT, self.write_and_take_back()).await {
            Ok(Ok(())) => Answer { can: true, given: now, looked: now },
            Ok(Err(error)) => {
                tracing::warn!(%error, "changes cannot be saved");
                Answer { can: false, given: now, looked: now }
            }
            Err(_) => {
                let earlier = last.filter(|a| now - a.given < STANDS_IN);
                let given = earlier.map_or(now, |a| a.given);
                Answer { can: earlier.is_some_and(|a| a.can), given, looked: now }
            }
        };
        *last = Some(answer);
        answer.can
    }

    /// A line of the audit log, and away with it before anybody can read it.
    async fn write_and_take_back(&self) -> Result<(), StoreError> {
        const WRITE: &str = "INSERT INTO audit (at, id, who, what, about) VALUES (0, $1, '', 'write check', $2)";
        const TAKE_BACK: &str = "DELETE FROM audit WHERE id = $1";
        let id = Uuid::new_v4().to_string();
        let text = "0123456789abcdef".repeat(WRITTEN / 16);
        self.db
            .write(async {
                let mut tx = self.db.begin().await?;
                query(WRITE).bind(&id).bind(&text).execute(&mut tx).await?;
                query(TAKE_BACK).bind(&id).execute(&mut tx).await?;
                tx.commit().await
            })
            .await?;
        Ok(())
    }
}
