import type { Day } from '../common/day';
import type { Week } from '../common/week';
import type { ShopWeek } from '../contract/record';
import type { Database } from './database/database';
import type { KeptProduct } from './product';

/** Its further columns as stored: JSON. */
type StoredProduct = Omit<KeptProduct, 'features'> & { features: string | null };

type KnownRow = StoredProduct & {
  id: number;
  firstWeek: Week | null;
  weeks: Buffer | null;
  promotions: 0 | 1;
  extras: 0 | 1;
};

const PROMOTIONS_LOOKED_AT = 10_000;

/** The queries of a catalog, prepared once. */
export function catalogStatements(database: Database) {
  return {
    synthetic: database.prepare<[], 1>('SELECT 1 FROM sources WHERE synthetic = 1').pluck(),
    currency: database
      .prepare<[], string>(
        'SELECT currency FROM sources WHERE currency IS NOT NULL ORDER BY rowid DESC LIMIT 1',
      )
      .pluck(),
    lastWeek: database.prepare<[], number | null>('SELECT max(week) FROM shop_weeks').pluck(),
    firstWeek: database.prepare<[], number | null>('SELECT min(week) FROM shop_weeks').pluck(),
    othersWrites: database.prepare<[], number>('SELECT data_version FROM pragma_data_version').pluck(),
    ownWrites: database.prepare<[], number>('SELECT total_changes()').pluck(),
    product: database.prepare<[string], StoredProduct>(
      'SELECT sku, description, price, features FROM products WHERE sku = ?',
    ),
    texts: database
      .prepare<[{ sku: string }], string>(
        `SELECT description FROM products WHERE sku = @sku
         UNION SELECT text FROM promotions JOIN products ON products.id = product WHERE sku = @sku
         UNION SELECT description FROM launches WHERE sku = @sku
         UNION SELECT ifnull(promo_text, '') FROM launches WHERE sku = @sku
         UNION SELECT told.value FROM products JOIN sale_entries ON product = products.id, json_each(texts) AS entry,
           json_each(entry.value) AS told WHERE sku = @sku AND told.type = 'text'`,
      )
      .pluck(),
    completeUntil: database
      .prepare<[], Day | null>("SELECT max(last_day) FROM covered_days WHERE covers = 'all'")
      .pluck(),
    known: database.prepare<[string], KnownRow>(
      `SELECT products.id, sku, description, price, features, first_week AS firstWeek, weeks,
         EXISTS (SELECT 1 FROM promotions WHERE promotions.product = products.id) AS promotions,
         EXISTS (SELECT 1 FROM extras WHERE extras.product = products.id) AS extras
       FROM json_each(?) JOIN products ON sku = value LEFT JOIN sales ON sales.product = products.id`,
    ),
    promoText: database
      .prepare<[string, Week], string>(
        'SELECT text FROM promotions WHERE product = (SELECT id FROM products WHERE sku = ?) AND week = ?',
      )
      .pluck(),
    usualPromotion: database
      .prepare<[], string>(
        `SELECT text FROM (SELECT text FROM promotions LIMIT ${PROMOTIONS_LOOKED_AT})
         GROUP BY text ORDER BY count(*) DESC, text LIMIT 1`,
      )
      .pluck(),
    extras: database.prepare<[string, Week], { week: Week; json: string }>(
      `SELECT week, json FROM extras WHERE product = (SELECT id FROM products WHERE sku = ?) AND week < ?
         ORDER BY week DESC`,
    ),
    shopWeeks: database.prepare<[], ShopWeek>(
      'SELECT week, units, selling, launches, launch_units AS launchUnits FROM shop_weeks ORDER BY week',
    ),
  };
}
