import { setTimeout as sleep } from 'node:timers/promises';
import { PassingMap } from '../common/passingMap';
import type { Exchange } from './exchange/exchange';

/** Which requests are under way, and whether the server is stopping. */
export class Lifecycle {
  private readonly underway = new PassingMap<Exchange, Exchange>();
  private idle: (() => void) | null = null;
  private entered = 0;
  stopping = false;

  get count(): number {
    return this.underway.size;
  }

  enter(exchange: Exchange): void {
    this.underway.set(exchange, exchange);
    this.entered++;
  }

  leave(exchange: Exchange): void {
    this.underway.delete(exchange);
    if (!this.underway.size) this.idle?.();
  }

  /** Resolves true once no request is under way; false when some still are after `milliseconds`, which are aborted. */
  async drain(milliseconds: number): Promise<boolean> {
    this.stopping = true;
    if (await this.idleWithin(milliseconds)) return true;
    for (const exchange of this.underway.values()) {
      exchange.abort('draining', 'The server stopped before this request ended; send it again.');
    }
    await this.idleWithin(ABORT_MS);
    return false;
  }

  /** Resolves when nothing has come in for a short while, so that requests on their way here are answered too. */
  async quiet(): Promise<void> {
    const end = performance.now() + ABORT_MS;
    let answered: number;
    do {
      answered = this.entered;
      await sleep(QUIET_MS);
      // A process that had no turn meanwhile accepts and reads first.
      for (let turn = 0; turn < TURNS; turn++) await new Promise(setImmediate);
      await this.idleWithin(ABORT_MS);
    } while (this.entered > answered && performance.now() < end);
  }

  private idleWithin(milliseconds: number): Promise<boolean> {
    if (!this.underway.size) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), milliseconds);
      this.idle = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}

const QUIET_MS = 100;
/** Of the event loop, in which a connection is accepted, its request read, and the request told of. */
const TURNS = 4;
/** What aborted requests and latecomers have to write their answers, in milliseconds. */
export const ABORT_MS = 1_000;
