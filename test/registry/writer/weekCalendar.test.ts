import { join } from 'node:path';
import { dayOf } from '../../../src/common/day';
import { Catalog } from '../../../src/registry/catalog';
import { openDatabase } from '../../../src/registry/database/database';
import { REGISTRY } from '../../../src/registry/database/migrations';
import { NO_TEXT, NO_TIME } from '../../../src/registry/entries/saleEntries';
import { writeSales } from '../../../src/registry/salesWriter';
import { StoreWriter } from '../../../src/registry/writer/storeWriter';
import { followCalendar } from '../../../src/registry/writer/weekCalendar';
import { temporary } from '../../ingest/files';

const files = temporary();
afterAll(files.remove);

interface CalendarDay {
  year?: number;
  month?: number;
  day: number;
}

/** A shop whose weeks the calendar closes; `weeksOn` looks on a day and gives what is known of the product. */
function calendarShop(name: string) {
  const file = join(files.directory, name);
  const database = openDatabase(file, REGISTRY);
  const catalog = new Catalog(database);
  const writer = new StoreWriter(file);
  const told: string[] = [];
  let today = new Date(2026, 0, 8);
  const say = (details: object, message: string) => void told.push(`${message} ${JSON.stringify(details)}`);
  const calendar = followCalendar({ writer, log: { info: say, warn: say }, now: () => today });
  return {
    told,
    database,
    add: (day: string, units: number) =>
      writer.write('addSales', {
        source: '',
        sales: [{ id: day, sku: 'A', day: dayOf(day), second: -1, units, price: null }],
      }),
    weeksOn: async ({ year = 2026, month = 1, day }: CalendarDay) => {
      today = new Date(year, month - 1, day, 0, 1);
      await calendar.look();
      return catalog.history('A', Infinity).map(({ units }) => units);
    },
    close: async () => {
      calendar.stop();
      await writer.close();
    },
  };
}

// Mondays: 5, 12, 19 and 26 January, 2 February 2026.
test('weeks close as they end, but not those in which nothing came in', async () => {
  const shop = calendarShop('calendar.db');
  await shop.add('2026-01-05', 3);
  expect(await shop.weeksOn({ day: 11 })).toEqual([]);
  expect(await shop.weeksOn({ day: 12 })).toEqual([3]);
  await shop.add('2026-01-13', 4);
  expect(await shop.weeksOn({ day: 19 })).toEqual([3, 4]);
  expect(await shop.weeksOn({ day: 26 })).toEqual([3, 4]);
  await shop.add('2026-01-26', 5);
  expect(await shop.weeksOn({ month: 2, day: 2 })).toEqual([3, 4, NaN, 5]);
  await shop.add('2026-01-14', 1);
  expect(await shop.weeksOn({ month: 2, day: 3 })).toEqual([3, 5, NaN, 5]);
  await shop.add('2026-01-20', 2);
  expect(await shop.weeksOn({ month: 2, day: 3 })).toEqual([3, 5, 2, 5]);
  expect(shop.told).toHaveLength(3);
  expect(shop.told[0]).toBe('weeks have closed by the calendar {"weeks":["2026-01-05"]}');
  await shop.close();
});

test('a feed that begins within a week tells nothing of that week, and all of the next ones', async () => {
  const shop = calendarShop('begun.db');
  await shop.add('2026-01-07', 3);
  expect(await shop.weeksOn({ day: 12 })).toEqual([]);
  // Nothing is sold on Mondays.
  await shop.add('2026-01-13', 4);
  expect(await shop.weeksOn({ day: 19 })).toEqual([4]);
  await shop.close();
});

test.each([
  ['2026-01-11', [5, 4]],
  ['2026-01-12', [5, 4]],
  ['2025-12-28', [5]],
])('weeks of a file up to %s and of a feed from 2026-01-13 on are %j', async (end, known) => {
  const shop = calendarShop(`after-${end}.db`);
  const last = dayOf(end);
  const span = { first: last - 13, last };
  const source = { hash: 'h', name: 'f', synthetic: false, covers: 'all' as const, spans: [span] };
  const entry = { day: last - 6, second: NO_TIME, units: 5, price: NaN, text: NO_TEXT };
  writeSales(shop.database, source, [{ sku: 'A', entries: [entry] }]);
  await shop.add('2026-01-13', 4);
  expect(await shop.weeksOn({ day: 19 })).toEqual(known);
  await shop.close();
});

test('a lone sale of long ago is no beginning of a shop', async () => {
  const shop = calendarShop('lone.db');
  await shop.add('2016-01-04', 9);
  expect(await shop.weeksOn({ day: 12 })).toEqual([]);
  expect(shop.told).toEqual([]);
  await shop.close();
});
