import { DATE_ORDERS, type DateOrder } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import { placesOf } from './columns';
import { readCsv } from './csv';
import { isoDayOf } from './day';

/** Finds out from all dates of a column whether day or month comes first. Throws when they leave it open or disagree. */
export async function findDateOrder(file: string, column: string): Promise<DateOrder> {
  let at = -1;
  /** First date that can only be read in the order. */
  const proof = new Map<DateOrder, string>();
  let open = '';
  await readCsv(file, {
    onHeader: (header) => (at = placesOf(header, [column]).get(column)!),
    onRow: (values, line) => {
      const date = values[at].trim();
      if (isoDayOf(date, undefined) !== 'unordered') return;
      const fits = DATE_ORDERS.filter((order) => isoDayOf(date, order) !== null);
      if (fits.length === 1 && !proof.has(fits[0])) proof.set(fits[0], `'${date}' in line ${line}`);
      if (fits.length === 2 && !open) open = date;
    },
    onBadRow: () => undefined,
  });
  const choices = DATE_ORDERS.map((order) => `"date_order": "${order}"`).join(' or ');
  if (proof.size === 2) {
    throw new ShelfcastError(
      'invalid',
      `the column '${column}' mixes day first and month first: ${[...proof.values()].join(' and ')}; say in the ` +
        `schema which is meant, ${choices}; the others are then dropped as no dates`,
    );
  }
  if (proof.size === 0) {
    throw new ShelfcastError(
      'invalid',
      `dates such as '${open}' in the column '${column}' fit day first and month first; say in the schema which ` +
        `is meant, ${choices}`,
    );
  }
  return [...proof.keys()][0];
}
