import { ownPrice } from '../common/ownPrice';
import type { ShopWeek, WeekSales } from '../contract/record';
import type { Week } from '../common/week';
import { Tally } from '../common/tally';
import { ExtraColumns, type ExtraColumnsParts } from './extraColumns';

/** The data of a panel. `t` is a week's index in it: the week minus `firstWeek`. */
export interface PanelParts {
  /** Product codes, ascending; each sold at least once. */
  skus: readonly string[];
  firstWeek: Week;
  /** Number of weeks T, without gaps; a week without sales stays in as zeros. */
  weeks: number;
  /** [skus, T], row-major: units sold; 0 if nothing was sold and before the first sale, NaN if unknown. */
  units: Float64Array;
  /** [skus, T], row-major: median unit price of the week; NaN without sales or known prices. */
  price: Float64Array;
  /** Each product's texts by week, ascending in t. */
  descriptions: readonly WeekTexts[][];
  /** Promotion texts by `sku * T + t`; no entry: no promotion known. */
  promotions: ReadonlyMap<number, string>;
  /** Values of the schema's numeric and categorical columns. */
  extras: ExtraColumnsParts['values'];
  /** Names of the columns known for future weeks; default: none. */
  knownAhead?: readonly string[];
}

/** Description texts of one product in one week, with the number of rows of each. */
export interface WeekTexts {
  t: number;
  texts: Tally<string>;
}

/**
 * Weekly demand of many products: the input of training and evaluation, and what ingest writes into the catalog.
 * Products and weeks are indices: sku in 0..skus.length-1, t in 0..weeks-1 (week `firstWeek + t`). "Before the origin"
 * means weeks with index < origin.
 */
export class DemandPanel {
  readonly skus: readonly string[];
  readonly firstWeek: Week;
  readonly weeks: number;
  readonly units: Float64Array;
  readonly price: Float64Array;
  /** Index of each product's first week with units > 0. */
  readonly firstSale: Int32Array;
  readonly extras: ExtraColumns;

  constructor(private readonly parts: PanelParts) {
    this.skus = parts.skus;
    this.firstWeek = parts.firstWeek;
    this.weeks = parts.weeks;
    this.units = parts.units;
    this.price = parts.price;
    this.firstSale = Int32Array.from(parts.skus, (_, sku) => {
      let t = 0;
      while (t < parts.weeks && !(this.units[this.at(sku, t)] > 0)) t++;
      return t;
    });
    const { extras: values, knownAhead = [], weeks } = parts;
    this.extras = new ExtraColumns({ values, knownAhead, weeks, firstSale: this.firstSale });
  }

  /** Index of a product's week in `units` and `price`. */
  at(sku: number, t: number): number {
    return sku * this.weeks + t;
  }

  /**
   * The product's text known at the origin: the most frequent non-empty one of earlier rows (ties: alphabetical). For a
   * product not sold before the origin, the text of its first sale week. Empty if there is none.
   */
  descriptionAt(sku: number, origin: number): string {
    const known = this.parts.descriptions[sku];
    const before = known.filter(({ t }) => t < origin);
    if (before.length > 0 || this.firstSale[sku] < origin) return mostFrequentText(before);
    return mostFrequentText(known.filter(({ t }) => t === this.firstSale[sku]));
  }

  /** The promotion text of that week, or null. */
  promoText(sku: number, t: number): string | null {
    return this.parts.promotions.get(this.at(sku, t)) ?? null;
  }

  /** `ownPrice` as known before the origin; null if there is no price. */
  ownPrice(sku: number, origin: number): number | null {
    const price = ownPrice(
      this.firstSale[sku],
      Math.min(origin, this.weeks),
      (t) => this.price[this.at(sku, t)],
      (t) => this.promoText(sku, t) !== null,
    );
    return Number.isNaN(price) ? null : price;
  }

  /** Weeks from the first sale to the one before the origin, oldest first, without gaps; empty for a cold start. */
  history(sku: number, origin: number): WeekSales[] {
    const weeks: WeekSales[] = [];
    for (let t = this.firstSale[sku]; t < Math.min(origin, this.weeks); t++) {
      const price = this.price[this.at(sku, t)];
      const promotion = this.promoText(sku, t);
      weeks.push({
        week: this.firstWeek + t,
        units: this.units[this.at(sku, t)],
        price: Number.isNaN(price) ? null : price,
        ...(promotion !== null && { promotion }),
      });
    }
    return weeks;
  }

  /** Weeks with unknown sales of all products: the shop was shut, or no data cover them. */
  unknownWeeks(): number[] {
    const isKnown = (t: number) =>
      this.firstSale.some((first, sku) => first <= t && !Number.isNaN(this.units[this.at(sku, t)]));
    return Array.from({ length: this.weeks }, (_, t) => t).filter((t) => !isKnown(t));
  }

  /** The shop's figures in each week of the panel; each depends only on that week and earlier ones. */
  shopWeeks(): ShopWeek[] {
    const shop = Array.from({ length: this.weeks }, (_, t) => ({
      week: this.firstWeek + t,
      units: 0,
      selling: 0,
      launches: 0,
      launchUnits: 0,
    }));
    for (let sku = 0; sku < this.skus.length; sku++) {
      for (let t = this.firstSale[sku]; t < this.weeks; t++) {
        const units = this.units[this.at(sku, t)];
        const week = shop[t];
        if (!Number.isNaN(units)) week.units += units;
        if (units > 0) week.selling++;
        if (t === this.firstSale[sku]) {
          week.launches++;
          week.launchUnits += units;
        }
      }
    }
    return shop;
  }

  /** The same sales with each promotion's text replaced; null removes it. */
  mapPromotions(replace: (text: string) => string | null): DemandPanel {
    const promotions = new Map<number, string>();
    for (const [at, text] of this.parts.promotions) {
      const other = replace(text);
      if (other !== null) promotions.set(at, other);
    }
    return new DemandPanel({ ...this.parts, promotions });
  }

  /** The panel as known at the origin: earlier weeks, and products sold in them. Nothing later is reachable. */
  before(origin: number): DemandPanel {
    const weeks = Math.min(origin, this.weeks);
    const kept = this.skus.map((_, sku) => sku).filter((sku) => this.firstSale[sku] < weeks);
    const cut = (values: Float64Array): Float64Array => {
      const result = new Float64Array(kept.length * weeks);
      kept.forEach((sku, row) =>
        result.set(values.subarray(this.at(sku, 0), this.at(sku, weeks)), row * weeks),
      );
      return result;
    };
    const promotions = new Map<number, string>();
    kept.forEach((sku, row) => {
      for (let t = 0; t < weeks; t++) {
        const text = this.promoText(sku, t);
        if (text !== null) promotions.set(row * weeks + t, text);
      }
    });
    return new DemandPanel({
      skus: kept.map((sku) => this.skus[sku]),
      firstWeek: this.firstWeek,
      weeks,
      units: cut(this.units),
      price: cut(this.price),
      descriptions: kept.map((sku) => this.parts.descriptions[sku].filter(({ t }) => t < weeks)),
      promotions,
      extras: Object.fromEntries(
        Object.entries(this.parts.extras).map(([name, values]) => [
          name,
          kept.flatMap((sku) => values.slice(this.at(sku, 0), this.at(sku, weeks))),
        ]),
      ),
      knownAhead: this.parts.knownAhead,
    });
  }
}

function mostFrequentText(weeks: readonly WeekTexts[]): string {
  const all = new Tally<string>();
  for (const { texts } of weeks) for (const [text, count] of texts.entries()) all.add(text, count);
  return all.mode() ?? '';
}
