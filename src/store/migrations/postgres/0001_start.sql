-- Listings as documents, the gap-free change log, and postcodes.
CREATE TABLE organization (
    id TEXT PRIMARY KEY NOT NULL,
    source TEXT NOT NULL,
    document TEXT NOT NULL
);

CREATE TABLE service (
    id TEXT PRIMARY KEY NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    organization_id TEXT,
    source TEXT NOT NULL,
    digest TEXT NOT NULL,
    document TEXT NOT NULL,
    changed BIGINT NOT NULL
);
CREATE INDEX service_source ON service (source);

-- One row. Every transaction that changes a listing takes the next number and holds the row until it commits,
-- so numbers become visible in order and without gaps.
CREATE TABLE change_counter (
    one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
    seq BIGINT NOT NULL,
    -- Which database this is, so that an index of another is not mistaken for its own.
    identity TEXT NOT NULL
);
INSERT INTO change_counter (one, seq, identity) VALUES (1, 0, md5(random()::text || clock_timestamp()::text));

CREATE TABLE change_log (
    seq BIGINT NOT NULL,
    service_id TEXT NOT NULL,
    PRIMARY KEY (seq, service_id)
);

CREATE TABLE postcode (
    code TEXT PRIMARY KEY NOT NULL,
    lat DOUBLE PRECISION NOT NULL,
    lon DOUBLE PRECISION NOT NULL,
    district_code TEXT,
    ended BIGINT NOT NULL
);
