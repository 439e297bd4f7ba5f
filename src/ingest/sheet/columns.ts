import { withoutHidden } from '../../common/hidden';
import { ShelfcastError } from '../../contract/errors';
import { found } from '../../contract/findings';
import { sameName } from './layout';

/** The positions of the wanted columns in the header. Throws if one is missing or duplicated. */
export function placesOf(header: readonly string[], wanted: readonly string[]): Map<string, number> {
  const at = new Map(wanted.map((column) => [column, header.findIndex((name) => sameName(name, column))]));
  const missing = wanted.filter((column) => at.get(column) === -1);
  if (missing.length > 0) {
    const names = (columns: readonly string[]): string => columns.map((column) => `'${column}'`).join(', ');
    throw new ShelfcastError(
      'invalid',
      `the schema names ${names(missing)}, but the data's columns are ${names(header)}`,
      { reasons: [found('columns_missing', { missing: names(missing), columns: names(header) })] },
    );
  }
  const twice = wanted.find(
    (column) => at.get(column) !== header.findLastIndex((name) => sameName(name, column)),
  );
  if (twice) {
    const reasons = [found('column_twice', { column: twice })];
    throw new ShelfcastError('invalid', `the data have two columns '${twice}'; rename one of them`, {
      reasons,
    });
  }
  return at;
}

const UNCLEAN = /^\s|\s$|\s\s|[^\S ]/;
const NOT_ASCII = /[\u0080-\uffff]/;

/** A text with normalised white space and Unicode (NFC). */
export function cleanText(text: string): string {
  const cleaned = UNCLEAN.test(text) ? text.trim().replace(/\s+/g, ' ') : text;
  return NOT_ASCII.test(cleaned) ? withoutHidden(cleaned).trim().normalize('NFC') : cleaned;
}
