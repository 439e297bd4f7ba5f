import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ShelfcastError } from '../../contract/errors';
import type { Exchange } from '../exchange';
import { problemOf, shownError } from '../problem';
import { lineGroups, type Line } from './lineGroups';

/** How one line becomes a value, and values become the answers of their lines, in order. */
export interface LineWork<T> {
  parse(bytes: Buffer): T;
  run(values: T[]): Promise<unknown[]>;
}

const LINES_PER_GROUP = 32;
const GROUPS_IN_FLIGHT = 8;
const MAX_LINE_BYTES = 1024 * 1024;
const DEFAULT_RETRY_SECONDS = 0.1;
/** Errors that belong to one value and not to all values of a group. */
const ERRORS_OF_ONE: readonly string[] = ['invalid', 'text_refused', 'internal'];

/**
 * Answers each line by one line, in order, a bad one by a problem with its line number. Some groups of lines are on
 * their way at once; no more is read than that, nor than the client reads of the answers. A full queue is waited for.
 */
export async function* answerLines<T>(
  request: IncomingMessage,
  exchange: Exchange,
  work: LineWork<T>,
): AsyncGenerator<string> {
  const groups = lineGroups(request, LINES_PER_GROUP, MAX_LINE_BYTES);
  const aborted = abortOf(exchange.signal);
  const running: Promise<string>[] = [];
  let reading: Promise<Read> | null = readGroup();
  let lastLine = 0;
  while (reading || running.length) {
    const events: Promise<Read | { text: string } | { aborted: true }>[] = [];
    if (running.length) events.push(running[0].then((text) => ({ text })));
    if (reading && running.length < GROUPS_IN_FLIGHT) events.push(reading, aborted);
    const event = await Promise.race(events);
    if ('text' in event) {
      running.shift();
      yield event.text;
    } else if ('aborted' in event || 'failed' in event || exchange.stopping) {
      reading = null;
      running.push(Promise.resolve(errorLine(lastLine + 1, reasonToStop(event, exchange), exchange)));
    } else if (event.group.done) {
      reading = null;
    } else {
      lastLine = event.group.value.at(-1)!.number;
      running.push(answerGroup(event.group.value, exchange, work));
      reading = readGroup();
    }
  }

  function readGroup(): Promise<Read> {
    return groups.next().then(
      (group) => ({ group }),
      (failed: unknown) => ({ failed }),
    );
  }
}

type Read = { group: IteratorResult<Line[]> } | { failed: unknown };

async function answerGroup<T>(lines: Line[], exchange: Exchange, work: LineWork<T>): Promise<string> {
  const answers = new Array<string>(lines.length);
  const values: T[] = [];
  const places: number[] = [];
  for (const [place, line] of lines.entries()) {
    try {
      values.push(work.parse(lineBytes(line)));
      places.push(place);
    } catch (error) {
      answers[place] = errorLine(line.number, error, exchange);
    }
  }
  const results = await runGroup(values, exchange, work);
  for (const [index, place] of places.entries()) {
    const result = results[index];
    answers[place] =
      result instanceof Error
        ? errorLine(lines[place].number, result, exchange)
        : `${JSON.stringify(result)}\n`;
  }
  return answers.join('');
}

/** Each value's result, or the error that it alone met. */
async function runGroup<T>(values: T[], exchange: Exchange, work: LineWork<T>): Promise<unknown[]> {
  if (!values.length) return [];
  try {
    return await runPatiently(values, exchange, work);
  } catch (thrown) {
    const error = exchange.signal.aborted ? exchange.signal.reason : thrown;
    const code = shownError(error).code;
    if (values.length === 1 || !ERRORS_OF_ONE.includes(code)) return values.map(() => asError(error));
    return Promise.all(
      values.map(
        async (value) => (await runPatiently([value], exchange, work).catch((alone) => [asError(alone)]))[0],
      ),
    );
  }
}

async function runPatiently<T>(values: T[], exchange: Exchange, work: LineWork<T>): Promise<unknown[]> {
  for (;;) {
    try {
      return await work.run(values);
    } catch (error) {
      if (!(error instanceof ShelfcastError) || error.code !== 'queue_full') throw error;
      const seconds = error.options.retryAfterSeconds ?? DEFAULT_RETRY_SECONDS;
      await sleep(seconds * 1000 * (0.5 + Math.random()), undefined, { signal: exchange.signal });
    }
  }
}

function lineBytes(line: Line): Buffer {
  if (line.bytes) return line.bytes;
  throw new ShelfcastError('too_large', `The line is over ${MAX_LINE_BYTES} bytes.`);
}

function reasonToStop(event: Read | { aborted: true }, exchange: Exchange): unknown {
  if ('aborted' in event) return exchange.signal.reason;
  if ('failed' in event) return event.failed;
  return new ShelfcastError('draining', 'The server is stopping; send this line and those after it again.');
}

function abortOf(signal: AbortSignal): Promise<{ aborted: true }> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve({ aborted: true });
    else signal.addEventListener('abort', () => resolve({ aborted: true }), { once: true });
  });
}

function errorLine(line: number, thrown: unknown, exchange: Exchange): string {
  const error = shownError(thrown);
  exchange.lineFailed(error);
  return `${JSON.stringify({ ...problemOf(error, exchange.requestId), line })}\n`;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
