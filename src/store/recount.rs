//! Counts cells of the matrix in plain SQL, for tests: nothing of the reckoning it checks is used.

use super::Store;
use super::db::Pools;
use super::error::StoreError;

const SQLITE: &str = "SELECT \
     coalesce(sum(json_extract(document, '$.service_area') = 'everywhere' \
        OR EXISTS (SELECT 1 FROM json_each(document, '$.service_area.areas.districts') d WHERE d.value = $2)), 0), \
     coalesce(sum(EXISTS (SELECT 1 FROM json_each(document, '$.locations') l WHERE json_extract(l.value, '$.district') = $2)), 0) \
     FROM service WHERE coalesce(json_extract(document, '$.status'), 'active') IN ('active', 'closing') \
     AND EXISTS (SELECT 1 FROM json_each(document, '$.categories') c WHERE instr($1, ',' || c.value || ',') > 0)";

const POSTGRES: &str = "SELECT \
     count(*) FILTER (WHERE document::jsonb ->> 'service_area' = 'everywhere' \
        OR jsonb_exists(document::jsonb #> '{service_area,areas,districts}', $2)), \
     count(*) FILTER (WHERE EXISTS (SELECT 1 FROM jsonb_array_elements(document::jsonb -> 'locations') l WHERE l ->> 'district' = $2)) \
     FROM service WHERE coalesce(document::jsonb ->> 'status', 'active') IN ('active', 'closing') \
     AND EXISTS (SELECT 1 FROM jsonb_array_elements_text(document::jsonb -> 'categories') c WHERE strpos($1, ',' || c || ',') > 0)";

impl Store {
    /// How many open services of some kinds take a district's families, and how many stand there.
    pub async fn recount(&self, kinds: &[&str], district: &str) -> Result<(u64, u64), StoreError> {
        let kinds = format!(",{},", kinds.join(","));
        let (can_use, based): (i64, i64) = match &self.db.pools().pools {
            Pools::Sqlite { read, .. } => sqlx::query_as(SQLITE).bind(kinds).bind(district).fetch_one(read).await?,
            Pools::Postgres(pool) => sqlx::query_as(POSTGRES).bind(kinds).bind(district).fetch_one(pool).await?,
        };
        Ok((can_use.unsigned_abs(), based.unsigned_abs()))
    }
}
