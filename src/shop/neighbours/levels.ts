import { sum as total } from '../../common/statistics';
import type { Week } from '../../common/week';
import {
  COLUMNS,
  LAUNCH,
  LAUNCH_WEEKS,
  LEVEL,
  LOG_PRICE,
  MEAN,
  REVENUE,
  SQUARE,
  TREND,
  ZEROS,
} from './levelColumns';
import { PriceLevels } from './priceLevels';
import { type Season, SEASON_TOLD_BY, SEASONAL_WEEKS, type ToldSeason, toldSeasonOf } from './season';
import { UnitCounts } from './unitCounts';
import type { ToldSales } from '../sales/plainSales';
import { NEVER } from '../sales/weeklySales';

/** First sales in these weeks of a shop are not launches: the product may have sold before the data begin. */
export const CENSORED_WEEKS = 6;
/** Log units fall by about this much per unit of log price, between products. */
export const PRICE_SLOPE = 0.8;

/** Share of the weeks with sales whose units are not clipped. */
const CAPPED_ABOVE = 0.999;
const LONGEST = 13;
const LATEST = 8;
const TREND_WEEKS = 4;

const UNKNOWN = 0;
const KNOWN = 1;
const NOT_KNOWN = 2;

/** Rows whose levels are stored together; blocks are allocated on first use. */
const BLOCK_BITS = 12;
const BLOCK = 1 << BLOCK_BITS;
/** Sales by price, and usual sales, are computed from at most this many products, spread over all rows. */
const SAMPLED = 32_768;
/** Cached seasons: the same weeks are requested repeatedly. */
const MOST_SEASONS = 64;

/** Columns and whether they are known: a cache line of the processor. */
const STRIDE = 16;
const STATE = COLUMNS;

/**
 * What every product sold recently, as known before a week: over its latest 8 known weeks the mean of log1p(units), the
 * mean units and the share without sales, its trend, its latest log price, log units minus what the price explains, and
 * log1p(units) by week since its launch. With `ended`, a product without sales in these weeks has those of its first 8
 * instead, unless it may have been launched before the data begin. Units are clipped at the usual maximum of the shop.
 * Computed on demand, and again when the product's sales change.
 */
export class Levels {
  /** Row-major [BLOCK, STRIDE] each. */
  private readonly blocks: (Float32Array | undefined)[] = [];
  private byPrice: PriceLevels | null = null;
  private readonly counts = new UnitCounts();
  private usual: number | null = null;
  private readonly seasons = new Map<string, Season>();
  /** For a product whose sales change: its earlier sales in the weeks from which seasons are computed. */
  private before: Float64Array | null = null;
  private unsettled = false;
  /** One in this many rows is used to compute what is usual. */
  private readonly every: number;
  private readonly ended: boolean;

  constructor(
    readonly sales: ToldSales,
    /** The first unknown week. */
    readonly asOf: Week,
    /** See ToldSeason. */
    ended = false,
  ) {
    this.ended = ended && asOf - sales.firstWeek < SEASONAL_WEEKS;
    this.every = Math.ceil(sales.rows / SAMPLED) || 1;
    for (let row = 0; row < sales.rows; row += this.every) this.countUnits(row, 1);
  }

  /** Units are clipped here. */
  get cap(): number {
    return (this.usual ??= this.counts.quantile(CAPPED_ABOVE));
  }

  /** Call it before queries: includes the changes since the last call in what is usual. */
  settle(): void {
    if (!this.unsettled) return;
    this.unsettled = false;
    const before = this.usual;
    this.usual = null;
    if (before === null || before === this.cap) return;
    for (const block of this.blocks) {
      if (!block) continue;
      for (let at = STATE; at < block.length; at += STRIDE) block[at] = UNKNOWN;
    }
    this.byPrice = null;
  }

  /** Whether a product sold before, and some of its last 13 weeks are known; then its levels are known. */
  known(row: number): boolean {
    const block = this.blockOf(row);
    const at = (row & (BLOCK - 1)) * STRIDE + STATE;
    if (block[at] === UNKNOWN) block[at] = this.compute(row) ? KNOWN : NOT_KNOWN;
    return block[at] === KNOWN;
  }

  /** One of a known product's levels, NaN if unknown. */
  value(row: number, column: number): number {
    return this.blockOf(row)[(row & (BLOCK - 1)) * STRIDE + column];
  }

  /** Adds a known product's levels times a weight to sums [COLUMNS], and the weight to those of the known levels. */
  addTo(sums: Float64Array, weights: Float64Array, row: number, weight: number): void {
    const block = this.blockOf(row);
    const from = (row & (BLOCK - 1)) * STRIDE;
    for (let column = 0; column < sums.length; column++) {
      const value = block[from + column];
      if (Number.isNaN(value)) continue;
      sums[column] += weight * value;
      weights[column] += weight;
    }
  }

  /** What all products sell, by price. */
  prices(): PriceLevels {
    if (!this.byPrice) {
      this.byPrice = new PriceLevels();
      for (let row = 0; row < this.sales.rows; row += this.every) this.countPrice(row, 1);
    }
    return this.byPrice;
  }

