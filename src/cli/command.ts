import { SingleBar } from 'cli-progress';
import { type Command, InvalidArgumentError } from 'commander';
import { STDOUT } from '../common/writeWhole';
import type { OnProgress } from '../ingest/file/bytes';

/** Adds one command to the program. */
export type Register = (program: Command) => void;

/** The command was called in a way that it does not take: exit status 2. */
export class UsageError extends Error {}

/** Reads an option that is a whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

/**
 * Writes a command's result: the object as one JSON line with `json`, else the text for people. Where the command's
 * output itself goes to standard output, the result goes to the error stream.
 */
export function printResult(json: boolean | undefined, result: unknown, text: string, out?: string): void {
  const stream = out === STDOUT ? process.stderr : process.stdout;
  stream.write(`${json ? JSON.stringify(result) : text}\n`);
}

/** A target of output as people name it. */
export function targetName(out: string): string {
  return out === STDOUT ? 'standard output' : out;
}

/** A progress bar on a terminal, nothing elsewhere. `update` takes what is done and what there is to do. */
export function progressBar(label: string, quiet = false): { update: OnProgress; stop(): void } {
  if (quiet || !process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
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

/** A whole number with its thousands set apart. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

/** A count with its noun: `1 row`, `2,345 rows`. */
export function counted(value: number, noun: string): string {
  return `${grouped(value)} ${noun}${value === 1 ? '' : 's'}`;
}
