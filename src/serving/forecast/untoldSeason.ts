import { mean } from '../../common/statistics';
import type { Manifest } from '../../contract/manifest';
import { weeksWithoutSeason } from '../../shop/neighbours/season';
import type { Neighbours } from './neighbours';

/** Changes that are smaller are no season to warn of. */
const NOTABLE = 1.5;

/**
 * How many times as much the shop's products sold a year ago in the weeks to forecast as in the eight before, at least, where
 * the model was trained on too few weeks to be told a season; null where it is told one, none is known, or it changes little.
 */
export function untoldSeason({ data, horizon }: Manifest, neighbours: Neighbours): number | null {
  if (weeksWithoutSeason(data) === null) return null;
  const times = mean([...(neighbours.seasonOfAll(horizon) ?? [1])]);
  return times >= NOTABLE || times <= 1 / NOTABLE ? times : null;
}
