-- Which key seals secrets in this database, by its fingerprint, so that another is noticed. The key itself is in a file.
CREATE TABLE secret_key (
    one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
    fingerprint TEXT NOT NULL
) STRICT;
