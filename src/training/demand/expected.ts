import { sum } from '../../common/statistics';
import type { Manifest } from '../../contract/manifest';
import type { DriftShares, ExpectedWeeks } from '../../contract/monitoring';
import type { StackGroup } from '../../contract/stackParts';
import { type AnswerShape, middleOf } from '../network/answers';
import type { DemandDataset } from './demandDataset';
import { ROW_KIND } from './demandRows';
import type { ServedRecord } from './heldOutRecords';

/** The number of new products per week is estimated from this many weeks of launches. */
const LAUNCH_WEEKS = 13;

/** Errors of the medians in each held-out week, for new products and for known ones. */
export function expectedWeeks(
  dataset: DemandDataset,
  records: readonly ServedRecord[],
  answers: AnswerShape,
): ExpectedWeeks[] {
  const of = (wanted: StackGroup) => records.filter(({ group }) => group === wanted);
  return [
    { task: 'NEW', weeks: weeksOf(dataset, of('new'), answers) },
    { task: 'KNOWN', weeks: weeksOf(dataset, of('known'), answers) },
  ];
}

/** What the products on sale at the end of the training were like, relative to the manifest's own ranges. */
export function trainingDrift(
  { rows, context }: DemandDataset,
  {
    features: { names, ranges },
    familiar_similarity: familiar,
  }: Pick<Manifest, 'features' | 'familiar_similarity'>,
  nearest: readonly number[],
): DriftShares {
  const last = rows.anchor.reduce((latest, anchor) => Math.max(latest, anchor), 0);
  const onSale = [...rows.anchor.keys()].filter(
    (row) => rows.kind[row] === ROW_KIND.history && rows.anchor[row] === last,
  );
  const outside = (name: string, isOut: (value: number, low: number, high: number) => boolean) => {
    const { low, high } = ranges[name] ?? {};
    const values = onSale.map((row) => rows.features[row * names.length + names.indexOf(name)]);
    return values.length === 0
      ? null
      : values.filter((value) => isOut(value, low ?? -Infinity, high ?? Infinity)).length / values.length;
  };
  const shop = context.shop.slice(-LAUNCH_WEEKS);
  const selling = sum(shop.map((week) => week.selling));
  return {
    items: onSale.length,
    unfamiliar_text:
      familiar === null ? null : nearest.filter((cosine) => cosine < familiar).length / nearest.length,
    price_out_of_range: outside('price', (value, low, high) => value < low || value > high),
    history_out_of_range: outside('mean_26', (value, _, high) => value > high),
    cold_start: selling > 0 ? sum(shop.map((week) => week.launches)) / selling : null,
    new_products: 0,
  };
}

function weeksOf(
  { rows }: DemandDataset,
  records: readonly ServedRecord[],
  { series, quantiles }: AnswerShape,
): ExpectedWeeks['weeks'] {
  const middle = middleOf(quantiles);
  const weeks = new Map<
    number,
    { units: number; absolute: number; signed: number; covered: number; n: number; products: Set<number> }
  >();
  records.forEach(({ row, units, actual }) => {
    for (let h = 0; h < series - 1; h += 1) {
      if (Number.isNaN(actual[h])) continue;
      const [low, mid, high] = [0, middle, quantiles.length - 1].map((q) => units[h * quantiles.length + q]);
      const error = mid - actual[h];
      const week = rows.target[row] + h;
      const sums = weeks.get(week) ?? {
        units: 0,
        absolute: 0,
        signed: 0,
        covered: 0,
        n: 0,
        products: new Set(),
      };
      weeks.set(week, sums);
      sums.units += actual[h];
      sums.absolute += Math.abs(error);
      sums.signed += error;
      sums.covered += actual[h] >= Math.round(low) && actual[h] <= Math.round(high) ? 1 : 0;
      sums.n += 1;
      sums.products.add(rows.sku[row]);
    }
  });
  return [...weeks]
    .sort(([a], [b]) => a - b)
    .filter(([, { units }]) => units > 0)
    .map(([, { units, absolute, signed, covered, n, products }]) => ({
      wape: absolute / units,
      bias: signed / units,
      coverage: covered / n,
      products: products.size,
    }));
}
