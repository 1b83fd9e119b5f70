-- What is purged leaves the queue for good, but its attempts stay. An attempt does not repeat what its delivery knows, so a
-- purged delivery leaves just that here: its events, its subscription, its adapter. A mark on its row instead would leave every
-- list to step over all that was ever purged; the three columns in each attempt would be written with every attempt, to be of
-- use only for what is purged one day.
CREATE TABLE purged_deliveries (
    id              BLOB    NOT NULL PRIMARY KEY,
    occurrence_no   INTEGER NOT NULL,
    subscription_id BLOB    NOT NULL,
    adapter         TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- The dead are few, and what an operator looks for: without this, finding them means looking through all that was delivered.
-- Only a delivery that dies is written here.
CREATE INDEX deliveries_dead ON deliveries (id) WHERE status = 3;
