import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when the condition holds, however long a busy machine takes; jest's own limit ends what hangs. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(5);
}
