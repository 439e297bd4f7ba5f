import { areRowNumbers } from '../../../src/ingest/schema/rowNumbers';

const day = (at: number) => `2025-01-${String(1 + (at % 28)).padStart(2, '0')}`;
const rows = (count: number, code: (at: number) => string, text: (at: number) => string) => {
  const all = Array.from({ length: count }, (_, at) => at);
  return {
    codes: all.map(code),
    texts: all.map(text),
    dates: all.map((at) => day(Math.floor((at * 28) / count))),
  };
};
/** 60 rows of five products. */
const sold = (code: (at: number) => string) => rows(60, code, (at) => `Mug ${at % 5}`);

test.each([
  ['a number that rises with each row', sold((at) => `${1000 + at}`), true],
  ['one behind letters', sold((at) => `R-${1000 + at}`), true],
  ['receipts of three lines', sold((at) => `${Math.floor(at / 3)}`), true],
  ['codes of the products', sold((at) => `P${at % 5}`), false],
  ['a code for each size of a product', sold((at) => `P${at % 30}`), false],
  ['things of which there is one each', rows(60, (at) => `${at}`, (at) => `Chair ${at}`), false], // prettier-ignore
  ['one day in which each size sold once', { ...sold((at) => `${at}`), dates: sold(() => '').codes.map(() => day(0)) }, false], // prettier-ignore
  [
    'products of several texts',
    rows(
      60,
      (at) => `P${at % 5}`,
      (at) => `Mug ${at % 5} ${at % 2}`,
    ),
    false,
  ],
])('%s', (_, { codes, texts, dates }, numbers) => {
  expect(areRowNumbers({ codes, texts, dates })).toBe(numbers);
});

test('a number that falls row by row, as the days do', () => {
  const { codes, texts, dates } = sold((at) => `${1000 + at}`);
  const backwards = { codes: codes.reverse(), texts: texts.reverse(), dates: dates.reverse() };
  expect(areRowNumbers(backwards)).toBe(true);
});

test('random numbers of as many rows as there are, of products that come again', () => {
  const random = rows(300, (at) => `${(at * 7919) % 100_003}`, (at) => `Mug ${at % 5}`); // prettier-ignore
  expect(areRowNumbers(random)).toBe(true);
});
