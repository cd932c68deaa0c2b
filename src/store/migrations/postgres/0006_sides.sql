-- Each side of a listing has a draft of its own; a decision knows the version of the listing that it made.
ALTER TABLE draft ADD COLUMN side TEXT NOT NULL DEFAULT 'provider';
-- Who began it and when; blank and 0 where that was not kept.
ALTER TABLE draft ADD COLUMN begun BIGINT NOT NULL DEFAULT 0;
ALTER TABLE draft ADD COLUMN begun_by TEXT NOT NULL DEFAULT '';
-- A decision also saves a draft, so that who saved it last says whose it is only while nothing was ever sent.
UPDATE draft SET side = 'council'
    WHERE saved_by IN (SELECT email FROM account WHERE role <> 'provider')
    AND NOT EXISTS (SELECT 1 FROM draft_message WHERE draft_id = draft.id AND kind = 'sent');
DROP INDEX draft_open;
CREATE UNIQUE INDEX draft_open ON draft (service_id, side) WHERE state NOT IN ('published', 'dropped');

-- The version that a decision made for families, and the change number it took: it can be taken back only while the
-- listing still has that number.
ALTER TABLE draft_message ADD COLUMN revision BIGINT;
ALTER TABLE draft_message ADD COLUMN change_number BIGINT;
-- Whether reviewers have been told by mail that this was sent.
ALTER TABLE draft_message ADD COLUMN told BIGINT NOT NULL DEFAULT 0;
UPDATE draft_message SET told = 1;
CREATE INDEX draft_message_untold ON draft_message (kind) WHERE told = 0;

-- Which source a listing had before a version, and what that source had said last, so that taking the version back gives
-- the listing back to its source.
ALTER TABLE revision ADD COLUMN replaced_source TEXT;
ALTER TABLE revision ADD COLUMN replaced_digest TEXT;

-- When a kind of notice went last, so that nobody is flooded.
CREATE TABLE notice (
    kind TEXT PRIMARY KEY NOT NULL,
    at BIGINT NOT NULL
);
INSERT INTO notice (kind, at) VALUES ('waiting', 0);
