import { certain } from '../../common/certain';
import { openDatabase, type Database } from '../database/database';
import { jobsFile } from '../jobs/jobFiles';
import { JOBS, REGISTRY } from '../database/migrations';
import { putJob, type ToldJob } from './jobRows';
import { putViewPlace, viewPlace } from './viewPlace';

export interface Restored {
  /** A file with a copy of another server's view. */
  snapshot: string;
  log: string;
  server: string;
}

/** What a view shares with others, referenced tables first; everything else is local to each server. */
const TABLES: readonly (readonly [table: string, which?: string])[] = [
  ['products'],
  ['sales'],
  ['promotions'],
  ['extras'],
  ['shop_weeks'],
  ['sources'],
  ['sale_entries'],
  ['covered_days'],
  ['sold_days'],
  ['listed_products'],
  ['columns'],
  ['live_sales'],
  ['fed_weeks'],
  ['open_weeks'],
  ['launches'],
  ['recordings'],
  ['forecasts'],
  ['drift_weeks', "source = 'catalog'"],
  ['trained_models'],
  ['scenarios'],
];

/** Replaces a view's content with another server's snapshot. The earlier content is erased from the file. */
export function restoreView(database: Database) {
  return ({ snapshot, log, server }: Restored): void => {
    const from = openDatabase(snapshot, REGISTRY);
    try {
      for (const [table, which = 'true'] of [...TABLES].reverse())
        database.exec(`DELETE FROM ${table} WHERE ${which}`);
      for (const [table, which = 'true'] of TABLES) copy(from, database, table, which);
      const { sequence, active } = certain(viewPlace(from), 'place in the log');
      putViewPlace(database, { log, sequence, server, active });
      database.exec('INSERT OR IGNORE INTO erasures (due) VALUES (1)');
      restoreJobs(from, database.name, server);
    } finally {
      from.close();
    }
  };
}

/** Codes of the products that a view has and a snapshot lacks. */
export function missingIn(database: Database, snapshot: string): string[] {
  const from = openDatabase(snapshot, REGISTRY);
  try {
    const known = from.prepare('SELECT 1 FROM products WHERE sku = ?');
    const skus = database.prepare<[], string>('SELECT sku FROM products').pluck().all();
    return skus.filter((sku) => known.get(sku) === undefined);
  } finally {
    from.close();
  }
}

/** Also takes over the trainings, except those that this server runs itself. */
function restoreJobs(from: Database, file: string, server: string): void {
  const jobs = openDatabase(jobsFile(file), JOBS);
  try {
    for (const json of from.prepare<[], string>('SELECT json FROM told_jobs').pluck().iterate()) {
      const job = JSON.parse(json) as ToldJob;
      if (job.runner !== server) putJob(jobs, job);
    }
  } finally {
    jobs.close();
  }
}

function copy(from: Database, to: Database, table: string, which: string): void {
  const rows = from.prepare<[], unknown[]>(`SELECT * FROM ${table} WHERE ${which}`).raw();
  const places = rows.columns().map(() => '?');
  const put = to.prepare(`INSERT INTO ${table} VALUES (${places.join(', ')})`);
  for (const row of rows.iterate()) put.run(...row);
}
