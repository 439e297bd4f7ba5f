import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stem } from './stem';

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

function workDirectories(registryFile: string): string {
  return `${stem(registryFile)}-jobs`;
}
