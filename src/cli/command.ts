import { SingleBar } from 'cli-progress';
import { type Command, InvalidArgumentError } from 'commander';
import { messageOf } from '../common/thrown';
import { weekOf } from '../common/week';
import { STDOUT } from '../common/writeWhole';
import type { OnProgress } from '../ingest/file/bytes';

/** Adds one command to the program. */
export type Register = (program: Command) => void;

/** A command was called with wrong arguments: exit status 2. */
export class UsageError extends Error {}

/** Reads an option that is a whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

/** Reads an option that is a day. */
export function dayOption(text: string): string {
  try {
    weekOf(text);
    return text;
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
}

/**
 * Writes a command's result: as one line of JSON with `json`, else as text. If the command's output itself goes to
 * standard output, the result goes to standard error.
 */
export function printResult(json: boolean | undefined, result: unknown, text: string, out?: string): void {
  const stream = out === STDOUT ? process.stderr : process.stdout;
  stream.write(`${json ? JSON.stringify(result) : text}\n`);
}

/** The name of an output file in messages. */
export function targetName(out: string): string {
  return out === STDOUT ? 'standard output' : out;
}

/** Without a terminal, longer work reports its progress at this interval. */
const LINE_MS = 60_000;

/**
 * A progress bar on a terminal; elsewhere a line per minute on standard error. `update` takes the work done and the
 * total.
 */
export function progressBar(label: string, quiet = false): { update: OnProgress; stop(): void } {
  if (quiet) return { update: () => undefined, stop: () => undefined };
  if (!process.stderr.isTTY) return { update: progressLines(label), stop: () => undefined };
  const bar = new SingleBar({
    format: `${label} {bar} {percentage}% {eta_formatted}`,
    clearOnComplete: true,
    hideCursor: true,
    stream: process.stderr,
  });
  let started = false;
  return {
    update: (done, total) => {
      if (!started) bar.start(total, 0);
      started = true;
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}

function progressLines(label: string): OnProgress {
  const started = performance.now();
  let told = started;
  return (done, total) => {
    const now = performance.now();
    if (now - told < LINE_MS) return;
    told = now;
    const share = total > 0 ? `${Math.floor((100 * done) / total)}%` : grouped(done);
    process.stderr.write(`${label}: ${share} after ${Math.round((now - started) / LINE_MS)} min\n`);
  };
}

/** A whole number with thousands separators. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

/** A count with its noun: `1 row`, `2,345 rows`. */
export function counted(value: number, noun: string): string {
  return `${grouped(value)} ${noun}${value === 1 ? '' : 's'}`;
}
