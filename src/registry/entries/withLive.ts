import { groupedBy } from '../../common/groupedBy';
import { couldBeSame } from './joinEntries';
import { type SaleEntry, sortEntries, WEEK_TOTAL } from './saleEntries';

/**
 * Files and the sales that arrived one by one, together in the canonical order. A sale found in both counts once: the
 * same day and units, and the same time and price if both have them. `live` are sales without their ids: two equal ones
 * are two sales.
 */
export function withLive(filed: readonly SaleEntry[], live: readonly SaleEntry[]): readonly SaleEntry[] {
  if (live.length === 0) return filed;
  const single = filed.filter(({ second, units }) => second !== WEEK_TOTAL && !Number.isNaN(units));
  const sold = groupedBy(single, keyOf);
  let further = live;
  for (const alike of [isSame, couldBeSame]) {
    further = further.filter((entry) => !takeOut(sold.get(keyOf(entry)), (other) => alike(entry, other)));
  }
  return sortEntries([...filed, ...further]);
}

function keyOf({ day, units }: SaleEntry): string {
  return `${day} ${units}`;
}

function isSame(a: SaleEntry, b: SaleEntry): boolean {
  return a.second === b.second && Object.is(a.price, b.price);
}

/** Removes the first matching entry; false if there is none. */
function takeOut(entries: SaleEntry[] | undefined, fits: (entry: SaleEntry) => boolean): boolean {
  const at = entries?.findIndex(fits) ?? -1;
  if (!entries || at < 0) return false;
  entries[at] = entries[entries.length - 1];
  entries.pop();
  return true;
}
