import { join } from 'node:path';
import { BareLoop } from '../../src/cli/bench/bareLoop';
import { median } from '../../src/common/statistics';
import { bodies } from '../../src/cli/bench/putLoad';
import { grantedCores } from '../../src/engine/cores';
import { readEncoderDirectory } from '../../src/engine/encoderDirectory';
import { encoderCommand, type Measured } from './encoderCommand';
import { writeBenchModel } from './benchModel';
import { load } from './load';
import { ownProcessorTime, processorTime } from './processorTime';
import { startServer, type Server } from './server';

const ROOT = join(__dirname, '../..');
const LOADS = [
  { items: 32, clients: 8 },
  { items: 1, clients: 32 },
];

/** Milliseconds of processor time an item. */
interface Split {
  bare: number;
  inference: number;
  server: number;
  generator: number;
}

async function measure({ encoder, texts, seconds, rounds, work }: Measured): Promise<void> {
  const models = join(work, 'models');
  await writeBenchModel(models, join(ROOT, 'onnx/demo-shop'), encoder);
  const bare = new BareLoop(await readEncoderDirectory(encoder), grantedCores());
  const settings = { ENCODER: encoder, MODELS: models, MODEL: 'bench', DEVICE: 'cpu', CACHE: 'off' };
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

encoderCommand(
  'Tells where the processor time of an item goes, beside the bare encoder in turns; Linux only.',
  { precision: 'fp32', rounds: 3 },
  measure,
);
