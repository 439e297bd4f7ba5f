import type { ItemForecast } from '../../contract/forecastAnswers';
import type { HeadKind } from '../../contract/head';
import { stackGroupOf, type StackParts } from '../../contract/stackParts';
import type { ModelDirectory } from '../../engine/modelDirectory';
import { type NearnessShares, sharesByNeighbours } from '../../shop/neighbours/nearness';
import type { Neighbours } from './neighbours';
import type { PreparedItem } from './preparedItems';

/** Smaller shares are not shown. */
const SHOWN = 0.005;

/** What a product's forecast is mixed from; undefined if the head mixes nothing. */
export function partsFor(
  { manifest: { parts, nearness, features } }: ModelDirectory,
  head: HeadKind,
  item: PreparedItem,
  neighbours: Neighbours | undefined,
): ItemForecast['parts'] {
  const weeks = item.features[features.names.indexOf('weeks_known')];
  const group = stackGroupOf(Math.round(Math.expm1(weeks)));
  const told = parts[head]?.[group];
  if (!told || group !== 'new' || !nearness[head] || !neighbours) return told;
  const shares = sharesByNeighbours(neighbours.statistics(head), nearness[head]);
  return {
    weeks: withNearness(told.weeks, shares),
    total: withNearness(told.total, shares),
    mean: withNearness(told.mean, shares),
  };
}

/** Parts of a mix together with near twins and what is typical, the largest share first. */
function withNearness(
  parts: StackParts['weeks'],
  { mix, twins, typical }: NearnessShares,
): StackParts['weeks'] {
  return [
    ...parts.map(({ name, weight }) => ({ name, weight: mix * weight })),
    { name: 'twins_level', weight: twins },
    { name: 'price_typical', weight: typical },
  ]
    .map(({ name, weight }) => ({ name, weight: Math.round(weight * 1000) / 1000 }))
    .filter(({ weight }) => weight >= SHOWN)
    .sort((a, b) => b.weight - a.weight);
}
