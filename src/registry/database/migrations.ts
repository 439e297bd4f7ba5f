/** The steps from an empty database to today's tables; `user_version` counts those done. Never edit a step. */
export type Migrations = readonly string[];

/** Catalog, sales history and models. */
export const REGISTRY: Migrations = [
  `CREATE TABLE products (
     id INTEGER PRIMARY KEY,
     sku TEXT NOT NULL UNIQUE,
     description TEXT NOT NULL
   );
   CREATE TABLE sales (
     product INTEGER PRIMARY KEY REFERENCES products ON DELETE CASCADE,
     first_week INTEGER NOT NULL,
     weeks BLOB NOT NULL
   );
   CREATE TABLE promotions (
     product INTEGER NOT NULL REFERENCES products ON DELETE CASCADE,
     week INTEGER NOT NULL,
     text TEXT NOT NULL,
     PRIMARY KEY (product, week)
   ) WITHOUT ROWID;
   CREATE TABLE extras (
     product INTEGER NOT NULL REFERENCES products ON DELETE CASCADE,
     week INTEGER NOT NULL,
     json TEXT NOT NULL,
     PRIMARY KEY (product, week)
   ) WITHOUT ROWID;
   CREATE TABLE shop_weeks (
     week INTEGER PRIMARY KEY,
     units REAL NOT NULL,
     selling INTEGER NOT NULL,
     launches INTEGER NOT NULL,
     launch_units REAL NOT NULL
   );
   CREATE TABLE sources (
     hash TEXT PRIMARY KEY,
     name TEXT NOT NULL,
     synthetic INTEGER NOT NULL
   );
   CREATE TABLE models (
     name TEXT PRIMARY KEY,
     directory TEXT NOT NULL,
     active INTEGER NOT NULL DEFAULT 0 CHECK (active IN (0, 1))
   );
   CREATE UNIQUE INDEX one_active_model ON models (active) WHERE active = 1;`,
  // Rows of files, next to the weeks derived from them, and the days that files cover.
  `CREATE TABLE sale_entries (
     product INTEGER PRIMARY KEY REFERENCES products ON DELETE CASCADE,
     entries BLOB NOT NULL,
     texts TEXT NOT NULL
   );
   CREATE TABLE covered_days (
     hash TEXT NOT NULL,
     first_day INTEGER NOT NULL,
     last_day INTEGER NOT NULL,
     covers TEXT NOT NULL CHECK (covers IN ('all', 'listed')),
     PRIMARY KEY (hash, first_day, last_day, covers)
   ) WITHOUT ROWID;
   CREATE TABLE listed_products (
     product INTEGER NOT NULL REFERENCES products ON DELETE CASCADE,
     hash TEXT NOT NULL,
     PRIMARY KEY (product, hash)
   ) WITHOUT ROWID;
   INSERT INTO covered_days (hash, first_day, last_day, covers)
     SELECT 'before', min(week) * 7 - 3, max(week) * 7 + 3, 'all' FROM shop_weeks HAVING count(*) > 0;`,
  // Products by their words; search_text is a function of productSearch.ts.
  `CREATE VIRTUAL TABLE product_search USING fts5 (text, tokenize = 'trigram', columnsize = 0);
   INSERT INTO product_search (rowid, text) SELECT id, search_text(sku || ' ' || description) FROM products;
   CREATE TRIGGER product_search_insert AFTER INSERT ON products BEGIN
     INSERT INTO product_search (rowid, text) VALUES (new.id, search_text(new.sku || ' ' || new.description));
   END;
   CREATE TRIGGER product_search_update AFTER UPDATE OF sku, description ON products
   WHEN old.sku IS NOT new.sku OR old.description IS NOT new.description BEGIN
     UPDATE product_search SET text = search_text(new.sku || ' ' || new.description) WHERE rowid = new.id;
   END;
   CREATE TRIGGER product_search_delete AFTER DELETE ON products BEGIN
     DELETE FROM product_search WHERE rowid = old.id;
   END;`,
  // The further columns of sales, as schemas gave them.
  `CREATE TABLE columns (
     id INTEGER PRIMARY KEY,
     name TEXT NOT NULL UNIQUE,
     kind TEXT NOT NULL CHECK (kind IN ('numeric', 'categorical')),
     known_ahead INTEGER NOT NULL CHECK (known_ahead IN (0, 1))
   );`,
  // Sales that come in while the server runs: each by the hash of its id, clustered by product and day; and the weeks
  // in which any came, with the first of their days. What the shop says about a product. Words of deleted products are
  // removed at once.
  `CREATE TABLE live_sales (
     product INTEGER NOT NULL REFERENCES products ON DELETE CASCADE,
     day INTEGER NOT NULL,
     id BLOB NOT NULL,
     second INTEGER NOT NULL,
     units REAL NOT NULL,
     price REAL,
     PRIMARY KEY (product, day, id)
   ) WITHOUT ROWID;
   CREATE UNIQUE INDEX live_sales_by_id ON live_sales (id);
   CREATE TABLE fed_weeks (
     week INTEGER PRIMARY KEY,
     first_day INTEGER NOT NULL
   );
   ALTER TABLE products ADD COLUMN price REAL;
   ALTER TABLE products ADD COLUMN features TEXT;
   INSERT INTO product_search (product_search, rank) VALUES ('secure-delete', 1);`,
  // Forecasts kept until their weeks have closed, planned launches, and what served items were like, by week.
  `CREATE TABLE launches (
     sku TEXT PRIMARY KEY,
     description TEXT NOT NULL,
     price REAL,
     promo_text TEXT,
     day TEXT NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE recordings (
     origin INTEGER PRIMARY KEY,
     model TEXT NOT NULL,
     hash TEXT NOT NULL,
     horizon INTEGER NOT NULL,
     products INTEGER NOT NULL,
     up_to TEXT NOT NULL,
     finished INTEGER NOT NULL CHECK (finished IN (0, 1))
   );
   CREATE TABLE forecasts (
     sku TEXT NOT NULL,
     origin INTEGER NOT NULL,
     task INTEGER NOT NULL,
     target INTEGER NOT NULL,
     steps BLOB NOT NULL,
     PRIMARY KEY (sku, origin)
   ) WITHOUT ROWID;
   CREATE TRIGGER forecasts_product_delete AFTER DELETE ON products BEGIN
     DELETE FROM forecasts WHERE sku = old.sku;
     DELETE FROM launches WHERE sku = old.sku;
   END;
   CREATE TABLE drift_weeks (
     week INTEGER NOT NULL,
     source TEXT NOT NULL CHECK (source IN ('requests', 'catalog')),
     model TEXT NOT NULL,
     counts TEXT NOT NULL,
     PRIMARY KEY (week, source, model)
   ) WITHOUT ROWID;`,
  // Which products changed and when, so that shops in memory read only those again. One row per product, kept for ever:
  // a number must never be used twice.
  `CREATE TABLE changes (product INTEGER PRIMARY KEY, sequence INTEGER NOT NULL);
   CREATE UNIQUE INDEX changes_by_sequence ON changes (sequence);
   ${changeTrigger('product_inserted', 'INSERT ON products', 'new.id')}
   ${changeTrigger('product_updated', 'UPDATE OF sku, description ON products', 'new.id', 'old.sku IS NOT new.sku OR old.description IS NOT new.description')}
   ${changeTrigger('product_deleted', 'DELETE ON products', 'old.id')}
   ${changeTrigger('sales_inserted', 'INSERT ON sales', 'new.product')}
   ${changeTrigger('sales_updated', 'UPDATE ON sales', 'new.product', 'old.first_week IS NOT new.first_week OR old.weeks IS NOT new.weeks')}
   ${changeTrigger('sales_deleted', 'DELETE ON sales', 'old.product')}`,
  // Products with data on weeks that are not complete yet.
  `CREATE TABLE open_weeks (
     week INTEGER NOT NULL,
     product INTEGER NOT NULL REFERENCES products ON DELETE CASCADE,
     PRIMARY KEY (week, product)
   ) WITHOUT ROWID;
   CREATE INDEX open_weeks_by_product ON open_weeks (product);`,
  // Has a row while the file must be rewritten to erase removed data.
  `CREATE TABLE erasures (due INTEGER PRIMARY KEY);`,
  // For a view of a shared catalog: its log, its last entry, its owner and the model to activate; and the trained
  // models, with the SHA-256 of their manifest.
  `CREATE TABLE shared_view (log TEXT NOT NULL, sequence INTEGER NOT NULL, server TEXT NOT NULL, active TEXT);
   CREATE TABLE trained_models (name TEXT PRIMARY KEY, hash TEXT NOT NULL, blob TEXT NOT NULL) WITHOUT ROWID;`,
  // Saved plans: the URL of a view of the page, and the known product that it is about.
  `CREATE TABLE scenarios (
     name TEXT PRIMARY KEY,
     address TEXT NOT NULL,
     sku TEXT,
     saved TEXT NOT NULL
   ) WITHOUT ROWID;
   CREATE INDEX scenarios_by_product ON scenarios (sku);`,
  // Days on which anything was sold, from which the weekdays are derived on which the shop is closed.
  `CREATE TABLE sold_days (day INTEGER PRIMARY KEY);`,
  // Text of the promotion under which it was sold.
  'ALTER TABLE live_sales ADD COLUMN promo_text TEXT',
  // ISO code of the currency of a file's prices, where it is known.
  'ALTER TABLE sources ADD COLUMN currency TEXT',
];

