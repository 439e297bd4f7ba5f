import { shownCurrency } from '../../../src/ingest/values/currency';

test.each([
  ['cells', 'price', ['€9.95', '', '12'], 'EUR'],
  ['a code in cells', 'price', ['USD 9.95', '12 USD'], 'USD'],
  ['a sign in the name', 'VK €', ['9,95'], 'EUR'],
  ['a code in the name', 'Unit price (CHF)', ['9.95'], 'CHF'],
  ['name and cells', 'Preis EUR', ['9,95 €'], 'EUR'],
])('%s say the currency', (_, name, cells, code) => {
  expect(shownCurrency(name, cells)).toBe(code);
});

test.each([
  ['nothing says it', 'NET PRICE', ['9.95']],
  ['several currencies share the sign', 'price', ['$9.95']],
  ['a sign of several is beside one of its own', 'price', ['$9.95', '€3']],
  ['the name says another', 'Price (GBP)', ['9,95 €']],
])('no currency is guessed where %s', (_, name, cells) => {
  expect(shownCurrency(name, cells)).toBeUndefined();
});
