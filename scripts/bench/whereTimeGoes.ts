import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from 'commander';
import { BareLoop } from '../../src/cli/bench/bareLoop';
import { median } from '../../src/common/statistics';
import { bodies } from '../../src/cli/bench/putLoad';
import { distinctTexts, realTexts } from '../../src/cli/bench/texts';
import { grantedCores } from '../../src/engine/cores';
import { readEncoderDirectory } from '../../src/engine/encoderDirectory';
import { benchEncoder } from './benchEncoder';
import { writeBenchModel } from './benchModel';
import { load } from './load';
import { ownProcessorTime, processorTime } from './processorTime';
import { startServer, type Server } from './server';

const ROOT = join(__dirname, '../..');
const LOADS = [
  { items: 32, clients: 8 },
  { items: 1, clients: 32 },
];

interface Options {
  precision: string;
  texts?: string;
  seconds: number;
  rounds: number;
}

/** Milliseconds of processor time an item. */
interface Split {
  bare: number;
  inference: number;
  server: number;
  generator: number;
}

program
  .description(
    'Tells where the processor time of an item goes, beside the bare encoder in turns; Linux only.',
  )
  .option('--precision <p>', 'fp32 of MiniLM-L6 shape, or the shipped int8', 'fp32')
  .option('--texts <file>', 'real texts, one a line; the demo shop has its own')
  .option('--seconds <n>', 'seconds of each phase', Number, 5)
  .option('--rounds <n>', 'rounds after two to warm up', Number, 3)
  .action(run);

async function run({ precision, texts: file, seconds, rounds }: Options): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'shelfcast-bench-'));
  const directory = benchEncoder(precision, work);
  const models = join(work, 'models');
  await writeBenchModel(models, join(ROOT, 'onnx/demo-shop'), directory);
  const texts = distinctTexts(realTexts(file), 8192, 1);
  const bare = new BareLoop(await readEncoderDirectory(directory), grantedCores());
  const settings = { ENCODER: directory, MODELS: models, MODEL: 'bench', DEVICE: 'cpu', CACHE: 'off' };
  const server = await startServer({ ...settings, DB: join(work, 'shelfcast.db') });
  try {
    console.log(
      '| items a request | bare encoder | inference | server | generator | all, and of the limit |',
    );
    console.log('| ---: | ---: | ---: | ---: | ---: | ---: |');
    for (const { items, clients } of LOADS) {
      const sent = { path: '/embed-and-predict', bodies: bodies(texts, items, 'predict'), items, clients };
      for (let phase = 0; phase < 2; phase++) await load(server, { ...sent, seconds, rate: 0, requests: 0 });
      const splits: Split[] = [];
      for (let round = 0; round < rounds; round++) {
        const limit = await bare.run(texts, seconds, 'sorted');
        const { own, all, total, count } = await measured(server, () =>
          load(server, { ...sent, seconds, rate: 0, requests: 0 }),
        );
        const each = (time: number) => (1000 * time) / count;
        splits.push({
          bare: (1000 * limit.cpu) / limit.items,
          inference: each(all - own),
          server: each(own),
          generator: each(total - all),
        });
      }
      console.log(line(items, splits));
    }
  } finally {
    bare.close();
    await server.stop();
    rmSync(work, { recursive: true, force: true });
  }
}

/** Seconds of processor time: the serving process's own, with its inference processes, and with the generator's. */
async function measured(server: Server, put: () => ReturnType<typeof load>) {
  const [own, all] = [ownProcessorTime(server.pid), processorTime(server.pid)];
  const { cpu, items } = await put();
  return {
    own: ownProcessorTime(server.pid) - own,
    all: processorTime(server.pid) - all,
    total: cpu,
    count: items,
  };
}

function line(items: number, splits: Split[]): string {
  const of = (pick: (split: Split) => number) => median(splits.map(pick));
  const whole = ({ inference, server, generator }: Split) => inference + server + generator;
  const share = Math.round(100 * of((split) => split.bare / whole(split)));
  const cells = [
    of(({ bare }) => bare),
    of(({ inference }) => inference),
    of(({ server }) => server),
    of(({ generator }) => generator),
  ];
  return `| ${items} | ${cells.map((cell) => cell.toFixed(2)).join(' | ')} | ${of(whole).toFixed(2)} (${share}%) |`;
}

program.parseAsync().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
