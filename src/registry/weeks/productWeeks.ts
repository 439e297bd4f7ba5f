import type { Week } from '../../common/week';
import type { Database } from '../database/database';
import { packSales, type StoredSales, WEEK_BYTES } from './storedSales';
import type { DerivedWeek } from './weeksOf';

/** Stores the weeks derived from a product's entries. */
export class ProductWeeks {
  private readonly statements;

  constructor(database: Database) {
    const sideTable = (table: 'promotions' | 'extras', column: 'text' | 'json') => ({
      clear: database.prepare(`DELETE FROM ${table} WHERE product = ? AND week BETWEEN ? AND ?`),
      insert: database.prepare(`INSERT INTO ${table} (product, week, ${column}) VALUES (?, ?, ?)`),
    });
    this.statements = {
      find: database.prepare<[number], StoredSales>(
        'SELECT first_week AS firstWeek, weeks FROM sales WHERE product = ?',
      ),
      put: database.prepare(
        `INSERT INTO sales (product, first_week, weeks) VALUES (?, ?, ?) ON CONFLICT (product) DO UPDATE
         SET first_week = excluded.first_week, weeks = excluded.weeks
         WHERE first_week IS NOT excluded.first_week OR weeks IS NOT excluded.weeks`,
      ),
      promotions: sideTable('promotions', 'text'),
      knownPromotions: database
        .prepare<[number, Week, Week], [week: Week, text: string]>(
          'SELECT week, text FROM promotions WHERE product = ? AND week BETWEEN ? AND ? ORDER BY week',
        )
        .raw(),
      // Triggers record all other changes of a product's weeks.
      changed: database.prepare<[number]>(
        `INSERT INTO changes (product, sequence) SELECT ?, ifnull(max(sequence), 0) + 1 FROM changes WHERE true
         ON CONFLICT (product) DO UPDATE SET sequence = excluded.sequence`,
      ),
      extras: sideTable('extras', 'json'),
    };
  }

  /** Null for a product without stored weeks. */
  find(product: number): StoredSales | null {
    return this.statements.find.get(product) ?? null;
  }

  /** Replaces all stored weeks with consecutive weeks. */
  replace(product: number, weeks: readonly DerivedWeek[]): StoredSales {
    const stored = { firstWeek: weeks[0]?.week ?? 0, weeks: packSales(withoutQuietEnd(weeks)) };
    this.write(product, stored, weeks, 0, Number.MAX_SAFE_INTEGER);
    return stored;
  }

  /** Replaces stored weeks with consecutive new ones of the same weeks, adjacent to or overlapping the others. */
  splice(product: number, known: StoredSales | null, weeks: readonly DerivedWeek[]): StoredSales {
    const first = weeks[0].week;
    const kept = known?.weeks.length ? known : { firstWeek: first, weeks: Buffer.alloc(0) };
    const place = (week: Week) => Math.max(0, week - kept.firstWeek) * WEEK_BYTES;
    const after = kept.weeks.subarray(place(first + weeks.length));
    const own = packSales(after.length > 0 ? weeks : withoutQuietEnd(weeks));
    const stored = {
      firstWeek: Math.min(first, kept.firstWeek),
      weeks: Buffer.concat([kept.weeks.subarray(0, place(first)), own, after]),
    };
    this.write(product, stored, weeks, first, first + weeks.length - 1);
    return stored;
  }

  private write(
    product: number,
    { firstWeek, weeks: packed }: StoredSales,
    weeks: readonly DerivedWeek[],
    from: Week,
    to: Week,
  ): void {
    const { put, promotions, knownPromotions, changed, extras } = this.statements;
    put.run(product, firstWeek, packed);
    const known = JSON.stringify(knownPromotions.all(product, from, to));
    const told = weeks.flatMap(({ week, promoText }) =>
      promoText === null ? [] : [[week, promoText] as const],
    );
    if (JSON.stringify(told) !== known) {
      promotions.clear.run(product, from, to);
      for (const [week, text] of told) promotions.insert.run(product, week, text);
      changed.run(product);
    }
    extras.clear.run(product, from, to);
    for (const { week, extras: values } of weeks) {
      if (values !== null) extras.insert.run(product, week, JSON.stringify(values));
    }
  }
}

/** Weeks without sales after a product's last sale are known without being stored. */
function withoutQuietEnd(weeks: readonly DerivedWeek[]): readonly DerivedWeek[] {
  const last = weeks.findLastIndex(({ units, price }) => units !== 0 || price !== null);
  return weeks.slice(0, last + 1);
}
