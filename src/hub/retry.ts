import { setTimeout as sleep } from 'node:timers/promises';
import { TemporaryFailure } from './source';

export interface RetryOptions {
  /** Delay before the second attempt in milliseconds; it doubles with each further one. */
  firstRetryMs?: number;
  /** Whether the failed attempt made progress: then the count of attempts starts again. */
  progressed?: () => Promise<boolean>;
}

/** Most attempts in a row without progress. */
const MOST_ATTEMPTS = 5;
const FIRST_RETRY_MS = 500;
const LONGEST_WAIT_MS = 60_000;

/** Retries while failures may be temporary, with growing delays, or with the delay that the server asked for. */
export async function retry<T>(
  action: () => Promise<T>,
  { firstRetryMs = FIRST_RETRY_MS, progressed }: RetryOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof TemporaryFailure)) throw error;
      if (await progressed?.()) attempt = 1;
      if (attempt >= MOST_ATTEMPTS) {
        throw new Error(`${error.message} (tried ${attempt} times)`, { cause: error });
      }
      await sleep(Math.min(error.retryAfterMs ?? firstRetryMs * 2 ** (attempt - 1), LONGEST_WAIT_MS));
    }
  }
}
