import { certain } from '../common/certain';
import { ShelfcastError } from '../contract/errors';
import { found } from '../contract/findings';
import type { ExtraValue } from '../contract/record';
import { ownCopy } from '../common/ownCopy';
import type { Week } from '../common/week';
import { DemandPanel, type WeekTexts } from './panel';
import { type Cover, isCovered } from '../registry/weeks/coverage';
import { shutWeeks } from '../registry/weeks/shutWeeks';
import { andSeen, medianOf, type Seen, type Tally, tallyOf, typicalOf } from '../common/tally';

/** A cleaned row: the sales of one product on a day or in a week. */
export interface Sale {
  sku: string;
  week: Week;
  units: number;
  /** Null if unknown. */
  price: number | null;
  /** Empty if the row has none. */
  description: string;
  promoText: string;
  /** In the order of the schema's numeric and then categorical columns. */
  extras: ExtraValue[];
}

/** The sum of the rows of one product and week. */
interface Cell {
  rows: number;
  units: number;
  prices: Seen<number>;
  descriptions: Seen<string>;
  promotions: Seen<string>;
  extras: Seen<string | number>[];
}

/** A panel, and what to report about its rows and weeks. */
export interface BuiltPanel {
  panel: DemandPanel;
  /** Rows after the last week. */
  laterRows: number;
  /** Rows of products that never sold up to it. */
  unsoldRows: number;
  /** Product weeks without a row that could have had one. */
  zeroWeeks: number;
  /** Weeks of products after their first sale, of days that the data are about, of which it is not known what was sold. */
  unknownWeeks: number;
  /** Weeks in which the shop was shut, ascending. */
  shut: Week[];
}

/** Sums sales by product and week; its size depends on the number of product weeks, not of rows. */
export class PanelBuilder {
  private readonly products = new Map<string, Map<Week, Cell>>();
  private readonly unread = new Map<string, Set<Week>>();
  /** Each text is stored once. */
  private readonly texts = new Map<string, string>();

  /** `knownAhead`: the further columns that are known for future weeks. */
  constructor(
    private readonly extraNames: readonly string[],
    private readonly knownAhead: readonly string[] = [],
  ) {}

  /** True for the first row of its product and week. */
  add(sale: Sale): boolean {
    let weeks = this.products.get(sale.sku);
    if (!weeks) this.products.set(this.kept(sale.sku), (weeks = new Map()));
    let cell = weeks.get(sale.week);
    if (!cell) weeks.set(sale.week, (cell = emptyCell(this.extraNames.length)));
    cell.rows++;
    cell.units += sale.units;
    if (sale.price !== null) cell.prices = andSeen(cell.prices, sale.price);
    if (sale.description) cell.descriptions = andSeen(cell.descriptions, this.kept(sale.description));
    if (sale.promoText) cell.promotions = andSeen(cell.promotions, this.kept(sale.promoText));
    for (let column = 0; column < sale.extras.length; column++) {
      const value = sale.extras[column];
      if (value === null || value === undefined) continue;
      const known = typeof value === 'string' ? this.kept(value) : value;
      cell.extras[column] = andSeen(cell.extras[column], known);
    }
    return cell.rows === 1;
  }

  private kept(text: string): string {
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    const copy = ownCopy(text);
    this.texts.set(copy, copy);
    return copy;
  }

  /** An unreadable row of the product, in a week or, if that is NaN, in any week. */
  addUnread(sku: string, week: Week): void {
    let weeks = this.unread.get(sku);
    if (!weeks) this.unread.set(sku, (weeks = new Set()));
    weeks.add(week);
  }

