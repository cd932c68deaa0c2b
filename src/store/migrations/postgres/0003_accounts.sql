-- People who sign in, how they do it, and the mail they are sent. Times are seconds since 1970, UTC.
CREATE TABLE account (
    id TEXT PRIMARY KEY NOT NULL,
    email TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    created BIGINT NOT NULL,
    -- The shared secret of the second factor, base32; null until it is set up.
    totp_secret TEXT,
    -- The last step of it that was used: none is taken twice.
    totp_step BIGINT NOT NULL DEFAULT 0,
    totp_wrong BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE account_organization (
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    organization_id TEXT NOT NULL,
    PRIMARY KEY (account_id, organization_id)
);

CREATE TABLE recovery_code (
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    PRIMARY KEY (account_id, hash)
);

-- One row for each link that was asked for, also for addresses nobody has: the work is the same.
CREATE TABLE sign_in (
    token_hash TEXT PRIMARY KEY NOT NULL,
    code_hash TEXT NOT NULL,
    -- The browser that asked, by the hash of what its cookie holds.
    browser_hash TEXT NOT NULL,
    account_id TEXT REFERENCES account (id) ON DELETE CASCADE,
    expires BIGINT NOT NULL,
    wrong BIGINT NOT NULL DEFAULT 0,
    used BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX sign_in_browser ON sign_in (browser_hash);

CREATE TABLE session (
    hash TEXT PRIMARY KEY NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    -- Whether the second factor was given.
    strong BIGINT NOT NULL DEFAULT 0,
    -- The kind of browser, in words, so that people can tell their sessions apart.
    about TEXT NOT NULL
);
CREATE INDEX session_account ON session (account_id);

-- Mail on its way. It is never lost with the process; it can go twice only if the process dies between the server's answer
-- and our note of it, and then with the same Message-ID.
CREATE TABLE mail (
    id TEXT PRIMARY KEY NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    created BIGINT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    next_try BIGINT NOT NULL,
    -- 0 waiting, 1 sent, 2 given up.
    state BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX mail_waiting ON mail (state, next_try);

-- Who did what, appended and never changed.
CREATE TABLE audit (
    at BIGINT NOT NULL,
    id TEXT PRIMARY KEY NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    about TEXT NOT NULL
);
CREATE INDEX audit_at ON audit (at);
