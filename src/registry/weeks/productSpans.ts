import type { Week } from '../../common/week';
import { type Cover, coverOf, isCovered, joinSpans, lastWholeWeek, type Span } from './coverage';
import { coveredDays } from './coveredDays';
import type { Database } from '../database/database';

/** The known weeks of a product. */
export interface ProductSpans {
  /** The last complete week; -Infinity if there is none. */
  last: Week;
  cover(week: Week): Cover;
}

/**
 * The known weeks of each product, given those in which the shop was shut; products with the same sources share them.
 */
export function productSpans(database: Database, shut: ReadonlySet<Week>): (product: number) => ProductSpans {
  const spans = coveredDays(database);
  const all = spans.filter(({ covers }) => covers === 'all');
  const listed = new Map<string, Span[]>();
  for (const span of spans) {
    if (span.covers === 'listed') listed.set(span.hash, [...(listed.get(span.hash) ?? []), span]);
  }
  const listing = database
    .prepare<[number], string>('SELECT hash FROM listed_products WHERE product = ? ORDER BY hash')
    .pluck();
  const known = new Map<string, ProductSpans>();
  return (product) => {
    const hashes = listed.size > 0 ? listing.all(product) : [];
    const key = hashes.join(' ');
    let found = known.get(key);
    if (!found) {
      const joined = joinSpans([...all, ...hashes.flatMap((hash) => listed.get(hash) ?? [])]);
      const covers = new Map<Week, Cover>();
      const cover = (week: Week) => {
        let state = covers.get(week);
        if (state === undefined) {
          state = coverOf(week, joined);
          if (isCovered(state) && shut.has(week)) state = 'shut';
          covers.set(week, state);
        }
        return state;
      };
      known.set(key, (found = { last: lastWholeWeek(joined) ?? -Infinity, cover }));
    }
    return found;
  };
}
