import type { Week } from '../../common/week';
import type { Database } from '../database/database';
import { putFiledEntries } from '../entries/productEntries';
import { type EntryText, entryText, totalEntry } from '../entries/saleEntries';
import { type StoredSales, unpackSales } from './storedSales';

/** Converts the weeks of a catalog written by an earlier version to totals. */
export function adoptWeeks(database: Database): void {
  const products = database
    .prepare<[], StoredSales & { product: number }>(
      `SELECT product, first_week AS firstWeek, weeks FROM sales
       WHERE NOT EXISTS (SELECT 1 FROM sale_entries WHERE product = sales.product)
         AND NOT EXISTS (SELECT 1 FROM live_sales WHERE product = sales.product)`,
    )
    .all();
  const texts = database.prepare<[number], { week: Week; text: string | null; json: string | null }>(
    `SELECT week, text, json FROM promotions FULL JOIN extras USING (product, week) WHERE product = ?`,
  );
  const put = putFiledEntries(database);
  for (const { product, ...sales } of products) {
    const byWeek = new Map(texts.all(product).map((row) => [row.week, row]));
    const entries = unpackSales(sales).map((week) => {
      const { text, json } = byWeek.get(week.week) ?? { text: null, json: null };
      const extras = json === null ? null : (JSON.parse(json) as EntryText[2]);
      return totalEntry(week, entryText(text, extras));
    });
    put(product, entries);
  }
}
