import { shellWord } from '../common/shellWord';
import { ShelfcastError } from '../contract/errors';
import type { Promotion } from '../contract/jobs';
import { openDatabase } from '../registry/database/database';
import { jobsFile } from '../registry/jobs/jobFiles';
import { JobStore } from '../registry/jobs/jobs';
import { JOBS } from '../registry/database/migrations';
import { refuseViewFile } from '../registry/shared/viewPlace';
import { checkCatalog } from './dataOption';
import { printResult } from './command';
import { followJobs } from './followJobs';
import { doneText, inCommands } from './jobText';

export interface CatalogTraining {
  db: string;
  encoder: string;
  name?: string;
  until?: string;
  promote: Promotion;
  horizon?: number;
  json?: boolean;
}

/** Trains on a catalog like POST /train, and waits for the end. */
export async function trainCatalog({
  db,
  encoder,
  name,
  until,
  promote,
  horizon,
  json,
}: CatalogTraining): Promise<void> {
  checkCatalog(db);
  refuseViewFile(db);
  const jobs = openDatabase(jobsFile(db), JOBS);
  try {
    const store = new JobStore(jobs);
    const before = store.list().filter(({ state }) => state === 'queued' || state === 'running');
    for (const { id } of before) {
      process.stderr.write(
        `job ${id}, asked for before, is trained first; to drop it: shelfcast jobs cancel ${id} --db ${shellWord(db)}\n`,
      );
    }
    const id = store.add({ model: name ?? null, until: until ?? null, promote, horizon: horizon ?? null });
    await followJobs({ database: db, encoder }, store, [id], json);
    const { state, error, result } = inCommands(store.get(id), db);
    if (result) return printResult(json, result, doneText(result));
    throw new ShelfcastError('invalid', error ?? `job ${id} is ${state}`);
  } finally {
    jobs.close();
  }
}
