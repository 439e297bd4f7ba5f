import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../../src/common/random';
import { median } from '../../src/common/statistics';
import { finish } from '../../src/common/steps';
import { composeProducts } from '../../src/demoShop/products';
import { ShopRandom } from '../../src/demoShop/random';
import { encodeTexts } from '../../src/engine/encodeTexts';
import { encoderId } from '../../src/engine/encoderDirectory';
import { Engine } from '../../src/engine/engine';
import { Catalog } from '../../src/registry/catalog';
import { openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { packSales } from '../../src/registry/weeks/storedSales';
import { loadShop } from '../../src/shop/loadShop';
import type { Shop } from '../../src/shop/shop';
import { keepVectors, textHash, vectorsFile } from '../../src/shop/vectors/vectorFiles';
import { VectorIndex } from '../../src/shop/vectors/vectorIndex';
import { SHIPPED_ENCODER } from './benchEncoder';
import { descendants, processorTime } from './processorTime';
import { startServer } from './server';

/**
 * What looking up an item's neighbours costs beside encoding its text, how many of the 30 nearest are found, what one product
 * more takes, and what a server of so many products takes to start and to hold: all of its processes.
 * usage: npx tsx scripts/bench/shop.ts [--sizes 3800,100000] [--encode 100000] [--queries 2000]
 *   --encode  texts of the demo shop's kind that are encoded; products beyond them get a mixture of two such vectors
 * The server is the built one: `npm run build` first. A million products take about a quarter of an hour and 4 GB of disk.
 */
const WEEKS = 26;
const FIRST_WEEK = 2900;
const END = FIRST_WEEK + WEEKS;
const WANTED = 30;
/** As many as a forecast looks up. */
const LOOKED_UP = 56;
const ADDED = 20;
/** Of the queries, those whose nearest are also found by comparing with all. */
const RECALLED = 300;

interface Material {
  texts: string[];
  /** Row-major [texts, D]. */
  vectors: Float32Array;
  dimension: number;
  encoder: string;
  /** Microseconds of processor time. */
  encoderTime: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      sizes: { type: 'string', default: '3800,100000' },
      queries: { type: 'string', default: '2000' },
      encode: { type: 'string', default: '100000' },
    },
  });
  const sizes = values.sizes.split(',').map(Number);
  const queries = Number(values.queries);
  const material = await encoded(Number(values.encode), queries);
  const work = mkdtempSync(join(tmpdir(), 'bench-shop-'));
  try {
    for (const size of sizes) {
      const file = join(work, `${size}.db`);
      await measureLookups(size, queries, material, file);
      await measureServer(file);
      rmSync(file);
    }
  } finally {
    rmSync(work, { recursive: true });
  }
}

async function encoded(count: number, queries: number): Promise<Material> {
  const texts = composeProducts(count + queries + ADDED, new ShopRandom(1)).map(
    ({ description }) => description,
  );
  new Random(1).shuffle(texts);
  const engine = await Engine.start({ encoder: SHIPPED_ENCODER });
  try {
    const before = processorTime(process.pid);
    const vectors = await encodeTexts(engine, texts);
    const encoderTime = ((processorTime(process.pid) - before) / texts.length) * 1e6;
    const { encoder } = engine;
    return { texts, vectors, dimension: encoder.dimension, encoder: encoderId(encoder), encoderTime };
  } finally {
    await engine.close();
  }
}

