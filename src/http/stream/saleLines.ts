import type { IncomingMessage } from 'node:http';
import type { Day } from '../../common/day';
import { ShelfcastError } from '../../contract/errors';
import type { FedAnswer } from '../../contract/saleAnswers';
import { sale, type saleLineQuery } from '../../contract/sales';
import type { z } from 'zod';
import { parseJson } from '../exchange/body';
import { bodyFailure, decodedBody } from '../exchange/decoding';
import type { Exchange } from '../exchange/exchange';
import { problemOf, shownError } from '../exchange/problem';
import type { LineReply } from '../exchange/reply';
import { plainMessage } from '../../contract/plainMessage';
import { firstIssue } from '../exchange/validate';
import { inTimeSlices } from '../../serving/queue/timeSlices';
import { type Line, lineGroups } from './lineGroups';

type SentSale = z.output<typeof sale>;

/**
 * Adds sales; the positions of those refused are indices. `toldFrom`, the first day with data before a request, comes
 * from the answer to the request's first sales; left out for those.
 */
export type AddSales = (
  sales: SentSale[],
  source: string,
  toldFrom?: Day | null,
) => Promise<{
  fed: Omit<FedAnswer, 'refused'>;
  refused: { index: number; path: string; message: string }[];
  toldFrom: Day | null;
}>;

/** Lines stored together. */
const TOGETHER = 1000;
const MAX_LINE_BYTES = 16 * 1024;

/**
 * One sale per line in. Each group of lines that was stored gets one answer, in order: lines that are answered need not
 * be sent again. An error ends the stream with a problem that names the first line not stored.
 */
export function saleLines(
  add: AddSales,
  request: IncomingMessage,
  { source }: z.output<typeof saleLineQuery>,
  exchange: Exchange,
  onAnswer: (answer: FedAnswer) => void,
): LineReply {
  const groups = lineGroups(decodedBody(request), TOGETHER, MAX_LINE_BYTES);
  return { lines: answers(add, groups, source, exchange, onAnswer), contentType: 'application/x-ndjson' };
}

async function* answers(
  add: AddSales,
  groups: AsyncGenerator<Line[]>,
  source: string,
  exchange: Exchange,
  onAnswer: (answer: FedAnswer) => void,
): AsyncGenerator<string> {
  let stored = 0;
  let begins: Day | null | undefined;
  try {
    for await (const lines of arrivedTogether(groups)) {
      exchange.signal.throwIfAborted();
      if (exchange.stopping) {
        const detail = 'The server is stopping; send this line and those after it again.';
        throw new ShelfcastError('draining', detail);
      }
      const { answer, toldFrom } = await answerTo(add, lines, source, begins);
      begins = toldFrom;
      stored = lines[lines.length - 1].number;
      onAnswer(answer);
      yield `${JSON.stringify(answer)}\n`;
    }
  } catch (thrown) {
    const error = shownError(thrown);
    exchange.lineFailed(error);
    yield `${JSON.stringify({ ...problemOf(error, exchange.requestId), line: stored + 1 })}\n`;
  }
}

/** Groups that have arrived together, as one. */
async function* arrivedTogether(groups: AsyncGenerator<Line[]>): AsyncGenerator<Line[]> {
  const read = () => {
    const group = groups.next().catch((failed: Error) => Promise.reject(bodyFailure(failed)));
    // A failure surfaces where the group is awaited.
    group.catch(() => {});
    return group;
  };
  let next = read();
  for (let group = await next; !group.done; group = await next) {
    const lines = group.value;
    next = read();
    while (lines.length < TOGETHER) {
      const soon = await Promise.race([next.catch(() => null), turnEnded()]);
      if (!soon || soon.done) break;
      lines.push(...soon.value);
      next = read();
    }
    yield lines;
  }
}

function turnEnded(): Promise<null> {
  return new Promise((resolve) => setImmediate(() => resolve(null)));
}

async function answerTo(
  add: AddSales,
  lines: readonly Line[],
  source: string,
  begins: Day | null | undefined,
): Promise<{ answer: FedAnswer; toldFrom: Day | null }> {
  const sales: SentSale[] = [];
  const numbers: number[] = [];
  const refused: (FedAnswer['refused'][number] & { line: number })[] = [];
  await inTimeSlices(lines, ({ number, bytes }) => {
    const read = saleOf(bytes);
    if ('message' in read) refused.push({ ...read, line: number });
    else {
      sales.push(read);
      numbers.push(number);
    }
  });
  const { fed, refused: others, toldFrom } = await add(sales, source, begins);
  for (const { index, path, message } of others) refused.push({ path, message, line: numbers[index] });
  return { answer: { ...fed, refused: refused.sort((a, b) => a.line - b.line) }, toldFrom };
}

function saleOf(bytes: Buffer | null): SentSale | { path: string; message: string } {
  if (!bytes) return { path: '', message: `is over ${MAX_LINE_BYTES} bytes` };
  try {
    const result = sale.safeParse(parseJson(bytes), { error: plainMessage });
    return result.success ? result.data : firstIssue(result.error, '');
  } catch (error) {
    if (error instanceof ShelfcastError) return { path: '', message: error.detail };
    throw error;
  }
}
