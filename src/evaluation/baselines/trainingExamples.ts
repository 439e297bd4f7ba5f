import type { DemandRecord } from '../../contract/record';
import type { DemandPanel } from '../../ingest/panel';

/** A past moment of one product: what was known then, and its sales in each week of the horizon after it. */
export interface Example {
  record: DemandRecord;
  /** First unknown week then, as an index. */
  anchor: number;
  units: number[];
  /** True for a launch or an actual history, false for an established product with its history hidden. */
  real: boolean;
}

/** Number of moments of each product that a regression learns from: weekly, up to a horizon before the panel's end. */
const ANCHORS = 5;
/** A product without any sale in this many weeks would not be forecast. */
const ACTIVE_WEEKS = 26;

/** Products with all their history, at some of the last weeks that are followed by a whole horizon. */
export function warmExamples(panel: DemandPanel, horizon: number): Example[] {
  const last = panel.weeks - horizon;
  return panel.skus.flatMap((_, sku) => {
    const anchors = Array.from({ length: ANCHORS }, (_, i) => last - i);
    return anchors.flatMap((anchor) => {
      if (anchor <= panel.firstSale[sku]) return [];
      const history = panel.history(sku, anchor);
      const active = history.slice(-ACTIVE_WEEKS).some((week) => week.units > 0);
      return active ? judged(example(panel, sku, anchor, anchor, horizon, history, true)) : [];
    });
  });
}

/** Launches, known up to 3 weeks ahead as in a forecast, and established products with their history hidden. */
export function coldExamples(panel: DemandPanel, horizon: number): Example[] {
  const last = panel.weeks - horizon;
  return panel.skus.flatMap((_, sku) => {
    const launch = panel.firstSale[sku];
    const examples: Example[] = [];
    if (launch >= horizon && launch <= last) {
      examples.push(...judged(example(panel, sku, launch - (sku % horizon), launch, horizon, [], true)));
    }
    for (const anchor of [last, last - horizon]) {
      if (anchor > launch + horizon) {
        examples.push(...judged(example(panel, sku, anchor, anchor, horizon, [], false)));
      }
    }
    return examples;
  });
}

/** The example, or none if its outcome is unknown. */
function judged(one: Example): Example[] {
  return one.units.some(Number.isNaN) ? [] : [one];
}

function example(
  panel: DemandPanel,
  sku: number,
  anchor: number,
  start: number,
  horizon: number,
  history: DemandRecord['history'],
  real: boolean,
): Example {
  const launchPrice = panel.price[panel.at(sku, start)];
  const launch = start === panel.firstSale[sku];
  return {
    record: {
      sku: panel.skus[sku],
      description: panel.descriptionAt(sku, anchor),
      promoText: panel.promoText(sku, start),
      price: launch ? (Number.isNaN(launchPrice) ? null : launchPrice) : panel.ownPrice(sku, start),
      origin: panel.firstWeek + start,
      history,
      extras: panel.extras.asKnown(sku, start, anchor),
    },
    anchor,
    units: Array.from({ length: horizon }, (_, h) => panel.units[panel.at(sku, start + h)]),
    real,
  };
}
