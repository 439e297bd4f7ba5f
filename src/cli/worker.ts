import type { Command } from 'commander';
import { STDOUT, writeWhole } from '../common/writeWhole';
import { forecastLines } from '../http/stream/forecastLines';
import { linesAnswered } from '../http/stream/answerLines';
import { type AskedFileOptions, onCatalog, onModel } from './askedFile';
import { counted, wholeNumber } from './command';
import { encoderOption } from './encoderOption';

interface WorkerCommand extends AskedFileOptions {
  compare: boolean;
  explain: boolean;
  threads: number;
}

/** `shelfcast worker`: answers lines on standard input, for engines such as Spark. */
export function registerWorker(program: Command): void {
  program
    .command('worker')
    .description(
      'Forecasts items from standard input, one line of JSON each, as for /embed-and-predict, and prints one line for ' +
        'each, in order; a bad line is answered by an error. The model is loaded once. One worker uses one core.',
    )
    .requiredOption('--model <directory>', 'model directory')
    .addOption(encoderOption())
    .option('--db <file>', 'SQLite catalog in which to find the history of known items')
    .option('--compare', 'add the numeric-only forecast to every item', false)
    .option('--explain', 'add what each word brings', false)
    .option('--threads <number>', 'threads of the encoder', wholeNumber(1, 256), 1)
    .action(work);
}

async function work({ compare, explain, ...options }: WorkerCommand): Promise<void> {
  await onCatalog(options.db, (database) =>
    onModel(database, { ...options, processes: 1 }, async (service) => {
      let failed = 0;
      const call = {
        requestId: 'worker',
        signal: new AbortController().signal,
        stopping: false,
        lineFailed: () => void failed++,
      };
      const query = { compare, explain, return_embeddings: false };
      await writeWhole(STDOUT, () => linesAnswered(() => process.stdin, call, forecastLines(service, query)));
      if (failed > 0) process.stderr.write(`${counted(failed, 'line')} answered by an error\n`);
    }),
  );
}
