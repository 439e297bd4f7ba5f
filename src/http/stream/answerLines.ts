import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { ShelfcastError } from '../../contract/errors';
import type { Call } from '../../contract/service';
import { bodyFailure, decodedBody } from '../exchange/decoding';
import type { Exchange } from '../exchange/exchange';
import { problemOf, shownError } from '../exchange/problem';
import type { LineReply } from '../exchange/reply';
import { lineGroups, type Line } from './lineGroups';

/** How one line becomes a value, and values become the answers of their lines, in order. */
export interface LineWork<T> {
  /**
   * Throws errors that would affect every line, before the first is read: the whole request is then answered with it.
   */
  check(): void;
  /** Values that are best run together. */
  together: number;
  parse(bytes: Buffer): T;
  /** One line of JSON for each value. */
  run(values: T[], call: Call): Promise<string[]>;
}

const GROUPS_IN_FLIGHT = 8;
const MAX_LINE_BYTES = 1024 * 1024;
/** Errors of a single value, not of all values of a group. */
const ERRORS_OF_ONE: readonly string[] = ['invalid', 'text_refused', 'internal'];

/**
 * Answers each line by one line, in order, a bad one by a problem with its line number. Several groups of lines are
 * processed at once; no more is read than that, nor faster than the client reads the answers. Waits if the queue is
 * full.
 */
export function answerLines<T>(request: IncomingMessage, exchange: Exchange, work: LineWork<T>): LineReply {
  work.check();
  const lines = linesAnswered(() => decodedBody(request), exchange, work);
  return { lines, contentType: 'application/x-ndjson' };
}

/** The call for which the lines are answered. */
export interface LinesCall extends Pick<Call, 'requestId' | 'signal'> {
  /** Whether to accept no further lines. */
  readonly stopping: boolean;
  /** Called for a line that was answered by an error. */
  lineFailed(error: ShelfcastError): void;
}

/** Answers of the lines of a stream, which is opened when the first answer is requested; as `answerLines`. */
export async function* linesAnswered<T>(
  open: () => Readable,
  exchange: LinesCall,
  work: LineWork<T>,
): AsyncGenerator<string> {
  const groups = lineGroups(open(), work.together, MAX_LINE_BYTES);
  const { signal } = exchange;
  const running: { text: string | null }[] = [];
  let read: Read | null = null;
  let reading = true;
  let lastLine = 0;
  let wake = () => {};
  signal.addEventListener('abort', () => wake(), { once: true });
  void readOn();
  while (reading || running.length) {
    const first = running[0]?.text;
    if (first) {
      running.shift();
      yield first;
    } else if (reading && (signal.aborted || read) && running.length < GROUPS_IN_FLIGHT) {
      takeUp(read);
    } else {
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }

  async function readOn(): Promise<void> {
    read = null;
    read = await groups.next().then(
      (group) => ({ group }),
      (failed: Error) => ({ failed: bodyFailure(failed) }),
    );
    wake();
  }

  function takeUp(read: Read | null): void {
    const stop = reasonToStop(read, exchange);
    if (stop || !read || !('group' in read) || read.group.done) {
      reading = false;
      // A client that sends before it reads still gets to read the last line.
      if (signal.aborted) void readAway(groups);
      if (stop) running.push({ text: errorLine(lastLine + 1, stop, exchange) });
      return;
    }
    const lines = read.group.value;
    lastLine = lines.at(-1)!.number;
    const slot: { text: string | null } = { text: null };
    running.push(slot);
    void answerGroup(lines, exchange, work).then((text) => {
      slot.text = text;
      wake();
    });
    void readOn();
  }
}

async function readAway(groups: AsyncGenerator<Line[]>): Promise<void> {
  try {
    while (!(await groups.next()).done);
  } catch {
    // The client has disconnected.
  }
}

type Read = { group: IteratorResult<Line[]> } | { failed: unknown };

async function answerGroup<T>(lines: Line[], exchange: LinesCall, work: LineWork<T>): Promise<string> {
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
      result instanceof Error ? errorLine(lines[place].number, result, exchange) : `${result}\n`;
  }
  return answers.join('');
}

/** Each value's result, or its own error. */
async function runGroup<T>(values: T[], exchange: LinesCall, work: LineWork<T>): Promise<(string | Error)[]> {
  if (!values.length) return [];
  const { requestId, signal } = exchange;
  const call = { requestId, signal, patient: true };
  try {
    return await work.run(values, call);
  } catch (thrown) {
    const error = exchange.signal.aborted ? exchange.signal.reason : thrown;
    const code = shownError(error).code;
    if (values.length === 1 || !ERRORS_OF_ONE.includes(code)) return values.map(() => asError(error));
    return Promise.all(
      values.map(async (value) => (await work.run([value], call).catch((alone) => [asError(alone)]))[0]),
    );
  }
}

function lineBytes(line: Line): Buffer {
  if (line.bytes) return line.bytes;
  throw new ShelfcastError('too_large', `The line is over ${MAX_LINE_BYTES} bytes.`);
}

function reasonToStop(read: Read | null, exchange: LinesCall): unknown {
  if (exchange.signal.aborted) return exchange.signal.reason;
  if (!read) return null;
  if ('failed' in read) return read.failed;
  if (read.group.done || !exchange.stopping) return null;
  return new ShelfcastError('draining', 'The server is stopping; send this line and those after it again.');
}

function errorLine(line: number, thrown: unknown, exchange: LinesCall): string {
  const error = shownError(thrown);
  exchange.lineFailed(error);
  return `${JSON.stringify({ ...problemOf(error, exchange.requestId), line })}\n`;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
