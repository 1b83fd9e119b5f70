-- The deliveries that an occurrence was stored with, in one value: a row of its own gets only what fails, waits for later or is
-- changed from outside, and what ends. NULL where every delivery had its row from the start.
ALTER TABLE occurrences ADD COLUMN fresh BLOB;

-- What the first attempt delivered, with that attempt: a row and its index instead of the two rows and five index entries that the
-- same history takes in deliveries and attempts. Nothing here ever changes.
CREATE TABLE delivered_at_once (
    id              BLOB    NOT NULL PRIMARY KEY,
    occurrence_no   INTEGER NOT NULL,
    subscription_id BLOB    NOT NULL,
    adapter         TEXT    NOT NULL,
    claim_no        INTEGER NOT NULL,
    attempt_id      BLOB    NOT NULL,
    status_code     INTEGER,
    response        TEXT,
    warnings        TEXT,
    started_at      INTEGER NOT NULL,
    duration        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX delivered_at_once_attempt ON delivered_at_once (attempt_id);

-- Every fresh delivery of an occurrence before this one has a row. A start looks through the others.
INSERT INTO counters (name, value) SELECT 'fresh_from', COALESCE(MAX(no), 0) + 1 FROM occurrences;
