import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type * as ServiceModule from '../../src/serving/startService';
import type * as DatabaseModule from '../../src/registry/database/database';
import type * as MigrationsModule from '../../src/registry/database/migrations';
import type * as CatalogModule from '../../src/registry/catalog';
import type * as ModelsModule from '../../src/registry/models/models';
import type * as ObserverModule from '../../src/contract/observer';
import { processorTime } from './processorTime';

/**
 * Processor time that serving takes an item, by several checkouts in turns: their own code, encoder and model.
 * usage: npx tsx scripts/bench/servedItems.ts CHECKOUT... [--model online-retail] [--rounds 3] [--codes] [--single]
 * The items are the model's own products, each text once: without their codes, so that no cache helps, or with them, so
 * that a server knows whose neighbours it found before. With --single each is asked for by itself, 32 at a time.
 */
const ITEMS_AT_ONCE = 256;
const SINGLE_AT_ONCE = 32;
const WARM_UP_ROUNDS = 2;

async function main(): Promise<void> {
  const { values, positionals: checkouts } = parseArgs({
    allowPositionals: true,
    options: {
      model: { type: 'string', default: 'online-retail' },
      one: { type: 'string' },
      codes: { type: 'boolean', default: false },
      single: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '3' },
    },
  });
  const { model, one, codes: withCodes, single } = values;
  if (one) return print(await measured(one, { model, withCodes, single }));
  if (checkouts.length === 0) throw new Error('name the checkouts to compare');
  const times = new Map(checkouts.map((checkout) => [checkout, [] as number[]]));
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [checkout, found] of times) {
      const words = ['tsx', __filename, '--one', resolve(checkout), '--model', model];
      if (withCodes) words.push('--codes');
      if (single) words.push('--single');
      found.push(
        Number(execFileSync('npx', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })),
      );
    }
  }
  for (const [checkout, found] of times) {
    const sorted = [...found].sort((a, b) => a - b);
    console.log(
      `${checkout}: ${sorted[sorted.length >> 1].toFixed(0)} us an item (${found.map((time) => time.toFixed(0)).join(', ')})`,
    );
  }
}

/** Microseconds of processor time an item, of this process and its inference processes. */
async function measured(
  checkout: string,
  { model, withCodes, single }: { model: string; withCodes: boolean; single: boolean },
): Promise<number> {
  const of = <T>(path: string) => import(join(checkout, 'src', path)) as Promise<T>;
  const { startService } = await of<typeof ServiceModule>('serving/startService');
  // In whichever folder of the registry a checkout has it.
  const kept = readdirSync(join(checkout, 'src/registry'), { recursive: true, encoding: 'utf8' });
  const ofRegistry = <T>(name: string) =>
    of<T>(join('registry', kept.find((path) => basename(path) === `${name}.ts`) ?? name));
  const { openDatabase } = await ofRegistry<typeof DatabaseModule>('database');
  const { REGISTRY } = await ofRegistry<typeof MigrationsModule>('migrations');
  const { Catalog } = await ofRegistry<typeof CatalogModule>('catalog');
  const { ModelRegistry } = await ofRegistry<typeof ModelsModule>('models');
  const { SILENT } = await of<typeof ObserverModule>('contract/observer');
  const directory = join(checkout, 'onnx', model);
  const products = JSON.parse(readFileSync(join(directory, 'analogs.json'), 'utf8')) as {
    sku: string;
    description: string;
  }[];
  const texts = new Map(products.filter((one) => one.description).map((one) => [one.description, one.sku]));
  const asked = [...texts].map(([description, sku]) => ({
    description,
    price: 3,
    ...(withCodes && { sku }),
  }));
  const database = openDatabase(':memory:', REGISTRY);
  const registry = new ModelRegistry(database);
  registry.register(model, directory);
  const service = await startService({
    engine: { encoder: join(checkout, 'onnx/encoder'), device: 'cpu', processes: 1, threads: 1 },
    catalog: new Catalog(database),
    registry,
    store: null,
    queueTexts: 8192,
    observer: SILENT,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  const call = { requestId: 'bench', signal: new AbortController().signal };
  const ask = (items: typeof asked) =>
    service.embedAndPredict({ items, compare: false, explain: false, return_embeddings: false }, call);
  const serveTogether = async () => {
    for (let from = 0; from < asked.length; from += ITEMS_AT_ONCE)
      await ask(asked.slice(from, from + ITEMS_AT_ONCE));
  };
  const serveSingle = async () => {
    const left = asked.values();
    const client = async () => {
      for (const item of left) await ask([item]);
    };
    await Promise.all(Array.from({ length: SINGLE_AT_ONCE }, client));
  };
  const serve = single ? serveSingle : serveTogether;
  for (let round = 0; round < WARM_UP_ROUNDS; round++) await serve();
  const before = processorTime(process.pid);
  await serve();
  const time = ((processorTime(process.pid) - before) / asked.length) * 1e6;
  await service.close();
  return time;
}

function print(time: number): void {
  process.stdout.write(`${time}\n`);
}

void main();
