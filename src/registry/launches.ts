import { skuKey } from '../common/sku';
import type { Launch } from '../contract/monitoring';
import type { Database } from './database';

interface Row {
  sku: string;
  description: string;
  price: number | null;
  promoText: string | null;
  day: string;
}

/** The launches that are planned, by sku. */
export class LaunchStore {
  private readonly list;
  private readonly replaceAll: (launches: readonly Launch[]) => void;

  constructor(database: Database) {
    this.list = database.prepare<[], Row>(
      'SELECT sku, description, price, promo_text AS promoText, day FROM launches ORDER BY day, sku',
    );
    const clear = database.prepare('DELETE FROM launches');
    const put = database.prepare<[Row]>(
      `INSERT INTO launches (sku, description, price, promo_text, day)
       VALUES (@sku, @description, @price, @promoText, @day)`,
    );
    const transaction = database.transaction((launches: readonly Launch[]) => {
      clear.run();
      for (const { sku, description, price, promo_text, date } of launches)
        put.run({
          sku: skuKey(sku),
          description,
          price: price ?? null,
          promoText: promo_text ?? null,
          day: date,
        });
    });
    this.replaceAll = (launches) => transaction.immediate(launches);
  }

  /** By day, then sku. */
  all(): Launch[] {
    return this.list.all().map(({ sku, description, price, promoText, day }) => ({
      sku,
      description,
      price,
      promo_text: promoText,
      date: day,
    }));
  }

  /** Puts these in the place of all that were planned. A product may come once. */
  replace(launches: readonly Launch[]): void {
    this.replaceAll(launches);
  }
}
