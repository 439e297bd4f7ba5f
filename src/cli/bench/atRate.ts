import { setTimeout as sleep } from 'node:timers/promises';
import { PassingMap } from '../../common/passingMap';

/**
 * Sends `rate` a second, each at its time, as of performance.now(), whether or not those before it are done, and one at the
 * least; resolves when all are.
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
