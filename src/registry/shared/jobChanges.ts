import { certain } from '../../common/certain';
import { type Database, openDatabase } from '../database/database';
import { jobsFile } from '../jobs/jobFiles';
import type { NewJob } from '../jobs/jobStatements';
import { JobStore } from '../jobs/jobs';
import { JOBS } from '../database/migrations';
import { putJob, type ToldJob } from './jobRows';
import { viewPlace } from './viewPlace';

/** A training was requested; its number is that of the log's entry. */
export function addJob(database: Database) {
  const jobs = jobsOf(database);
  return ({ job, created }: { job: NewJob; created: string }, sequence: number): number =>
    new JobStore(jobs()).add(job, { id: sequence, created });
}

/** A training was cancelled. */
export function cancelJob(database: Database) {
  const jobs = jobsOf(database);
  return ({ id }: { id: number }): void => void new JobStore(jobs()).cancel(id);
}

/** Progress of a training, from the server that runs it. */
export function tellJob(database: Database) {
  const jobs = jobsOf(database);
  return (job: ToldJob): void => {
    if (job.runner !== certain(viewPlace(database), 'place in the log').server) putJob(jobs(), job);
  };
}

/** The trainings of a catalog, opened on first use. */
function jobsOf(database: Database): () => Database {
  let jobs: Database | undefined;
  return () => (jobs ??= openDatabase(jobsFile(database.name), JOBS));
}
