import { setTimeout as sleep } from 'node:timers/promises';
import { PassingMap } from '../common/passingMap';
import type { Exchange } from './exchange/exchange';

/** Which requests are in progress, and whether the server is stopping. */
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

  /**
   * Resolves to true once no request is in progress; to false if some still are after `milliseconds`, which are
   * aborted.
   */
  async drain(milliseconds: number): Promise<boolean> {
    this.stopping = true;
    if (await this.idleWithin(milliseconds)) return true;
    for (const exchange of this.underway.values()) {
      exchange.abort('draining', 'The server stopped before this request ended; send it again.');
    }
    await this.idleWithin(ABORT_MS);
    return false;
  }

  /** Resolves when nothing has arrived for a short while, so that requests in transit are answered too. */
  async quiet(): Promise<void> {
    const end = performance.now() + ABORT_MS;
    let answered: number;
    do {
      answered = this.entered;
      await sleep(QUIET_MS);
      // After a long pause, the process first accepts and reads what has arrived.
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
/** Turns of the event loop to accept a connection, read its request and report it. */
const TURNS = 4;
/** Milliseconds for aborted and late requests to write their answers. */
export const ABORT_MS = 1_000;
