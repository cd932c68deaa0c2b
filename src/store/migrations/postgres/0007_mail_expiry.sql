-- When a mail is worth nothing any more, in seconds since 1970, UTC: a link to sign in that has ended. Null: never.
ALTER TABLE mail ADD COLUMN expires BIGINT;
UPDATE mail SET expires = created + 600 WHERE state = 0 AND body LIKE '%/sign-in/link/%';
