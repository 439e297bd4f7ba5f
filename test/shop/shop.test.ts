import { Random } from '../../src/common/random';
import { finish } from '../../src/common/steps';
import {
  NEIGHBOUR_COLUMNS,
  SEASON_COLUMNS,
  SHOP_SEASON_COLUMNS,
} from '../../src/shop/neighbours/neighbourStatistics';
import { Shop } from '../../src/shop/shop';
import { unit } from '../../src/shop/vectors/vectorCodes';
import { VectorIndex } from '../../src/shop/vectors/vectorIndex';
import { WeeklySales } from '../../src/shop/sales/weeklySales';

const DIMENSION = 16;
const FIRST_WEEK = 2000;
const WEEKS = 40;
const END = FIRST_WEEK + WEEKS;
const PRODUCTS = 60;
const WORDS = ['red', 'blue', 'metal', 'lantern', 'box', 'small', 'candles', 'set', 'glass', 'garden'];

interface MadeUp {
  sku: string;
  description: string;
  vector: Float32Array;
  price: number;
  launch: number;
}

function madeUp(random: Random, row: number): MadeUp {
  const vector = Float32Array.from({ length: DIMENSION }, () => random.uniform() * 2 - 0.5);
  const length = Math.hypot(...vector);
  const words = Array.from({ length: 4 }, () => WORDS[random.below(WORDS.length)]);
  return {
    sku: `P${row}`,
    description: words.join(' '),
    vector: vector.map((value) => value / length),
    price: Math.exp(random.uniform() * 3),
    launch: FIRST_WEEK + random.below(30),
  };
}

/** Units of a product in a week; what is sold from `garbledFrom` on is another story. */
function unitsOf({ price, launch }: MadeUp, week: number, garbledFrom: number): number {
  if (week >= garbledFrom) return 1e6;
  return week % 7 === 3 ? NaN : Math.floor(40 / price + ((week * 13 + launch) % 5)) % 11;
}

function products(seed = 1): MadeUp[] {
  const random = new Random(seed);
  return Array.from({ length: PRODUCTS }, (_, row) => madeUp(random, row));
}

function shopOf(all: readonly MadeUp[], garbledFrom = END): Shop {
  const sales = new WeeklySales(FIRST_WEEK, END, all.length);
  const vectors = new VectorIndex(DIMENSION);
  all.forEach((product, row) => {
    vectors.set(row, product.vector);
    for (let week = product.launch; week < END; week++) {
      const units = unitsOf(product, week, garbledFrom);
      sales.set(row, week, units, units > 0 ? product.price : NaN);
    }
  });
  return Shop.of({ products: [...all], sales, vectors });
}

function statistics(shop: Shop, { vector, description, price }: MadeUp, asOf = END, own = -1) {
  const values = shop.statistics(shop.like({ vector, text: description }), { price, own }, asOf);
  return Object.fromEntries(NEIGHBOUR_COLUMNS.map((name, column) => [name, values[column]]));
}

const newcomer = madeUp(new Random(99), 999);

