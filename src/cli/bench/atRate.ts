import { setTimeout as sleep } from 'node:timers/promises';
import { PassingMap } from '../../common/passingMap';

/**
 * Calls `send` `rate` times a second, each at its scheduled time (performance.now()), whether or not earlier ones are
 * done; at least once. Resolves when all are done.
 */
export async function atRate(
  rate: number,
  seconds: number,
  send: (due: number) => Promise<void>,
): Promise<void> {
  const started = performance.now();
  const total = Math.max(1, Math.floor(rate * seconds));
  const underway = new PassingMap<number, Promise<void>>();
  for (let sent = 0; sent < total; sent++) {
    const due = started + (sent / rate) * 1000;
    const early = due - performance.now();
    if (early > 1) await sleep(early - 1);
    underway.set(
      sent,
      send(due).finally(() => underway.delete(sent)),
    );
  }
  await Promise.all(underway.values());
}
