-- Kinds and states are those that the program knows. Triggers and not CHECKs: SQLite adds a CHECK only by building the table
-- anew, and dropping draft or account takes along the rows that refer to them. What is stored already is not read again.

CREATE TRIGGER draft_state_insert BEFORE INSERT ON draft WHEN NEW.state NOT IN ('writing', 'sent', 'returned', 'asked', 'published', 'dropped')
BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: draft_state'); END;
CREATE TRIGGER draft_state_update BEFORE UPDATE OF state ON draft WHEN NEW.state NOT IN ('writing', 'sent', 'returned', 'asked', 'published', 'dropped')
BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: draft_state'); END;

CREATE TRIGGER draft_side_insert BEFORE INSERT ON draft WHEN NEW.side NOT IN ('provider', 'council')
BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: draft_side'); END;
CREATE TRIGGER draft_side_update BEFORE UPDATE OF side ON draft WHEN NEW.side NOT IN ('provider', 'council')
BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: draft_side'); END;

CREATE TRIGGER draft_message_kind_insert BEFORE INSERT ON draft_message WHEN NEW.kind NOT IN ('sent', 'answered', 'approved', 'part', 'returned', 'asked', 'undone', 'taken back', 'published', 'thrown away', 'brought back')
BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: draft_message_kind'); END;
CREATE TRIGGER draft_message_kind_update BEFORE UPDATE OF kind ON draft_message WHEN NEW.kind NOT IN ('sent', 'answered', 'approved', 'part', 'returned', 'asked', 'undone', 'taken back', 'published', 'thrown away', 'brought back')
BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: draft_message_kind'); END;

CREATE TRIGGER revision_kind_insert BEFORE INSERT ON revision WHEN NEW.kind NOT IN ('start', 'source', 'checked', 'edit', 'part', 'undo', 'roll-back', 'ended')
BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: revision_kind'); END;
CREATE TRIGGER revision_kind_update BEFORE UPDATE OF kind ON revision WHEN NEW.kind NOT IN ('start', 'source', 'checked', 'edit', 'part', 'undo', 'roll-back', 'ended')
BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: revision_kind'); END;

CREATE TRIGGER revision_side_insert BEFORE INSERT ON revision WHEN NEW.side NOT IN ('provider', 'council', 'source')
BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: revision_side'); END;
CREATE TRIGGER revision_side_update BEFORE UPDATE OF side ON revision WHEN NEW.side NOT IN ('provider', 'council', 'source')
BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: revision_side'); END;

CREATE TRIGGER account_role_insert BEFORE INSERT ON account WHEN NEW.role NOT IN ('provider', 'reviewer', 'editor', 'admin')
BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: account_role'); END;
CREATE TRIGGER account_role_update BEFORE UPDATE OF role ON account WHEN NEW.role NOT IN ('provider', 'reviewer', 'editor', 'admin')
BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: account_role'); END;

CREATE TRIGGER mail_state_insert BEFORE INSERT ON mail WHEN NEW.state NOT IN (0, 1, 2)
BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: mail_state'); END;
CREATE TRIGGER mail_state_update BEFORE UPDATE OF state ON mail WHEN NEW.state NOT IN (0, 1, 2)
BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: mail_state'); END;

CREATE TRIGGER service_summary_status_insert BEFORE INSERT ON service_summary WHEN NEW.status NOT IN ('active', 'paused', 'closing', 'expected', 'withdrawn')
BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: service_summary_status'); END;
CREATE TRIGGER service_summary_status_update BEFORE UPDATE OF status ON service_summary WHEN NEW.status NOT IN ('active', 'paused', 'closing', 'expected', 'withdrawn')
BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: service_summary_status'); END;
