-- Listings as documents, the gap-free change log, and postcodes.
CREATE TABLE organization (
    id TEXT PRIMARY KEY NOT NULL,
    source TEXT NOT NULL,
    document TEXT NOT NULL
) STRICT;

CREATE TABLE service (
    id TEXT PRIMARY KEY NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    organization_id TEXT,
    source TEXT NOT NULL,
    digest TEXT NOT NULL,
    document TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX service_source ON service (source);

-- One row. Every transaction that changes a listing takes the next number and holds the row until it commits,
-- so numbers become visible in order and without gaps.
CREATE TABLE change_counter (
    one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
    seq INTEGER NOT NULL,
    -- Which database this is, so that an index of another is not mistaken for its own.
    identity TEXT NOT NULL
) STRICT;
INSERT INTO change_counter (one, seq, identity) VALUES (1, 0, lower(hex(randomblob(16))));

CREATE TABLE change_log (
    seq INTEGER NOT NULL,
    service_id TEXT NOT NULL,
    PRIMARY KEY (seq, service_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE postcode (
    code TEXT PRIMARY KEY NOT NULL,
    lat REAL NOT NULL,
    lon REAL NOT NULL,
    district_code TEXT,
    ended INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
