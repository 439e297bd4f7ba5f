import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { mondayOf, weekOf } from '../../../src/common/week';
import { readSchema } from '../../../src/ingest/schemaFile';
import { drawShops, foundShops } from '../../../scripts/portfolio/drawShops';
import { againstOneMethod } from '../../../scripts/portfolio/oneMethod';
import { pooled } from '../../../scripts/portfolio/pool';
import type { ShopFigures } from '../../../scripts/portfolio/shopFigures';
import { cellText, summaryText } from '../../../scripts/portfolio/tables';

const directory = mkdtempSync(join(tmpdir(), 'shelfcast-portfolio-'));
afterAll(() => rmSync(directory, { recursive: true }));

const WEEKS = 12;
const first = weekOf('2017-01-09');

/** 20 products of the grocery panel's form; every fourth sells too little, every fifth starts in the middle. */
beforeAll(() => {
  const lines = Array.from({ length: 20 }, (_, i) =>
    Array.from({ length: WEEKS }, (_week, t) => {
      const units = i % 4 === 0 ? 0.5 : i % 5 === 0 && t < 6 ? 0 : 1 + ((i + t) % 3);
      return `P${String(i).padStart(2, '0')},${mondayOf(first + t)},${units},${1 + i},thing ${i},${t === 9 ? 'front page' : ''}`;
    }),
  ).flat();
  const file = join(directory, 'complete-journey/weekly.csv.gz');
  mkdirSync(dirname(file));
  writeFileSync(file, gzipSync(`sku,week_start,units,price,description,promo_text\n${lines.join('\n')}\n`));
});

const kind = { name: 'journey-6x10', source: 'journey', size: { products: 6, weeks: 10 } } as const;

it('draws the same products for the same seed, of those that sell, over the last weeks', async () => {
  const draw = async (out: string) => {
    const shops = await drawShops(directory, [kind], [0, 1], join(directory, out));
    return shops.map(({ data }) => parse(readFileSync(data), { columns: true }) as Record<string, string>[]);
  };
  const [a, b] = await draw('a');
  expect(await draw('b')).toEqual([a, b]);
  const skus = (rows: typeof a) => [...new Set(rows.map(({ sku }) => sku))];
  expect(skus(a)).toHaveLength(6);
  expect(skus(a)).not.toEqual(skus(b));
  expect([...skus(a), ...skus(b)].some((sku) => Number(sku.slice(1)) % 4 === 0)).toBe(false);
  expect(a[0]).toMatchObject({ week: mondayOf(first + 2), promo_text: '' });
  expect(a.filter((row) => row.promo_text === 'front page')).toHaveLength(6);
});

it('leaves a kind out that a source has too few products for', async () => {
  const many = { ...kind, name: 'many', size: { products: 16, weeks: 10 } };
  expect(await drawShops(directory, [many], [0], join(directory, 'many'))).toEqual([]);
});

it('reads back a directory of shops, and directories of draws', async () => {
  for (const draw of ['one', 'two']) await drawShops(directory, [kind], [3], join(directory, 'draws', draw));
  const found = foundShops(join(directory, 'draws'));
  expect(found.map(({ cell, seed }) => [cell, seed])).toEqual([
    ['journey-6x10-3', 0],
    ['journey-6x10-3', 1],
  ]);
  expect(await readSchema(found[0].schema)).toMatchObject({ promo_text: 'promo_text' });
});

it('stops with a clear message where the data are missing', () => {
  const run = () =>
    execFileSync(process.execPath, ['--import', 'tsx', 'scripts/portfolio/run.ts', '--data', directory], {
      cwd: join(__dirname, '../../..'),
      stdio: 'pipe',
    });
  expect(run).toThrow(/transactions\.csv\.gz is missing: the portfolio is drawn from it/);
});

/** Figures of products that sold 10 each, with the errors of three methods. */
function draw(skus: string[], served: number[], simple: number[], inRange = 3): ShopFigures {
  const sums = (values: number[]) => values.map((value) => ({ weekly: value, total: value, mean: value }));
  return {
    KNOWN: {
      skus,
      sold: sums(skus.map(() => 10)),
      errors: {
        'text-aware': sums(served),
        TSB: sums(simple),
        zeros: sums(skus.map(() => 10)),
      },
      covered: { 'text-aware': { weeks: inRange, of: 4 } },
    },
  };
}

it('pools draws by adding up errors and sales, against the simple method that is best over all of them', () => {
  const one = pooled('cell', 'KNOWN', [draw(['a', 'b'], [4, 4], [9, 9]), draw(['c'], [2], [2])])!;
  expect(one).toMatchObject({ draws: 2, products: 3, coverage: { share: 0.75, error: 0 } });
  expect(one.wapes.map(({ method, wape }) => [method, wape.weekly])).toEqual([
    ['text-aware', 10 / 30],
    ['TSB', 20 / 30],
    ['zeros', 1],
  ]);
  const { best, ratio, low, high } = one.ratios!.weekly;
  expect([best, ratio]).toEqual(['TSB', 0.5]);
  // Resamples of the products range from 4/9 (never c) to 1 (only c).
  expect(low).toBeCloseTo(4 / 9);
  expect(high).toBeCloseTo(1);
  expect(pooled('cell', 'NEW', [draw(['a'], [1], [2])])).toBeNull();
  expect(pooled('cell', 'KNOWN', [draw(['a'], [1], [0])])!.ratios).toBeNull();
});

it('gives the share of weeks in the range with its standard error over draws', () => {
  const draws = [draw(['a'], [1], [2]), draw(['b'], [1], [2], 1)];
  expect(cellText(pooled('cell', 'KNOWN', draws)!)).toContain('2 products, 50% ± 25% within [p10, p90]');
  expect(cellText(pooled('cell', 'KNOWN', [draws[0]])!)).toContain('1 products, 75% within [p10, p90]');
});

it('says which cells hold the bar and which are surely below', () => {
  const cell = (name: string, served: number, products = 40) => {
    const skus = Array.from({ length: products }, (_, i) => `P${i}`);
    return pooled(name, 'KNOWN', [
      draw(
        skus,
        skus.map((_, i) => served * (5 + (i % 3))),
        skus.map((_, i) => 5 + (i % 3)),
      ),
    ])!;
  };
  const text = summaryText([cell('good', 0.9), cell('even', 1.015), cell('bad', 1.1), cell('few', 0.9, 19)]);
  expect(text).toMatch(/good +KNOWN +0\.900 \[0\.900, 0\.900\] below/);
  expect(text).toMatch(/even .*holds/);
  expect(text).toMatch(/bad .*ABOVE/);
  expect(text).toMatch(/few .*\] holds/);
  expect(text).toContain('KNOWN, bar 1.02, of 4 cells: weekly 3 hold, 1 surely below;');
});

it('judges beside the best of each cell by the one method that is best over all cells', () => {
  // TSB errs by 5 and 20 of 10, zeros by 10 and 10: alike over both cells, but for a little.
  const cells = [
    pooled('steady', 'KNOWN', [draw(['a'], [4], [5])])!,
    pooled('rare', 'KNOWN', [draw(['b'], [9], [19])])!,
  ];
  expect(cells.map(({ ratios }) => ratios!.total.best)).toEqual(['TSB', 'zeros']);
  const { method, ratio } = againstOneMethod(cells, 'total')!;
  expect(method).toBe('TSB');
  expect(ratio).toBeCloseTo(Math.sqrt((4 / 5) * (9 / 19)));
  expect(againstOneMethod([], 'total')).toBeNull();
  expect(summaryText(cells)).toContain('best over all of them: weekly 0.616 of TSB;');
});
