-- What lists show of each listing, and how names are compared, beside the documents: a page of a list reads no document.
-- Every write of a document writes its line too. Lines of documents that were there before are made at the start.
CREATE TABLE service_summary (
    service_id TEXT PRIMARY KEY NOT NULL REFERENCES service (id) ON DELETE CASCADE,
    -- The change number of the document that it was made from.
    changed BIGINT NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The name, then who runs it, in plain small letters: to be looked in, and in the order of the alphabet.
    words TEXT COLLATE "C" NOT NULL,
    -- What names that look alike have in common.
    name_key TEXT NOT NULL,
    organization_id TEXT,
    organization_name TEXT NOT NULL,
    status TEXT NOT NULL,
    -- Days like 2026-11-20; empty when nobody has said.
    checked_on TEXT COLLATE "C" NOT NULL,
    modified_on TEXT NOT NULL
);
CREATE INDEX service_summary_words ON service_summary (words, service_id);
CREATE INDEX service_summary_checked ON service_summary (checked_on, words, service_id);
CREATE INDEX service_summary_key ON service_summary (name_key, service_id);
CREATE INDEX service_summary_status ON service_summary (status);
CREATE INDEX service_summary_organization ON service_summary (organization_id);

CREATE TABLE organization_summary (
    organization_id TEXT PRIMARY KEY NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    words TEXT COLLATE "C" NOT NULL,
    name_key TEXT NOT NULL,
    -- When somebody proposed it here, in seconds since 1970; none for one that came from a source.
    proposed BIGINT
);
CREATE INDEX organization_summary_words ON organization_summary (words, organization_id);
CREATE INDEX organization_summary_key ON organization_summary (name_key, organization_id);
CREATE INDEX organization_summary_name ON organization_summary (name);

CREATE INDEX service_organization ON service (organization_id);
