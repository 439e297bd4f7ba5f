import fc from 'fast-check';
import { dayOf, isoOf } from '../../src/common/day';
import { demandSchema } from '../../src/contract/dataSchema';
import { ingestSales, type IngestOptions } from '../../src/ingest/ingestSales';
import { type Database, openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { answers } from './answers';
import { temporary } from './files';

const files = temporary();
afterAll(files.remove);

const FIRST = dayOf('2026-01-01');
const DAYS = 75;
const SKUS = ['A', 'B', 'C'];
const schema = demandSchema.parse({
  ...{ mode: 'demand', granularity: 'transaction', sku: 'sku', date: 'date', target: 'units' },
  ...{ price: 'price', description: 'name' },
  ...{ every: 'week', promo_text: 'promo', categorical: ['range'], numeric: ['visits'] },
});
const HEADER = 'sku,date,units,price,name,promo,range,visits';

interface Row {
  sku: string;
  day: number;
  text: string;
  broken?: true;
}
const anyRow = fc.record({
  sku: fc.constantFrom(...SKUS),
  day: fc.nat({ max: DAYS - 1 }).filter((day) => day % 9 !== 8),
  units: fc.constantFrom('1', '2', '2.5', '7'),
  price: fc.constantFrom('', '2', '2.5', '0.1'),
  name: fc.constantFrom('', 'Mug', 'Jug'),
  promo: fc.constantFrom('', '2 for 1'),
  range: fc.constantFrom('', 'home', 'garden'),
  visits: fc.constantFrom('', '3', '8'),
});
const sales = fc.array(anyRow, { minLength: 5, maxLength: 40 }).map((rows) =>
  rows.map(({ sku, day, units, price, name, promo, range, visits }, at): Row => {
    const minute = `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
    const cells = [sku, `${isoOf(FIRST + day)} ${minute}`, units, price, name, promo, range, visits];
    return { sku, day, text: cells.join(',') };
  }),
);
/** Every product sells something every few days, from the first to the last. */
const trade = SKUS.flatMap((sku) =>
  [0, 5, 10, 15, 20, 25, 30, 36, 41, 46, 51, 56, 61, 66, 70, 74].map((day): Row => ({
    sku,
    day,
    text: `${sku},${isoOf(FIRST + day)} 23:00,1,3,Mug ${sku},,,`,
  })),
);
const unread = fc.subarray([
  { sku: 'A', day: 17, text: `A,${isoOf(FIRST + 17)},x,3,Mug,,,`, broken: true as const },
  { sku: 'B', day: 44, text: `B,${isoOf(FIRST + 44)},,3,Mug,,,`, broken: true as const },
]);
const file = fc.tuple(sales, unread).map(([sold, broken]): Row[] => [...trade, ...sold, ...broken]);

type Split = (row: Row, at: number, choices: readonly number[]) => number;
const splits: [string, Split, IngestOptions][] = [
  ['days', ({ day }, _, choices) => choices[day % choices.length], { covers: 'all' }],
  ['months', ({ day }) => new Date((FIRST + day) * 86_400_000).getUTCMonth(), { covers: 'all' }],
  ['departments', ({ sku }) => SKUS.indexOf(sku), { covers: 'listed' }],
  ['rows', (_, at, choices) => choices[at % choices.length], { covers: 'all' }],
];

const choices = fc.array(fc.nat({ max: 3 }), { minLength: 7, maxLength: 23 });
const order = fc.array(fc.nat({ max: 999 }), { minLength: 5, maxLength: 5 });

async function sendTo(database: Database, rows: readonly Row[], options: IngestOptions): Promise<void> {
  const content = [HEADER, ...rows.map(({ text }) => text)].join('\n');
  await ingestSales(database, files.file(content), schema, options);
}

test.each(splits)('however a file is split, its parts add up to it: by %s', async (_, split, options) => {
  await fc.assert(
    fc.asyncProperty(file, choices, order, async (rows, chosen, keys) => {
      const whole = openDatabase(':memory:', REGISTRY);
      await sendTo(whole, rows, { covers: 'all' });
      const parts = new Map<number, Row[]>();
      rows.forEach((row, at) => {
        const part = split(row, at, chosen);
        parts.set(part, [...(parts.get(part) ?? []), row]);
      });
      // A file without a single readable row is refused, and adds nothing.
      fc.pre([...parts.values()].every((part) => part.some(({ broken }) => !broken)));
      const sent = [...parts.values()].map((part, at) => ({ part: part.toReversed(), key: keys[at] }));
      sent.sort((a, b) => a.key - b.key);
      const joined = openDatabase(':memory:', REGISTRY);
      for (const { part } of [...sent, sent[0]]) await sendTo(joined, part, options);
      expect(answers(joined)).toEqual(answers(whole));
      whole.close();
      joined.close();
    }),
    { numRuns: 25 },
  );
});
