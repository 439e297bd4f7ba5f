import { mean } from '../../common/statistics';
import type { Manifest } from '../../contract/manifest';
import { weeksWithoutSeason } from '../../shop/neighbours/season';
import type { Neighbours } from './neighbours';

/** Smaller changes are not worth a warning. */
const NOTABLE = 1.5;

/**
 * The ratio of the shop's sales a year ago in the weeks to forecast to those in the eight weeks before, if it is
 * notable and the model was trained on too few weeks to know a season; else null.
 */
export function untoldSeason({ data, horizon }: Manifest, neighbours: Neighbours): number | null {
  if (weeksWithoutSeason(data) === null) return null;
  const times = mean([...(neighbours.seasonOfAll(horizon) ?? [1])]);
  return times >= NOTABLE || times <= 1 / NOTABLE ? times : null;
}
