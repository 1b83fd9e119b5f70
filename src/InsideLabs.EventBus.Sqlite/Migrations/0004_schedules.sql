-- When deliveries may be made, as JSON; NULL for always, and for a deleted subscription like the rest of it.
ALTER TABLE subscriptions ADD COLUMN delivery_schedule TEXT;

-- The subscriptions whose last attempt failed. They are few: a subscription that works has no row, and its successes write none.
CREATE TABLE failure_streaks (
    subscription_id BLOB    NOT NULL PRIMARY KEY,
    since           INTEGER NOT NULL,
    failures        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
