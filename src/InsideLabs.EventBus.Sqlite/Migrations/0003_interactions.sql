-- What a subscription refers to. A deleted one refers to nothing: these columns are NULL then, like the rest of it.
ALTER TABLE subscriptions ADD COLUMN subscriber_id BLOB;
ALTER TABLE subscriptions ADD COLUMN inherits_config INTEGER NOT NULL DEFAULT 0;
ALTER TABLE subscriptions ADD COLUMN config_credentials BLOB;
ALTER TABLE subscriptions ADD COLUMN resource_type_id BLOB;
ALTER TABLE subscriptions ADD COLUMN action_id BLOB;
ALTER TABLE subscriptions ADD COLUMN origin_id BLOB;

-- Whoever deletes something looks here for what refers to it. Subscriptions to events without a subscriber stand in none of them.
CREATE INDEX subscriptions_subscriber ON subscriptions (subscriber_id) WHERE subscriber_id IS NOT NULL;
CREATE INDEX subscriptions_resource_type ON subscriptions (resource_type_id) WHERE resource_type_id IS NOT NULL;
CREATE INDEX subscriptions_action ON subscriptions (action_id) WHERE action_id IS NOT NULL;
CREATE INDEX subscriptions_origin ON subscriptions (origin_id) WHERE origin_id IS NOT NULL;

-- Kind: 0 resource types, 1 actions, 2 origins. What an interaction was recorded with is marked the first time, for good: an
-- index of all interactions by what they refer to would be written with every one of them, to answer a question that is asked
-- when something is deleted.
CREATE TABLE reference_items (
    kind        INTEGER NOT NULL,
    id          BLOB    NOT NULL,
    mnemonic    TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    description TEXT,
    recorded    INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX reference_items_mnemonic ON reference_items (kind, mnemonic);

CREATE TABLE subscribers (
    id                 BLOB NOT NULL PRIMARY KEY,
    name               TEXT NOT NULL,
    adapter            TEXT NOT NULL,
    config             BLOB,
    config_credentials BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE global_settings (
    key         TEXT NOT NULL PRIMARY KEY,
    value       BLOB NOT NULL,
    description TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE adapter_settings (
    adapter     TEXT    NOT NULL PRIMARY KEY,
    enabled     INTEGER NOT NULL,
    settings    BLOB    NOT NULL,
    credentials BLOB
) STRICT, WITHOUT ROWID;

-- Each value is encrypted.
CREATE TABLE secrets (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Numbers that are never given twice, whatever is deleted meanwhile.
CREATE TABLE counters (
    name  TEXT    NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO counters (name, value) VALUES ('interaction_number', 0), ('settings_version', 0);

-- The attempts of one event or interaction are found by its deliveries, the purged ones too.
CREATE INDEX purged_deliveries_occurrence ON purged_deliveries (occurrence_no);
