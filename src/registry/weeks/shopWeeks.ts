import { weekOfDay } from '../../common/day';
import type { Week } from '../../common/week';
import type { ShopWeek } from '../../contract/record';
import type { Database } from '../database/database';
import { eachWeek, type StoredSales } from './storedSales';

/** Sums up what is known about the shop, from its first week to the last complete one. */
export function sumUpShop(database: Database, last: Week): void {
  database.exec('DELETE FROM shop_weeks');
  const first = Math.min(
    ...database.prepare<[], number>('SELECT first_day FROM covered_days').pluck().all().map(weekOfDay),
  );
  addShopWeeks(database, first, last);
  const changes = new ShopChanges();
  const products = database.prepare<[], StoredSales>('SELECT first_week AS firstWeek, weeks FROM sales');
  for (const product of products.iterate()) changes.add(product, 1);
  changes.write(database);
}

/** Adds weeks without sales; they stay so until sales are added. */
export function addShopWeeks(database: Database, first: Week, last: Week): void {
  const insert = database.prepare(
    'INSERT INTO shop_weeks (week, units, selling, launches, launch_units) VALUES (?, 0, 0, 0, 0)',
  );
  for (let week = first; week <= last; week++) insert.run(week);
}

/** Changes of the shop's weekly sums when sales of products change. */
export class ShopChanges {
  private readonly weeks = new Map<Week, ShopWeek>();

  /** Adds (1) or subtracts (-1) a product's sales. */
  add(sales: StoredSales, sign: 1 | -1): void {
    let launched = false;
    eachWeek(sales, (week, units) => {
      if (!(units > 0)) return;
      const change = this.at(week);
      change.units += sign * units;
      change.selling += sign;
      if (launched) return;
      launched = true;
      change.launches += sign;
      change.launchUnits += sign * units;
    });
  }

  /** Weeks that the shop does not have are skipped. */
  write(database: Database): void {
    const update = database.prepare(
      `UPDATE shop_weeks SET units = units + @units, selling = selling + @selling,
         launches = launches + @launches, launch_units = launch_units + @launchUnits WHERE week = @week`,
    );
    for (const change of this.weeks.values()) {
      if (change.units !== 0 || change.selling !== 0 || change.launches !== 0 || change.launchUnits !== 0)
        update.run(change);
    }
    this.weeks.clear();
  }

  private at(week: Week): ShopWeek {
    let change = this.weeks.get(week);
    if (!change) this.weeks.set(week, (change = { week, units: 0, selling: 0, launches: 0, launchUnits: 0 }));
    return change;
  }
}
