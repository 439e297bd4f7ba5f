/** Status codes of a proxy whose server is away. */
const BEHIND_A_PROXY = [502, 503, 504];
const RETRY_SECONDS = 5;

/** The facts that decide about a retry: the server's `code`, if it answered itself, and the delay that it named. */
interface Refusal {
  status: number;
  code?: string;
  retry_after?: number;
}

/**
 * Seconds until a refused request may be sent again. Null if that would not help: a request that took the server too
 * long would do so again, and delay others.
 */
export function secondsToWait({ status, code, retry_after }: Refusal): number | null {
  if (retry_after !== undefined) return retry_after;
  return BEHIND_A_PROXY.includes(status) && code !== 'deadline' ? RETRY_SECONDS : null;
}
