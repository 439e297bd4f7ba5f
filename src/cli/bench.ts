import { Option, type Command } from 'commander';
import { grantedCores } from '../engine/cores';
import { readEncoderDirectory } from '../engine/encoderDirectory';
import { BareLoop } from './bench/bareLoop';
import { checkServer, measureServer, type ServerFigure } from './bench/measureServer';
import { perSecond } from './bench/measured';
import { realTexts, textSource } from './bench/texts';
import { grouped, printResult, progressBar, UsageError } from './command';
import { encoderOption } from './encoderOption';

interface BenchOptions {
  encoder: string;
  url?: string;
  key?: string;
  texts?: string;
  seconds: number;
  json?: boolean;
}

interface BenchResult {
  encoder: string;
  precision: string;
  processes: number;
  /** Texts per second of the encoder alone: sorted by length within 256, and unsorted. */
  sorted: number;
  arrivalOrder: number;
  /** The same unsorted, packed several to a row; null if the encoder's graph does not allow packing. */
  packed: number | null;
  server: ServerFigure[];
}

/** Enough batches that none is still in the processor's cache when it is repeated. */
const BARE_TEXTS = 8192;

/** `shelfcast bench`: the throughput of the encoder alone, and how close a running server comes to it. */
export function registerBench(program: Command): void {
  program
    .command('bench')
    .description('Measures the encoder on this machine, and a running server in comparison.')
    .option('--url <address>', 'a running server; by default only the encoder is measured')
    .addOption(new Option('--key <key>', 'API key of that server').env('SHELFCAST_BENCH_KEY'))
    .option(
      '--texts <file>',
      "texts whose lengths and words are used, one per line; by default the demo shop's",
    )
    .addOption(encoderOption())
    .option('--seconds <n>', 'seconds of each measurement', Number, 5)
    .option('--json', 'print the result as JSON')
    .action(bench);
}

async function bench({ encoder: directory, url, key, texts: file, seconds, json }: BenchOptions) {
  if (!(seconds > 0)) throw new UsageError('--seconds is a number above 0');
  if (url !== undefined && !URL.canParse(url)) throw new UsageError(`--url '${url}' is no address`);
  if (url !== undefined) await checkServer({ url, key });
  const encoder = await readEncoderDirectory(directory);
  // New texts each time, since the server caches those of the last run.
  const texts = textSource(realTexts(file), Date.now());
  const bareTexts = texts(BARE_TEXTS);
  const processes = grantedCores();
  const bar = progressBar('measuring', json);
  const phases = url === undefined ? 3 : 7;
  let phase = 0;
  const next = () => bar.update(phase++, phases);
  const bare = new BareLoop(encoder, processes);
  try {
    next();
    const sorted = perSecond(await bare.run(bareTexts, seconds, 'sorted'));
    next();
    const arrivalOrder = perSecond(await bare.run(bareTexts, seconds, 'as they come'));
    next();
    const paddingReason = await bare.paddingReason();
    const packed = paddingReason === null ? perSecond(await bare.run(bareTexts, seconds, 'packed')) : null;
    bare.close();
    const server = url === undefined ? [] : await measureServer({ url, key }, texts, seconds, next);
    const { name, dtype } = encoder;
    const result = { encoder: name, precision: dtype, processes, sorted, arrivalOrder, packed, server };
    bar.stop();
    printResult(json, result, shown(result));
  } finally {
    bare.close();
    bar.stop();
  }
}

function shown({ encoder, precision, processes, sorted, arrivalOrder, packed, server }: BenchResult): string {
  const whole = (value: number) => grouped(Math.round(value));
  const lines = [
    `Encoder ${encoder} (${precision}) alone, ${processes} process(es) of one thread, batches of 32:`,
    `  ${whole(sorted)} texts/s sorted by length within 256, ${whole(arrivalOrder)} as they come` +
      (packed === null ? ' (this encoder cannot have them share rows)' : `, ${whole(packed)} sharing rows`),
  ];
  if (server.length === 0) return lines.join('\n');
  const heads = ['/embed-and-predict', 'items/s', 'of the encoder', 'p50 ms', 'p99 ms', 'failed'];
  const rows = server.map(({ what, perSecond: rate, p50, p99, failed }) => [
    what,
    whole(rate),
    `${Math.round((100 * rate) / sorted)}%`,
    p50.toFixed(1),
    p99.toFixed(1),
    grouped(failed),
  ]);
  return [...lines, '', ...aligned([heads, ...rows])].join('\n');
}

/** Columns of equal width: the first aligned left, the others right. */
function aligned(rows: string[][]): string[] {
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => row[at].length)));
  return rows.map((row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join('  '),
  );
}
