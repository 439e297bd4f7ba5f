import { join } from 'node:path';
import { dayOf } from '../../../src/common/day';
import { Catalog } from '../../../src/registry/catalog';
import { openDatabase } from '../../../src/registry/database';
import { REGISTRY } from '../../../src/registry/migrations';
import { StoreWriter } from '../../../src/registry/writer/storeWriter';
import { followCalendar } from '../../../src/registry/writer/weekCalendar';
import { temporary } from '../../ingest/files';

const files = temporary();
afterAll(files.remove);

// Mondays: 5, 12, 19 and 26 January, 2 February 2026.
test('weeks close as they end, but not those in which nothing came in', async () => {
  const file = join(files.directory, 'calendar.db');
  const catalog = new Catalog(openDatabase(file, REGISTRY));
  const writer = new StoreWriter(file);
  const told: string[] = [];
  let today = new Date(2026, 0, 8);
  const say = (details: object, message: string) => void told.push(`${message} ${JSON.stringify(details)}`);
  const calendar = followCalendar({ writer, log: { info: say, warn: say }, now: () => today });
  const add = (day: string, units: number) =>
    writer.write('addSales', {
      source: '',
      sales: [{ id: day, sku: 'A', day: dayOf(day), second: -1, units, price: null }],
    });
  const weekIs = async (day: number, month = 0) => {
    today = new Date(2026, month, day, 0, 1);
    await calendar.look();
    return catalog.history('A', Infinity).map(({ units }) => units);
  };
  await add('2026-01-07', 3);
  expect(await weekIs(11)).toEqual([]);
  expect(await weekIs(12)).toEqual([3]);
  await add('2026-01-13', 4);
  expect(await weekIs(19)).toEqual([3, 4]);
  expect(await weekIs(26)).toEqual([3, 4]);
  await add('2026-01-26', 5);
  expect(await weekIs(2, 1)).toEqual([3, 4, NaN, 5]);
  await add('2026-01-14', 1);
  expect(await weekIs(3, 1)).toEqual([3, 5, NaN, 5]);
  await add('2026-01-20', 2);
  expect(await weekIs(3, 1)).toEqual([3, 5, 2, 5]);
  expect(told).toHaveLength(3);
  expect(told[0]).toBe('weeks have closed by the calendar {"weeks":["2026-01-05"]}');
  calendar.stop();
  await writer.close();
});
