-- Instants and durations are UTC ticks of 100 ns; GUIDs are 16 big-endian bytes, so that their order is that of their text.

CREATE TABLE subscriptions (
    id                    BLOB    NOT NULL PRIMARY KEY,
    version               INTEGER NOT NULL UNIQUE,
    deleted               INTEGER NOT NULL,
    held                  INTEGER NOT NULL,
    status                INTEGER,
    event_types           TEXT,
    adapter               TEXT,
    config                BLOB,
    secret_current        BLOB,
    secret_previous       BLOB,
    secret_previous_until INTEGER,
    labels                TEXT,
    retry_delays          TEXT,
    created_at            INTEGER,
    updated_at            INTEGER
) STRICT;

CREATE INDEX subscriptions_held ON subscriptions (id) WHERE held = 1;

CREATE TABLE occurrences (
    no           INTEGER PRIMARY KEY,
    id           TEXT    NOT NULL UNIQUE,
    kind         INTEGER NOT NULL,
    event_type   TEXT    NOT NULL,
    given        INTEGER NOT NULL,
    trace_parent TEXT,
    recorded_at  INTEGER NOT NULL,
    deliveries   INTEGER NOT NULL,
    body         BLOB    NOT NULL
) STRICT;

-- Status: 0 scheduled, 1 claimed (handlers only: other claims live in memory), 2 delivered, 3 dead, 4 cancelled.
CREATE TABLE deliveries (
    id              BLOB    NOT NULL PRIMARY KEY,
    occurrence_no   INTEGER NOT NULL,
    subscription_id BLOB    NOT NULL,
    adapter         TEXT    NOT NULL,
    status          INTEGER NOT NULL,
    claim_no        INTEGER NOT NULL,
    attempts        INTEGER NOT NULL,
    failures        INTEGER NOT NULL,
    crashes         INTEGER NOT NULL,
    retry_at        INTEGER NOT NULL,
    due_at          INTEGER NOT NULL,
    completed_at    INTEGER,
    last_error      TEXT
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX deliveries_once ON deliveries (occurrence_no, subscription_id);
CREATE INDEX deliveries_scheduled ON deliveries (subscription_id, due_at, id) WHERE status = 0;
CREATE INDEX deliveries_claimed ON deliveries (subscription_id) WHERE status = 1;

-- A real attempt has an empty stale_id, so that its number is unique; stale ones carry their own id and may repeat it.
CREATE TABLE attempts (
    delivery_id BLOB    NOT NULL,
    number      INTEGER NOT NULL,
    stale_id    BLOB    NOT NULL,
    id          BLOB    NOT NULL UNIQUE,
    adapter     TEXT,
    outcome     INTEGER NOT NULL,
    status_code INTEGER,
    code        TEXT,
    response    TEXT,
    warnings    TEXT,
    started_at  INTEGER NOT NULL,
    duration    INTEGER NOT NULL,
    PRIMARY KEY (delivery_id, number, stale_id)
) STRICT, WITHOUT ROWID;
