//! A statement with its values, for whichever database there is: the same SQL text and the same rows on both.

use super::connection::Connection;
use super::error::StoreError;
use sqlx::postgres::{PgRow, Postgres};
use sqlx::sqlite::{Sqlite, SqliteRow};
use sqlx::{AssertSqlSafe, Database, Encode, FromRow, SqlSafeStr, SqlStr, Type};
use std::borrow::Cow;

/// So many values one query lists at most: SQLite takes 32,766 parameters, PostgreSQL 65,535.
pub const AT_ONCE: usize = 500;

/// A value of a statement. A missing one has a type too: PostgreSQL takes no other for its column.
#[derive(Clone, Debug)]
pub enum Bind<'q> {
    Text(Option<Cow<'q, str>>),
    Integer(Option<i64>),
    Real(Option<f64>),
}

/// A statement with its values.
#[derive(Clone, Debug)]
pub struct Query<'q> {
    sql: SqlStr,
    values: Vec<Bind<'q>>,
}

/// What a row of either database can be read as.
pub trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// A statement; `$1` is the first value that is bound.
pub fn query<'q>(sql: &'static str) -> Query<'q> {
    Query { sql: sql.into_sql_str(), values: Vec::new() }
}

/// A statement of several parts, each of them written in this program.
pub fn query_of<'q>(parts: &[&'static str]) -> Query<'q> {
    Query { sql: AssertSqlSafe(parts.concat()).into_sql_str(), values: Vec::new() }
}

/// A statement with the list `($1, $2, …)` of some values between its parts: [`AT_ONCE`] at most. A list of none finds
/// nothing.
pub fn query_list<'q, V: Into<Bind<'q>>>(
    start: &[&'static str],
    values: impl IntoIterator<Item = V>,
    end: &'static str,
) -> Query<'q> {
    let mut values: Vec<Bind<'q>> = values.into_iter().map(Into::into).collect();
    let last = values.last().cloned().unwrap_or(Bind::Text(None));
    // The last one is repeated up to the next power of two: so there are ten texts to be prepared, and not five hundred.
    values.resize(values.len().next_power_of_two(), last);
    let places: Vec<String> = (1..=values.len()).map(|n| format!("${n}")).collect();
    let sql = format!("{} ({}) {end}", start.concat(), places.join(", "));
    Query { sql: AssertSqlSafe(sql).into_sql_str(), values }
}

/// The same with sqlx's own query of one database.
fn prepared<'q, DB: Database>(query: &'q Query<'_>) -> sqlx::query::Query<'q, DB, DB::Arguments>
where
    Option<&'q str>: Encode<'q, DB> + Type<DB>,
    Option<i64>: Encode<'q, DB> + Type<DB>,
    Option<f64>: Encode<'q, DB> + Type<DB>,
{
    query.values.iter().fold(sqlx::query(query.sql.clone()), |statement, value| match value {
        Bind::Text(text) => statement.bind(text.as_deref()),
        Bind::Integer(number) => statement.bind(*number),
        Bind::Real(number) => statement.bind(*number),
    })
}

impl<'q> Query<'q> {
    /// Binds the next value.
    pub fn bind(mut self, value: impl Into<Bind<'q>>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Runs it. Answers how many rows it changed.
    pub async fn execute(self, connection: &mut Connection) -> Result<u64, StoreError> {
        Ok(match connection {
            Connection::Sqlite(lease) => prepared::<Sqlite>(&self).execute(&mut **lease).await?.rows_affected(),
            Connection::Postgres(lease) => prepared::<Postgres>(&self).execute(&mut **lease).await?.rows_affected(),
        })
    }

    /// Every row.
    pub async fn fetch_all<T: Row>(self, connection: &mut Connection) -> Result<Vec<T>, StoreError> {
        let rows: Result<Vec<T>, sqlx::Error> = match connection {
            Connection::Sqlite(lease) => {
                prepared::<Sqlite>(&self).fetch_all(&mut **lease).await?.iter().map(T::from_row).collect()
            }
            Connection::Postgres(lease) => {
                prepared::<Postgres>(&self).fetch_all(&mut **lease).await?.iter().map(T::from_row).collect()
            }
        };
        Ok(rows?)
    }

    /// The first row, if there is one.
    pub async fn fetch_optional<T: Row>(self, connection: &mut Connection) -> Result<Option<T>, StoreError> {
        let row: Option<Result<T, sqlx::Error>> = match connection {
            Connection::Sqlite(lease) => {
                prepared::<Sqlite>(&self).fetch_optional(&mut **lease).await?.map(|row| T::from_row(&row))
            }
            Connection::Postgres(lease) => {
                prepared::<Postgres>(&self).fetch_optional(&mut **lease).await?.map(|row| T::from_row(&row))
            }
        };
        Ok(row.transpose()?)
    }

    /// The first row; an error when there is none.
    pub async fn fetch_one<T: Row>(self, connection: &mut Connection) -> Result<T, StoreError> {
        Ok(self.fetch_optional(connection).await?.ok_or(sqlx::Error::RowNotFound)?)
    }

    /// The first column of every row.
    pub async fn fetch_scalars<T>(self, connection: &mut Connection) -> Result<Vec<T>, StoreError>
    where
        (T,): Row,
    {
        Ok(self.fetch_all(connection).await?.into_iter().map(|(value,)| value).collect())
    }

    /// The first column of the first row, if there is one.
    pub async fn fetch_optional_scalar<T>(self, connection: &mut Connection) -> Result<Option<T>, StoreError>
    where
        (T,): Row,
    {
        Ok(self.fetch_optional(connection).await?.map(|(value,)| value))
    }

    /// The first column of the first row; an error when there is none.
    pub async fn fetch_scalar<T>(self, connection: &mut Connection) -> Result<T, StoreError>
    where
        (T,): Row,
    {
        Ok(self.fetch_one::<(T,)>(connection).await?.0)
    }
}

impl<'q> From<&'q str> for Bind<'q> {
    fn from(text: &'q str) -> Self {
        Bind::Text(Some(Cow::Borrowed(text)))
    }
}

impl<'q> From<&'q String> for Bind<'q> {
    fn from(text: &'q String) -> Self {
        Bind::Text(Some(Cow::Borrowed(text)))
    }
}

impl From<String> for Bind<'_> {
    fn from(text: String) -> Self {
        Bind::Text(Some(Cow::Owned(text)))
    }
}

impl<'q> From<Option<&'q str>> for Bind<'q> {
    fn from(text: Option<&'q str>) -> Self {
        Bind::Text(text.map(Cow::Borrowed))
    }
}

impl From<Option<String>> for Bind<'_> {
    fn from(text: Option<String>) -> Self {
        Bind::Text(text.map(Cow::Owned))
    }
}

impl From<i64> for Bind<'_> {
    fn from(number: i64) -> Self {
        Bind::Integer(Some(number))
    }
}

impl From<Option<i64>> for Bind<'_> {
    fn from(number: Option<i64>) -> Self {
        Bind::Integer(number)
    }
}

impl From<f64> for Bind<'_> {
    fn from(number: f64) -> Self {
        Bind::Real(Some(number))
    }
}
