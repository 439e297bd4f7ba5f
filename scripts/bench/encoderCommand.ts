import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from 'commander';
import { distinctTexts, realTexts } from '../../src/cli/bench/texts';
import { benchEncoder } from './benchEncoder';

const TEXTS = 8192;

export interface Measured {
  /** The encoder's directory. */
  encoder: string;
  texts: string[];
  /** Of each phase. */
  seconds: number;
  /** Beside those that warm up. */
  rounds: number;
  /** A directory for as long as it is measured. */
  work: string;
}

/** Runs this program as a command that measures something of one encoder. */
export function encoderCommand(
  description: string,
  defaults: { precision: string; rounds: number },
  measure: (measured: Measured) => Promise<void>,
): void {
  const run = async (options: { precision: string; texts?: string; seconds: number; rounds: number }) => {
    const work = mkdtempSync(join(tmpdir(), 'shelfcast-bench-'));
    try {
      const encoder = benchEncoder(options.precision, work);
      await measure({ ...options, encoder, texts: distinctTexts(realTexts(options.texts), TEXTS, 1), work });
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  };
  program
    .description(description)
    .option(
      '--precision <p>',
      'fp32 of MiniLM-L6 shape, or the shipped int8: fp32 or int8',
      defaults.precision,
    )
    .option('--texts <file>', 'real texts, one a line; the demo shop has its own')
    .option('--seconds <n>', 'seconds of each phase', Number, 5)
    .option('--rounds <n>', 'rounds, beside those that warm up', Number, defaults.rounds)
    .action(run)
    .parseAsync()
    .catch((error: Error) => {
      console.error(error.message);
      process.exitCode = 1;
    });
}
