import { z } from 'zod';
import { sum } from '../common/statistics';
import type { PromotionLift } from '../common/promotionLift';
import type { Week } from '../common/week';
import type { AnalogEntry } from '../contract/head';
import { LAUNCH_WEEKS } from './neighbours/levelColumns';
import { NEIGHBOUR_COLUMNS } from './neighbours/neighbourStatistics';
import { plainSales } from './sales/plainSales';
import { SEASON_TOLD_BY } from './neighbours/season';
import { Shop } from './shop';
import { VectorIndex } from './vectors/vectorIndex';
import { NEVER, WeeklySales } from './sales/weeklySales';

/** Weeks before the shop's end that a snapshot has at least, besides those of the launch. */
const RECENT_WEEKS = 26;
const NEW_LINE = 10;

const headerSchema = z.strictObject({
  first_week: z.number().int(),
  end: z.number().int(),
  products: z.number().int().min(0),
  dimension: z.number().int().positive(),
  /** Weeks before the shop's end: more if the season needs them. */
  weeks: z.literal([RECENT_WEEKS, SEASON_TOLD_BY]),
  /** Which statistics of neighbours heads get. */
  columns: z.array(z.string()),
});
type Header = z.infer<typeof headerSchema>;

/**
 * A shop as stored with a model, with the effect of promotions removed as far as `lift` gives it, without the entries
 * of its products: a line of JSON, then little-endian int32 [S] weeks of first sale, float32 units of the latest weeks
 * [S, 26 or 60] and of the first ones [S, 8], oldest first, NaN for unknown, and int8 [S, D] codes of the vectors.
 */
export function packSnapshot(shop: Shop, lift?: PromotionLift | null): Uint8Array {
  const { dimension, rows, codes } = shop.vectors.table();
  const recent = shop.end - shop.sales.firstWeek >= SEASON_TOLD_BY ? SEASON_TOLD_BY : RECENT_WEEKS;
  const header: Header = {
    first_week: shop.sales.firstWeek,
    end: shop.end,
    products: rows.length,
    dimension,
    weeks: recent,
    columns: [...NEIGHBOUR_COLUMNS],
  };
  const sales = plainSales(shop.sales, lift);
  const sorted = [...rows.keys()].sort((a, b) => rows[a] - rows[b]);
  const weeks = (count: number, firstOf: (row: number) => Week) =>
    Float32Array.from({ length: rows.length * count }, (_, at) => {
      const row = rows[sorted[Math.floor(at / count)]];
      return sales.unitsAt(row, firstOf(row) + (at % count));
    });
  return Buffer.concat([
    Buffer.from(`${JSON.stringify(header)}\n`),
    bytesOf(Int32Array.from(sorted, (slot) => shop.sales.firstSale[rows[slot]])),
    bytesOf(weeks(recent, () => shop.end - recent)),
    bytesOf(weeks(LAUNCH_WEEKS, (row) => shop.sales.firstSale[row])),
    ...sorted.map((slot) => bytesOf(codes.subarray(slot * dimension, (slot + 1) * dimension))),
  ]);
}

/** The entries of a shop's products, in the order of its snapshot. */
export function snapshotEntries(shop: Shop): AnalogEntry[] {
  return [...shop.vectors.table().rows].sort((a, b) => a - b).map((row) => shop.analog(row));
}

/** A shop from its snapshot and the entries of its products. Throws if they do not match. */
export function unpackSnapshot(bytes: Uint8Array, entries: readonly AnalogEntry[]): Shop {
  const line = bytes.indexOf(NEW_LINE);
  const header = headerSchema.parse(
    JSON.parse(Buffer.from(bytes.subarray(0, Math.max(0, line))).toString('utf8')),
  );
  const { first_week: firstWeek, end, products, dimension, columns, weeks } = header;
  if (columns.some((column, at) => column !== NEIGHBOUR_COLUMNS[at]))
    throw new Error('its heads were told other things of neighbours than are looked up here; train it again');
  if (products !== entries.length) throw new Error(`it holds ${products} products, not ${entries.length}`);
  // A copy, since typed arrays need an aligned offset.
  const body = Uint8Array.from(bytes.subarray(line + 1)).buffer;
  const sizes = [4, weeks * 4, LAUNCH_WEEKS * 4, dimension].map((each) => each * products);
  if (body.byteLength !== sum(sizes)) throw new Error('it is cut off');
  const starts = sizes.map((_, at) => sum(sizes.slice(0, at)));
  const firstSale = new Int32Array(body, starts[0], products);
  const recent = new Float32Array(body, starts[1], products * weeks);
  const launches = new Float32Array(body, starts[2], products * LAUNCH_WEEKS);
  const codes = new Int8Array(body.slice(starts[3]));
  const sales = new WeeklySales(firstWeek, end, products);
  entries.forEach(({ price }, row) => {
    const first = firstSale[row];
    if (first === NEVER) return;
    const set = (from: Week, units: Float32Array) =>
      units.forEach((sold, at) => {
        if (from + at >= first && from + at < end) sales.set(row, from + at, sold, NaN);
      });
    set(first, launches.subarray(row * LAUNCH_WEEKS, (row + 1) * LAUNCH_WEEKS));
    set(end - weeks, recent.subarray(row * weeks, (row + 1) * weeks));
    sales.set(row, end - 1, sales.unitsAt(row, end - 1), price ?? NaN);
    sales.soldSince(row, first);
  });
  const rows = Int32Array.from({ length: products }, (_, row) => row);
  return Shop.of({
    products: entries.map((entry) => ({ sku: entry.sku, description: entry.description, entry })),
    sales,
    vectors: VectorIndex.of({ dimension, rows, codes }),
  });
}

function bytesOf(values: Int32Array | Float32Array | Int8Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
