import { ShelfcastError, type FieldIssue } from '../../contract/errors';
import type { Item } from '../../contract/item';
import type { DemandRecord, TableRecord, WeekSales } from '../../contract/record';
import { skuKey } from '../../common/sku';
import { weekOf, type Week } from '../../common/week';
import type { ModelDirectory } from '../../engine/modelDirectory';
import type { Catalog } from '../../registry/catalog';

type Extras = DemandRecord['extras'];

/** Ten years: dates further apart fill no more weeks with zeros than this. */
const LONGEST_HISTORY = 520;

/** Makes the record that the features are computed from: the item, with what it leaves out filled from the catalog. */
export class RecordMaker {
  private readonly afterCatalog: Week | null;

  constructor(
    private readonly model: ModelDirectory,
    private readonly catalog: Catalog,
  ) {
    const last = catalog.lastWeek;
    this.afterCatalog = last === null ? null : last + 1;
  }

  /** Throws ShelfcastError `invalid` naming every field that this model cannot take; `path` is the item's own. */
  demand(item: Item, path: string): DemandRecord {
    const issues: FieldIssue[] = [];
    const origin = item.date ? weekOf(item.date) : this.defaultOrigin();
    const sku = item.sku === undefined ? null : skuKey(item.sku);
    const known = sku !== null && this.catalog.product(sku) !== null;
    const history = this.history(item, known ? sku : null, origin, path, issues);
    const extras = this.extras(item, known ? this.catalog.extras(sku, origin) : {}, path, issues);
    if (issues.length > 0) throw invalid(issues);
    return {
      sku,
      description: item.description,
      promoText:
        item.promo_text === undefined && known
          ? this.catalog.promoText(sku, origin)
          : item.promo_text || null,
      price: item.price === undefined ? lastPrice(history) : item.price,
      origin,
      history,
      extras,
    };
  }

  table(item: Item, path: string): TableRecord {
    const issues: FieldIssue[] = [];
    const extras = this.extras(item, {}, path, issues);
    if (issues.length > 0) throw invalid(issues);
    return { id: item.sku ?? null, text: item.description, extras };
  }

  private defaultOrigin(): Week {
    const { last_week } = this.model.manifest.data;
    return (
      this.afterCatalog ?? (last_week ? weekOf(last_week) + 1 : weekOf(new Date().toISOString().slice(0, 10)))
    );
  }

  private history(
    item: Item,
    sku: string | null,
    origin: Week,
    path: string,
    issues: FieldIssue[],
  ): WeekSales[] {
    if (item.lags) {
      const first = origin - item.lags.length;
      return item.lags.toReversed().map((units, index) => ({ week: first + index, units, price: null }));
    }
    if (item.history) return givenHistory(item.history, origin, path, issues);
    return sku === null ? [] : this.catalog.history(sku, origin);
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

function givenHistory(
  given: NonNullable<Item['history']>,
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
    weeks.set(week, { week, units, price: price ?? null });
  });
  if (weeks.size === 0 || issues.length > 0) return [];
  const first = Math.max(Math.min(...weeks.keys()), origin - LONGEST_HISTORY);
  return Array.from({ length: origin - first }, (_, index) => {
    const week = first + index;
    return weeks.get(week) ?? { week, units: 0, price: null };
  });
}

function lastPrice(history: readonly WeekSales[]): number | null {
  return history.findLast(({ price }) => price !== null)?.price ?? null;
}

function invalid(issues: FieldIssue[]): ShelfcastError {
  return new ShelfcastError('invalid', issues.map(({ path, message }) => `${path} ${message}`).join('; '), {
    issues,
  });
}
