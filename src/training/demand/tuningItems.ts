import { mean, present } from '../../common/statistics';
import type { DemandPanel } from '../../ingest/panel';
import type { TuningItems } from '../encoder/linearHead';
import type { DemandOptions } from './demandOptions';
import { heldOutWeeks, WARM_ANCHORS } from './heldOut';

/** Weeks that a product must have been sold for to tell its level. */
const FEWEST_WEEKS = 4;
/** Windows of held-out weeks that small shops have before the last one; see innerFits. */
const EARLIER_WINDOWS = 2;

/**
 * What an encoder is tuned to on a shop: each product's log1p of mean weekly units since its first sale, with the logarithm
 * of its usual price beside the words. Sales of the weeks that the heads hold out, in any of their windows, are not read.
 */
export function tuningItems(panel: DemandPanel, options: DemandOptions): TuningItems {
  const until = panel.weeks - heldOutWeeks(panel.weeks, options) - EARLIER_WINDOWS * WARM_ANCHORS;
  const texts: string[] = [];
  const targets: number[] = [];
  const prices: number[] = [];
  panel.skus.forEach((_, sku) => {
    const first = panel.firstSale[sku];
    const text = panel.descriptionAt(sku, until);
    if (until - first < FEWEST_WEEKS || text === '') return;
    const known = present(panel.units.subarray(panel.at(sku, first), panel.at(sku, until)));
    if (known.length < FEWEST_WEEKS) return;
    const paid = present(panel.price.subarray(panel.at(sku, first), panel.at(sku, until)));
    texts.push(text);
    targets.push(Math.log1p(mean(known)));
    prices.push(paid.length > 0 ? Math.log1p(mean(paid)) : NaN);
  });
  return { texts, targets: Float32Array.from(targets), columns: Float32Array.from(prices) };
}
