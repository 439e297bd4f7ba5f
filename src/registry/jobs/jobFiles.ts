import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stem } from '../database/stem';

/** Where the trainings of a catalog are stored. */
export function jobsFile(registryFile: string): string {
  return `${stem(registryFile)}-jobs.db`;
}

/** Where the models are stored that were trained on a catalog. */
export function trainedModels(registryFile: string): string {
  return `${stem(registryFile)}-models`;
}

/** Where a job stores the results of its steps, including the sales that it read. */
export function workDirectory(registryFile: string, job: number): string {
  return join(workDirectories(registryFile), String(job));
}

/** The jobs that have stored something. */
export function workInProgress(registryFile: string): number[] {
  const directory = workDirectories(registryFile);
  return existsSync(directory) ? readdirSync(directory).map(Number) : [];
}

/** Removes all data that jobs have read from a catalog, even while one of them writes there. */
export function forgetWork(registryFile: string): Promise<void> {
  return rm(workDirectories(registryFile), { recursive: true, force: true, maxRetries: 5 });
}

function workDirectories(registryFile: string): string {
  return `${stem(registryFile)}-jobs`;
}
