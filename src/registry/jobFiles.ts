import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { isLocked } from './database';

/** Where the trainings of a catalog are kept. */
export function jobsFile(registryFile: string): string {
  return `${stem(registryFile)}-jobs.db`;
}

/** Where the models lie that were trained on a catalog. */
export function trainedModels(registryFile: string): string {
  return `${stem(registryFile)}-models`;
}

/** Where a job keeps what its steps leave: the sales that it read among it. */
export function workDirectory(registryFile: string, job: number): string {
  return join(workDirectories(registryFile), String(job));
}

/** The jobs that have kept something. */
export function workInProgress(registryFile: string): number[] {
  const directory = workDirectories(registryFile);
  return existsSync(directory) ? readdirSync(directory).map(Number) : [];
}

/** Removes what the jobs of a catalog have read of it. */
export function forgetWork(registryFile: string): void {
  rmSync(workDirectories(registryFile), { recursive: true, force: true });
}

/**
 * The right to do the trainings of a catalog, which one process of all has: a lock of the file system, which ends with
 * the process that holds it, however that ends. Null where another has it.
 */
export function holdJobLock(registryFile: string): (() => void) | null {
  const lock = new BetterSqlite3(`${stem(registryFile)}-jobs.lock`, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return () => lock.close();
  } catch (error) {
    lock.close();
    if (isLocked(error)) return null;
    throw error;
  }
}

function workDirectories(registryFile: string): string {
  return `${stem(registryFile)}-jobs`;
}

function stem(registryFile: string): string {
  return registryFile.replace(/\.db$/, '');
}
