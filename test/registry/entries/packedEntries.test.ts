import { EntryBatch, packEntries, unpackEntries } from '../../../src/registry/entries/packedEntries';
import { NO_DAY, NO_TEXT, NO_TIME, type SaleEntry } from '../../../src/registry/entries/saleEntries';

function entry(at: number): SaleEntry {
  const text = JSON.stringify([`mug ${at % 4}`, '', null]);
  return { day: 20_000 + at, second: at % 2 ? at : NO_TIME, units: at, price: at % 5 || NaN, text };
}

test('a batch packs the entries of each product as if they had come alone', () => {
  const batch = new EntryBatch(41);
  const bySku: Record<string, SaleEntry[]> = { C: [], A: [], B: [] };
  const fill = () => {
    for (let at = 0; at < 41; at++) {
      const one = at === 17 ? { ...entry(at), day: NO_DAY, units: NaN, text: NO_TEXT } : entry(at);
      expect(batch.isFull).toBe(false);
      batch.add('CAB'[at % 3], one);
      bySku['CAB'[at % 3]].push(one);
    }
    expect(batch.isFull).toBe(true);
  };
  fill();
  const packed = new Map(batch.byProduct());
  expect([...packed.keys()]).toEqual(['C', 'A', 'B']);
  for (const [sku, entries] of Object.entries(bySku)) {
    expect(packed.get(sku)).toEqual(packEntries(entries));
    expect(unpackEntries(packed.get(sku)!)).toEqual(entries);
  }

  batch.clear();
  expect([...batch.byProduct()]).toEqual([]);
  batch.add('D', entry(3));
  expect([...batch.byProduct()]).toEqual([['D', packEntries([entry(3)])]]);
});
