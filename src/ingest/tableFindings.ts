import type { TableSchema } from '../contract/dataSchema';
import { type Found, found } from '../contract/findings';
import { mean } from '../common/statistics';
import type { TableRow } from './readTable';

/** Fewest rows for a finding about a column, and their share of all. */
const FEWEST_ROWS = 20;
const SHARE_OF_ROWS = 0.5;
/** Correlation above which a column alone determines the target. */
const NEARLY_ONE = 0.995;

/** Oddities of a table's columns and rows that should be known before training. */
export function tableFindings(rows: readonly TableRow[], schema: TableSchema): Found[] {
  if (rows.length < FEWEST_ROWS) return [];
  const { target, numeric, categorical } = schema;
  const told: Found[] = [];
  if (rows.every(({ record }) => record.text === '')) told.push(found('texts_empty'));
  for (const column of [...numeric, ...categorical]) {
    const [first, ...others] = new Set(rows.map(({ record }) => record.extras[column]));
    if (others.length > 0) continue;
    told.push(
      first === null ? found('column_empty', { column }) : found('column_constant', { column, value: first }),
    );
  }
  for (const column of numeric) {
    if (tells(rows, column)) told.push(found('target_told', { column, target }));
  }
  const distinct = new Set(
    rows.map(({ record: { text, extras }, target: own }) => JSON.stringify([text, extras, own])),
  );
  const again = rows.length - distinct.size;
  if (again > 0) told.push(found('table_rows_again', { count: again }));
  return told;
}

/** Whether a column alone determines the target, directly or in logarithms. */
function tells(rows: readonly TableRow[], column: string): boolean {
  const known = rows.flatMap(({ record, target }) => {
    const value = record.extras[column];
    return typeof value === 'number' && target !== null ? [[value, target] as const] : [];
  });
  if (known.length < Math.max(FEWEST_ROWS, rows.length * SHARE_OF_ROWS)) return false;
  const log = (value: number) => Math.sign(value) * Math.log1p(Math.abs(value));
  return [known, known.map(([value, target]) => [log(value), log(target)] as const)].some(
    (pairs) => Math.abs(correlation(pairs)) > NEARLY_ONE,
  );
}

/** Pearson's correlation; 0 if either is constant. */
function correlation(pairs: readonly (readonly [number, number])[]): number {
  const [a, b] = [mean(pairs.map(([value]) => value)), mean(pairs.map(([, value]) => value))];
  let [both, ofA, ofB] = [0, 0, 0];
  for (const [x, y] of pairs) {
    both += (x - a) * (y - b);
    ofA += (x - a) ** 2;
    ofB += (y - b) ** 2;
  }
  return both / Math.sqrt(ofA * ofB) || 0;
}
