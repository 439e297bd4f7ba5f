import { setTimeout as after } from 'node:timers/promises';
import type { Exchange } from '../exchange/exchange';
import { problemOf, shownError } from '../exchange/problem';
import type { LineReply } from '../exchange/reply';

/** How far a long work is. */
interface ProgressLine {
  /** Bytes read; they begin anew where it is read again. */
  done: number;
  of: number;
}

/** Takes note of how much of a work is done. */
export type Tell = (done: number, of: number) => void;

const TELL_MS = 200;
/** Whoever reads along waits longer than for a plain answer. */
const DEADLINE_MS = 600_000;

/**
 * Answers a long work with lines of JSON: how far it is, and at last what it comes to, or a problem. Rejects where it fails
 * before there is anything to tell.
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
  // Looked at below in any case.
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
