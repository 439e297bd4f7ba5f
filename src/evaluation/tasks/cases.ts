import type { Task } from '../../contract/evaluation/task';
import type { DemandRecord } from '../../contract/record';
import type { DemandPanel } from '../../ingest/panel';
import type { Case } from '../methods/forecaster';
import type { CaseTruth } from '../metrics/score';
import { naiveScale } from '../metrics/rmsse';

/** A product first sold this many weeks before the origin, or later, is YOUNG. */
const YOUNG_WEEKS = 8;
/** A KNOWN product has sold something in this many weeks before the origin. */
const ACTIVE_WEEKS = 26;

export interface CaseWithTruth {
  case: Case;
  truth: CaseTruth;
}

/**
 * The products to forecast at an origin (a week index), by ascending sku, each with what was known then and with its
 * actual sales. NEW: first sale within `horizon` weeks from the origin, forecast from the launch week on, with launch
 * price and first-week text and no history. KNOWN: first sold more than 8 weeks before and sold in the last 26. YOUNG:
 * first sold in the 8 weeks before. All others are left out, and so are products whose sales are unknown.
 */
export function casesAt(panel: DemandPanel, origin: number, horizon: number): CaseWithTruth[] {
  return panel.skus.flatMap((sku, index) => {
    const task = taskOf(panel, index, origin, horizon);
    if (task === null) return [];
    const start = task === 'NEW' ? panel.firstSale[index] : origin;
    const weeks = Array.from({ length: horizon }, (_, h) => start + h);
    const record = recordAt(panel, index, origin, start);
    const units = weeks.map((t) => panel.units[panel.at(index, t)]);
    if (units.some(Number.isNaN)) return [];
    return {
      case: {
        task,
        sku,
        origin: panel.firstWeek + origin,
        record,
        plan: weeks.map((t) => ({
          promoText: panel.promoText(index, t),
          extras: panel.extras.asKnown(index, t, origin),
        })),
        age: Math.max(0, origin - panel.firstSale[index]),
      },
      truth: {
        sku,
        origin: panel.firstWeek + origin,
        units,
        scale: task === 'KNOWN' ? naiveScale(record.history.map((week) => week.units)) : null,
      },
    };
  });
}

function taskOf(panel: DemandPanel, sku: number, origin: number, horizon: number): Task | null {
  const first = panel.firstSale[sku];
  if (first >= origin) return first < origin + horizon && first + horizon <= panel.weeks ? 'NEW' : null;
  if (origin + horizon > panel.weeks) return null;
  if (first >= origin - YOUNG_WEEKS) return 'YOUNG';
  const recent = panel.units.subarray(
    panel.at(sku, Math.max(0, origin - ACTIVE_WEEKS)),
    panel.at(sku, origin),
  );
  return recent.some((units) => units > 0) ? 'KNOWN' : null;
}

function recordAt(panel: DemandPanel, sku: number, origin: number, start: number): DemandRecord {
  const launch = panel.firstSale[sku] >= origin;
  const launchPrice = panel.price[panel.at(sku, panel.firstSale[sku])];
  return {
    sku: panel.skus[sku],
    description: panel.descriptionAt(sku, origin),
    promoText: panel.promoText(sku, start),
    price: launch ? (Number.isNaN(launchPrice) ? null : launchPrice) : panel.ownPrice(sku, origin),
    origin: panel.firstWeek + start,
    history: launch ? [] : panel.history(sku, origin),
    extras: panel.extras.asKnown(sku, start, origin),
  };
}
