import { demandSchema } from '../../src/contract/dataSchema';
import { catalogPanel } from '../../src/ingest/catalogPanel';
import { ingestSales } from '../../src/ingest/ingestSales';
import { DemandPanel } from '../../src/ingest/panel';
import { readDemand } from '../../src/ingest/readDemand';
import { type Week, mondayOf, weekOf } from '../../src/common/week';
import { Catalog } from '../../src/registry/catalog';
import { Random } from '../../src/common/random';
import { openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { loadShop } from '../../src/shop/loadShop';

import { EXACT_UP_TO, VectorIndex } from '../../src/shop/vectors/vectorIndex';
import { liveShop, sale } from '../registry/live/support';
import { temporary } from './files';

const files = temporary();
afterAll(files.remove);

const SCHEMA = demandSchema.parse({
  ...{ mode: 'demand', granularity: 'transaction', sku: 'code', date: 'day', target: 'pieces' },
  ...{ description: 'name' },
});
const FIRST = weekOf('2024-01-01');
const AWAY = ['2024-07-15', '2024-07-22', '2024-12-23'];
const isAway = (week: Week) => AWAY.includes(mondayOf(week));
/** The last product sells no more when the shop closes. */
const SKUS = Array.from({ length: 15 }, (_, at) => `P${at + 10}`);
const LAST_SKU = SKUS.at(-1)!;

/** A year and two weeks of sales, three days a week; `zeros` states weeks without a sale too. */
function shopFile(zeros = false) {
  const random = new Random(2);
  const rows = Array.from({ length: 54 }, (_, at) => FIRST + at).flatMap((week) =>
    SKUS.flatMap((sku) => {
      const sold = random.below(9);
      const units = isAway(week) || (sku === LAST_SKU && week > FIRST + 20) ? 0 : sold;
      return units > 0 || zeros ? [`${sku},${mondayOf(week)},${units},${sku}`] : [];
    }),
  );
  const schema = { ...SCHEMA, granularity: 'week' as const };
  return { schema, source: files.file(['code,day,pieces,name', ...rows].join('\n')) };
}

test.each([
  ['has no rows of them', false],
  ['states zeros', true],
])('weeks in which the shop was closed are unknown everywhere, where a file %s', async (_, zeros) => {
  const { source, schema } = shopFile(zeros);
  const { panel, report } = await readDemand(source, schema);
  const weeks = panel.skus.map((_, sku) => panel.history(sku, panel.weeks));
  for (const history of weeks) {
    const unknown = history.filter(({ units }) => Number.isNaN(units)).map(({ week }) => mondayOf(week));
    expect(unknown).toEqual(AWAY);
  }
  expect(panel.unknownWeeks().map((t) => mondayOf(panel.firstWeek + t))).toEqual(AWAY);

  const database = openDatabase(':memory:', REGISTRY);
  const { report: ingested, written } = await ingestSales(database, source, schema);
  const catalog = new Catalog(database);
  const shop = await loadShop(catalog, new VectorIndex(2, EXACT_UP_TO));
  panel.skus.forEach((sku, at) => {
    expect(catalog.history(sku, Infinity)).toEqual(weeks[at]);
    expect(shop.sales.history(shop.row(sku), Infinity)).toEqual(weeks[at]);
  });
  expect(new DemandPanel(catalogPanel(database).parts).units).toEqual(panel.units);
  expect(written).toMatchObject({ unknownWeeks: 0, shutWeeks: AWAY });
  for (const { notes } of [report, ingested]) {
    expect(notes.map(({ reason }) => reason)).toContain(
      'whole weeks without any sale, from these Mondays on: 2024-07-15, 2024-07-22, 2024-12-23; ' +
        'the shop is taken as closed, its sales as unknown and not as zero',
    );
  }
  const again = await ingestSales(database, source, schema);
  expect(again.written.changedWeeks).toBe(0);
});

test('a sale that comes later opens its week for all products, and taking it back closes it', async () => {
  const { source, schema } = shopFile();
  const shop = liveShop();
  await ingestSales(shop.database, source, schema);
  const away = weekOf(AWAY[2]);
  const unitsOf = (sku: string) => shop.catalog.history(sku, away + 1).at(-1)!.units;
  shop.set({ sku: 'P10', monday: AWAY[2], units: 3 });
  expect([unitsOf('P10'), unitsOf('P11'), unitsOf(LAST_SKU)]).toEqual([3, 0, 0]);
  shop.set({ sku: 'P10', monday: AWAY[2], units: 0 });
  expect([unitsOf('P10'), unitsOf('P11'), unitsOf(LAST_SKU)]).toEqual([NaN, NaN, NaN]);
});

test('a week of live sales in which nothing came in, closed by saying so, is one in which the shop was closed', async () => {
  const { source, schema } = shopFile();
  const shop = liveShop();
  await ingestSales(shop.database, source, schema);
  const last = shop.catalog.lastWeek!;
  shop.add(SKUS.slice(0, 14).map((sku) => sale(sku, mondayOf(last + 2), 4)));
  shop.complete(mondayOf(last + 3));
  expect(shop.units('P10').slice(-2)).toEqual([NaN, 4]);
  expect(shop.units(LAST_SKU).slice(-2)).toEqual([NaN, 0]);
  shop.complete(mondayOf(last + 4));
  expect(shop.units('P10').at(-1)).toBe(NaN);
  shop.remove('P11');
  expect(shop.units('P10').slice(-3)).toEqual([NaN, 4, NaN]);
});
