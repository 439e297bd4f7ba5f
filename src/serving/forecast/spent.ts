import type { Timings } from '../../contract/forecastAnswers';
import { rounded } from './ranges';

/** What answering took. Milliseconds. */
export interface Spent {
  tokenization: number;
  queue: number;
  inference: number;
}

/** `since`: when the request came, by the monotonic clock. */
export function timings({ tokenization, queue, inference }: Spent, since: number): Timings {
  return {
    tokenization: rounded(tokenization),
    queue: rounded(queue),
    inference: rounded(inference),
    total: rounded(performance.now() - since),
  };
}
