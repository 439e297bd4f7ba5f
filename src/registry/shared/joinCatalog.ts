import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { certain } from '../../common/certain';
import { ShelfcastError } from '../../contract/errors';
import { type Database, openDatabase } from '../database/database';
import { jobsFile } from '../jobs/jobFiles';
import { JOBS } from '../database/migrations';
import { ModelRegistry } from '../models/models';
import { isTrainedHere } from '../models/offeredModels';
import type { Blob } from './blobs';
import { copyView } from './copyView';
import { manifestHash } from '../models/modelFiles';
import { restoreView } from './restoreView';
import type { LogState } from './logState';
import type { SharedLog } from './sharedLog';
import { activateModel, putTrained } from './modelChanges';
import { putViewPlace, type ViewPlace, viewPlace } from './viewPlace';

export interface JoinOptions {
  database: Database;
  log: SharedLog;
  /** Fills an empty catalog before it becomes the shared one. */
  fill(database: Database): Promise<void> | void;
  say(sentence: string): void;
}

/**
 * Makes a server's file a view of the shared catalog, up to the snapshot. The very first server fills the catalog from
 * its own file; a file that is a view already stays as it is. Throws ShelfcastError if the file has another catalog.
 */
export async function joinCatalog({ database, log, fill, say }: JoinOptions): Promise<void> {
  await log.prepare();
  await removeToldFiles(database.name);
  if ((await log.state()) === null) {
    await fill(database);
    const founded = await found(database, log);
    if (founded) return say('PostgreSQL was empty; it now holds the catalog of this server.');
  }
  const place = viewPlace(database);
  const state = certain(await log.state(), 'state of the log');
  if (place?.log === state.id && place.sequence >= state.cut && place.sequence <= state.head)
    return activateWanted(database);
  if (place?.log !== state.id) refuseOwn(database);
  if (!place) forgetJobs(database.name);
  const server = place?.server ?? randomUUID();
  await withSnapshot(database, log, (snapshot, { id }) =>
    database.transaction(() => restoreView(database)({ snapshot, log: id, server })).immediate(),
  );
  activateWanted(database);
  say('The catalog was copied from PostgreSQL.');
}

/** Copies the snapshot here while `work` runs. */
export async function withSnapshot<T>(
  database: Database,
  log: SharedLog,
  work: (snapshot: string, state: LogState) => T | Promise<T>,
): Promise<T> {
  const path = `${database.name}.snapshot`;
  await removeDatabase(path);
  try {
    const state = await log.readSnapshot(path);
    return await work(path, state);
  } finally {
    await removeDatabase(path);
  }
}

/** A copy of a view, as made by copyView, while `work` runs. */
export async function withCopy<T>(
  file: string,
  copy: (file: string, to: string) => ViewPlace | Promise<ViewPlace>,
  work: (path: string, place: ViewPlace) => Promise<T>,
): Promise<T> {
  const path = `${file}.copy`;
  await removeDatabase(path);
  try {
    return await work(path, await copy(file, path));
  } finally {
    await removeDatabase(path);
  }
}

/** Activates the model that is active on the other servers, if it is here. */
export function activateWanted(database: Database): void {
  const place = viewPlace(database);
  const active = place?.active;
  if (active) database.transaction(() => activateModel(database)({ name: active })).immediate();
}

async function found(database: Database, log: SharedLog): Promise<boolean> {
  const before = viewPlace(database);
  const registry = new ModelRegistry(database);
  const id = randomUUID();
  const blobs: Blob[] = [];
  for (const { name, directory } of registry.list().filter((model) => isTrainedHere(model, database.name))) {
    const blob = `model ${randomUUID()}`;
    blobs.push({ id: blob, path: directory });
    putTrained(database)({ name, hash: await manifestHash(directory), blob });
  }
  putViewPlace(database, {
    ...{ log: id, sequence: lastJob(database.name), server: before?.server ?? randomUUID() },
    active: registry.active()?.name ?? null,
  });
  const founded = await withCopy(database.name, copyView, (path, { sequence }) =>
    log.found(id, sequence, { id: `snapshot ${randomUUID()}`, path }, blobs),
  ).catch((error: Error) => {
    undo();
    throw error;
  });
  if (!founded) undo();
  return founded;

  function undo(): void {
    database.exec('DELETE FROM shared_view; DELETE FROM trained_models');
    if (before) putViewPlace(database, before);
  }
}

/** Throws if a file has sales or products that are not synthetic and would be lost. */
function refuseOwn(database: Database): void {
  const own = database
    .prepare(
      'SELECT 1 WHERE EXISTS (SELECT 1 FROM products) AND NOT EXISTS (SELECT 1 FROM sources WHERE synthetic = 1)',
    )
    .get();
  if (own === undefined) return;
  throw new ShelfcastError(
    'invalid',
    `${database.name} holds another catalog than PostgreSQL; name another file with --view, or move this one away`,
  );
}

/** Trainings are numbered by the log's entries: those from before have lower numbers. */
function lastJob(file: string): number {
  return withJobs(
    file,
    (jobs) => jobs.prepare<[], number | null>('SELECT max(id) FROM jobs').pluck().get() ?? 0,
  );
}

/** Deletes the trainings of an abandoned catalog. */
function forgetJobs(file: string): void {
  withJobs(file, (jobs) => jobs.exec('DELETE FROM jobs'));
}

function withJobs<T>(file: string, work: (jobs: Database) => T): T {
  const jobs = openDatabase(jobsFile(file), JOBS);
  try {
    return work(jobs);
  } finally {
    jobs.close();
  }
}

/** Removes copies of ingested files left by a server that was killed. */
async function removeToldFiles(file: string): Promise<void> {
  const left = (await readdir(dirname(file))).filter(
    (name) => name.startsWith(`${basename(file)}.`) && name.endsWith('.told'),
  );
  for (const name of left) await rm(join(dirname(file), name), { force: true });
}

async function removeDatabase(path: string): Promise<void> {
  for (const end of ['', '-wal', '-shm']) await rm(path + end, { force: true });
}
