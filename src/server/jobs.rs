//! What is done from time to time: counts written down and put together, and a picture of the matrix once a month.

use super::supervisor::run_turn;
use crate::domain::{Facet, Role, SearchQuery};
use crate::editing::{EditError, MailSite, end_what_has_ended, waiting_mail};
use crate::store::{SAMPLE, SnapshotRow};
use crate::web::{App, Failure};
use std::time::Duration;

/// How often counts are written down.
const EVERY: Duration = Duration::from_secs(60);
/// Of so many turns one also looks at what is done by the day.
const BY_THE_DAY: u32 = 30;

/// Rows of the change log that are kept, some ten megabytes. They are counted, not dated, so that the log has a bound
/// whatever is imported. An index that is further behind has more changes to follow than most councils have listings: it
/// reads every listing again.
const CHANGES_KEPT: u32 = 100_000;

/// The audit log is kept for two years, in seconds.
const AUDIT_KEPT: i64 = 2 * 365 * 24 * 60 * 60;

/// Runs until the process ends. Every failure is logged and tried again.
pub async fn run(app: App) {
    let mut turn = 0;
    let mut in_advance = false;
    loop {
        if app.engine.is_ready() {
            if !in_advance {
                in_advance = read_in_advance(&app).await;
            }
            if let Err(panic) = run_turn(one_turn(app.clone(), turn % BY_THE_DAY == 0)).await {
                tracing::error!("a turn of the jobs panicked and will be tried again: {panic}");
            }
            turn += 1;
            tokio::time::sleep(EVERY).await;
        } else {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

/// Tells reviewers by mail that something waits, at most once an hour. What was sent stays untold in the database until its
/// mail is queued: nothing is lost with the process.
///
/// # Errors
/// When the database does not answer.
pub async fn tell_reviewers(app: &App) -> Result<usize, Failure> {
    let site = MailSite { name: app.site_name(), base_url: app.base_url() };
    let now = app.clock.seconds();
    let queued = app.store.tell_reviewers(now, |waiting, to| waiting_mail(&site, to, waiting, now)).await?;
    if queued > 0 {
        app.mailer.wake();
    }
    Ok(queued)
}

/// Reads what pages need when the database is away. Answers whether it was read.
async fn read_in_advance(app: &App) -> bool {
    let read = app.read_in_advance().await;
    if let Err(error) = &read {
        tracing::warn!(%error, "what pages need when the database is away was not read and will be");
    }
    read.is_ok()
}

async fn one_turn(app: App, by_day: bool) {
    app.write_counts().await;
    if let Err(error) = tell_reviewers(&app).await {
        tracing::warn!("reviewers were not told what waits and will be: {error:?}");
    }
    if by_day && let Err(error) = by_the_day(&app).await {
        tracing::warn!("what is done each day was not done and will be tried again: {error:?}");
    }
}

/// Ends services whose last day has passed, tidies the counts, and keeps this month's picture where there is none.
///
/// # Errors
/// When the database or the index does not answer.
pub async fn by_the_day(app: &App) -> Result<(), Failure> {
    let today = app.clock.today();
    match end_what_has_ended(&app.store, today, app.clock.seconds()).await {
        Ok(_) => {}
        Err(EditError::Store(error)) => return Err(error.into()),
        Err(error) => tracing::warn!(%error, "services whose last day has passed were not ended and will be"),
    }
    // No session rests longer than a provider's whole.
    let (_, longest) = Role::Provider.session_minutes();
    app.store.forget_sessions_before(app.clock.seconds() - longest * 60).await?;
    app.store.prune_change_log(CHANGES_KEPT).await?;
    app.store.tidy_audit(app.clock.seconds() - AUDIT_KEPT).await?;
    app.store.forget_done_mail(app.clock.seconds()).await?;
    if app.settings.count_searches {
        app.store.tidy_demand(today).await?;
    } else {
        app.store.forget_demand().await?;
    }
    let month = format!("{:04}-{:02}", today.year(), today.month());
    if app.engine.is_empty() || app.store.has_snapshot(&month).await? {
        return Ok(());
    }
    let supplies = app.supplies(&SearchQuery { page: 1, ..SearchQuery::default() }).await?;
    let kinds = app.area.vocabulary.values(Facet::Category).iter().zip(&supplies.kinds);
    let rows: Vec<SnapshotRow> = kinds
        .filter(|(kind, _)| kind.parent.is_none())
        .flat_map(|(kind, supply)| {
            app.area.districts.iter().zip(&supply.can_use).map(|(district, can_use)| SnapshotRow {
                month: month.clone(),
                district: district.slug.clone(),
                kind: kind.slug.clone(),
                can_use: *can_use,
            })
        })
        .collect();
    // What was counted while made-up listings were loaded goes with them.
    let source = if app.store.has_sample().await? { SAMPLE } else { "counted" };
    app.store.save_snapshot(source, &rows).await?;
    Ok(())
}
