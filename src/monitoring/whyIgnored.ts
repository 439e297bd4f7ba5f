import { mondayOf, weekOf, type Week } from '../common/week';
import type { Launch } from '../contract/monitoring';
import type { SoldWeeks } from '../registry/weeks/soldWeeks';

/** A field of a launch, and what is wrong with it. */
export interface Ignored {
  path: 'date' | 'sku';
  message: string;
}

/**
 * Why a launch is not forecast as of `origin`, the first week that is not complete, nor at any later one; null if it
 * may be. `sold`: its product's sales, if known.
 */
export function whyIgnored({ sku, date }: Launch, sold: SoldWeeks | undefined, origin: Week): Ignored | null {
  if (weekOf(date) < origin) {
    const message = `${date} lies in a week that has closed: launches from ${mondayOf(origin)} on are forecast`;
    return { path: 'date', message };
  }
  const first = sold?.firstSale ?? null;
  if (first === null) return null;
  const message = `'${sku}' sells since the week of ${mondayOf(first)}: it is forecast as a product on sale, not as a launch`;
  return { path: 'sku', message };
}
