import { mean, present } from '../../common/statistics';
import type { DemandPanel } from '../../ingest/panel';
import type { TuningItems } from '../encoder/linearHead';
import type { DemandOptions } from './demandOptions';
import { EARLIER_WEEKS, heldOutWeeks } from './heldOut';

/** Weeks that a product must have been on sale for its level to be known. */
const FEWEST_WEEKS = 4;
/** Weeks after its launch on which a new product is judged. */
const LAUNCH_WEEKS = 8;
/** With fewer launches than these, a part of the other products is used to judge. */
const FEWEST_LAUNCHES = 30;

/**
 * What an encoder is tuned to on a shop: each product's log1p of mean weekly units since its first sale, with the
 * logarithm of its usual price besides the words. The weeks that the heads hold out, in any of their windows, are not
 * used for that. Products launched in them judge, by their first weeks: `held` are these items, null if there are few.
 */
export function tuningItems(
  panel: DemandPanel,
  options: DemandOptions,
): { items: TuningItems; held: number[] | null } {
  const until = panel.weeks - heldOutWeeks(panel.weeks, options) - EARLIER_WEEKS;
  const texts: string[] = [];
  const levels: number[] = [];
  const prices: number[] = [];
  const add = (sku: number, to: number) => {
    const weeks = <T extends Float64Array>(values: T) =>
      present(values.subarray(panel.at(sku, panel.firstSale[sku]), panel.at(sku, to)));
    const text = panel.descriptionAt(sku, to);
    const [units, paid] = [weeks(panel.units), weeks(panel.price)];
    if (text === '' || units.length < FEWEST_WEEKS) return;
    texts.push(text);
    levels.push(Math.log1p(mean(units)));
    prices.push(paid.length > 0 ? Math.log1p(mean(paid)) : NaN);
  };
  const skus = [...panel.skus.keys()];
  const known = skus.filter((sku) => panel.firstSale[sku] < until);
  for (const sku of known) add(sku, until);
  const seen = texts.length;
  const launched = skus.filter((sku) => panel.firstSale[sku] >= Math.max(0, until));
  for (const sku of launched) add(sku, Math.min(panel.weeks, panel.firstSale[sku] + LAUNCH_WEEKS));
  const judging = texts.length - seen >= FEWEST_LAUNCHES;
  const end = judging ? texts.length : seen;
  return {
    items: {
      texts: texts.slice(0, end),
      targets: Float32Array.from(levels.slice(0, end)),
      columns: Float32Array.from(prices.slice(0, end)),
    },
    held: judging ? Array.from({ length: end - seen }, (_, at) => seen + at) : null,
  };
}
