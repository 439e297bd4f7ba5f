import type { Timings } from '../../contract/forecastAnswers';
import { rounded } from './ranges';

/** What answering took, in milliseconds. */
export interface Durations {
  tokenization: number;
  queue: number;
  inference: number;
}

/** `since`: when the request arrived, by the monotonic clock. */
export function timings({ tokenization, queue, inference }: Durations, since: number): Timings {
  return {
    tokenization: rounded(tokenization),
    queue: rounded(queue),
    inference: rounded(inference),
    total: rounded(performance.now() - since),
  };
}
