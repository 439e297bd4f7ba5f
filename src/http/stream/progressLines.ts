import { setTimeout as after } from 'node:timers/promises';
import type { Exchange } from '../exchange/exchange';
import { problemOf, shownError } from '../exchange/problem';
import type { LineReply } from '../exchange/reply';

/** Progress of a long task. */
interface ProgressLine {
  /** Bytes read; starts over if it is read again. */
  done: number;
  of: number;
}

/** Called with the progress of a task. */
export type Tell = (done: number, of: number) => void;

const TELL_MS = 200;
/** Longer than for a plain answer, because the client sees progress. */
const DEADLINE_MS = 600_000;

/**
 * Answers a long task with lines of JSON: its progress, and finally its result or a problem. Rejects if it fails before
 * the first line.
 */
export async function progressLines(
  work: (tell: Tell) => Promise<unknown>,
  exchange: Exchange,
): Promise<LineReply> {
  exchange.limit(DEADLINE_MS);
  let latest: ProgressLine | null = null;
  let begun!: () => void;
  const beginning = new Promise<void>((resolve) => (begun = resolve));
  const ended = work((done, of) => {
    latest = { done, of };
    begun();
  });
  // Awaited below in any case.
  ended.catch(() => undefined);
  await Promise.race([ended, beginning]);
  const outcome = ended.then(
    (answer) => ({ line: JSON.stringify(answer) }),
    (error: unknown) => ({ line: problemLine(error, exchange) }),
  );
  const lines = async function* (): AsyncGenerator<string> {
    for (let told: unknown = null; ;) {
      if (latest !== told) yield `${JSON.stringify((told = latest))}\n`;
      const end = await Promise.race([outcome, after(TELL_MS, null)]);
      if (end) {
        yield `${end.line}\n`;
        return;
      }
    }
  };
  return { lines: lines(), contentType: 'application/x-ndjson' };
}

function problemLine(thrown: unknown, exchange: Exchange): string {
  const error = shownError(thrown);
  exchange.lineFailed(error);
  return JSON.stringify(problemOf(error, exchange.requestId));
}