describe('statistics of neighbours', () => {
  const all = products();
  const shop = shopOf(all);

  it('are all known where products like it sold lately, but for a season that takes more than a year', () => {
    const unknown = Object.entries(statistics(shop, newcomer)).filter(([, value]) => !Number.isFinite(value));
    expect(unknown.map(([name]) => name)).toEqual([...SEASON_COLUMNS, ...SHOP_SEASON_COLUMNS]);
  });

  it('read nothing on or after asOf', () => {
    const asOf = END - 8;
    const garbled = shopOf(all, asOf);
    expect(statistics(garbled, newcomer, asOf)).toEqual(statistics(shop, newcomer, asOf));
    expect(statistics(garbled, newcomer, END)).not.toEqual(statistics(shop, newcomer, END));
  });

  it('read nothing of weeks that are not whole, whatever is asked', () => {
    const open = shopOf(all);
    for (let row = 0; row < all.length; row++)
      open.changeSales(row, (sales) => sales.set(row, END, 1e6, 1e6));
    expect(statistics(open, newcomer, END + 10)).toEqual(statistics(shop, newcomer, END));
  });

  it('never count the product itself', () => {
    const own = 7;
    const others = shopOf(all);
    others.removeProduct(own);
    const without = statistics(shop, all[own], END, own);
    const removed = statistics(others, all[own]);
    for (const name of ['analogs_level', 'analogs_similarity', 'analogs_price', 'launch_week_1'])
      expect(without[name]).toBeCloseTo(removed[name], 5);
    expect(statistics(shop, all[own]).analogs_similarity).toBeCloseTo(1, 2);
  });

  it('are the same in whatever order products came, also where many have the same words', () => {
    const twins = all.map((product, row) => {
      const { description, vector } = all[row % 20];
      return { ...product, description, vector, price: 3 + (row % 2) };
    });
    const [shop, reversed] = [shopOf(twins), shopOf(twins.toReversed())];
    twins.forEach((product, row) => {
      const other = statistics(reversed, product, END, twins.length - 1 - row);
      expect(other).toEqual(statistics(shop, product, END, row));
    });
  });

  it('leave aside products without words, as a sale of an unknown code makes them', () => {
    const unnamed = { ...all[0], sku: 'unnamed', description: '', launch: END };
    const more = shopOf([...all, unnamed, unnamed]);
    more.removeVector(all.length);
    more.removeVector(all.length + 1);
    expect(statistics(more, newcomer)).toEqual(statistics(shop, newcomer));
  });

  it('weight what all products sell by price', () => {
    const levels = shop.levelsAt(END);
    let [sum, weight] = [0, 0];
    for (let row = 0; row < all.length; row++) {
      if (!levels.known(row)) continue;
      const price = shop.sales.ownPrice(row, END);
      if (Number.isNaN(price)) continue;
      const known: number[] = [];
      for (let week = Math.max(shop.sales.firstSale[row], END - 8); week < END; week++)
        known.push(Math.min(shop.sales.unitsAt(row, week), levels.cap));
      const units = known.filter((value) => !Number.isNaN(value));
      const own = Math.exp(-Math.abs(Math.log(price) - Math.log(newcomer.price)));
      sum += (own * units.reduce((total, value) => total + Math.log1p(value), 0)) / units.length;
      weight += own;
    }
    expect(statistics(shop, newcomer).price_level).toBeCloseTo(sum / weight, 2);
  });

  it('depend on no price where none is known', () => {
    const { analogs_level, analogs_price_gap, analogs_revenue } = statistics(shop, {
      ...newcomer,
      price: NaN,
    });
    expect(analogs_level).not.toBeNaN();
    expect([analogs_price_gap, analogs_revenue]).toEqual([NaN, NaN]);
  });

  it('tell of prices alone where no text is known', () => {
    const values = shop.statistics(shop.like({ vector: null, text: null }), { price: 5, own: -1 }, END);
    NEIGHBOUR_COLUMNS.forEach((name, column) =>
      expect([name, Number.isNaN(values[column])]).toEqual([name, !name.startsWith('price_')]),
    );
  });

  it('are those of an empty shop: nothing', () => {
    const empty = Shop.of({
      products: [],
      sales: new WeeklySales(FIRST_WEEK, FIRST_WEEK),
      vectors: new VectorIndex(DIMENSION),
    });
    expect(Object.values(statistics(empty, newcomer)).every(Number.isNaN)).toBe(true);
  });
});

/** What a shop is told by one change after the other, and what it then should be. */
class Told {
  readonly products = new Map<number, MadeUp>();
  readonly weeks = new Map<number, Map<number, number>>();
  end = END - 10;
  readonly shop = this.fresh();

  constructor(private readonly random: Random) {}

  fresh(): Shop {
    const rows = [...this.products.keys()];
    const made: ({ sku: string; description: string } | null)[] = [];
    const vectors = new VectorIndex(DIMENSION);
    const sales = new WeeklySales(FIRST_WEEK, this.end);
    for (const row of rows.sort((a, b) => a - b)) {
      while (made.length < row) made.push(null);
      made.push(this.products.get(row)!);
      vectors.set(row, this.products.get(row)!.vector);
      this.putWeeks(sales, row);
    }
    return Shop.of({ products: made, sales, vectors });
  }

  change(): void {
    const row = this.random.below(PRODUCTS);
    const kind = this.random.below(10);
    if (kind < 3 || !this.products.has(row)) this.put(row);
    else if (kind === 3) this.remove(row);
    else if (kind === 4 && this.end < END) this.shop.closeWeeks(++this.end);
    else this.sell(row);
  }

  private put(row: number): void {
    const product = { ...madeUp(this.random, row), sku: `${row}-${this.random.below(3)}` };
    this.products.set(row, product);
    this.shop.setProduct(row, product);
    this.shop.setVector(row, product.vector);
  }

  private remove(row: number): void {
    this.products.delete(row);
    this.weeks.delete(row);
    this.shop.removeProduct(row);
  }

  private sell(row: number): void {
    const weeks = this.weeks.get(row) ?? new Map<number, number>();
    this.weeks.set(row, weeks);
    for (let more = 0; more < 6; more++) {
      const week = FIRST_WEEK + this.random.below(END - FIRST_WEEK);
      weeks.set(week, this.random.below(8) === 0 ? NaN : this.random.below(20));
    }
    this.shop.changeSales(row, (sales) => {
      sales.clear(row);
      this.putWeeks(sales, row);
    });
  }

