-- Kinds and states are those that the program knows. NOT VALID: what is stored already is not read again, and no table is
-- locked for long; every later INSERT and UPDATE is checked.
ALTER TABLE draft ADD CONSTRAINT draft_state CHECK (state IN ('writing', 'sent', 'returned', 'asked', 'published', 'dropped')) NOT VALID;
ALTER TABLE draft ADD CONSTRAINT draft_side CHECK (side IN ('provider', 'council')) NOT VALID;
ALTER TABLE draft_message ADD CONSTRAINT draft_message_kind CHECK (kind IN ('sent', 'answered', 'approved', 'part', 'returned', 'asked', 'undone', 'taken back', 'published', 'thrown away', 'brought back')) NOT VALID;
ALTER TABLE revision ADD CONSTRAINT revision_kind CHECK (kind IN ('start', 'source', 'checked', 'edit', 'part', 'undo', 'roll-back', 'ended')) NOT VALID;
ALTER TABLE revision ADD CONSTRAINT revision_side CHECK (side IN ('provider', 'council', 'source')) NOT VALID;
ALTER TABLE account ADD CONSTRAINT account_role CHECK (role IN ('provider', 'reviewer', 'editor', 'admin')) NOT VALID;
ALTER TABLE mail ADD CONSTRAINT mail_state CHECK (state IN (0, 1, 2)) NOT VALID;
ALTER TABLE service_summary ADD CONSTRAINT service_summary_status CHECK (status IN ('active', 'paused', 'closing', 'expected', 'withdrawn')) NOT VALID;
