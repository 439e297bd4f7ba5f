import fc from 'fast-check';
import { inEnglish } from '../../../src/contract/findings';
import { readNumber } from '../../../src/ingest/values/number';
import { NumberColumn, NumberEvidence } from '../../../src/ingest/values/numberColumn';
import { OpenReading } from '../../../src/ingest/values/evidence';

const both = (text: string) => {
  const number = readNumber(text);
  return number && [number.point, number.comma];
};

test.each([
  ['1', 1],
  [' -2 ', -2],
  ['+7', 7],
  ['(12)', -12],
  ['12-', -12],
  ['\u22125', -5],
  ['1 234', 1234],
  ['1\u202f234\u202f567', 1234567],
  ["1'234", 1234],
  ['1’234’567', 1234567],
  ['£ 12', 12],
  ['12 €', 12],
  ['-$5', -5],
  ['$-5', -5],
  ['($5)', -5],
  ['R$ 7', 7],
  ['CHF 9', 9],
  ['１２３', 123],
  ['25%', 0.25],
  ['1e3', 1000],
  ['2 pcs', 2],
  ['3x', 3],
  ['2 шт.', 2],
  ['5個', 5],
  ['₫ 89', 89],
  ['Rp 7', 7],
  ['\u200e-5\u200f', -5],
  ['٢٣', 23],
  ['๑๒', 12],
])('%s reads the same whatever the decimal sign', (text, value) =>
  expect(both(text)).toEqual([value, value]),
);

test.each([
  ['1.5', 1.5, NaN],
  ['٨٫٩٥', 8.95, NaN],
  ['1.250.000 ₫', NaN, 1250000],
  ['0.123', 0.123, NaN],
  ['1234.567', 1234.567, NaN],
  ['1,234.50', 1234.5, NaN],
  ['12,34,567', 1234567, NaN],
  ['1,234,567', 1234567, NaN],
  ['1.5E+3', 1500, NaN],
  ['$1,234.50', 1234.5, NaN],
  ["1'234.50", 1234.5, NaN],
  ['1,5', NaN, 1.5],
  ['1.234,50', NaN, 1234.5],
  ['1 234,50 zł', NaN, 1234.5],
  ['1.234.567', NaN, 1234567],
  ['(1.234,50)', NaN, -1234.5],
  ['-12,5 %', NaN, -0.125],
  ['1.234', 1.234, 1234],
  ['1,234', 1234, 1.234],
])('%s is %p with a point and %p with a comma', (text, point, comma) =>
  expect(both(text)).toEqual([point, comma]),
);

test.each([
  '12 34',
  '1,23,4',
  '1.2.3',
  '1..2',
  '--5',
  '12abc',
  '0x10',
  '1_000',
  '12 kg',
  '.,',
  '1,234,5',
  '1 2345',
])('%s is no number', (text) => expect(both(text)).toEqual([NaN, NaN]));

test.each(['', '  ', 'NA', 'n/a', '#N/A', '#NV', '-', '–', 'null', 'NaN'])('%p is missing', (text) =>
  expect(readNumber(text)).toBeNull(),
);

test('what a locale writes is read back under its decimal sign', () => {
  const locales = [
    ['en-US', 'point'],
    ['en-IN', 'point'],
    ['de-CH', 'point'],
    ['de-DE', 'comma'],
    ['fr-FR', 'comma'],
    ['pl-PL', 'comma'],
    ['pt-BR', 'comma'],
    ['ru-RU', 'comma'],
  ] as const;
  const cents = fc.integer({ min: -1e10, max: 1e10 });
  fc.assert(
    fc.property(cents, fc.constantFrom(...locales), (value, [locale, sign]) => {
      const text = (value / 100).toLocaleString(locale, { minimumFractionDigits: 2 });
      expect(readNumber(text)![sign]).toBeCloseTo(value / 100, 9);
    }),
  );
});

describe('a column', () => {
  const read = (...texts: string[]) => {
    const column = new NumberColumn('price', undefined, 1e9);
    return texts.map((text, at) => column.read(text, at + 2));
  };
  const decide = (...texts: string[]) => {
    const evidence = new NumberEvidence();
    texts.forEach((text, at) => evidence.add(text, at + 2));
    return () =>
      evidence.decide('price', {
        of: 'numbers' as const,
        key: 'decimal',
        words: 'a and b',
        readings: ['point', 'comma'],
      });
  };

  test('is read as its first telling value shows', () => {
    expect(read('1', '2.50', '1,234.00', '1.234', 'x')).toEqual([1, 2.5, 1234, 1.234, NaN]);
    expect(read('1', '2,50', '1.234', '')).toEqual([1, 2.5, 1234, null]);
  });

  test('is open where a value comes before its proof, or against it', () => {
    expect(() => read('1.234', '1.234,50')).toThrow(OpenReading);
    expect(() => read('2.5', '2,5')).toThrow(OpenReading);
  });

  test('is decided by all of its values, or refused with the choices', () => {
    expect(decide('1.234', '1.234,50')()).toBe('comma');
    expect(decide('1', '2')()).toBeUndefined();
    expect(decide('1.000', '2.000')).toThrow(
      /such as '1\.000' in line 2.*"decimal": "point" or "decimal": "comma"/,
    );
    expect(decide('1.5', '1,5')).toThrow(/mixes .*'1\.5' in line 2 and '1,5' in line 3.*"decimal"/);
    expect(decide(...new Array<string>(10).fill('1.5'), '1,5')()).toBe('point');
  });

  test('with percentages beside plain numbers tells one of each', () => {
    const understood = (...texts: string[]) => {
      const column = new NumberColumn('discount', undefined, 1e9);
      texts.forEach((text, at) => column.read(text, at + 2));
      return column.understood.map(inEnglish);
    };
    for (const plain of ['12', '1.5', '1,234.50']) {
      const told = understood('0', '10%', '', 'x', plain);
      expect(told).toContainEqual(
        expect.stringContaining(
          `'10%' in line 3 is 0.1, but '${plain}' in line 6 is ${plain.replace(',', '').replace(/0$/, '')};`,
        ),
      );
    }
    expect(understood('0', '10%', '20 %', 'x')).toEqual([]);
    expect(understood('1', '2.5')).toEqual([]);
  });

  test('with two currencies is refused with both', () => {
    expect(() => read('£2', '3', '€4')).toThrow(/two currencies: '£2' in line 2 and '€4' in line 4/);
    expect(read('£2', 'GBP 3', '4')).toEqual([2, 3, 4]);
  });
});
