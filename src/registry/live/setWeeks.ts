import { isoOf, mondayOfWeek, sundayOfWeek } from '../../common/day';
import type { ExtraValues, WeekSales } from '../../contract/record';
import type { Database } from '../database/database';
import { filedEntries, liveEntries, putFiledEntries } from '../entries/productEntries';
import { joinEntries } from '../entries/joinEntries';
import { entryText, NO_DAY, type SaleEntry, totalEntry, WEEK_TOTAL } from '../entries/saleEntries';
import { removeSynthetic } from '../synthetic';
import { weekDeriver } from '../weeks/weekDeriver';
import { type Feed, feedOf, type Refusal, tooEarly } from './feed';

/** The total of a product's week. */
export interface WeekTotal extends WeekSales {
  sku: string;
  promoText: string | null;
  features: ExtraValues | null;
}

/** Sets totals of weeks; an invalid one is refused by itself. */
export function setWeeks(database: Database) {
  const filed = filedEntries(database);
  const live = liveEntries(database);
  const put = putFiledEntries(database);
  const seen = database.prepare('UPDATE products SET price = NULL WHERE id = ? AND price IS NOT NULL');
  const feed = feedOf(database);
  const deriver = weekDeriver(database);

  return (totals: readonly WeekTotal[]): Feed => {
    if (totals.length > 0) removeSynthetic(database);
    const begins = feed.toldFrom();
    const weeks = deriver.begin();
    const changed = new Map<number, { sku: string; before: SaleEntry[]; totals: Map<number, SaleEntry> }>();
    let accepted = 0;
    let repeated = 0;
    const refused: Refusal[] = [];
    totals.forEach((total, index) => {
      const { sku, week, price } = total;
      const entry = totalEntry(total, entryText(total.promoText, total.features));
      const early = tooEarly(mondayOfWeek(week), begins);
      if (early !== null) {
        refused.push({ index, path: 'week', message: early });
        return;
      }
      const known = feed.find(sku);
      const product = known ?? feed.add(sku);
      let told = changed.get(product);
      if (!told) changed.set(product, (told = { sku, before: filed(product), totals: new Map() }));
      const inWeek = told.before.filter(({ day }) => day >= entry.day && day <= sundayOfWeek(week));
      const hasSales =
        inWeek.some(({ day, second }) => day !== NO_DAY && second !== WEEK_TOTAL) ||
        live(product, entry.day, sundayOfWeek(week)).length > 0;
      if (hasSales) {
        const monday = isoOf(mondayOfWeek(week));
        const message = `'${sku}' has single sales in the week of ${monday}, so that no total can be set for it`;
        refused.push({ index, path: 'week', message });
        return;
      }
      const latest = told.totals.get(week) ?? inWeek.at(-1);
      if (latest && isSame(latest, entry)) {
        repeated++;
        return;
      }
      told.totals.set(week, entry);
      if (price !== null && total.promoText === null) seen.run(product);
      feed.told(entry.day);
      weeks.touch(product, entry.day);
      accepted++;
    });
    for (const [product, { sku, before, totals: given }] of changed) {
      if (given.size > 0) put(product, joinEntries(sku, before, [...given.values()]));
    }
    weeks.settle();
    return { accepted, repeated, refused, completeUntil: feed.completeUntil() };
  };
}

function isSame(a: SaleEntry, b: SaleEntry): boolean {
  return a.units === b.units && Object.is(a.price, b.price) && a.text === b.text;
}
