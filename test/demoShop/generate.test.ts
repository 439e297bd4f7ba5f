import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mondayOf } from '../../src/common/week';
import { Catalog } from '../../src/registry/catalog';
import { openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { DEMO_SCHEMA, type DemoRow, demoCsv, demoPanel, generateDemoShop } from '../../src/demoShop/generate';
import { ingestDemoShop } from '../../src/demoShop/ingestDemoShop';
import { CATEGORIES } from '../../src/demoShop/categories';
import { BRANDS, COLOURS, PROMOTIONS, SIZES, STYLES, type Word } from '../../src/demoShop/lexicon';
import { readDemand } from '../../src/ingest/readDemand';
import { temporary } from '../ingest/files';

const files = temporary();
afterAll(files.remove);

const rows = generateDemoShop();
const byProduct = new Map<string, DemoRow[]>();
for (const row of rows) byProduct.set(row.sku, [...(byProduct.get(row.sku) ?? []), row]);

test('the same seed makes the same shop, another seed another one', () => {
  const text = JSON.stringify(rows);
  expect(JSON.stringify(generateDemoShop()) === text).toBe(true);
  expect(JSON.stringify(generateDemoShop(8)) === text).toBe(false);
});

test('it is a shop: products, texts, launches throughout, slow movers, promotions', () => {
  expect(byProduct.size).toBe(420);
  expect(new Set(rows.map(({ description }) => description)).size).toBe(420);
  const weeks = rows.map(({ week }) => week);
  const [first, last] = [Math.min(...weeks), Math.max(...weeks)];
  expect([mondayOf(first), mondayOf(last)]).toEqual(['2024-01-01', '2026-06-22']);
  const launches = [...byProduct.values()].map((own) => own[0].week).filter((week) => week > first);
  expect(launches.length).toBeGreaterThan(200);
  for (let from = first + 1; from < last - 26; from += 26) {
    expect(launches.filter((week) => week >= from && week < from + 26).length).toBeGreaterThan(20);
  }
  const zeroShares = [...byProduct.values()].map(
    (own) => own.filter(({ units }) => units === 0).length / own.length,
  );
  expect(zeroShares.filter((share) => share > 0.4).length).toBeGreaterThan(10);
  const promoted = rows.filter(({ promoText }) => promoText).length / rows.length;
  expect([promoted > 0.08, promoted < 0.2]).toEqual([true, true]);
  expect(rows.every(({ units, price }) => Number.isInteger(units) && units >= 0 && price > 0)).toBe(true);
});

test('the CSV file and the panel made in memory are one and the same', async () => {
  const panel = demoPanel(rows);
  const read = await readDemand(files.file(demoCsv(rows)), DEMO_SCHEMA);
  expect(read.panel.skus).toEqual(panel.skus);
  expect(read.panel.units).toEqual(panel.units);
  expect(read.panel.price).toEqual(panel.price);
});

/** A promotion is compared with the product's own weeks of the same season. */
const SEASON_WEEKS = 5;

test('promotions sell what their texts are said to', () => {
  for (const { text, effect } of PROMOTIONS) {
    let sold = 0;
    let usual = 0;
    for (const own of byProduct.values()) {
      const plain = own.filter(({ promoText }) => !promoText);
      for (const { promoText, units, week } of own) {
        if (promoText !== text) continue;
        const near = plain.filter((other) => Math.abs(other.week - week) <= SEASON_WEEKS);
        if (near.length === 0) continue;
        sold += units;
        usual += near.reduce((sum, other) => sum + other.units, 0) / near.length;
      }
    }
    expect(Math.abs(Math.log(sold / usual) - effect)).toBeLessThan(0.15);
  }
});

test('words sell what they are said to: least squares on the log of mean sales finds their effects', () => {
  const groups = [COLOURS, STYLES, SIZES, BRANDS];
  const words = groups.flat();
  const products = [...byProduct.values()].filter((own) => own.length > 30);
  const inputs = products.map((own) => [1, ...words.map((word) => (says(own[0].description, word) ? 1 : 0))]);
  const logs = products.map((own) => Math.log(mean(own.map(({ units }) => units)) / unitsOfType(own[0])));
  const found = leastSquares(inputs, logs).slice(1);
  const centred = (values: number[]) => {
    let at = 0;
    return groups.flatMap((group) => {
      const own = values.slice(at, (at += group.length));
      return own.map((value) => value - mean(own));
    });
  };
  const truth = centred(words.map(({ effect }) => effect));
  expect(correlation(centred(found), truth)).toBeGreaterThan(0.8);
});

test('an empty catalog gets the shop once', () => {
  const database = openDatabase(join(mkdtempSync(join(tmpdir(), 'shelfcast-')), 'demo.db'), REGISTRY);
  expect(ingestDemoShop(database)).toMatchObject({ newProducts: 420 });
  expect(ingestDemoShop(database)).toBeNull();
  const catalog = new Catalog(database);
  expect(mondayOf(catalog.lastWeek!)).toBe('2026-06-22');
  const directory = join(database.name, '..');
  database.close();
  rmSync(directory, { recursive: true });
});

/** Weekly units of the kind of product that a description names. */
function unitsOfType({ sku, description }: DemoRow): number {
  const category = CATEGORIES.find(({ code }) => sku.startsWith(code))!;
  return category.types.find(({ words }) => words.some((word) => description.includes(word)))!.units;
}

function says(description: string, { words }: Word): boolean {
  return words.some((word) => new RegExp(`(^|[ ,])${word}($|[ ,])`, 'i').test(description));
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function correlation(a: number[], b: number[]): number {
  const dot = (x: number[], y: number[]) =>
    x.reduce((sum, value, i) => sum + (value - mean(x)) * (y[i] - mean(y)), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/** Normal equations with a trace of ridge, by Gauss and Jordan. */
function leastSquares(inputs: number[][], outputs: number[]): number[] {
  const size = inputs[0].length;
  const rows = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (_, j) =>
      inputs.reduce((sum, x) => sum + x[i] * x[j], i === j ? 0.1 : 0),
    ),
    inputs.reduce((sum, x, row) => sum + x[i] * outputs[row], 0),
  ]);
  for (let i = 0; i < size; i++) {
    const pivot = rows[i].map((value) => value / rows[i][i]);
    rows.forEach(
      (row, other) => (rows[other] = other === i ? pivot : row.map((value, j) => value - row[i] * pivot[j])),
    );
  }
  return rows.map((row) => row[size]);
}
