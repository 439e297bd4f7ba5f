import type { Analog } from '../../contract/forecastAnswers';
import type { HeadKind } from '../../contract/head';
import type { Item } from '../../contract/item';
import { type ChosenAnalogs, chosenLikeness } from '../../shop/neighbours/chosenAnalogs';
import { type Likeness, nearestEligible, UNLIKE_ALL } from '../../shop/neighbours/likeness';
import { NEAREST } from '../../shop/neighbours/neighbourStatistics';
import type { Ranking } from '../../common/ranking';
import { type Compared, recordAnalogs, recordLikeness } from '../../shop/recordAnalogs';
import type { Shop } from '../../shop/shop';
import { rounded } from './ranges';

/** A product that was included or excluded and cannot be: where it was named, and why. */
export interface UnusedAnalog {
  path: string;
  sku: string;
  why: 'unknown' | 'not_sold';
}

const NONE: ChosenAnalogs = { include: [], exclude: new Set() };

interface Parts {
  shop: Shop;
  record: Compared;
  /** [D], of the description; undefined if only numbers count. */
  vector: Float32Array | undefined;
  /** By text alone. */
  natural: Likeness;
  chosen: ChosenAnalogs;
  unused: readonly UnusedAnalog[];
}

interface FindOptions {
  /** See `recordLikeness`. */
  exact?: boolean;
  /** Products that a person included or excluded. */
  analogs?: Item['analogs'];
}

/** The products similar to one record, in the shop in which they are looked up. */
export class Neighbours {
  private constructor(private readonly parts: Parts) {}

  /** Of numbers only without a `vector`, the description's [D]. */
  static find(
    shop: Shop,
    record: Compared,
    vector: Float32Array | undefined,
    { exact = false, analogs }: FindOptions = {},
  ): Neighbours {
    const natural = likenessOf(shop, record, vector, exact);
    const chosen = analogs ? choose(shop, record, analogs) : { chosen: NONE, unused: [] };
    return new Neighbours({ shop, record, vector, natural, ...chosen });
  }

  /** Those of the chosen products that have no effect. */
  get unused(): readonly UnusedAnalog[] {
    return this.parts.unused;
  }

  /** The same record with another description. */
  describedAs(description: string, vector: Float32Array): Neighbours {
    const record = { ...this.parts.record, description };
    const natural = likenessOf(this.parts.shop, record, vector);
    return new Neighbours({ ...this.parts, record, vector, natural });
  }

  /** The same record without a price. */
  withoutPrice(): Neighbours {
    return new Neighbours({ ...this.parts, record: { ...this.parts.record, price: null } });
  }

  /** [A]: a head's statistics of similar products. */
  statistics(kind: HeadKind): Float32Array {
    const { shop, record, natural, chosen } = this.parts;
    return recordAnalogs(shop, record, chosenLikeness(natural, chosen), kind);
  }

  /**
   * For each of so many weeks from the record's first on: what all products sold a year before, relative to the weeks
   * just before.
   */
  seasonOfAll(weeks: number): Float64Array | null {
    const { shop, record } = this.parts;
    const told = { weeks, each: true, change: true };
    return shop.levelsAt(record.origin, record.lift, record.season).seasonOfAll(record.origin, told).weeks;
  }

  /** Cosine to the nearest one by text; null if there is none. */
  nearestSimilarity(): number | null {
    return this.nearest(1).similarities[0] ?? null;
  }

  /** As shown next to a forecast: the included ones, then the nearest by text that are not excluded. */
  shown(): Analog[] {
    const { shop, chosen } = this.parts;
    const picked = chosen.include.map((row) => ({
      ...shop.analog(row),
      similarity: this.similarityTo(row),
      picked: true,
    }));
    const { rows, similarities } = this.nearest(NEAREST);
    const others = Array.from(rows, (row, at) => ({
      ...shop.analog(row),
      similarity: Math.min(1, rounded(similarities[at])),
    }));
    return [...picked, ...others].slice(0, Math.max(NEAREST, picked.length));
  }

  /**
   * Those sold before the record's first week to forecast; without the record itself and those included or excluded.
   */
  private nearest(count: number): Ranking {
    const { shop, record, natural, chosen } = this.parts;
    const own = ownRow(shop, record);
    const levels = shop.levelsAt(record.origin, record.lift, record.season);
    const isFree = (row: number) =>
      row !== own && !chosen.include.includes(row) && !chosen.exclude.has(row) && levels.known(row);
    return nearestEligible(natural, count, isFree);
  }

  /** Cosine of the texts; 0 if one has no vector. */
  private similarityTo(row: number): number {
    const { shop, vector } = this.parts;
    const other = shop.vectors.vector(row);
    if (!vector || !other) return 0;
    return Math.min(1, rounded(other.reduce((sum, value, at) => sum + value * vector[at], 0)));
  }
}

function likenessOf(shop: Shop, record: Compared, vector: Float32Array | undefined, exact = false): Likeness {
  return vector ? recordLikeness(shop, record, vector, exact) : UNLIKE_ALL;
}

function ownRow(shop: Shop, { sku }: Compared): number {
  return sku === null ? -1 : shop.row(sku);
}

/** A person's choice as rows of the shop; an included product counts if it sold before the first week to forecast. */
function choose(
  shop: Shop,
  record: Compared,
  { include = [], exclude = [] }: NonNullable<Item['analogs']>,
): { chosen: ChosenAnalogs; unused: UnusedAnalog[] } {
  const unused: UnusedAnalog[] = [];
  const levels = shop.levelsAt(record.origin, record.lift, record.season);
  const own = ownRow(shop, record);
  const rowsOf = (field: 'include' | 'exclude', skus: readonly string[], mustHaveSold: boolean) => {
    const rows = skus.flatMap((sku, at) => {
      const row = shop.row(sku);
      const path = `analogs.${field}[${at}]`;
      if (row < 0) unused.push({ path, sku, why: 'unknown' });
      else if (mustHaveSold && (row === own || !levels.known(row)))
        unused.push({ path, sku, why: 'not_sold' });
      else return [row];
      return [];
    });
    return [...new Set(rows)];
  };
  const chosen = {
    include: rowsOf('include', include, true),
    exclude: new Set(rowsOf('exclude', exclude, false)),
  };
  return { chosen, unused };
}
