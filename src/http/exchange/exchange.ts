import type { Request, Response } from 'express';
import type { ErrorCode } from '../../contract/errors';
import { ShelfcastError } from '../../contract/errors';
import type { Timings } from '../../contract/forecastAnswers';
import type { Call } from '../../contract/service';

/** One request in progress: its caller, its deadline and its outcome. Stored in `res.locals.exchange`. */
export class Exchange implements Call {
  readonly startedAt = performance.now();
  readonly startedOn = Date.now();
  /** Path of the endpoint as documented; a bounded set, so that metrics can use it as a label. */
  route = 'unmatched';
  /** Name of the caller's API key, null if keys are not used. */
  client: string | null = null;
  timings: Timings | null = null;
  errorCode: ErrorCode | null = null;
  /** Lines of a stream that were answered by an error. */
  failedLines = 0;
  hungUp = false;
  private readonly controller = new AbortController();
  private deadline: NodeJS.Timeout | null = null;
  private onAbort: ((reason: unknown) => void) | null = null;

  constructor(
    readonly requestId: string,
    private readonly lifecycle: { readonly stopping: boolean },
    /** Called with causes that only the log may show. */
    private readonly onUnexpected: (cause: unknown, exchange: Exchange) => void,
  ) {}

  get stopping(): boolean {
    return this.lifecycle.stopping;
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get elapsedMs(): number {
    return performance.now() - this.startedAt;
  }

  /** Sets the deadline, in milliseconds after the start of the request. */
  limit(milliseconds: number): void {
    clearTimeout(this.deadline ?? undefined);
    this.deadline = setTimeout(
      () =>
        this.abort(
          'deadline',
          `The request did not end within ${milliseconds} ms; ask for less or wait longer.`,
        ),
      Math.max(0, milliseconds - this.elapsedMs),
    );
  }

  /** The exchange is over. */
  unlimit(): void {
    clearTimeout(this.deadline ?? undefined);
  }

  abort(code: ErrorCode, detail: string): void {
    this.controller.abort(new ShelfcastError(code, detail));
    this.onAbort?.(this.signal.reason);
  }

  hangUp(): void {
    this.hungUp = true;
    this.abort('deadline', 'The client hung up.');
  }

  failed(error: ShelfcastError): void {
    this.errorCode = error.code;
    this.note(error);
  }

  lineFailed(error: ShelfcastError): void {
    this.failedLines++;
    this.note(error);
  }

  /** Reports server-side causes, which only the log may show. */
  private note(error: ShelfcastError): void {
    const { cause } = error.options;
    if (error.code === 'internal' || (error.code === 'not_ready' && cause))
      this.onUnexpected(cause ?? error, this);
  }

  /** The work's result, or a rejection with the reason as soon as the exchange is aborted. */
  settle<T>(work: Promise<T>): Promise<T> {
    const { signal } = this;
    return new Promise((resolve, reject) => {
      if (signal.aborted) reject(signal.reason);
      this.onAbort = reject;
      work.then(resolve, (error: unknown) => reject(signal.aborted ? signal.reason : error));
    });
  }
}

export function exchangeOf(response: Response): Exchange {
  return response.locals.exchange as Exchange;
}

const REQUEST_ID = /^[\w.:/+=-]{1,128}$/;
let counter = 0;
const instance = crypto.randomUUID().slice(0, 8);

/** The client's own request id if it is plain, or a new one. */
export function requestIdOf(request: Request): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given)
    ? given
    : `${instance}-${(++counter).toString(36)}`;
}
