import { hash } from 'node:crypto';
import { type Day, isoOf, mondayOfWeek, weekOfDay } from '../../common/day';
import type { Database } from '../database/database';
import { packedTotals } from '../entries/packedEntries';
import { removeSynthetic } from '../synthetic';
import { weekDeriver } from '../weeks/weekDeriver';
import { type Feed, feedOf, type Refusal, tooEarly } from './feed';

/** A sale as stored: `second` of the day, NO_TIME if unknown. */
export interface LiveSale {
  id: string;
  sku: string;
  day: Day;
  second: number;
  units: number;
  price: number | null;
  /** Of the promotion under which it was sold; null, or missing from earlier versions, if unknown. */
  promoText?: string | null;
}

/** Ids belong to their source: two sources may use the same ones. */
export interface SentSales {
  source: string;
  sales: readonly LiveSale[];
  /** For a continued request: `toldFrom` of the answer to its first sales. */
  toldFrom?: Day | null;
}

export interface FedSales extends Feed {
  /** First day with data before the request; null if there was none. */
  toldFrom: Day | null;
}

interface KnownSale {
  product: number;
  day: Day;
  second: number;
  units: number;
  price: number | null;
  promoText: string | null;
}

/** Bytes stored of an id's hash. */
const ID_BYTES = 16;

/** Adds each sale once; an invalid one is refused by itself. */
export function addSales(database: Database) {
  const known = database.prepare<[Buffer], KnownSale>(
    'SELECT product, day, second, units, price, promo_text AS promoText FROM live_sales WHERE id = ?',
  );
  const insert = database.prepare(
    'INSERT INTO live_sales (id, product, day, second, units, price, promo_text) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const seen = database.prepare('UPDATE products SET price = NULL WHERE id = ? AND price IS NOT NULL');
  const totals = totalsOf(database);
  const feed = feedOf(database);
  const deriver = weekDeriver(database);

  return ({ source, sales, toldFrom }: SentSales): FedSales => {
    if (sales.length > 0) removeSynthetic(database);
    const begins = toldFrom === undefined ? feed.toldFrom() : toldFrom;
    const weeks = deriver.begin();
    const withTotal = totals();
    let accepted = 0;
    let repeated = 0;
    const refused: Refusal[] = [];
    const days = new Set<Day>();
    sales.forEach((sale, index) => {
      const { sku, day, second, units, price, promoText = null } = sale;
      const id = hash('sha256', `${source}\0${sale.id}`, 'buffer').subarray(0, ID_BYTES);
      const product = feed.find(sku);
      const before = known.get(id);
      if (before) {
        if (isSame(before, { ...sale, promoText, product })) repeated++;
        else refused.push({ index, path: 'id', message: otherContent(before) });
        return;
      }
      const early = tooEarly(day, begins);
      if (early !== null) {
        refused.push({ index, path: 'date', message: early });
        return;
      }
      if (product !== null && withTotal(product, day)) {
        const message = `'${sku}' has a total for the week of ${mondayIso(day)}, so that no single sales can be added to it`;
        refused.push({ index, path: 'date', message });
        return;
      }
      const owner = product ?? feed.add(sku);
      insert.run(id, owner, day, second, units, price, promoText);
      if (price !== null && promoText === null) seen.run(owner);
      days.add(day);
      weeks.touch(owner, day);
      accepted++;
    });
    for (const day of days) {
      feed.told(day);
      feed.sold(day);
    }
    weeks.settle();
    return { accepted, repeated, refused, completeUntil: feed.completeUntil(), toldFrom: begins };
  };
}

function isSame(known: KnownSale, sale: LiveSale & { product: number | null }): boolean {
  return (['product', 'day', 'second', 'units', 'price', 'promoText'] as const).every(
    (part) => known[part] === sale[part],
  );
}

function otherContent({ day, units }: KnownSale): string {
  return (
    `is known already, of a sale of ${units} on ${isoOf(day)} that is not this one; send a correction as a sale of its ` +
    'own, with negative units for what is taken back'
  );
}

function mondayIso(day: Day): string {
  return isoOf(mondayOfWeek(weekOfDay(day)));
}

/** Looks up, for the duration of a request, whether a product has a total of a day's week. */
function totalsOf(database: Database) {
  const stored = database
    .prepare<[number], Buffer>('SELECT entries FROM sale_entries WHERE product = ?')
    .pluck();
  return () => {
    const mondays = new Map<number, ReadonlySet<Day>>();
    return (product: number, day: Day): boolean => {
      let known = mondays.get(product);
      if (!known) {
        const packed = stored.get(product);
        mondays.set(product, (known = new Set(packed ? packedTotals(packed) : [])));
      }
      return known.has(mondayOfWeek(weekOfDay(day)));
    };
  };
}
