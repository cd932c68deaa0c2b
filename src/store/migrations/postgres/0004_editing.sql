-- What is being changed, what was said about it, and every listing as it was. Times are seconds since 1970, UTC.
CREATE TABLE draft (
    id TEXT PRIMARY KEY NOT NULL,
    service_id TEXT NOT NULL,
    -- Whose listing it is: who belongs to it may write.
    organization_id TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Counts every save: of two who save at once, one succeeds.
    version BIGINT NOT NULL,
    document TEXT NOT NULL,
    saved BIGINT NOT NULL,
    saved_by TEXT NOT NULL,
    -- When it was sent to the council, so that the oldest is first.
    sent BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX draft_open ON draft (service_id) WHERE state NOT IN ('published', 'dropped');
CREATE INDEX draft_queue ON draft (state, sent);
CREATE INDEX draft_organization ON draft (organization_id);

-- What providers and the council said to each other about a draft, and what was decided. Appended, never changed.
CREATE TABLE draft_message (
    id TEXT PRIMARY KEY NOT NULL,
    draft_id TEXT NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    -- In which order: the version of the draft it made.
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    who TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX draft_message_draft ON draft_message (draft_id, version);

-- Every listing as families saw it. A listing that never changed has no row: it is as it came.
CREATE TABLE revision (
    service_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    -- 0: from the start.
    at BIGINT NOT NULL DEFAULT (EXTRACT(EPOCH FROM now())::BIGINT),
    kind TEXT NOT NULL,
    -- Whose words they are, for families: provider, council, source.
    side TEXT NOT NULL,
    -- Who did it, for the council alone.
    who TEXT NOT NULL,
    note TEXT NOT NULL,
    document TEXT NOT NULL,
    -- Taken back within ten minutes.
    undone BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (service_id, number)
);

-- What somebody who registers called their organisation, until the link in the mail is used.
ALTER TABLE sign_in ADD COLUMN registers TEXT;
