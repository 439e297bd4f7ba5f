import { deviation, mean } from '../../src/common/statistics';
import { normalQuantile } from '../../src/common/normal';
import type { DemandPanel } from '../../src/ingest/panel';
import type { Outcome } from './outcomes';

/** Weeks of history that the safety stock goes by. */
const SAFETY_WEEKS = 13;
/** Launches of this many weeks are what a launch is expected to be like. */
const LAUNCH_WEEKS = 12;

/**
 * Stock for `span` weeks as it is usually planned, in units: the mean of four weeks times the span, and a safety stock of
 * z deviations of a week times the root of the span. Of a new product the mean and deviation of what the launches of the
 * last weeks sold in as many weeks.
 */
export function plainStock(panel: DemandPanel, outcome: Outcome, span: number, level: number): number {
  const origin = outcome.origin - panel.firstWeek;
  const z = normalQuantile(level);
  const whole = (units: number) => Math.max(0, Math.ceil(units));
  if (outcome.task === 'NEW') {
    const launches = launchTotals(panel, origin, span);
    return launches.length === 0 ? 0 : whole(mean(launches) + z * deviation(launches));
  }
  const at = panel.skus.indexOf(outcome.sku);
  const units = panel.history(at, origin).map((week) => week.units);
  const recent = units.slice(-SAFETY_WEEKS);
  return whole(span * mean(units.slice(-4)) + z * deviation(recent) * Math.sqrt(span));
}

const kept = new Map<string, number[]>();

function launchTotals(panel: DemandPanel, origin: number, span: number): number[] {
  const key = `${origin} ${span}`;
  const known = kept.get(key);
  if (known) return known;
  const found = panel.skus.flatMap((_, sku) => {
    const first = panel.firstSale[sku];
    if (first < Math.max(1, origin - LAUNCH_WEEKS) || first + span > origin) return [];
    const weeks = panel.units.subarray(panel.at(sku, first), panel.at(sku, first + span));
    return [weeks.reduce((sum, units) => sum + units, 0)];
  });
  kept.set(key, found);
  return found;
}
