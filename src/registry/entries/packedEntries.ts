import type { Day } from '../../common/day';
import { NO_DAY, type SaleEntry, WEEK_TOTAL } from './saleEntries';

/** A product's entries as stored in a row of the database: fixed-width records, and their texts once each. */
export interface StoredEntries {
  entries: Buffer;
  /** JSON array to whose elements the records refer. */
  texts: string;
}

const ENTRY_BYTES = 28;
const SECOND_AT = 4;
const PLACE_AT = 24;

export function packEntries(entries: readonly SaleEntry[]): StoredEntries {
  const texts = new Map<string, number>();
  const packed = Buffer.allocUnsafe(entries.length * ENTRY_BYTES);
  entries.forEach((entry, at) => writeEntry(packed, at * ENTRY_BYTES, entry, placeIn(texts, entry.text)));
  return { entries: packed, texts: JSON.stringify([...texts.keys()]) };
}

/** The entries from the first day to the last, and those without a day; all of them without days. */
export function unpackEntries(
  { entries: packed, texts }: StoredEntries,
  first: Day = -Infinity,
  last: Day = Infinity,
): SaleEntry[] {
  const known = JSON.parse(texts) as string[];
  const entries: SaleEntry[] = [];
  for (let from = 0; from < packed.length; from += ENTRY_BYTES) {
    const day = packed.readInt32LE(from);
    if (day !== NO_DAY && (day < first || day > last)) continue;
    entries.push({
      day,
      second: packed.readInt32LE(from + SECOND_AT),
      units: packed.readDoubleLE(from + 8),
      price: packed.readDoubleLE(from + 16),
      text: known[packed.readInt32LE(from + PLACE_AT)],
    });
  }
  return entries;
}

/** The Mondays of the weeks whose totals are among packed entries. */
export function packedTotals(packed: Buffer): Day[] {
  const mondays: Day[] = [];
  for (let from = 0; from < packed.length; from += ENTRY_BYTES) {
    if (packed.readInt32LE(from + SECOND_AT) === WEEK_TOTAL) mondays.push(packed.readInt32LE(from));
  }
  return mondays;
}

function writeEntry(
  packed: Buffer,
  from: number,
  { day, second, units, price }: SaleEntry,
  place: number,
): void {
  packed.writeInt32LE(day, from);
  packed.writeInt32LE(second, from + SECOND_AT);
  packed.writeDoubleLE(units, from + 8);
  packed.writeDoubleLE(price, from + 16);
  packed.writeInt32LE(place, from + PLACE_AT);
}

/** The index of a value among those seen, in order of first appearance. */
function placeIn<T>(seen: Map<T, number>, value: T): number {
  let place = seen.get(value);
  if (place === undefined) seen.set(value, (place = seen.size));
  return place;
}

/** Initial capacity of a batch: most files are small. */
const FIRST_ROOM = 1024;

/** Entries of many products in order of arrival: 32 bytes each, a fraction of what objects take. */
export class EntryBatch {
  private records = Buffer.alloc(0);
  private owners = new Uint32Array();
  private readonly skus = new Map<string, number>();
  private readonly texts = new Map<string, number>();
  private size = 0;

  constructor(private readonly capacity: number) {}

  get isFull(): boolean {
    return this.size === this.capacity;
  }

  get products(): string[] {
    return [...this.skus.keys()];
  }

  add(sku: string, entry: SaleEntry): void {
    if (this.size === this.owners.length) this.grow();
    this.owners[this.size] = placeIn(this.skus, sku);
    writeEntry(this.records, this.size * ENTRY_BYTES, entry, placeIn(this.texts, entry.text));
    this.size++;
  }

  /** The entries of each product, in order of arrival. */
  *byProduct(): Generator<[sku: string, entries: StoredEntries]> {
    const starts = new Uint32Array(this.skus.size + 1);
    for (let at = 0; at < this.size; at++) starts[this.owners[at] + 1]++;
    for (let product = 0; product < this.skus.size; product++) starts[product + 1] += starts[product];
    const next = starts.slice();
    const order = new Uint32Array(this.size);
    for (let at = 0; at < this.size; at++) order[next[this.owners[at]]++] = at;
    const texts = [...this.texts.keys()];
    for (const [sku, product] of this.skus) {
      yield [sku, this.copy(order.subarray(starts[product], starts[product + 1]), texts)];
    }
  }

  clear(): void {
    this.skus.clear();
    this.texts.clear();
    this.size = 0;
  }

  private grow(): void {
    const room = Math.min(this.capacity, Math.max(FIRST_ROOM, 2 * this.size));
    const { records, owners } = this;
    this.records = Buffer.allocUnsafeSlow(room * ENTRY_BYTES);
    records.copy(this.records);
    this.owners = new Uint32Array(room);
    this.owners.set(owners);
  }

  private copy(chosen: Uint32Array, texts: readonly string[]): StoredEntries {
    const entries = Buffer.allocUnsafe(chosen.length * ENTRY_BYTES);
    const own = new Map<number, number>();
    chosen.forEach((record, at) => {
      const from = record * ENTRY_BYTES;
      const to = at * ENTRY_BYTES;
      this.records.copy(entries, to, from, from + PLACE_AT);
      entries.writeInt32LE(placeIn(own, this.records.readInt32LE(from + PLACE_AT)), to + PLACE_AT);
    });
    return { entries, texts: JSON.stringify([...own.keys()].map((place) => texts[place])) };
  }
}
