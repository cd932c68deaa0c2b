-- The change log is kept short. Up to this number its rows are gone: an index that has not got so far is built anew.
ALTER TABLE change_counter ADD COLUMN pruned BIGINT NOT NULL DEFAULT 0;
