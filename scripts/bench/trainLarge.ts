import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DEMO_SCHEMA, DEMO_SEED, demoCsv, productsOf, type ShopSize } from '../../src/demoShop/generate';
import { Engine } from '../../src/engine/engine';
import { trainDemand } from '../../src/training/demand/trainDemand';
import { processorTime } from './processorTime';

/**
 * What training of a large shop costs: seconds and processor time of each stage, and the most memory that the process and
 * those it starts hold together. The shop is the synthetic one in any size.
 *
 *     npx tsx scripts/bench/trainLarge.ts [--products 10000] [--weeks 104] [--horizon 4] [--out data/large]
 */
const { values } = parseArgs({
  options: {
    products: { type: 'string', default: '10000' },
    weeks: { type: 'string', default: '104' },
    horizon: { type: 'string', default: '4' },
    out: { type: 'string', default: 'data/large' },
  },
});

const GIGABYTE = 2 ** 30;
const PAGE = 4096;
const EVERY_MS = 500;

async function writeShop(size: ShopSize, file: string): Promise<void> {
  if (existsSync(file)) return;
  const stream = createWriteStream(`${file}.part`);
  let header = true;
  for (const rows of productsOf(size, DEMO_SEED)) {
    const text = demoCsv(rows, header);
    header = false;
    if (!stream.write(text)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'close');
  renameSync(`${file}.part`, file);
}

/** Bytes that a process and its living descendants hold. Linux only. */
function heldBy(pid: number): number {
  try {
    const resident = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE;
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
    return children.reduce((sum, child) => sum + heldBy(child), resident);
  } catch {
    return 0;
  }
}

async function main(): Promise<void> {
  const size = { products: Number(values.products), weeks: Number(values.weeks) };
  const out = resolve(values.out);
  mkdirSync(out, { recursive: true });
  const data = join(out, `shop-${size.products}x${size.weeks}.csv`);
  await writeShop(size, data);
  const stages = new Map<string, { seconds: number; processor: number; gigabytes: number }>();
  const used = () => processorTime(process.pid);
  let [stage, since, before, most] = ['starting', performance.now(), used(), 0];
  const look = () => {
    most = Math.max(most, heldBy(process.pid) / GIGABYTE);
  };
  const next = (name: string) => {
    look();
    const told = {
      seconds: (performance.now() - since) / 1000,
      processor: used() - before,
      gigabytes: most,
    };
    stages.set(stage, told);
    process.stdout.write(
      `${stage}: ${told.seconds.toFixed(1)} s, processor ${told.processor.toFixed(1)} s, ${told.gigabytes.toFixed(2)} GB at most\n`,
    );
    [stage, since, before, most] = [name, performance.now(), used(), 0];
  };
  const timer = setInterval(look, EVERY_MS);
  const engine = await Engine.start({ encoder: join(__dirname, '../../onnx/encoder') });
  const about = { name: 'large', title: 'large', source: 'synthetic', licence: 'none', metrics: {} };
  const settings = { data, out: join(out, 'model'), quantiles: [0.1, 0.5, 0.9], seed: 0 };
  await trainDemand(
    { ...settings, horizon: Number(values.horizon) },
    DEMO_SCHEMA,
    about,
    engine,
    (name) => name !== stage && next(name),
  );
  await engine.close();
  clearInterval(timer);
  next('done');
  const all = [...stages.values()];
  const seconds = all.reduce((sum, one) => sum + one.seconds, 0);
  const processor = all.reduce((sum, one) => sum + one.processor, 0);
  const gigabytes = Math.max(...all.map((one) => one.gigabytes));
  process.stdout.write(
    `${size.products} products, ${size.weeks} weeks: ${seconds.toFixed(0)} s, processor ${processor.toFixed(0)} s, ${gigabytes.toFixed(2)} GB at most\n`,
  );
}

void main();
