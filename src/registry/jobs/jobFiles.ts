import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stem } from '../database/stem';

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

/** Removes what the jobs of a catalog have read of it, also while one of them writes there. */
export function forgetWork(registryFile: string): Promise<void> {
  return rm(workDirectories(registryFile), { recursive: true, force: true, maxRetries: 5 });
}

function workDirectories(registryFile: string): string {
  return `${stem(registryFile)}-jobs`;
}
