import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
/** Collects all garbage, or what is young. */
export const collectGarbage = runInNewContext('gc') as (options?: { type: 'minor' }) => void;

/** What is in use after a full collection of garbage. */
export function heapMegabytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1_000_000;
}
