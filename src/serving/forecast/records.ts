import type { FieldIssue } from '../../contract/errors';
import { invalidFields } from '../../contract/invalidFields';
import type { Item } from '../../contract/item';
import type { DemandRecord, TableRecord, WeekSales } from '../../contract/record';
import { ownPriceIn } from '../../common/ownPrice';
import { promotionText } from '../../common/promotionText';
import { skuKey } from '../../common/sku';
import { dayOfClock, weekOfDay } from '../../common/day';
import { weekOf, type Week } from '../../common/week';
import type { ModelDirectory } from '../../engine/modelDirectory';
import type { Catalog } from '../../registry/catalog';
import type { KnownProduct } from '../../registry/product';

type Extras = DemandRecord['extras'];

/** Ten years: longer gaps between dates are not filled with zeros. */
const LONGEST_HISTORY = 520;

/** Makes the record that features are computed from: the item, completed from the catalog. */
export class RecordMaker {
  /** The last week with known sales, from the catalog or else the model; null if there is none. */
  readonly knownUntil: Week | null;
  /** Weeks in which the catalog's shop was shut. */
  readonly shutWeeks: ReadonlySet<Week>;
  private products: ReadonlyMap<string, KnownProduct> = new Map();

  constructor(
    private readonly model: ModelDirectory,
    private readonly catalog: Catalog,
  ) {
    const { last_week } = model.manifest.data;
    this.shutWeeks = catalog.shutWeeks;
    this.knownUntil = catalog.lastWeek ?? (last_week ? weekOf(last_week) : null);
  }

  /** Loads what the catalog knows about the next products. */
  readAhead(items: readonly Item[]): void {
    this.products = this.catalog.known(items.flatMap(({ sku }) => (sku === undefined ? [] : [sku])));
  }

  /**
   * The record of an item whose product was loaded, and whether it has another price than the product. Throws
   * ShelfcastError `invalid` naming every field that this model cannot use; `path` is the item's own.
   */
  demand(item: Item, path: string): { record: DemandRecord; pricePlanned: boolean } {
    const issues: FieldIssue[] = [];
    const origin = item.date ? weekOf(item.date) : this.defaultOrigin();
    const sku = item.sku === undefined ? null : skuKey(item.sku);
    const told = sku === null ? null : (this.products.get(sku) ?? null);
    const stored = told?.history(origin) ?? [];
    const history = historyOf(item, stored, origin, path, issues);
    const observed = told?.extras(origin) ?? {};
    const extras = this.extras(
      item,
      { ...observed, ...ofOther(told?.features ?? {}, observed) },
      path,
      issues,
    );
    if (issues.length > 0) throw invalidFields(issues);
    // Said of today: of weeks that are over the sales tell it.
    const toldPrice = origin > (this.knownUntil ?? -Infinity) ? (told?.price ?? null) : null;
    const knownPrice = toldPrice ?? ownPriceIn(history) ?? ownPriceIn(stored);
    const record = {
      sku,
      description: item.description,
      promoText: promotionText(
        item.promo_text === undefined && told ? told.promoText(origin) : item.promo_text,
      ),
      price: item.price === undefined ? knownPrice : item.price,
      origin,
      history,
      extras,
    };
    return { record, pricePlanned: typeof item.price === 'number' && item.price !== knownPrice };
  }

  /** Whether the catalog has the product, which must be loaded. */
  knows(sku: string): boolean {
    return this.products.has(sku);
  }

  table(item: Item, path: string): TableRecord {
    const issues: FieldIssue[] = [];
    const extras = this.extras(item, {}, path, issues);
    if (issues.length > 0) throw invalidFields(issues);
    return { id: item.sku ?? null, text: item.description, extras };
  }

  private defaultOrigin(): Week {
    return this.knownUntil === null ? weekOfDay(dayOfClock()) : this.knownUntil + 1;
  }

  private extras(item: Item, known: Extras, path: string, issues: FieldIssue[]): Extras {
    const { numeric, categorical } = this.model.manifest.schema;
    for (const [name, value] of Object.entries(item.features ?? {})) {
      const at = `${path}.features.${name}`;
      if (!numeric.includes(name) && !categorical.includes(name)) {
        const columns = [...numeric, ...categorical].join(', ') || 'none';
        issues.push({
          path: at,
          message: `is no column of model '${this.model.name}'; its columns: ${columns}`,
        });
      } else if (numeric.includes(name) && typeof value === 'string') {
        issues.push({ path: at, message: 'must be a number or null' });
      }
    }
    return { ...known, ...item.features };
  }
}

/**
 * The item's own history, completed with the catalog's promotions and missing prices; or else the catalog's history.
 */
function historyOf(
  item: Item,
  stored: WeekSales[],
  origin: Week,
  path: string,
  issues: FieldIssue[],
): WeekSales[] {
  const weeks = new Map(stored.map((sales) => [sales.week, sales]));
  const told = (week: Week, units: number, price = weeks.get(week)?.price ?? null): WeekSales => ({
    ...weeks.get(week),
    week,
    units,
    price,
  });
  if (item.lags) {
    const first = origin - item.lags.length;
    return item.lags.toReversed().map((units, index) => told(first + index, units ?? NaN));
  }
  return item.history ? givenHistory(item.history, told, origin, path, issues) : stored;
}

function givenHistory(
  given: NonNullable<Item['history']>,
  told: (week: Week, units: number, price?: number | null) => WeekSales,
  origin: Week,
  path: string,
  issues: FieldIssue[],
): WeekSales[] {
  const weeks = new Map<Week, WeekSales>();
  given.forEach(({ date, units, price }, index) => {
    const week = weekOf(date);
    const at = `${path}.history[${index}].date`;
    if (week >= origin) issues.push({ path: at, message: 'must lie before the first week to forecast' });
    if (weeks.has(week)) issues.push({ path: at, message: 'lies in the same week as another entry' });
    weeks.set(week, told(week, units ?? NaN, price));
  });
  if (weeks.size === 0 || issues.length > 0) return [];
  const first = Math.max(Math.min(...weeks.keys()), origin - LONGEST_HISTORY);
  return Array.from({ length: origin - first }, (_, index) => {
    const week = first + index;
    return weeks.get(week) ?? told(week, NaN);
  });
}

/** Those further columns of a product that are not observed. */
function ofOther(told: Extras, observed: Extras): Extras {
  return Object.fromEntries(Object.entries(told).filter(([name]) => (observed[name] ?? null) === null));
}
