import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exactSearch, MetricKind } from 'usearch';
import { Random } from '../../src/common/random';
import { composeProducts } from '../../src/demoShop/products';
import { ShopRandom } from '../../src/demoShop/random';
import { encodeTexts } from '../../src/engine/encodeTexts';
import { Engine } from '../../src/engine/engine';
import { Catalog } from '../../src/registry/catalog';
import { openDatabase } from '../../src/registry/database';
import { REGISTRY } from '../../src/registry/migrations';
import { packSales } from '../../src/registry/storedSales';
import { loadShop } from '../../src/shop/loadShop';
import type { Shop } from '../../src/shop/shop';
import { keepVectors, readVectors, textHash } from '../../src/shop/vectorFiles';
import { VectorIndex } from '../../src/shop/vectorIndex';
import { SHIPPED_ENCODER } from './benchEncoder';
import { processorTime } from './processorTime';

/**
 * What looking up an item's neighbours costs beside encoding its text, how many of the 30 nearest are found, and what a shop
 * of many products takes to start and to hold.
 * usage: npx tsx scripts/bench/shop.ts [--sizes 3800,100000] [--encode 100000] [--queries 300]
 *   --encode  texts of the demo shop's kind that are encoded; products beyond them get a mixture of two such vectors
 */
const WEEKS = 26;
const FIRST_WEEK = 2900;
const END = FIRST_WEEK + WEEKS;
const WANTED = 30;
const ENCODER = 'bench';
const ADDED = 20;

interface Material {
  texts: string[];
  /** Row-major [texts, D]. */
  vectors: Float32Array;
  dimension: number;
  /** Microseconds of processor time. */
  encoderTime: number;
}

async function main(): Promise<void> {
  const option = (name: string, fallback: string) => {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? fallback : process.argv[at + 1];
  };
  if (process.argv.includes('--start')) return startOnly(option('start', ''));
  const sizes = option('sizes', '3800,100000').split(',').map(Number);
  const queries = Number(option('queries', '300'));
  const material = await encoded(Number(option('encode', '100000')), queries);
  const work = mkdtempSync(join(tmpdir(), 'bench-shop-'));
  try {
    for (const size of sizes) await measure(size, queries, material, join(work, `${size}`));
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
    return { texts, vectors, dimension: engine.encoder.dimension, encoderTime };
  } finally {
    await engine.close();
  }
}

async function measure(
  size: number,
  queries: number,
  { texts, vectors, dimension, encoderTime }: Material,
  file: string,
): Promise<void> {
  const known = texts.length - queries - ADDED;
  const random = new Random(size);
  const vectorAt = (place: number) => vectors.slice(place * dimension, (place + 1) * dimension);
  const all = new Float32Array(size * dimension);
  const descriptions: string[] = [];
  for (let row = 0; row < size; row++) {
    if (row < known) {
      all.set(vectorAt(row), row * dimension);
      descriptions.push(texts[row]);
      continue;
    }
    const [one, other] = [random.below(known), random.below(known)];
    all.set(mixture(vectorAt(one), vectorAt(other), random.uniform()), row * dimension);
    descriptions.push(mixedText(texts[one], texts[other]));
  }
  const index = new VectorIndex(dimension);
  const built = clock();
  // Rows are the products' numbers in the store, from 1 on.
  for (let row = 0; row < size; row++) index.set(row + 1, all.slice(row * dimension, (row + 1) * dimension));
  const addTime = (built() / size) * 1e6;
  writeProducts(`${file}.db`, descriptions, random);
  await keepVectors(`${file}.bin`, ENCODER, index, (row) => textHash(descriptions[row - 1]));

  const database = openDatabase(`${file}.db`, REGISTRY);
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
  const vectorTime = cost((place) => shop.vectors.nearest(vectorAt(place), 48));
  const wordTime = cost((place) => shop.like({ vector: null, text: texts[place] }));
  const wholeTime = cost((place) => shop.statistics(shop.like(query(place)), { price: 5, own: -1 }, END));
  let found = 0;
  for (const place of asked) {
    const rows = new Set(shop.vectors.nearest(vectorAt(place), WANTED).rows);
    const { keys } = exactSearch(all, vectorAt(place), dimension, WANTED, MetricKind.IP, 1);
    for (const key of keys as BigUint64Array) found += rows.has(Number(key) + 1) ? 1 : 0;
  }
  const slowest = slowestAddition(shop, texts.slice(known + queries), (at) => vectorAt(known + queries + at));
  const start = JSON.parse(
    execFileSync('npx', ['tsx', __filename, '--start', file], { encoding: 'utf8', maxBuffer: 1 << 20 }),
  ) as { seconds: number; megabytes: number };
  const of = (time: number) => `${time.toFixed(0)} us (${(time / encoderTime).toFixed(2)} of the encoder's)`;
  console.log(
    [
      `${size.toLocaleString('en-US')} products; the encoder takes ${encoderTime.toFixed(0)} us of processor time a text`,
      `  neighbours of an item        ${of(wholeTime)}: by vector ${vectorTime.toFixed(0)}, by words and characters ${wordTime.toFixed(0)}`,
      `  recall of the ${WANTED} nearest     ${(found / (WANTED * queries)).toFixed(3)}`,
      `  one product more             ${slowest.toFixed(1)} ms at most of ${ADDED}; ${addTime.toFixed(0)} us each of all`,
      `  start                        ${start.seconds.toFixed(1)} s, ${start.megabytes} MB resident`,
    ].join('\n'),
  );
}

/** Prints what a process of its own takes to read a shop: store, vectors and levels. */
async function startOnly(file: string): Promise<void> {
  const since = performance.now();
  const database = openDatabase(`${file}.db`, REGISTRY);
  const kept = await readVectors(`${file}.bin`, ENCODER);
  if (!kept) throw new Error('the kept vectors cannot be read');
  const shop = await loadShop(new Catalog(database), kept.index);
  shop.levelsAt(END).prices();
  const seconds = (performance.now() - since) / 1000;
  console.log(JSON.stringify({ seconds, megabytes: Math.round(process.memoryUsage().rss / 1e6) }));
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

function slowestAddition(
  shop: Shop,
  texts: readonly string[],
  vectorAt: (at: number) => Float32Array,
): number {
  const times = texts.map((description, at) => {
    const since = performance.now();
    const row = shop.rows().length + 1;
    shop.setProduct(row, { sku: `new ${at}`, description });
    shop.setVector(row, vectorAt(at));
    shop.changeSales(row, (sales) => sales.set(row, END - 1, 3, 5));
    return performance.now() - since;
  });
  return Math.max(...times);
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
