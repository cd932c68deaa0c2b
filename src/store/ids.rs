//! Lists of ids in SQL that both databases read: so many places, the last ones blank.

/// How many ids one query asks for.
pub const AT_ONCE: usize = 20;

/// A query for those whose id, which ends `$start`, is one of [`AT_ONCE`].
macro_rules! in_ids {
    ($start:literal, $end:literal) => {
        concat!(
            $start,
            " IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) ",
            $end
        )
    };
}

/// Binds at most [`AT_ONCE`] ids. No row has a blank one.
macro_rules! bind_ids {
    ($query:expr, $ids:expr) => {{
        let mut query = $query;
        for at in 0..$crate::store::ids::AT_ONCE {
            query = query.bind($ids.get(at).map(uuid::Uuid::to_string).unwrap_or_default());
        }
        query
    }};
}

pub(super) use {bind_ids, in_ids};
