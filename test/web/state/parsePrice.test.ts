import { parseNumber, parsePrice, typedNumber } from '../../../src/web/state/parsePrice';

test.each([
  ['4.95', 4.95],
  [' 4,95 ', 4.95],
  ['£4.50', 4.5],
  ['4,95 €', 4.95],
  ['1,234.50', 1234.5],
  ['$ 1,234,567.80', 1_234_567.8],
  ['1.234,50', 1234.5],
  ['1250', 1250],
  ['1.250', 1.25],
  ['.5', 0.5],
  ['0,125', 0.125],
])('%s', (text, price) => {
  expect(parsePrice(text)).toBe(price);
});

test.each(['', 'much', '-', '-3', '0', '1,234', '1,2,3', '4.95.1', '1e999', 'Infinity', '=1+1'])(
  "'%s' is no price",
  (text) => {
    expect(parsePrice(text)).toBeNull();
  },
);

test.each([
  [' -2,5 ', -2.5],
  ['\u22123', -3],
  ['+4', 4],
  ['0', 0],
  ['', null],
  ['-', null],
  ['two', null],
])("'%s' is the number %s", (text, number) => {
  expect(parseNumber(text)).toBe(number);
});

test.each([1234.5, -0.125, 2.125, 7])('%s as it is typed is read again', (number) => {
  expect(parseNumber(typedNumber(number))).toBe(number);
});
