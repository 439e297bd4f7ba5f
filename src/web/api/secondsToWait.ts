/** What a proxy answers for a server that is away. */
const BEHIND_A_PROXY = [502, 503, 504];
const RETRY_SECONDS = 5;

/** What tells whether to ask again: the server's `code`, where it was the server that answered, and the time it named. */
interface Refusal {
  status: number;
  code?: string;
  retry_after?: number;
}

/**
 * Seconds after which a refused request may be sent again; null where that would not help: what took the server too
 * long would do so again, and keep others waiting.
 */
export function secondsToWait({ status, code, retry_after }: Refusal): number | null {
  if (retry_after !== undefined) return retry_after;
  return BEHIND_A_PROXY.includes(status) && code !== 'deadline' ? RETRY_SECONDS : null;
}
