import { OBSERVED_WEEKS, recentMeanName } from '../common/observed';
import { mean } from '../common/statistics';
import type { ExtraValue, ExtraValues } from '../contract/record';

type ColumnValues = readonly ExtraValue[];

/** What further columns are made of. A product is meant by its index, a week by its own in the panel, `t`. */
export interface ExtraColumnsParts {
  /** By a column's name its values, [skus, weeks], row-major; null where no row gave one. */
  values: Readonly<Record<string, ColumnValues>>;
  /** Names of those that a plan tells for weeks to come; the others are observed. */
  knownAhead: readonly string[];
  weeks: number;
  /** Per product the index of its first week with units > 0. */
  firstSale: Int32Array;
}

/** A panel's columns beside units, prices and texts: which of their values a forecast may read. */
export class ExtraColumns {
  readonly names: readonly string[];
  private readonly lasting = new Map<string, { from: number; until: number }>();

  constructor(private readonly parts: ExtraColumnsParts) {
    this.names = Object.keys(parts.values);
  }

  /** Names of the columns that are observed. */
  get observedNames(): string[] {
    return this.names.filter((name) => !this.isKnownAhead(name));
  }

  /**
   * The columns as a forecast of week t from the origin may read them. One that is known ahead has the latest value known
   * up to that week, or else the first one known, so that a value's presence never tells whether the product sold in the
   * week. An observed one has its last value before the origin and, of numbers, the mean of the last weeks; where none of
   * the products before the origin ever changed its own, a launch has that of its first sale week.
   */
  asKnown(sku: number, t: number, origin: number): ExtraValues {
    const known = Object.entries(this.parts.values).flatMap(([name, values]): [string, ExtraValue][] => {
      if (this.isKnownAhead(name)) return [[name, this.planned(values, sku, t)]];
      const { last, recentMean } = this.observed(name, values, sku, origin);
      return [
        [name, last],
        [recentMeanName(name), recentMean],
      ];
    });
    return Object.fromEntries(known);
  }

  /** The columns as the rows of just this week have them; null where none has any. */
  own(sku: number, t: number): ExtraValues | null {
    const own = Object.entries(this.parts.values).map(
      ([name, values]) => [name, values[this.at(sku, t)]] as const,
    );
    return own.some(([, value]) => value !== null) ? Object.fromEntries(own) : null;
  }

  private isKnownAhead(name: string): boolean {
    return this.parts.knownAhead.includes(name);
  }

  private at(sku: number, t: number): number {
    return sku * this.parts.weeks + t;
  }

  private planned(values: ColumnValues, sku: number, t: number): ExtraValue {
    const { weeks } = this.parts;
    for (let week = Math.min(t, weeks - 1); week >= 0; week--) {
      const value = values[this.at(sku, week)];
      if (value !== null) return value;
    }
    for (let week = t + 1; week < weeks; week++) {
      const value = values[this.at(sku, week)];
      if (value !== null) return value;
    }
    return null;
  }

  private observed(
    name: string,
    values: ColumnValues,
    sku: number,
    origin: number,
  ): { last: ExtraValue; recentMean: number | null } {
    const { weeks, firstSale } = this.parts;
    if (firstSale[sku] >= origin && this.isLasting(name, values, origin)) {
      const own = values[this.at(sku, firstSale[sku])];
      return { last: own, recentMean: typeof own === 'number' ? own : null };
    }
    const known = values.slice(this.at(sku, 0), this.at(sku, Math.min(origin, weeks)));
    const last = known.findLast((value) => value !== null) ?? null;
    const recent = known
      .slice(Math.max(0, origin - OBSERVED_WEEKS))
      .filter((value) => typeof value === 'number');
    return { last, recentMean: recent.length > 0 ? mean(recent) : null };
  }

  /** Whether the weeks before the origin show a column to be one of products, such as a category: no product changed its own. */
  private isLasting(name: string, values: ColumnValues, origin: number): boolean {
    let lasts = this.lasting.get(name);
    if (!lasts) this.lasting.set(name, (lasts = this.lastingWeeks(values)));
    return lasts.from < origin && origin <= lasts.until;
  }

  /** Weeks of the first value that repeats a product's one before, and of the first that differs from it. */
  private lastingWeeks(values: ColumnValues): { from: number; until: number } {
    const { weeks, firstSale } = this.parts;
    let [from, until] = [Infinity, Infinity];
    for (let sku = 0; sku < firstSale.length; sku++) {
      let own: ExtraValue = null;
      for (let t = 0; t < weeks && t < until; t++) {
        const value = values[this.at(sku, t)];
        if (value === null) continue;
        if (own === value) from = Math.min(from, t);
        else if (own !== null) until = t;
        own = value;
      }
    }
    return { from, until };
  }
}
