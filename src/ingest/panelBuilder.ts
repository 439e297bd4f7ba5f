import { ShelfcastError } from '../contract/errors';
import { mondayOf, type Week } from '../common/week';
import { DemandPanel, type WeekTexts } from './panel';
import { medianOf, Tally } from '../common/tally';

const MOST_WEEKS = 1500;

/** A cleaned row: what one product sold on a day or in a week. */
export interface Sale {
  sku: string;
  week: Week;
  units: number;
  /** Null when unknown. */
  price: number | null;
  /** Empty when the row has none. */
  description: string;
  promoText: string;
  /** In the order of the schema's numeric, then categorical columns. */
  extras: (number | string | null)[];
}

/** What the rows of one product and week add up to. */
interface Cell {
  rows: number;
  units: number;
  prices: Tally<number>;
  descriptions: Tally<string>;
  promotions: Tally<string>;
  extras: Tally<string | number>[];
}

/** Adds sales up by product and week; its size grows with the products' weeks, not with the rows. */
export class PanelBuilder {
  private readonly products = new Map<string, Map<Week, Cell>>();

  constructor(private readonly extraNames: readonly string[]) {}

  /** True when this is the first row of its product and week. */
  add(sale: Sale): boolean {
    let weeks = this.products.get(sale.sku);
    if (!weeks) this.products.set(sale.sku, (weeks = new Map()));
    let cell = weeks.get(sale.week);
    if (!cell) weeks.set(sale.week, (cell = emptyCell(this.extraNames.length)));
    cell.rows++;
    cell.units += sale.units;
    if (sale.price !== null) cell.prices.add(sale.price);
    if (sale.description) cell.descriptions.add(sale.description);
    if (sale.promoText) cell.promotions.add(sale.promoText);
    for (let column = 0; column < sale.extras.length; column++) {
      const value = sale.extras[column];
      if (value !== null && value !== undefined) cell.extras[column].add(value);
    }
    return cell.rows === 1;
  }

  /**
   * The panel from the first week to `lastWeek`, with the rows that lie later and those of products never sold up to
   * then. Throws when nothing is left, or when the weeks are too many for dates without an error.
   */
  build(lastWeek: Week): { panel: DemandPanel; laterRows: number; unsoldRows: number } {
    let firstWeek = Infinity;
    let laterRows = 0;
    let unsoldRows = 0;
    const skus: string[] = [];
    for (const [sku, weeks] of this.products) {
      let rows = 0;
      let sold = false;
      for (const [week, cell] of weeks) {
        if (week > lastWeek) {
          laterRows += cell.rows;
          continue;
        }
        rows += cell.rows;
        sold ||= cell.units > 0;
      }
      if (!sold) {
        unsoldRows += rows;
        continue;
      }
      skus.push(sku);
      for (const week of weeks.keys()) firstWeek = Math.min(firstWeek, week);
    }
    if (skus.length === 0) throw new ShelfcastError('invalid', 'no product with a sale is left in the data');
    const weeks = lastWeek - firstWeek + 1;
    if (weeks > MOST_WEEKS) {
      throw new ShelfcastError(
        'invalid',
        `the sales run from ${mondayOf(firstWeek)} to ${mondayOf(lastWeek)}, more than ${MOST_WEEKS} weeks: ` +
          'look for a wrong year among the dates',
      );
    }
    return { panel: this.fill(skus.sort(), firstWeek, weeks), laterRows, unsoldRows };
  }

  private fill(skus: string[], firstWeek: Week, weeks: number): DemandPanel {
    const units = new Float64Array(skus.length * weeks);
    const price = new Float64Array(skus.length * weeks).fill(NaN);
    const descriptions: WeekTexts[][] = [];
    const promotions = new Map<number, string>();
    const extras = this.extraNames.map(() =>
      new Array<number | string | null>(skus.length * weeks).fill(null),
    );
    skus.forEach((sku, row) => {
      const texts: WeekTexts[] = [];
      for (const [week, cell] of this.products.get(sku)!) {
        const t = week - firstWeek;
        if (t >= weeks) continue;
        const at = row * weeks + t;
        units[at] = cell.units;
        price[at] = medianOf(cell.prices);
        if (cell.descriptions.size > 0) texts.push({ t, texts: cell.descriptions });
        const promotion = cell.promotions.mode();
        if (promotion !== null) promotions.set(at, promotion);
        cell.extras.forEach((tally, column) => (extras[column][at] = typical(tally)));
      }
      descriptions.push(texts.sort((a, b) => a.t - b.t));
    });
    return new DemandPanel({
      skus,
      firstWeek,
      weeks,
      units,
      price,
      descriptions,
      promotions,
      extras: Object.fromEntries(this.extraNames.map((name, column) => [name, extras[column]])),
    });
  }
}

/** Median of numbers, most frequent of words. */
function typical(tally: Tally<string | number>): number | string | null {
  const mode = tally.mode();
  return typeof mode === 'number' ? medianOf(tally as Tally<number>) : mode;
}

function emptyCell(columns: number): Cell {
  return {
    rows: 0,
    units: 0,
    prices: new Tally(),
    descriptions: new Tally(),
    promotions: new Tally(),
    extras: Array.from({ length: columns }, () => new Tally<string | number>()),
  };
}