  private putWeeks(sales: WeeklySales, row: number): void {
    const weeks = [...(this.weeks.get(row) ?? [])].sort(([a], [b]) => a - b);
    for (const [week, units] of weeks) sales.set(row, week, units, 1 + (row % 7));
  }
}

describe('a shop that changes', () => {
  it.each([1, 2, 3, 4])('is, change by change, the shop that was so from the beginning (%i)', (seed) => {
    const random = new Random(seed);
    const told = new Told(random);
    for (let change = 0; change < 400; change++) {
      told.change();
      if (change % 40 !== 0) continue;
      const fresh = told.fresh();
      const own = random.below(PRODUCTS);
      const asked = told.products.get(own) ?? newcomer;
      for (const asOf of [told.end - 5, told.end]) {
        const [now, then] = [told.shop, fresh].map((shop) => statistics(shop, asked, asOf, own));
        for (const name of NEIGHBOUR_COLUMNS) {
          const expected: unknown = Number.isNaN(then[name]) ? NaN : expect.closeTo(then[name], 4);
          expect([name, now[name]]).toEqual([name, expected]);
        }
      }
      expect(told.shop.rows().sort()).toEqual(fresh.rows().sort());
      for (const row of fresh.rows()) expect(told.shop.analog(row)).toEqual(fresh.analog(row));
    }
  });

  it('finds what is like a product of its own anew once anything else changed', () => {
    const all = products();
    const shop = shopOf(all);
    const nearest = () => shop.likeProduct(5, all[5].vector).vectors.rows;
    expect(nearest()).toBe(nearest());
    expect([...shop.likeProduct(5, all[9].vector).vectors.rows][0]).toBe(9);
    expect([...nearest()]).toContain(8);
    shop.setVector(8, all[5].vector);
    expect([...nearest().subarray(0, 2)].sort()).toEqual([5, 8]);
    shop.removeProduct(8);
    expect([...nearest()]).not.toContain(8);
  });

  it('sees a product that came a moment ago, and not one that went', () => {
    const shop = shopOf(products());
    shop.setProduct(PRODUCTS, { sku: 'new', description: newcomer.description });
    shop.setVector(PRODUCTS, newcomer.vector);
    expect(statistics(shop, newcomer).analogs_similarity).toBeLessThan(0.99);
    shop.changeSales(PRODUCTS, (sales) => sales.set(PRODUCTS, END - 1, 5, 2));
    expect(statistics(shop, newcomer).analogs_similarity).toBeCloseTo(1, 2);
    shop.removeProduct(shop.row('NEW'));
    expect(shop.row('new')).toBe(-1);
    expect(statistics(shop, newcomer).analogs_similarity).toBeLessThan(0.99);
    expect(shop.size).toBe(PRODUCTS);
  });

  it('reads a week once it is whole, and then knows who sold nothing', () => {
    const shop = shopOf(products());
    const before = statistics(shop, newcomer);
    shop.changeSales(3, (sales) => sales.set(3, END, 50, 2));
    expect(statistics(shop, newcomer, END + 1)).toEqual(before);
    expect(shop.sales.unitsAt(4, END)).toBeNaN();
    shop.closeWeeks(END + 1);
    expect(statistics(shop, newcomer, END + 1)).not.toEqual(before);
    expect(shop.sales.unitsAt(3, END)).toBe(50);
    expect(shop.sales.unitsAt(4, END)).toBe(0);
    expect(shop.sales.history(3, END + 1).at(-1)).toEqual({ week: END, units: 50, price: 2 });
  });
});

test('a product of the same words is found among thousands whose vectors the graph cannot tell apart', () => {
  const random = new Random(4);
  const wide = 256;
  const sales = new WeeklySales(FIRST_WEEK, END, 3000);
  const vectors = new VectorIndex(wide);
  const all = Array.from({ length: 3000 }, (_, row) => ({
    sku: `P${row}`,
    description: `lantern number${row}`,
    vector: unit(Float32Array.from({ length: wide }, () => 1 + 0.3 * (random.uniform() - 0.5))),
  }));
  all.forEach(({ vector }, row) => vectors.set(row, vector));
  finish(vectors.building());
  const shop = Shop.of({ products: all, sales, vectors });
  for (let row = 0; row < all.length; row += 50) {
    const { vector, description: text } = all[row];
    expect(shop.like({ vector, text }).vectors.rows[0]).toBe(row);
  }
});
