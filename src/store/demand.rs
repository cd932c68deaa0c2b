//! Counts of searches that found few services or none. Nothing here is about a person, and nothing a person typed.

use super::Store;
use super::error::StoreError;
use super::query::query;
use jiff::ToSpan;
use jiff::civil::Date;

/// What groups too small to be shown are put together as.
pub const OTHER: &str = "other";

/// After so many days from the end of a month its small groups are put together.
const SMALL_GROUPS_FOR_DAYS: i32 = 31;
/// Months are kept this long, then thrown away.
const KEPT_FOR_MONTHS: i32 = 24;
/// A group of fewer searches is not shown.
const FEWEST: i64 = 5;

/// Searches of one sort on one day.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Demand {
    /// The day.
    pub day: Date,
    /// `need:asd`, `category:short-breaks` or [`OTHER`].
    pub looked_for: String,
    /// The district's slug; empty when none was asked for.
    pub district: String,
    /// The band's slug; empty when no age was asked for.
    pub age_band: String,
    /// `none` or `few`.
    pub found: String,
}

/// Searches of one sort in one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthOfDemand {
    /// As "2026-03".
    pub month: String,
    /// As in [`Demand`].
    pub looked_for: String,
    /// As in [`Demand`].
    pub district: String,
    /// As in [`Demand`].
    pub age_band: String,
    /// As in [`Demand`].
    pub found: String,
    /// How many, at least 5.
    pub searches: u64,
}

/// The month of a day, as "2026-03".
fn month_of(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// Adds to a count, which begins at none.
const ADD: &str = "INSERT INTO demand (month, day, looked_for, district, age_band, found, searches) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (month, day, looked_for, district, age_band, found) \
         DO UPDATE SET searches = demand.searches + excluded.searches";

impl Store {
    /// Adds counts.
    ///
    /// # Errors
    /// When the database refuses: then nothing is added.
    pub async fn add_demand(&self, counts: &[(Demand, u64)]) -> Result<(), StoreError> {
        self.db
            .write(async {
                let mut tx = self.db.begin().await?;
                for (one, n) in counts {
                    query(ADD)
                        .bind(month_of(one.day))
                        .bind(one.day.to_string())
                        .bind(&one.looked_for)
                        .bind(&one.district)
                        .bind(&one.age_band)
                        .bind(&one.found)
                        .bind(i64::try_from(*n).unwrap_or(i64::MAX))
                        .execute(&mut tx)
                        .await?;
                }
                tx.commit().await
            })
            .await?;
        Ok(())
    }

    /// Months that are over, in groups of five or more. A month is shown from the second day of the next.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn published_demand(&self, today: Date) -> Result<Vec<MonthOfDemand>, StoreError> {
        const SQL: &str = "SELECT month, looked_for, district, age_band, found, CAST(sum(searches) AS BIGINT) FROM demand \
             WHERE month < $1 GROUP BY month, looked_for, district, age_band, found HAVING sum(searches) >= $2 \
             ORDER BY month DESC, 6 DESC, looked_for, district, age_band, found";
        let open = month_of(today.saturating_sub(1.day()));
        let rows: Vec<(String, String, String, String, String, i64)> =
            self.db.fetch_all(query(SQL).bind(open).bind(FEWEST)).await?;
        let row = |(month, looked_for, district, age_band, found, n): (String, String, String, String, String, i64)| {
            MonthOfDemand { month, looked_for, district, age_band, found, searches: n.unsigned_abs() }
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// Puts together what is too small to be kept apart any longer, forgets the days of months that are done, and throws
    /// away what is older than is promised. Doing it twice is the same as once; a change number is taken when what is shown
    /// may be another.
    ///
    /// # Errors
    /// When the database refuses: then everything stays.
    pub async fn tidy_demand(&self, today: Date) -> Result<(), StoreError> {
        // Months whose last day lies at least so many days back.
        let done = month_of(today.saturating_sub(SMALL_GROUPS_FOR_DAYS.days()));
        let kept = month_of(today.saturating_sub(KEPT_FOR_MONTHS.months()));
        self.db
            .write(async {
                let mut tx = self.db.begin().await?;
                let old = query("DELETE FROM demand WHERE month < $1").bind(kept).execute(&mut tx).await?;
                let mut changed = old > 0;
                let groups: Vec<(String, String, String, String, String, i64)> = query(
                    "SELECT month, looked_for, district, age_band, found, CAST(sum(searches) AS BIGINT) FROM demand \
                 WHERE month < $1 GROUP BY month, looked_for, district, age_band, found",
                )
                .bind(&done)
                .fetch_all(&mut tx)
                .await?;
                query("DELETE FROM demand WHERE month < $1").bind(&done).execute(&mut tx).await?;
                for (month, looked_for, district, age_band, found, n) in groups {
                    let small = n < FEWEST;
                    changed |= small && looked_for != OTHER;
                    let day = format!("{month}-01");
                    query(ADD)
                        .bind(month)
                        .bind(day)
                        .bind(if small { OTHER.to_owned() } else { looked_for })
                        .bind(if small { String::new() } else { district })
                        .bind(if small { String::new() } else { age_band })
                        .bind(if small { String::from("few-or-none") } else { found })
                        .bind(n)
                        .execute(&mut tx)
                        .await?;
                }
                if changed {
                    tx.next_change().await?;
                }
                tx.commit().await
            })
            .await?;
        self.changed.notify_waiters();
        Ok(())
    }

    /// Forgets every count, under one change number where there was one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget_demand(&self) -> Result<(), StoreError> {
        // Every month comes after the empty text.
        self.take_out("DELETE FROM demand WHERE month > $1", "").await.map(|_| ())
    }
}