async function measureLookups(
  size: number,
  queries: number,
  { texts, vectors, dimension, encoder, encoderTime }: Material,
  file: string,
): Promise<void> {
  const known = texts.length - queries - ADDED;
  const random = new Random(size);
  const vectorAt = (place: number) => vectors.slice(place * dimension, (place + 1) * dimension);
  const index = new VectorIndex(dimension);
  const built = clock();
  const descriptions = Array.from({ length: size }, (_, at) => {
    // Rows are the products' numbers in the store, from 1 on.
    if (at < known) {
      index.set(at + 1, vectorAt(at));
      return texts[at];
    }
    const [one, other] = [random.below(known), random.below(known)];
    index.set(at + 1, mixture(vectorAt(one), vectorAt(other), random.uniform()));
    return mixedText(texts[one], texts[other]);
  });
  if (index.wantsGraph) finish(index.building());
  const addTime = (built() / size) * 1e6;
  writeProducts(file, descriptions, random);
  await keepVectors(vectorsFile(file), index, {
    encoder,
    hashOf: (row) => textHash(descriptions[row - 1]),
    served: false,
  });

  const database = openDatabase(file, REGISTRY);
  const shop = await loadShop(new Catalog(database), index);
  database.close();
  shop.levelsAt(END).prices();
  const asked = Array.from({ length: queries }, (_, at) => known + at);
  const cost = (work: (place: number) => void) => {
    asked.forEach(work);
    const spent = clock();
    asked.forEach(work);
    return (spent() / queries) * 1e6;
  };
  const query = (place: number) => ({ vector: vectorAt(place), text: texts[place] });
  const vectorTime = cost((place) => shop.vectors.nearest(vectorAt(place), LOOKED_UP));
  const wordTime = cost((place) => shop.like({ vector: null, text: texts[place] }));
  const wholeTime = cost((place) => shop.statistics(shop.like(query(place)), { price: 5, own: -1 }, END));
  let found = 0;
  const looked = asked.slice(0, RECALLED);
  for (const place of looked) {
    const rows = new Set(shop.vectors.nearest(vectorAt(place), LOOKED_UP).rows.subarray(0, WANTED));
    for (const row of shop.vectors.exactNearest(vectorAt(place), WANTED).rows) found += rows.has(row) ? 1 : 0;
  }
  const additions = timesOfAdditions(shop, texts.slice(known + queries), (at) =>
    vectorAt(known + queries + at),
  );
  const of = (time: number) => `${time.toFixed(0)} us (${(time / encoderTime).toFixed(2)} of the encoder's)`;
  console.log(
    [
      `${size.toLocaleString('en-US')} products; the encoder takes ${encoderTime.toFixed(0)} us of processor time a text`,
      `  neighbours of an item        ${of(wholeTime)}: by vector ${vectorTime.toFixed(0)}, by words and characters ${wordTime.toFixed(0)}`,
      `  recall of the ${WANTED} nearest     ${(found / (WANTED * looked.length)).toFixed(3)}`,
      `  one product more             ${additions.map((time) => time.toFixed(1)).join(', ')} ms of processor time: the median and the slowest of ${ADDED}; ${addTime.toFixed(0)} us each of all`,
    ].join('\n'),
  );
}

/** Seconds until a server answers, and what all of its processes hold. */
async function measureServer(file: string): Promise<void> {
  const since = performance.now();
  const server = await startServer({ DB: file });
  const seconds = (performance.now() - since) / 1000;
  const processes = [server.pid, ...descendants(server.pid)];
  const processor = processorTime(server.pid);
  const megabytes = processes.map((pid) => Math.round(proportionalSize(pid) / 1e6));
  console.log(
    `  a server's start             ${seconds.toFixed(1)} s (${processor.toFixed(1)} s of processor time), ${megabytes.reduce((sum, one) => sum + one, 0)} MB in ${megabytes.join(' + ')}`,
  );
  await server.stop();
}

/** Bytes that a process holds, what it shares divided by those that share it. Linux only. */
function proportionalSize(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? NaN) * 1024;
}

function writeProducts(file: string, descriptions: readonly string[], random: Random): void {
  const database = openDatabase(file, REGISTRY);
  const product = database.prepare('INSERT INTO products (id, sku, description) VALUES (?, ?, ?)');
  const sales = database.prepare('INSERT INTO sales (product, first_week, weeks) VALUES (?, ?, ?)');
  const week = database.prepare(
    'INSERT INTO shop_weeks (week, units, selling, launches, launch_units) VALUES (?, 1, 1, 0, 0)',
  );
  database.transaction(() => {
    for (let at = FIRST_WEEK; at < END; at++) week.run(at);
    descriptions.forEach((description, row) => {
      product.run(row + 1, `P${row}`, description);
      const level = 1 + random.below(30);
      const price = 1 + random.below(2000) / 100;
      const weeks = Array.from({ length: WEEKS }, (_, at) => ({
        week: FIRST_WEEK + at,
        units: random.below(level),
        price,
      }));
      sales.run(row + 1, FIRST_WEEK, packSales(weeks));
    });
  })();
  database.close();
}

/** Milliseconds of processor time: the median and the largest. */
function timesOfAdditions(
  shop: Shop,
  texts: readonly string[],
  vectorAt: (at: number) => Float32Array,
): [number, number] {
  const first = shop.size + 1;
  const times = texts.map((description, at) => {
    const row = first + at;
    const spent = clock();
    shop.setProduct(row, { sku: `new ${at}`, description });
    shop.setVector(row, vectorAt(at));
    shop.changeSales(row, (sales) => sales.set(row, END - 1, 3, 5));
    return spent() * 1000;
  });
  return [median(times), Math.max(...times)];
}

function mixture(one: Float32Array, other: Float32Array, share: number): Float32Array {
  const mixed = one.map((value, at) => share * value + (1 - share) * other[at]);
  const length = Math.hypot(...mixed);
  return mixed.map((value) => value / length);
}

function mixedText(one: string, other: string): string {
  const [first, second] = [one.split(' '), other.split(' ')];
  return [...first.slice(0, first.length >> 1), ...second.slice(second.length >> 1)].join(' ');
}

/** A function that gives the seconds of this process's processor time since now. */
function clock(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
}

void main();
