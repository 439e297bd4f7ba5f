import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PromotionLift } from '../../src/common/promotionLift';
import { Random } from '../../src/common/random';
import { ShelfcastError } from '../../src/contract/errors';
import { Catalog } from '../../src/registry/catalog';
import { type ProductToWrite, writeCatalog } from '../../src/registry/catalogWriter';
import type { CatalogWeek } from '../../src/registry/weeks/catalogWeek';
import { type Database, openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { NEIGHBOUR_COLUMNS } from '../../src/shop/neighbours/neighbourStatistics';
import { LiveShop, type LiveShopOptions } from '../../src/serving/liveShop';

const [FIRST, LAST, DIMENSION] = [2000, 2030, 4];
const directory = mkdtempSync(join(tmpdir(), 'live-shop-'));

function product(sku: string, description: string, units: number): ProductToWrite {
  const sales = Array.from({ length: LAST - FIRST + 1 }, (_, at): CatalogWeek => ({
    week: FIRST + at,
    units,
    price: 2,
    promoText: null,
    extras: null,
  }));
  return { sku, description, sales };
}

let files = 0;
function write(database: Database, products: readonly ProductToWrite[], lastWeek = LAST): void {
  const source = {
    hash: `${files++}`.padStart(64, '0'),
    name: 'a file',
    synthetic: false,
    firstWeek: FIRST,
    lastWeek,
  };
  writeCatalog(database, source, products);
}

/** Of a number that may be unknown. */
function closeTo(value: number): unknown {
  return Number.isNaN(value) ? NaN : expect.closeTo(value, 4);
}

/** Stands for an encoder: counts letters. */
function vectorOf(text: string): Float32Array {
  const counts = Float32Array.from({ length: DIMENSION }, (_, at) => 1 + text.split('abcd'[at]).length);
  const length = Math.hypot(...counts);
  return counts.map((count) => count / length);
}

function vectorsOf(texts: readonly string[]): Float32Array {
  return Float32Array.from(texts.flatMap((text) => [...vectorOf(text)]));
}

/** A shop over a database; what it warns of comes into `warnings`. */
function liveOver(
  database: Database,
  parts: Partial<LiveShopOptions>,
  warnings: string[] = [],
): Promise<LiveShop> {
  return LiveShop.open({
    catalog: new Catalog(database),
    encoder: { id: 'letters', dimension: DIMENSION },
    known: () => null,
    encode: (texts) => Promise.resolve(vectorsOf(texts)),
    file: null,
    log: { info: () => undefined, warn: (_, message) => warnings.push(message), error: () => undefined },
    ...parts,
  });
}

function open(file: string, encoded: string[], vectors = join(directory, 'vectors.bin')) {
  const database = openDatabase(file, REGISTRY);
  const live = liveOver(database, {
    known: (text) => (text === 'known box' ? vectorOf(text) : null),
    encode: (texts) => {
      encoded.push(...texts);
      return Promise.resolve(vectorsOf(texts));
    },
    file: vectors,
  });
  return { database, live };
}

const file = join(directory, 'shop.db');
const LEVEL = NEIGHBOUR_COLUMNS.indexOf('analogs_mean');

it('knows what the catalog knows, follows what others write, and encodes a text once', async () => {
  const encoded: string[] = [];
  const { database, live: opening } = open(file, encoded);
  write(database, [product('A1', 'abba box', 5), product('B1', 'red dada', 9)]);
  const live = await opening;
  await live.settled();
  expect(live.current()!.size).toBe(2);
  expect(encoded.sort()).toEqual(['abba box', 'red dada']);

  const level = (lift?: PromotionLift) => {
    const shop = live.current()!;
    const query = { vector: vectorOf('abba box'), text: 'abba box' };
    return Math.expm1(shop.statistics(shop.like(query), { price: 2, own: -1, lift }, LAST + 1)[LEVEL]);
  };
  const before = level();
  const other = openDatabase(file, REGISTRY);
  write(other, [product('A1', 'abba box', 50), product('C1', 'abba bag', 70)]);
  await live.settled();
  expect(live.current()!.size).toBe(3);
  const promotion = { promotion: Math.log(2), depth: 0, usual_depth: 0 };
  const plain = level(promotion);
  const promoted = [
    product('A1', 'abba box', 50),
    product('B1', 'red dada', 9),
    product('C1', 'abba bag', 70),
  ];
  for (const { sales } of promoted) for (const week of sales) week.promoText = '2 for 1';
  write(other, promoted);
  other.close();
  await live.settled();
  expect(level(promotion)).toBeCloseTo(plain / 2, 3);
  expect(level()).toBeGreaterThan(before + 20);
  expect(encoded.sort()).toEqual(['abba bag', 'abba box', 'red dada']);
  expect(live.current()!.sales.history(live.current()!.row('c1'), LAST + 1)).toHaveLength(LAST - FIRST + 1);
  database.close();
});

it('takes vectors up again when it is opened again, but for texts that changed', async () => {
  const encoded: string[] = [];
  const { database, live: opening } = open(file, encoded);
  const live = await opening;
  expect(encoded).toEqual([]);
  write(database, [product('B1', 'blue dada', 9)]);
  await live.settled();
  expect(encoded).toEqual(['blue dada']);
  expect(readdirSync(directory).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  database.close();
});

it('encodes no text whose vector a model knows', async () => {
  const encoded: string[] = [];
  const { database, live: opening } = open(':memory:', encoded, join(directory, 'known.bin'));
  write(database, [product('K1', 'known box', 5), product('K2', 'other box', 9)]);
  const live = await opening;
  await live.settled();
  expect(encoded).toEqual(['other box']);
  expect(live.current()!.vectors.size).toBe(2);
  database.close();
});

it('after whatever another program wrote is the shop that would be read anew', async () => {
  const random = new Random(1);
  const shared = join(directory, 'shared.db');
  const { database, live: opening } = open(shared, [], join(directory, 'shared.bin'));
  const live = await opening;
  const other = openDatabase(shared, REGISTRY);
  const words = ['abba', 'red', 'dada', 'box', 'cab', 'bag'];
  for (let round = 0; round < 12; round++) {
    const some = Array.from({ length: 1 + random.below(5) }, () => {
      const text = `${words[random.below(6)]} ${words[random.below(6)]} ${random.below(9)}`;
      return product(`P${random.below(20)}`, text, 1 + random.below(30));
    });
    write(other, some, LAST + Math.floor(round / 3));
    if (round % 4 === 3) other.prepare('DELETE FROM products WHERE id % 7 = ?').run(round % 7);
    const before = live.current()!;
    await live.settled();
    if (round > 0) expect(live.current()).toBe(before);
    const anew = open(shared, [], join(directory, `anew-${round}.bin`));
    const [now, then] = [live.current()!, (await anew.live).current()!];
    expect(now.end).toBe(then.end);
    expect(now.rows().sort()).toEqual(then.rows().sort());
    for (const row of then.rows()) {
      expect(now.product(row)).toEqual(then.product(row));
      expect(now.sales.history(row, now.end)).toEqual(then.sales.history(row, then.end));
      const asked = [now, then].map((shop) => {
        const query = {
          vector: vectorOf(then.product(row).description),
          text: then.product(row).description,
        };
        return [...shop.statistics(shop.like(query), { price: 2, own: row }, shop.end - (round % 3))];
      });
      asked[0].forEach((value, column) =>
        expect([column, value]).toEqual([column, closeTo(asked[1][column])]),
      );
    }
    anew.database.close();
  }
  other.close();
  database.close();
});

it('forgets the vectors of products that are gone, in the file as well', async () => {
  const kept = join(directory, 'forgotten.bin');
  const { database, live: opening } = open(':memory:', [], kept);
  write(database, [product('A1', 'abba box', 5), product('B1', 'red dada', 9)]);
  const live = await opening;
  await live.settled();
  const size = () => statSync(kept).size;
  const before = size();
  database.prepare("DELETE FROM products WHERE sku = 'A1'").run();
  await live.settled();
  expect(live.current()!.vectors.size).toBe(1);
  expect(size()).toBeLessThan(before);
  database.close();
});

it('forgets them in the file later where that cannot be written', async () => {
  const home = join(directory, 'full');
  mkdirSync(home);
  const kept = join(home, 'vectors.bin');
  const { database, live: opening } = open(':memory:', [], kept);
  write(database, [product('A1', 'abba box', 5), product('B1', 'red dada', 9)]);
  const live = await opening;
  await live.settled();
  const before = statSync(kept).size;
  renameSync(home, `${home}-away`);
  writeFileSync(home, 'no directory');
  database.prepare("DELETE FROM products WHERE sku = 'A1'").run();
  await live.settled();
  rmSync(home);
  renameSync(`${home}-away`, home);
  await live.close();
  expect(statSync(kept).size).toBeLessThan(before);
  database.close();
});

it('has the sales of products whose texts could not be encoded', async () => {
  const database = openDatabase(':memory:', REGISTRY);
  const warnings: string[] = [];
  const live = await liveOver(database, { encode: () => Promise.reject(new Error('no process')) }, warnings);
  write(database, [product('A1', 'abba box', 5)]);
  await live.settled();
  expect(live.current()!.sales.history(live.current()!.row('A1'), LAST + 1)).not.toHaveLength(0);
  expect(live.current()!.vectors.size).toBe(0);
  expect(warnings).toHaveLength(1);
  await live.close();
  database.close();
});

it('leaves a product without a vector whose text is refused, and encodes the others', async () => {
  const database = openDatabase(':memory:', REGISTRY);
  const warnings: string[] = [];
  const encode = (texts: readonly string[]) =>
    texts.includes('dreadful')
      ? Promise.reject(new ShelfcastError('text_refused', 'it ended two processes'))
      : Promise.resolve(vectorsOf(texts));
  const live = await liveOver(database, { encode }, warnings);
  write(database, [product('A1', 'abba box', 5), product('B1', 'dreadful', 5), product('C1', 'red dada', 5)]);
  await live.settled();
  const shop = live.current()!;
  expect(['A1', 'B1', 'C1'].map((sku) => shop.vectors.has(shop.row(sku)))).toEqual([true, false, true]);
  write(database, [product('B1', 'dreadful', 9)]);
  await live.settled();
  expect(warnings).toHaveLength(1);
  await live.close();
  database.close();
});

it('is nothing while the catalog is empty', async () => {
  const { database, live } = open(':memory:', [], join(directory, 'none.bin'));
  expect((await live).current()).toBeNull();
  database.close();
});
