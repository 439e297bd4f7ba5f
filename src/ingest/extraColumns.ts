import { OBSERVED_WEEKS, recentMeanName } from '../common/observed';
import { mean } from '../common/statistics';
import type { ExtraValue, ExtraValues } from '../contract/record';

type ColumnValues = readonly ExtraValue[];

/** Data of the further columns. Products are indices; `t` is a week's index in the panel. */
export interface ExtraColumnsParts {
  /** Values by column name, [skus, weeks], row-major; null if no row has one. */
  values: Readonly<Record<string, ColumnValues>>;
  /** Columns known for future weeks; the others are observed. */
  knownAhead: readonly string[];
  weeks: number;
  /** Index of each product's first week with units > 0. */
  firstSale: Int32Array;
}

/** A panel's further columns, and which of their values a forecast may use. */
export class ExtraColumns {
  readonly names: readonly string[];
  private readonly lasting = new Map<string, { from: number; until: number }>();

  constructor(private readonly parts: ExtraColumnsParts) {
    this.names = Object.keys(parts.values);
  }

  /** Names of the observed columns. */
  get observedNames(): string[] {
    return this.names.filter((name) => !this.isKnownAhead(name));
  }

  /**
   * The columns' values for a forecast of week t from the origin. A column known ahead has the latest value known up to
   * that week, else the first one known, so that the presence of a value never reveals whether the product sold in the
   * week. An observed column has its last value before the origin and, for numbers, the mean of the last weeks. If no
   * product ever changed its value before the origin, a launch has the value of its first sale week.
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

  /** The columns' values in the rows of this week only; null if there are none. */
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

  /** Whether a column describes products, such as a category: no product changed its value before the origin. */
  private isLasting(name: string, values: ColumnValues, origin: number): boolean {
    let lasts = this.lasting.get(name);
    if (!lasts) this.lasting.set(name, (lasts = this.lastingWeeks(values)));
    return lasts.from < origin && origin <= lasts.until;
  }

  /** Weeks of the first value that repeats the product's previous one, and of the first that differs from it. */
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
