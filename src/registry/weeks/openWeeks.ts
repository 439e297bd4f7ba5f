import { type Day, weekOfDay } from '../../common/day';
import type { Week } from '../../common/week';
import type { Database } from '../database/database';
import { NO_DAY } from '../entries/saleEntries';

/** In place of a week: the product has a row without a day, which may belong to any week. */
export const ANY_WEEK = -1;

/** Which products have entries in weeks that are not complete yet. */
export class OpenWeeks {
  private readonly statements;

  constructor(database: Database) {
    this.statements = {
      clear: database.prepare('DELETE FROM open_weeks'),
      add: database.prepare('INSERT OR IGNORE INTO open_weeks (week, product) VALUES (?, ?)'),
      upTo: database.prepare<[Week], { week: Week; product: number }>(
        'SELECT week, product FROM open_weeks WHERE week <= ?',
      ),
      close: database.prepare('DELETE FROM open_weeks WHERE week BETWEEN 0 AND ?'),
    };
  }

  clear(): void {
    this.statements.clear.run();
  }

  add(product: number, day: Day): void {
    this.statements.add.run(day === NO_DAY ? ANY_WEEK : weekOfDay(day), product);
  }

  /** The products with data in the weeks up to one, which are no longer open. */
  close(upTo: Week): { week: Week; product: number }[] {
    const products = this.statements.upTo.all(upTo);
    this.statements.close.run(upTo);
    return products;
  }
}
