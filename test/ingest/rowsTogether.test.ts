import { demandSchema } from '../../src/contract/dataSchema';
import { guessSchema } from '../../src/ingest/guessSchema';
import { readDemand } from '../../src/ingest/readDemand';
import { temporary } from './files';
import { HEADER, read, weekly } from './sales';

const files = temporary();
afterAll(files.remove);

const dayAt = (day: number) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
/** Sales of one product in 17 whole weeks, one a day, each with a receipt of its own. */
const receipts = Array.from({ length: 119 }, (_, at) => `A,${dayAt(at)},${1 + (at % 7)},2,x,R${at}`);
const undoing = (row: string, change = (text: string) => text) => change(row.replace(/^(A,[^,]+,)/, '$1-'));
const sold = async (rows: readonly string[], columns = 'receipt') => {
  const { panel, report } = await read([`${HEADER},${columns}`, ...rows].join('\n'));
  const undone = report.notes.find(({ code }) => code === 'sale_undone')?.rows ?? 0;
  const dropped = report.dropped.reduce((sum, { rows: left }) => sum + left, 0);
  expect(report.kept + dropped).toBe(report.rows);
  return { units: [...panel.units].reduce((sum, units) => sum + units, 0), undone };
};
const all = receipts.reduce((sum, row) => sum + Number(row.split(',')[2]), 0);

test('a row below zero undoes the sale that it is like but for its sign, wherever that stands', async () => {
  const behind = [...receipts.slice(0, 51), undoing(receipts[50]), ...receipts.slice(51)];
  for (const rows of [behind, [...behind].reverse()]) {
    expect(await sold(rows)).toEqual({ units: all - 2, undone: 1 });
  }
  const numbered = behind.map((row, at) => `${row},${at},${row.includes(',-') ? 'Void' : 'Sale'}`);
  expect(
    await sold(
      numbered.map((row) => row.replace(/,\d+,(Void|Sale)$/, ',$1')),
      'receipt,type',
    ),
  ).toEqual({
    units: all - 2,
    undone: 1,
  });
});

test('a return undoes no sale: of another day or receipt, or where no column tells sales apart', async () => {
  const later = undoing(receipts[50], (row) => row.replace(/R\d+$/, 'R900'));
  expect(await sold([...receipts, later])).toEqual({ units: all, undone: 0 });
  const untold = [...receipts, undoing(receipts[50])].map((row) => row.replace(/R\d+$/, 'S1'));
  expect(await sold(untold)).toEqual({ units: all, undone: 0 });
});

test('an export that stands in the file twice is refused; a row for each piece of a receipt is not', async () => {
  const twice = [...receipts, 'B,2024-01-09,1,2,y,R500', ...receipts];
  await expect(sold(twice)).rejects.toMatchObject({
    detail: expect.stringMatching(/^the lines 122 to 240 are the same as those from line 2 on/),
  });
  const pieces = receipts.flatMap((row) =>
    Array.from({ length: Number(row.split(',')[2]) }, () => row.replace(/,\d,2,x/, ',1,2,x')),
  );
  expect(await sold(pieces)).toEqual({ units: all, undone: 0 });
});

test('a file whose rows a join has multiplied is refused', async () => {
  await expect(sold(receipts.flatMap((row) => [row, row, row]))).rejects.toMatchObject({
    detail: expect.stringMatching(/^each row is there 3 times/),
  });
});

test('equal receipts of one day are sales; a day that is there twice is refused', async () => {
  const box = Array.from({ length: 24 }, (_, at) => `P${at},${dayAt(40)},1,2,x,`);
  const boxes = [...receipts, ...box, ...box, ...box];
  expect(await sold(boxes)).toEqual({ units: all + 72, undone: 0 });
  const day = box.map((row) => row.replace(dayAt(40), dayAt(130)));
  await expect(sold([...receipts, ...day, ...day])).rejects.toMatchObject({
    detail: expect.stringMatching(/^the lines 145 to 168 are the same as those from line 121 on/),
  });
});

test('a till that writes a row for each piece is read, where nearly all of a day are of one product', async () => {
  const till = Array.from({ length: 42 }, (_, day) =>
    Array.from({ length: 60 }, (_, at) => `${at % 26 === 25 ? 'B' : 'A'},${dayAt(day)},1,2,x,`),
  ).flat();
  expect(await sold(till, 'promo')).toEqual({ units: till.length, undone: 0 });
});

const GROUPS = { Mugs: ['mug-1', 'mug-2'], Jugs: ['jug-1', 'jug-2', 'jug-3'], Lamps: ['lamp'] };
/** Weeks of these groups' products: some are left out in each. */
const grouped = (weeks: number, order: (total: string[], parts: string[][]) => string[][]) =>
  Array.from({ length: weeks }, (_, week) =>
    Object.entries(GROUPS).flatMap(([group, codes], place) => {
      const day = dayAt(7 * week);
      const parts = codes
        .map((code, at) => [code, day, String((week * (at + 3) + place * at + at) % (5 + at)), '2', code, ''])
        .filter(([, , units]) => units !== '0');
      const units = parts.reduce((sum, part) => sum + Number(part[2]), 0);
      return units > 0 ? order([group, day, String(units), '', group, ''], parts) : [];
    }),
  ).flat();

test.each([
  ['before its parts', (total: string[], parts: string[][]) => [total, ...parts]],
  ['behind its parts', (total: string[], parts: string[][]) => [...parts, total]],
])(
  'a code that sums up others %s is left out by a guess, and refused under a schema without a rule',
  async (_, order) => {
    const rows = grouped(14, order).map((row) => row.join(','));
    const content = [`${HEADER},promo`, ...rows].join('\n');
    const path = files.file(content.replace('code,sold,units', 'sku,week,units'));
    const schema = demandSchema.parse({ ...(await guessSchema(path)), promo_text: undefined });
    expect(schema.keep).toEqual([{ column: 'sku', not: expect.arrayContaining(Object.keys(GROUPS)) }]);
    expect((await readDemand(path, schema)).panel.skus).toEqual(
      Object.values(GROUPS)
        .flat()
        .map((code) => code.toUpperCase())
        .sort(),
    );
    await expect(read(content, weekly)).rejects.toMatchObject({
      detail: expect.stringMatching(/3 such codes.*keep rule: \{"column":"code","not":\[/),
    });
    const kept = await read(content, { ...weekly, keep: [{ column: 'code', match: '.' }] });
    expect(kept.panel.skus).toHaveLength(9);
  },
);

test('products that now and then sell as many as those beside them are none', async () => {
  const rows = grouped(14, (total, parts) => [
    [...total.slice(0, 2), String(Number(total[2]) % 7 || 1), ...total.slice(3)],
    ...parts,
  ]);
  const { panel } = await read([`${HEADER},promo`, ...rows.map((row) => row.join(','))].join('\n'), weekly);
  expect(panel.skus).toHaveLength(9);
});

test('two products of a group that sold once, in the same week, are no total and its part', async () => {
  const rare = ['rare-1', 'rare-2'].map((code) => [code, dayAt(28), '1', '2', code, '']);
  const rows = grouped(14, (total, parts) => {
    const isGroup = total[0] === 'Mugs' && total[1] === dayAt(28);
    return isGroup ? [total.with(2, String(Number(total[2]) + 2)), ...parts, ...rare] : [total, ...parts];
  });
  const content = [`${HEADER},promo`, ...rows.map((row) => row.join(','))].join('\n');
  await expect(read(content, weekly)).rejects.toMatchObject({
    detail: expect.stringMatching(/3 such codes/),
  });
});
