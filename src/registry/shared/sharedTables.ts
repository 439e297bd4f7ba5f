/** Created if missing. `version` counts the changes to them. */
export const TABLES_VERSION = 1;

export const SHARED_TABLES = `
  CREATE TABLE IF NOT EXISTS shelfcast_catalog (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    version integer NOT NULL,
    id text NOT NULL,
    -- Number of the last entry; of the last that is no longer kept; of the last that must go; and of the last that has gone for good.
    head bigint NOT NULL,
    cut bigint NOT NULL,
    erase bigint NOT NULL,
    erased bigint NOT NULL,
    -- A copy of a view, the last entry that it has, and characters told since.
    snapshot text NOT NULL,
    snapshot_sequence bigint NOT NULL,
    told_since bigint NOT NULL
  );
  CREATE TABLE IF NOT EXISTS shelfcast_log (
    sequence bigint PRIMARY KEY,
    kind text NOT NULL,
    payload text NOT NULL,
    blob text
  );
  CREATE TABLE IF NOT EXISTS shelfcast_blobs (
    id text NOT NULL,
    part integer NOT NULL,
    name text NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (id, part)
  );
  CREATE TABLE IF NOT EXISTS shelfcast_servers (
    id text PRIMARY KEY,
    applied bigint NOT NULL,
    seen timestamptz NOT NULL
  );`;
