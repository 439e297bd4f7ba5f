import { weekOf } from '../../src/common/week';
import { SaleLog } from '../../src/ingest/saleLog';
import { openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { sortEntries } from '../../src/registry/entries/saleEntries';

test('entries are the same whether they are held in memory or go by way of the disk', () => {
  const entriesOf = (mostHeld?: number) => {
    const database = openDatabase(':memory:', REGISTRY);
    const log = new SaleLog(database, 'transaction', ['visits'], mostHeld);
    for (let line = 0; line < 40; line++) {
      const day = `2026-01-${String(1 + (line % 28)).padStart(2, '0')}`;
      const sku = 'CAB'[line % 3];
      log.add(sku, {
        ...{ line, sku, day, week: weekOf(day), second: line % 2 ? line : null },
        ...{ units: line % 7 === 6 ? null : line, price: line % 5 || null, description: `mug ${line % 4}` },
        ...{ promoText: line % 9 ? '' : '2 for 1', extras: [line % 3 ? line : null] },
      });
    }
    const entries = [...log.byProduct(new Set())].map(({ sku, entries: own }) => ({
      sku,
      entries: sortEntries([...own]),
    }));
    expect(log.products).toEqual(['A', 'B', 'C']);
    database.close();
    return entries;
  };
  expect(entriesOf(7)).toEqual(entriesOf());
  expect(entriesOf().map(({ sku, entries }) => [sku, entries.length])).toEqual([
    ['A', 13],
    ['B', 13],
    ['C', 14],
  ]);
});
