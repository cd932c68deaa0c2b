//! Whether an embedded database is whole, asked before anything is written to it.

use super::error::StoreError;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use std::fs;
use std::path::Path;
use std::time::Duration;
use tokio::time::Instant;

/// So long a start waits for the check. What a big database has beyond it is checked by every backup, which reads all of it.
pub const CHECK_LIMIT: Duration = Duration::from_secs(5);
/// For a check that goes to the end: a day.
pub const NO_LIMIT: Duration = Duration::from_secs(24 * 60 * 60);
/// Steps of the check between two looks at the clock: each is a page or a part of one.
const STEPS: i32 = 1_000;
/// Names of backups that a message about damage gives.
const MOST_NAMES: usize = 5;

/// Checks a database, for so long at the most.
///
/// # Errors
/// When it is damaged.
pub async fn check(file: &Path, limit: Duration) -> Result<(), StoreError> {
    let damaged = |error: sqlx::Error| if is_damage(&error) { damage(file, &error.to_string()) } else { error.into() };
    let options = SqliteConnectOptions::new().filename(file).read_only(true).busy_timeout(Duration::from_secs(5));
    let mut connection = options.connect().await.map_err(damaged)?;
    let deadline = Instant::now() + limit;
    connection.lock_handle().await.map_err(damaged)?.set_progress_handler(STEPS, move || Instant::now() < deadline);
    let found: Result<String, _> = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut connection).await;
    let _ = connection.close().await;
    match found {
        Ok(found) if found == "ok" => Ok(()),
        Ok(found) => Err(damage(file, &found)),
        Err(error) if code(&error).as_deref() == Some("9") => {
            tracing::info!("the database is big: it was checked for {} s, not to its end", limit.as_secs());
            Ok(())
        }
        Err(error) => Err(damaged(error)),
    }
}

/// SQLite's own word for an error, without its finer parts.
fn code(error: &sqlx::Error) -> Option<String> {
    let code: i32 = error.as_database_error()?.code()?.parse().ok()?;
    Some((code & 0xff).to_string())
}

/// Whether an error says that the file is damaged (SQLITE_CORRUPT) or no database at all (SQLITE_NOTADB).
pub fn is_damage(error: &sqlx::Error) -> bool {
    matches!(code(error).as_deref(), Some("11" | "26"))
}

fn damage(file: &Path, found: &str) -> StoreError {
    let data = file.parent().unwrap_or(Path::new(".")).to_owned();
    StoreError::Damaged { file: file.to_owned(), found: found.replace('\n', " "), backups: backups_in(&data), data }
}

/// What there is to go back to, in words.
fn backups_in(data: &Path) -> String {
    let folder = data.join("backups");
    let names = fs::read_dir(&folder).into_iter().flatten().flatten().filter_map(|e| e.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|n| n.ends_with(".backup")).collect();
    // Their names begin with the time.
    names.sort_unstable_by(|a, b| b.cmp(a));
    names.truncate(MOST_NAMES);
    match names.as_slice() {
        [] => format!("There is none in {}: look where you keep your copies", folder.display()),
        some => format!("In {} there are, newest first: {}", folder.display(), some.join(", ")),
    }
}