  /** The season of the weeks from `target` on over all products, with equal weights. */
  seasonOfAll(target: Week, told: ToldSeason): Season {
    const key = `${target}/${told.weeks}`;
    let season = this.seasons.get(key);
    if (!season) {
      const count = Math.ceil(this.sales.rows / this.every);
      const rows = Int32Array.from({ length: count }, (_, at) => at * this.every);
      const all = { rows, similarities: new Float32Array(count) };
      const evenly = new Float32Array(count).fill(1);
      season = toldSeasonOf(this.sales, all, evenly, this.asOf, target, told);
      if (this.seasons.size >= MOST_SEASONS) this.seasons.clear();
      this.seasons.set(key, season);
    }
    return season;
  }

  /** Call it before a product's sales change, and `changed` afterwards. */
  changing(row: number): void {
    if (this.byPrice) this.countPrice(row, -1);
    this.countUnits(row, -1);
    this.before = this.seasons.size > 0 ? this.pastYear(row) : null;
  }

  changed(row: number): void {
    this.countUnits(row, 1);
    this.unsettled = true;
    const { before } = this;
    const isAsBefore = before && this.pastYear(row).every((units, at) => Object.is(units, before[at]));
    if (!isAsBefore) this.seasons.clear();
    const block = this.blocks[row >>> BLOCK_BITS];
    if (block) block[(row & (BLOCK - 1)) * STRIDE + STATE] = UNKNOWN;
    if (this.byPrice) this.countPrice(row, 1);
  }

  /**
   * Units of the weeks from which seasons are computed, NaN if unknown: sales of the current week change none of them.
   */
  private pastYear(row: number): Float64Array {
    const units = new Float64Array(SEASON_TOLD_BY);
    this.sales.unitsFrom(row, this.asOf - SEASON_TOLD_BY, units);
    return units;
  }

  private countUnits(row: number, sign: 1 | -1): void {
    if (row % this.every !== 0 || row >= this.sales.rows) return;
    const first = Math.max(this.sales.firstSale[row], this.sales.firstWeek);
    for (let week = first; week < this.asOf; week++) this.counts.add(this.sales.unitsAt(row, week), sign);
  }

  private countPrice(row: number, sign: 1 | -1): void {
    if (row % this.every !== 0 || row >= this.sales.rows || !this.known(row)) return;
    this.byPrice!.add(this.blockOf(row), (row & (BLOCK - 1)) * STRIDE, sign);
  }

  private blockOf(row: number): Float32Array {
    return (this.blocks[row >>> BLOCK_BITS] ??= new Float32Array(BLOCK * STRIDE));
  }

  private compute(row: number): boolean {
    const { sales, asOf, cap } = this;
    const first = row < sales.rows ? sales.firstSale[row] : NEVER;
    if (first === NEVER || first >= asOf) return false;
    const start = Math.max(first, asOf - LONGEST);
    let [known, logs, latest, latestLogs, sum, zeros, late, lateLogs] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let week = start; week < asOf; week++) {
      const units = Math.min(sales.unitsAt(row, week), cap);
      if (Number.isNaN(units)) continue;
      const log = Math.log1p(units);
      known += 1;
      logs += log;
      if (week >= asOf - TREND_WEEKS) {
        late += 1;
        lateLogs += log;
      }
      if (week < asOf - LATEST) continue;
      latest += 1;
      latestLogs += log;
      sum += units;
      if (units === 0) zeros += 1;
    }
    if (known === 0) return false;
    if (latest === 0) {
      for (let week = start; week < asOf; week++) {
        const units = Math.min(sales.unitsAt(row, week), cap);
        if (Number.isNaN(units)) continue;
        sum += units;
        if (units === 0) zeros += 1;
      }
      [latest, latestLogs] = [known, logs];
    }
    const launched = first >= sales.firstWeek + CENSORED_WEEKS;
    const begun = this.ended && launched && sum === 0 ? this.firstWeeks(row) : [];
    if (begun.length > 0) {
      latest = begun.length;
      latestLogs = total(begun.map(Math.log1p));
      sum = total(begun);
      zeros = begun.filter((units) => units === 0).length;
    }
    const price = Math.log(sales.ownPrice(row, asOf));
    const values = this.blockOf(row);
    const at = (row & (BLOCK - 1)) * STRIDE;
    values[at + LEVEL] = latestLogs / latest;
    values[at + SQUARE] = (latestLogs / latest) ** 2;
    values[at + MEAN] = sum / latest;
    values[at + ZEROS] = zeros / latest;
    values[at + TREND] = (late > 0 ? lateLogs / late : logs / known) - logs / known;
    values[at + LOG_PRICE] = price;
    values[at + REVENUE] = Math.log1p(sum / latest) + PRICE_SLOPE * price;
    for (let ahead = 0; ahead < LAUNCH_WEEKS; ahead++)
      values[at + LAUNCH + ahead] =
        launched && first + ahead < asOf ? Math.log1p(Math.min(cap, sales.unitsAt(row, first + ahead))) : NaN;
    return true;
  }

  /** Clipped units of the known ones of the eight weeks from a product's launch on. */
  private firstWeeks(row: number): number[] {
    const { sales, asOf, cap } = this;
    const first = sales.firstSale[row];
    const weeks = Array.from({ length: Math.min(LATEST, asOf - first) }, (_, ahead) => first + ahead);
    return weeks
      .map((week) => Math.min(sales.unitsAt(row, week), cap))
      .filter((units) => !Number.isNaN(units));
  }
}
