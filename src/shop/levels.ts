import type { Week } from '../common/week';
import { COLUMNS, LEVEL, LOG_PRICE, MEAN, REVENUE, TREND, ZEROS } from './levelColumns';
import { PriceLevels } from './priceLevels';
import { UnitCounts } from './unitCounts';
import { NEVER, type WeeklySales } from './weeklySales';

/** Log units fall about this much per unit of log price, between products. */
export const PRICE_SLOPE = 0.8;

/** Share of the weeks with sales whose units are not capped. */
const CAPPED_ABOVE = 0.999;
const LONGEST = 13;
const LATEST = 8;
const TREND_WEEKS = 4;

const UNKNOWN = 0;
const KNOWN = 1;
const NOT_KNOWN = 2;

/**
 * What every product sold lately, as known before a week: of its latest 8 known weeks the mean of log1p(units), the mean
 * units and the share without sales, its trend, its latest log price, and log units less what the price explains. Units
 * beyond what is usual in the shop are capped. Computed when asked for, and again when the product's sales change.
 */
export class Levels {
  /** Row-major [rows, COLUMNS]. */
  values: Float32Array;
  private state: Uint8Array;
  private byPrice: PriceLevels | null = null;
  private readonly counts = new UnitCounts();
  private usual: number | null = null;

  constructor(
    private readonly sales: WeeklySales,
    /** First week of which nothing is known. */
    readonly asOf: Week,
  ) {
    this.values = new Float32Array(sales.rows * COLUMNS);
    this.state = new Uint8Array(sales.rows);
    for (let row = 0; row < sales.rows; row++) this.countUnits(row, 1);
  }

  /** Units beyond which they are capped. */
  get cap(): number {
    return (this.usual ??= this.counts.quantile(CAPPED_ABOVE));
  }

  /** Whether a product sold before, and some of its last 13 weeks are known; then its `values` are. */
  known(row: number): boolean {
    if (row >= this.state.length) this.makeRoom();
    if (this.state[row] === UNKNOWN) this.state[row] = this.compute(row) ? KNOWN : NOT_KNOWN;
    return this.state[row] === KNOWN;
  }

  /** What all products sell by their price. */
  prices(): PriceLevels {
    if (!this.byPrice) {
      this.byPrice = new PriceLevels();
      for (let row = 0; row < this.sales.rows; row++) this.countPrice(row, 1);
    }
    return this.byPrice;
  }

  /** To be called before a product's sales change, and `changed` after. */
  changing(row: number): void {
    if (this.byPrice) this.countPrice(row, -1);
    this.countUnits(row, -1);
  }

  changed(row: number): void {
    this.countUnits(row, 1);
    const before = this.usual;
    this.usual = null;
    if (before !== null && before !== this.cap) this.forget();
    if (row < this.state.length) this.state[row] = UNKNOWN;
    if (this.byPrice) this.countPrice(row, 1);
  }

  private forget(): void {
    this.state.fill(UNKNOWN);
    this.byPrice = null;
  }

  private countUnits(row: number, sign: 1 | -1): void {
    if (row >= this.sales.rows) return;
    for (let week = this.sales.firstSale[row]; week < this.asOf; week++)
      this.counts.add(this.sales.unitsAt(row, week), sign);
  }

  private countPrice(row: number, sign: 1 | -1): void {
    if (row < this.sales.rows && this.known(row)) this.byPrice!.add(this.values, row * COLUMNS, sign);
  }

  private compute(row: number): boolean {
    const { sales, asOf, cap, values } = this;
    const first = sales.firstSale[row];
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
    const price = Math.log(sales.lastPrice(row, asOf));
    const at = row * COLUMNS;
    values[at + LEVEL] = latestLogs / latest;
    values[at + MEAN] = sum / latest;
    values[at + ZEROS] = zeros / latest;
    values[at + TREND] = (late > 0 ? lateLogs / late : logs / known) - logs / known;
    values[at + LOG_PRICE] = price;
    values[at + REVENUE] = Math.log1p(sum / latest) + PRICE_SLOPE * price;
    return true;
  }

  private makeRoom(): void {
    const [values, state] = [new Float32Array(this.sales.rows * COLUMNS), new Uint8Array(this.sales.rows)];
    values.set(this.values);
    state.set(this.state);
    [this.values, this.state] = [values, state];
  }
}
