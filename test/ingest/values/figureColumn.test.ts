import { inEnglish } from '../../../src/contract/findings';
import { OpenReading } from '../../../src/ingest/values/evidence';
import { FigureColumn } from '../../../src/ingest/values/figureColumn';

const column = (decimal?: 'point' | 'comma', order?: 'day/month/year') =>
  new FigureColumn('size', decimal, order, 1e15);
const read = (text: string) => column('point').read(text, 2);

test.each([
  ['192.0 cm', 192],
  ['1.2 m', 120],
  ['15.6"', 39.624],
  ['1.37kg', 1.37],
  ['500 g', 0.5],
  ['8GB', 8],
  ['1 TB', 1000],
  ['750ml', 0.75],
  ['2 hours', 120],
  ['18 months', 1.5],
  ['320 pages', 320],
  ['14.5% vol', 14.5],
  ['12.5k', 12_500],
  ['$1.2M', 1_200_000],
  ['3万', 30_000],
  ['10,000+', 10_000],
  ['~20', 20],
  ['> 190', 190],
  ['2,400 sq ft', 2400],
  ['2024-07-01', 2024 + 182 / 366],
  ['1 January 2023', 2023],
  ['25%', 0.25],
  ['1999', 1999],
])('%s is %d', (text, value) => {
  expect(read(text)).toBeCloseTo(value, 9);
});

test.each([
  '31-41',
  '4.5/5',
  'Varies with device',
  '128GB SSD + 1TB HDD',
  'kg',
  '1h 45min',
  'model 7',
  '9/11/2024',
])('%s is no number', (text) => expect(read(text)).toBeNaN());

test.each(['', 'n/a', '-'])("'%s' is missing", (text) => expect(read(text)).toBeNull());

it('takes one unit, in whatever size it is written, and no other; what has none is of that unit', () => {
  const size = column('point');
  expect(['1.5 kg', '500 g', '2', '3 cm'].map((text, at) => size.read(text, at + 2))).toEqual([
    1.5,
    0.5,
    2,
    NaN,
  ]);
  expect(size.understood.map(inEnglish)).toEqual(["size is read in kg: '1.5 kg' in line 2 is 1.5"]);
  const pages = column('point');
  expect(['320 pages', '1 page', '2 volumes'].map((text, at) => pages.read(text, at + 2))).toEqual([
    320,
    1,
    NaN,
  ]);
});

it('reads a number beside a unit by the decimal sign of its column', () => {
  expect(column('comma').read('1.234 kg', 2)).toBe(1234);
  expect(column('comma').read('1,5 kg', 2)).toBe(1.5);
  expect(() => column().read('1.234 kg', 2)).toThrow(OpenReading);
});

it('reads dates in the order that is given', () => {
  const size = column('point', 'day/month/year');
  expect(size.read('1/7/2023', 5)).toBeCloseTo(2023 + 181 / 365, 9);
  expect(size.understood.map(inEnglish)).toEqual([
    "size holds dates, read as years: '1/7/2023' in line 5 is 2023.496",
  ]);
});
