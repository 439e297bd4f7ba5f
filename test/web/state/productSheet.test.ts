import { EMPTY_SHEET, sheetFrom, sheetParams, toItem } from '../../../src/web/state/productSheet';

const COLUMNS = { numeric: ['weight'], categorical: ['colour', 'size'], levels: {} };
const sheet = {
  ...EMPTY_SHEET,
  description: 'Becher',
  features: { weight: '-1,25', colour: ' 42 ', size: '', other: 'x' },
};

test('further columns are sent as their model reads them; those that it does not read are left out', () => {
  expect(toItem(sheet, COLUMNS)).toEqual({
    item: { description: 'Becher', features: { weight: -1.25, colour: '42' } },
    errors: {},
  });
});

test('a number that is none is marked, and nothing is asked', () => {
  const { item, errors } = toItem({ ...sheet, features: { weight: 'heavy' } }, COLUMNS);
  expect(item).toBeNull();
  expect(errors).toEqual({ 'feature.weight': 'A number, such as 2.5.' });
});

test('nothing is asked before it is known how filled columns are read', () => {
  expect(toItem(sheet, null).item).toBeNull();
  expect(toItem({ ...sheet, features: {} }, null).item).toEqual({ description: 'Becher' });
});

test('an address keeps the columns', () => {
  const params = sheetParams(sheet);
  expect(params.get('feature.colour')).toBe(' 42 ');
  expect(sheetFrom(new URLSearchParams(params.toString()), null).features).toEqual({
    weight: '-1,25',
    colour: ' 42 ',
    other: 'x',
  });
});
