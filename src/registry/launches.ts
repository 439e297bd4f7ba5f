import type { Launch } from '../contract/monitoring';
import type { Database } from './database/database';

/** The planned launches. */
export class LaunchStore {
  private readonly list;

  constructor(database: Database) {
    this.list = database.prepare<[], Required<Launch>>(
      'SELECT sku, description, price, promo_text, day AS date FROM launches ORDER BY day, sku',
    );
  }

  /** By day, then sku. */
  all(): Launch[] {
    return this.list.all();
  }
}
