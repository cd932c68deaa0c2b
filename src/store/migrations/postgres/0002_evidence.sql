-- Files of sourced figures as they were read, the monthly past of the matrix, and counts of searches that found little.
CREATE TABLE figure_file (
    name TEXT PRIMARY KEY NOT NULL,
    source TEXT NOT NULL,
    sort TEXT NOT NULL,
    -- The day it was loaded.
    loaded TEXT NOT NULL,
    row_count BIGINT NOT NULL,
    content TEXT NOT NULL
);

-- How many services families in a district could use, by kind of help, once a month.
CREATE TABLE gap_snapshot (
    month TEXT NOT NULL,
    district TEXT NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    can_use BIGINT NOT NULL,
    PRIMARY KEY (month, district, kind)
);

-- Searches that found few services or none. Nothing here is about a person: what was looked for is one of the area's own
-- needs or kinds of help, where is a district, and how many is only a count. `day` is the first of the month once a
-- month is put together.
CREATE TABLE demand (
    month TEXT NOT NULL,
    day TEXT NOT NULL,
    looked_for TEXT NOT NULL,
    district TEXT NOT NULL,
    age_band TEXT NOT NULL,
    found TEXT NOT NULL,
    searches BIGINT NOT NULL,
    PRIMARY KEY (month, day, looked_for, district, age_band, found)
);
