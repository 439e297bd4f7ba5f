import type { Analog } from '../../contract/forecasting';
import type { HeadKind } from '../../contract/head';
import { firstEligible, type Likeness, UNLIKE_ALL } from '../../shop/likeness';
import { NEAREST } from '../../shop/neighbourStatistics';
import type { Ranking } from '../../shop/ranking';
import { type Compared, recordAnalogs, recordLikeness } from '../../shop/recordAnalogs';
import type { Shop } from '../../shop/shop';
import { rounded } from './ranges';

/** The products like one record, in the shop that they are looked up in. */
export class Neighbours {
  private constructor(
    private readonly shop: Shop,
    private readonly record: Compared,
    private readonly likeness: Likeness,
  ) {}

  /** Of numbers alone where there is no `vector`, the description's [D]; see `recordLikeness` for `exact`. */
  static find(shop: Shop, record: Compared, vector: Float32Array | undefined, exact = false): Neighbours {
    return new Neighbours(shop, record, vector ? recordLikeness(shop, record, vector, exact) : UNLIKE_ALL);
  }

  /** The same record under another description. */
  describedAs(description: string, vector: Float32Array): Neighbours {
    return Neighbours.find(this.shop, { ...this.record, description }, vector);
  }

  /** The same record of which no price is known. */
  withoutPrice(): Neighbours {
    return new Neighbours(this.shop, { ...this.record, price: null }, this.likeness);
  }

  /** [A]: what a head is told of them. */
  statistics(kind: HeadKind): Float32Array {
    return recordAnalogs(this.shop, this.record, this.likeness, kind);
  }

  /** Cosine to the nearest one; null where there is none. */
  nearestSimilarity(): number | null {
    return this.nearest(1).similarities[0] ?? null;
  }

  /** As they are shown beside a forecast, the nearest first. */
  shown(): Analog[] {
    const { rows, similarities } = this.nearest(NEAREST);
    return Array.from(rows, (row, at) => ({
      ...this.shop.analog(row),
      similarity: Math.min(1, rounded(similarities[at])),
    }));
  }

  /** Those sold before the record's first week to forecast. */
  private nearest(count: number): Ranking {
    const own = this.record.sku === null ? -1 : this.shop.row(this.record.sku);
    const levels = this.shop.levelsAt(this.record.origin);
    return firstEligible(this.likeness.vectors, count, (row) => row !== own && levels.known(row));
  }
}
