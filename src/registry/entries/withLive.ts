import { groupedBy } from '../../common/groupedBy';
import { couldBeSame } from './joinEntries';
import { type SaleEntry, sortEntries, WEEK_TOTAL } from './saleEntries';

/**
 * What files and the sales that came in one by one tell together, in the one order. A sale that both have counts once: the
 * same day and units, and the same time and price where both tell them. `live` are sales with their ids taken off: two of
 * them that are alike are two sales.
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

/** Takes the first that fits out of the entries; false where none does. */
function takeOut(entries: SaleEntry[] | undefined, fits: (entry: SaleEntry) => boolean): boolean {
  const at = entries?.findIndex(fits) ?? -1;
  if (!entries || at < 0) return false;
  entries[at] = entries[entries.length - 1];
  entries.pop();
  return true;
}