  /**
   * The panel up to `lastWeek`. A product's units are known if `isCovered` says so, the shop was not shut, and every
   * row of its week was readable; rows of the weeks `without` are left out. Throws if nothing is left.
   */
  build(
    lastWeek: Week,
    coverOf: (week: Week) => Cover = () => 'whole',
    without: ReadonlySet<Week> = new Set(),
  ): BuiltPanel {
    let firstWeek = Infinity;
    let laterRows = 0;
    let unsoldRows = 0;
    const skus: string[] = [];
    const selling = new Map<Week, number>();
    for (const [sku, weeks] of this.products) {
      for (const week of without) weeks.delete(week);
      let rows = 0;
      let sold = false;
      for (const [week, cell] of weeks) {
        if (week > lastWeek) {
          laterRows += cell.rows;
          continue;
        }
        rows += cell.rows;
        if (!(cell.units > 0) || this.unread.get(sku)?.has(week) || !isCovered(coverOf(week))) continue;
        sold = true;
        selling.set(week, (selling.get(week) ?? 0) + 1);
      }
      if (!sold) {
        unsoldRows += rows;
        continue;
      }
      skus.push(sku);
      for (const week of weeks.keys()) firstWeek = Math.min(firstWeek, week);
    }
    if (skus.length === 0) {
      const reasons = [found('nothing_sold')];
      throw new ShelfcastError('invalid', 'no product with a sale is left in the data', { reasons });
    }
    const weeks = Array.from({ length: lastWeek - firstWeek + 1 }, (_, t) => firstWeek + t);
    const covered = weeks.filter((week) => isCovered(coverOf(week)));
    const shut = shutWeeks(covered.map((week) => ({ week, selling: selling.get(week) ?? 0 })));
    const covers = weeks.map((week) => (shut.has(week) ? 'shut' : coverOf(week)));
    const filled = this.fill(skus.sort(), firstWeek, covers);
    return { ...filled, laterRows, unsoldRows, shut: [...shut] };
  }

  /** Whether what a product sold is known, of each week from the first on. */
  private knownWeeks(sku: string, covers: readonly Cover[], firstWeek: Week): boolean[] {
    const rows = this.products.get(sku);
    const unread = this.unread.get(sku);
    return covers.map((cover, t) => {
      const week = firstWeek + t;
      const isUnread = unread?.has(week) || (unread?.has(NaN) && !rows?.has(week));
      return !isUnread && isCovered(cover);
    });
  }

  private fill(
    skus: string[],
    firstWeek: Week,
    covers: readonly Cover[],
  ): Pick<BuiltPanel, 'panel' | 'zeroWeeks' | 'unknownWeeks'> {
    const weeks = covers.length;
    let zeroWeeks = 0;
    let unknownWeeks = 0;
    const units = new Float64Array(skus.length * weeks);
    const price = new Float64Array(skus.length * weeks).fill(NaN);
    const descriptions: WeekTexts[][] = [];
    const promotions = new Map<number, string>();
    const extras = this.extraNames.map(() =>
      new Array<number | string | null>(skus.length * weeks).fill(null),
    );
    const singles = new Map<string, Tally<string>>();
    const shared = (seen: Seen<string>) => {
      if (typeof seen !== 'string') return tallyOf(seen);
      const tally = singles.get(seen) ?? tallyOf<string>(seen);
      singles.set(seen, tally);
      return tally;
    };
    skus.forEach((sku, row) => {
      const texts: WeekTexts[] = [];
      const cells = certain(this.products.get(sku), `cells of ${sku}`);
      for (const [week, cell] of cells) {
        const t = week - firstWeek;
        if (t >= weeks) continue;
        const at = row * weeks + t;
        units[at] = Math.max(0, cell.units);
        price[at] = medianOf(tallyOf(cell.prices));
        if (cell.descriptions !== undefined) texts.push({ t, texts: shared(cell.descriptions) });
        const promotion = tallyOf(cell.promotions).mode();
        if (promotion !== null) promotions.set(at, promotion);
        cell.extras.forEach((seen, column) => (extras[column][at] = typicalOf(tallyOf(seen))));
      }
      descriptions.push(texts.sort((a, b) => a.t - b.t));
      const known = this.knownWeeks(sku, covers, firstWeek);
      const firstSale = known.findIndex((isKnown, t) => isKnown && units[row * weeks + t] > 0);
      known.forEach((isKnown, t) => {
        if (t < firstSale) units[row * weeks + t] = 0;
        else if (!isKnown) {
          units[row * weeks + t] = NaN;
          if (covers[t] !== 'none' && covers[t] !== 'shut') unknownWeeks++;
        } else if (!cells.has(firstWeek + t)) zeroWeeks++;
      });
    });
    const panel = new DemandPanel({
      skus,
      firstWeek,
      weeks,
      units,
      price,
      descriptions,
      promotions,
      extras: Object.fromEntries(this.extraNames.map((name, column) => [name, extras[column]])),
      knownAhead: this.knownAhead,
    });
    return { panel, zeroWeeks, unknownWeeks };
  }
}

const NO_EXTRAS: Seen<string | number>[] = [];

function emptyCell(columns: number): Cell {
  return {
    rows: 0,
    units: 0,
    prices: undefined,
    descriptions: undefined,
    promotions: undefined,
    extras: columns > 0 ? new Array<Seen<string | number>>(columns).fill(undefined) : NO_EXTRAS,
  };
}
