import type { HeadKind } from '../../contract/head';
import { NEARNESS_COLUMNS } from '../../shop/neighbours/nearness';
import {
  NEIGHBOUR_COLUMNS,
  SEASON_COLUMNS,
  SHOP_SEASON_COLUMNS,
} from '../../shop/neighbours/neighbourStatistics';
import type { DemandDataset } from './demandDataset';
import type { DemandRows } from './demandRows';

/**
 * Columns on sales of similar products: of all by price, of those with similar words, and of those that use the own
 * price.
 */
const BY_PRICE = ['price_level', 'price_zeros', 'price_trend', 'price_mean'];
const BY_WORDS = NEIGHBOUR_COLUMNS.filter((name) => name.startsWith('analogs_'));
/**
 * Columns used only by the stack, not by a network: simple methods by TF-IDF, and the similarity of those with similar
 * words.
 */
export const OF_STACK: readonly string[] = [
  'words_level',
  'characters_level',
  ...NEARNESS_COLUMNS,
  ...SEASON_COLUMNS,
];
const PRICED = ['analogs_revenue', 'analogs_price_gap'];

/** Columns on similar products that a head uses, the network's first: by words, or by price only. */
export function similarNames(kind: HeadKind): readonly string[] {
  if (kind === 'numeric_only') return [...BY_PRICE, ...SHOP_SEASON_COLUMNS];
  const byVector = kind === 'text_aware' ? BY_WORDS : BY_WORDS.filter((name) => !PRICED.includes(name));
  return [...byVector, ...OF_STACK];
}

/** The same as places in NEIGHBOUR_COLUMNS. */
export function similarColumns(kind: HeadKind): number[] {
  return similarNames(kind).map((name) => NEIGHBOUR_COLUMNS.indexOf(name));
}

/** In the table of `similarTable`, the column with log1p of the mean weekly units of similar products. */
export function similarLevel(kind: HeadKind): number {
  return similarNames(kind).indexOf(kind === 'numeric_only' ? 'price_mean' : 'analogs_mean');
}

/**
 * In the same table, the first column with the season of a forecast week; null if there is none, or not one for each
 * week.
 */
export function firstSeasonWeek(
  { seasonal, rows }: { seasonal: boolean; rows: Pick<DemandRows, 'count' | 'units'> },
  kind: HeadKind,
): number | null {
  const [firstName] = kind === 'numeric_only' ? SHOP_SEASON_COLUMNS : SEASON_COLUMNS;
  const first = similarNames(kind).indexOf(firstName);
  const weeks = rows.units.length / rows.count - 1;
  return seasonal && first >= 0 && weeks <= SEASON_COLUMNS.length ? first : null;
}

/** In the same table, the column with their mean log price; null if it has none. */
export function similarPrice(kind: HeadKind): number | null {
  return kind === 'numeric_only' ? null : similarNames(kind).indexOf('analogs_price');
}

/** Cached by the source tables. */
const similarTables = new WeakMap<Float32Array, Map<HeadKind, Float32Array>>();

/** Sales of similar products, row-major [R, columns]: by text, or by price only. */
export function similarTable({ analogs, rows }: DemandDataset, kind: HeadKind): Float32Array {
  const tables = similarTables.get(analogs) ?? new Map<HeadKind, Float32Array>();
  similarTables.set(analogs, tables);
  const table = tables.get(kind) ?? columnsOf(analogs, rows.count, similarColumns(kind));
  tables.set(kind, table);
  return table;
}

function columnsOf(table: Float32Array, rows: number, columns: readonly number[]): Float32Array {
  const width = table.length / rows;
  const result = new Float32Array(rows * columns.length);
  for (let row = 0, at = 0; row < rows; row += 1)
    for (const column of columns) result[at++] = table[row * width + column];
  return result;
}
