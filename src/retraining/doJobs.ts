import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { withoutPaths } from '../common/withoutPaths';
import { ShelfcastError } from '../contract/errors';
import { type Found, found } from '../contract/findings';
import { JOB_STEPS, type JobResult, type JobStep } from '../contract/jobs';
import { databaseProblem, openDatabase } from '../registry/database/database';
import { holdLock } from '../registry/database/holdLock';
import { jobsFile, workDirectory, workInProgress } from '../registry/jobs/jobFiles';
import { type ClaimedJob, JobStore } from '../registry/jobs/jobs';
import { JOBS, REGISTRY } from '../registry/database/migrations';
import { backtestBoth } from './backtestBoth';
import { compareBoth } from './compareBoth';
import { readCatalog } from './readCatalog';
import { registerModel } from './registerModel';
import { type ReadResult, type TrainingSettings, TrainingSession } from './session';
import { trainModel } from './trainModel';

const WATCH_MS = 500;
const PROGRESS_MS = 1000;

/** Each step stores its result with the job; a process that ends leaves nothing half done. */
const STEPS: Record<JobStep, (session: TrainingSession) => Promise<unknown>> = {
  read: readCatalog,
  backtest: async (session) => {
    const { origins, reason } = await backtestBoth(session);
    session.say(origins.length > 0 ? `tested on the weeks from ${origins[0]} on` : `not tested: ${reason}`);
    return { origins, reason };
  },
  compare: async (session) => {
    const { champion } = session.resultOf<ReadResult>('read');
    const compared = compareBoth(await backtestBoth(session), champion);
    session.say(compared.comparison.sentence);
    return compared;
  },
  train: trainModel,
  register: registerModel,
};

/**
 * Runs the waiting trainings, one after the other, each from its last finished step on. Resolves to true when none is
 * left; to false at once if another process runs them. `unwanted` is called in the middle of a job that was cancelled
 * or has to start over: it must end the process, since a step cannot be interrupted.
 */
export async function doJobs(settings: TrainingSettings, unwanted: () => never): Promise<boolean> {
  const release = holdLock(settings.database, 'jobs');
  if (!release) return false;
  const jobs = openDatabase(jobsFile(settings.database), JOBS);
  try {
    const store = new JobStore(jobs);
    removeLeftWork(settings.database, store);
    for (let job = store.claim(); job; job = store.claim()) await doJob(settings, store, job, unwanted);
    return true;
  } finally {
    jobs.close();
    release();
  }
}

async function doJob(
  settings: TrainingSettings,
  store: JobStore,
  job: ClaimedJob,
  unwanted: () => never,
): Promise<void> {
  const leave = () => {
    rmSync(workDirectory(settings.database, job.id), { recursive: true, force: true });
    unwanted();
  };
  const leaveIfUnwanted = () => {
    if (!store.isWanted(job)) leave();
  };
  const watch = setInterval(leaveIfUnwanted, WATCH_MS);
  const catalog = openDatabase(settings.database, REGISTRY);
  const session = new TrainingSession(settings, catalog, store, job, throttled(store, job));
  try {
    for (const step of JOB_STEPS) {
      if (store.resultOf(job.id, step) !== undefined) continue;
      const started = performance.now();
      if (!store.enter(job.id, step)) leave();
      const result = await STEPS[step](session);
      leaveIfUnwanted();
      store.finishStep(job.id, step, (performance.now() - started) / 1000, result);
    }
    await forget(session);
    store.finish(job.id, session.resultOf<JobResult>('register'));
  } catch (error) {
    leaveIfUnwanted();
    const message = withoutPaths(shownMessage(error, settings.database));
    session.say(`failed: ${message}`);
    store.fail(job.id, message, reasonsOf(error));
    await forget(session);
  } finally {
    clearInterval(watch);
    await session.close();
    catalog.close();
  }
}

/** The error as codes, to be shown in another language; empty if it has none. */
function reasonsOf(error: unknown): readonly Found[] {
  if (error instanceof ShelfcastError) return error.options.reasons ?? [];
  const { code = '' } = error as NodeJS.ErrnoException;
  return ['ENOSPC', 'SQLITE_FULL'].includes(code) ? [found('disk_full')] : [];
}

function forget({ directory }: TrainingSession): Promise<void> {
  return rm(directory, { recursive: true, force: true });
}

/** Removes leftovers of jobs that were cancelled while no process ran them. */
function removeLeftWork(database: string, store: JobStore): void {
  const open = store.list().filter(({ state }) => state === 'queued' || state === 'running');
  for (const job of workInProgress(database)) {
    if (open.some(({ id }) => id === job)) continue;
    rmSync(workDirectory(database, job), { recursive: true, force: true });
  }
}

/** The public part of an error; all of it goes to standard error if it is not one of ours. */
function shownMessage(error: unknown, database: string): string {
  const known = databaseProblem(error, basename(database)) ?? error;
  if (known instanceof ShelfcastError) return known.detail;
  const { message, stack, path, code } = error as NodeJS.ErrnoException;
  process.stderr.write(`${stack}\n`);
  return path === undefined
    ? message.split('\n')[0]
    : `${basename(path)} cannot be read or written (${code})`;
}

/** Reports progress to the store at most once a second. */
function throttled(store: JobStore, { id }: ClaimedJob) {
  let last = 0;
  return (stage: string, done: number, of: number) => {
    if (performance.now() - last < PROGRESS_MS) return;
    last = performance.now();
    store.progress(id, stage, Math.round(done), Math.round(of));
  };
}
