import { certain } from '../../common/certain';
import { sum } from '../../common/statistics';
import type { HeadKind } from '../../contract/head';
import { NEARNESS_COLUMNS } from '../../shop/neighbours/nearness';
import { type HeadNearness, nearer } from '../head/nearness';
import type { DemandDataset } from './demandDataset';
import { similarNames, similarTable } from './similarColumns';
import { type DemandRows, ROW_KIND } from './demandRows';

/**
 * Candidate weights, and the initial ones, which did best over many shops drawn from a real one: for near twins, and
 * for what is typical if no text is similar.
 */
const TYPICAL = [0.01, 0.03, 0.1, 0.3];
const TWINS = [1, 3, 10, 30, 100];
const START = { typical: 0.1, twins: 3 };
/** Standard errors by which others must be better. */
const SURE = 2;
/**
 * All hidden histories together count as this many launches: they show which similarity matters, but in a larger shop
 * launches show it better.
 */
const BORROWED = 15;

/** An observation: the expectation of a row, its sales in a week, and its weight. */
interface Told {
  row: number;
  weight: number;
  expected: number;
  actual: number;
}

/**
 * How forecasts of a kind of head for products without history depend on the similarity of others: the weights with the
 * least squared error of square roots of weekly units, over launches and products with hidden history, if it is
 * significantly smaller than that of the initial weights; else those. `expected` [R] are the units that its simple
 * methods expect. Null for a head that uses no similar products.
 */
export function fitNearness(
  dataset: DemandDataset,
  kind: HeadKind,
  expected: Float32Array,
): HeadNearness | null {
  const columns = NEARNESS_COLUMNS.map((name) => similarNames(kind).indexOf(name));
  if (columns.includes(-1)) return null;
  const { rows } = dataset;
  const similar = similarTable(dataset, kind);
  const width = similar.length / rows.count;
  const told = toldBy(rows, expected);
  const errorsOf = (weights: typeof START) =>
    told.map(({ row, expected: units, actual }) => {
      const analogs = similar.subarray(row * width, (row + 1) * width);
      return (Math.sqrt(nearer(units, analogs, { ...weights, columns })) - Math.sqrt(actual)) ** 2;
    });
  const whole = sum(told.map(({ weight }) => weight));
  const meanOf = (values: readonly number[]) =>
    sum(values.map((value, at) => value * told[at].weight)) / whole;
  const start = errorsOf(START);
  let best = { weights: START, gain: 0 };
  for (const typical of TYPICAL)
    for (const twins of TWINS) {
      const errors = errorsOf({ typical, twins });
      const gains = errors.map((error, at) => start[at] - error);
      const gain = meanOf(gains);
      const deviation = Math.sqrt(meanOf(gains.map((one) => (one - gain) ** 2)));
      if (gain > best.gain && gain > (SURE * deviation) / Math.sqrt(whole))
        best = { weights: { typical, twins }, gain };
    }
  return { ...best.weights, columns };
}

/** Launches, one observation per product, and hidden histories, all together as at most BORROWED. */
function toldBy({ units, count, kind, sku }: DemandRows, expected: Float32Array): Told[] {
  const series = units.length / count;
  return [ROW_KIND.launch, ROW_KIND.hidden].flatMap((wanted): Told[] => {
    const found = Array.from(expected, (value, row) => ({
      row,
      expected: value,
      actual: units[(row + 1) * series - 1] / (series - 1),
    })).filter(({ row, expected: value, actual }) => kind[row] === wanted && !Number.isNaN(value + actual));
    const rowsOf = new Map<number, number>();
    for (const { row } of found) rowsOf.set(sku[row], (rowsOf.get(sku[row]) ?? 0) + 1);
    const each = wanted === ROW_KIND.hidden ? Math.min(1, BORROWED / rowsOf.size) : 1;
    return found.map((one) => ({
      ...one,
      weight: each / certain(rowsOf.get(sku[one.row]), 'rows of a product'),
    }));
  });
}