/** Embeddings by content, in a separate file: losing it only costs time. */
export const EMBEDDINGS: Migrations = [
  `CREATE TABLE embeddings (
     id INTEGER PRIMARY KEY,
     key BLOB NOT NULL UNIQUE,
     vector BLOB NOT NULL,
     half INTEGER NOT NULL,
     tokens INTEGER NOT NULL,
     fitted INTEGER,
     last_used INTEGER NOT NULL
   );
   CREATE INDEX embeddings_by_use ON embeddings (last_used);`,
];

/**
 * Trainings, in a separate file: their progress is written often, and followers of the catalog need not react to it.
 */
export const JOBS: Migrations = [
  `CREATE TABLE jobs (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     model TEXT,
     until TEXT,
     promote TEXT NOT NULL CHECK (promote IN ('ask', 'auto')),
     state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
     step TEXT,
     progress TEXT,
     created TEXT NOT NULL,
     started TEXT,
     ended TEXT,
     starts INTEGER NOT NULL DEFAULT 0,
     epoch INTEGER NOT NULL DEFAULT 0,
     error TEXT,
     result TEXT
   );
   CREATE TABLE job_steps (
     job INTEGER NOT NULL REFERENCES jobs ON DELETE CASCADE,
     step TEXT NOT NULL,
     seconds REAL NOT NULL,
     result TEXT NOT NULL,
     PRIMARY KEY (job, step)
   ) WITHOUT ROWID;
   CREATE TABLE job_lines (
     id INTEGER PRIMARY KEY,
     job INTEGER NOT NULL REFERENCES jobs ON DELETE CASCADE,
     at TEXT NOT NULL,
     line TEXT NOT NULL
   );
   CREATE INDEX job_lines_by_job ON job_lines (job, id);`,
  'ALTER TABLE jobs ADD COLUMN horizon INTEGER',
  // For servers that share a catalog: which one runs the job, and the last state that was sent to the others.
  `ALTER TABLE jobs ADD COLUMN runner TEXT;
   ALTER TABLE jobs ADD COLUMN told_state TEXT;`,
];

function changeTrigger(name: string, event: string, product: string, when = 'true'): string {
  return `CREATE TRIGGER ${name} AFTER ${event} WHEN ${when} BEGIN
     INSERT INTO changes (product, sequence)
       SELECT ${product}, ifnull(max(sequence), 0) + 1 FROM changes WHERE true
       ON CONFLICT (product) DO UPDATE SET sequence = excluded.sequence;
   END;`;
}
