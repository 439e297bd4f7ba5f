import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import { STDOUT, writeWhole } from '../common/writeWhole';
import { ShelfcastError } from '../contract/errors';
import {
  fit,
  finishedFit,
  type Fit,
  isSameFit,
  keyOf,
  makeFit,
  type PreparedEvaluation,
} from '../evaluation/backtest/fits';

type Prepared = PreparedEvaluation<unknown>;

const STDIN = '-';
const MOST_NAMED = 5;
const lineOf = (value: unknown) => `${JSON.stringify(value)}\n`;

/** `--plan`: lists every fit of the evaluation, one per line. */
export async function printPlan({ planned }: Prepared): Promise<void> {
  await writeWhole(STDOUT, planned.map(lineOf).join(''));
}

/** `--worker`: runs the fits that it reads, one per line, and answers each with a line for `--collect`. */
export async function workOnFits(prepared: Prepared): Promise<void> {
  await writeWhole(STDOUT, async function* () {
    for await (const { value, line } of linesOf(process.stdin, 'standard input', fit)) {
      checkPlanned(prepared, value, `line ${line}`);
      yield lineOf(await makeFit(prepared, value));
    }
  });
}

/**
 * `--collect FILE`: stores the finished fits of workers, in any order and with repeats, so that the report needs no
 * further fit. Throws ShelfcastError if one is missing, or was made from other data or settings.
 */
export async function collectFits(prepared: Prepared, file: string): Promise<void> {
  const { planned, store, fingerprint } = prepared;
  const there = new Set<string>();
  const piped = file === STDIN;
  const input = piped ? process.stdin : createReadStream(file);
  const name = piped ? 'standard input' : file;
  for await (const { value, line } of linesOf(input, name, finishedFit)) {
    const { parts, fingerprint: other, ...one } = value;
    if (other !== fingerprint) {
      throw new ShelfcastError(
        'invalid',
        `line ${line} of ${name} was made from other data, options, encoder or version of shelfcast; run its fit again`,
      );
    }
    checkPlanned(prepared, one, `line ${line} of ${name}`);
    for (const { part, forecasts, note } of parts) {
      await store.writeBytes(keyOf(one, part), Buffer.from(forecasts, 'base64'));
      if (note !== undefined) await store.writeNote(keyOf(one, part), note);
    }
    there.add(nameOf(one));
  }
  const missing = planned.filter((one) => !there.has(nameOf(one))).map(nameOf);
  if (missing.length === 0) return;
  const named = missing.slice(0, MOST_NAMED).join('; ');
  const more = missing.length > MOST_NAMED ? `; and ${missing.length - MOST_NAMED} more` : '';
  throw new ShelfcastError(
    'invalid',
    `${missing.length} of ${planned.length} fits are missing in ${name}: ${named}${more}. Run their lines of --plan by --worker`,
  );
}

const nameOf = ({ origin, method, seed }: Fit) => `${method}, ${origin}, seed ${seed}`;

function checkPlanned({ planned }: Prepared, one: Fit, place: string): void {
  if (planned.some((other) => isSameFit(one, other))) return;
  throw new ShelfcastError(
    'invalid',
    `${place}: ${nameOf(one)} is no fit of this evaluation; --plan with the same options prints all`,
  );
}

async function* linesOf<T>(
  input: Readable,
  name: string,
  schema: z.ZodType<T>,
): AsyncGenerator<{ value: T; line: number }> {
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line++;
    if (text.trim() === '') continue;
    yield { value: parsed(text, schema, `line ${line} of ${name}`), line };
  }
}

function parsed<T>(text: string, schema: z.ZodType<T>, place: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new ShelfcastError('invalid', `${place} is no line of --plan or --worker`, { cause: error });
  }
}
