/** Entries of a block: the longest list. */
const BLOCK_BITS = 20;
const BLOCK = 1 << BLOCK_BITS;
const FEWEST_LISTS = 1024;
const SLACK = 1.25;

/**
 * Many, mostly short lists of numbers in a few large arrays: the room of a list doubles when needed, and abandoned room
 * is reused. A list that is full at `longest` drops the older half of its entries.
 */
export class PostingLists {
  private readonly blocks: Uint32Array[] = [];
  /** Unused entries at the end of the last block. */
  private free = 0;
  /** By size as a power of two: starts of abandoned rooms. */
  private readonly left: number[][] = Array.from({ length: BLOCK_BITS + 1 }, () => []);
  /** By list: its start, its number of entries, and its room as a power of two. */
  private starts = new Uint32Array(FEWEST_LISTS);
  private counts = new Uint32Array(FEWEST_LISTS);
  private rooms = new Uint8Array(FEWEST_LISTS);

  constructor(private readonly longest = BLOCK) {}

  /** Number of entries. */
  length(list: number): number {
    return list < this.counts.length ? this.counts[list] : 0;
  }

  /** The array that contains a list. */
  block(list: number): Uint32Array {
    return this.blocks[this.starts[list] >>> BLOCK_BITS];
  }

  /** Where a list begins in its block. */
  start(list: number): number {
    return this.starts[list] & (BLOCK - 1);
  }

  append(list: number, entry: number): void {
    this.makeLists(list);
    if (this.counts[list] >= this.longest) this.forgetHalf(list);
    const count = this.counts[list];
    if (count === 0) this.starts[list] = this.room((this.rooms[list] = 0));
    else if (count === 1 << this.rooms[list]) this.widen(list);
    this.block(list)[this.start(list) + count] = entry;
    this.counts[list] = count + 1;
  }

  /** Removes the first entry that is `wanted`, if any. */
  remove(list: number, wanted: (entry: number) => boolean): void {
    const count = this.length(list);
    if (count === 0) return;
    const [block, start] = [this.block(list), this.start(list)];
    for (let at = start; at < start + count; at++) {
      if (!wanted(block[at])) continue;
      block.copyWithin(at, at + 1, start + count);
      this.counts[list] = count - 1;
      if (count === 1) this.left[this.rooms[list]].push(this.starts[list]);
      return;
    }
  }

  private forgetHalf(list: number): void {
    const [start, count] = [this.start(list), this.counts[list]];
    const half = count >>> 1;
    this.block(list).copyWithin(start, start + half, start + count);
    this.counts[list] = count - half;
  }

  private widen(list: number): void {
    const [before, from, count] = [this.block(list), this.start(list), this.counts[list]];
    this.left[this.rooms[list]].push(this.starts[list]);
    this.starts[list] = this.room(++this.rooms[list]);
    this.block(list).set(before.subarray(from, from + count), this.start(list));
  }

  /** Start of a room of 2^`size` entries. */
  private room(size: number): number {
    const known = this.left[size].pop();
    if (known !== undefined) return known;
    const entries = 1 << size;
    // Rooms start at a multiple of their size, so that none spans two blocks.
    let at = Math.ceil((BLOCK - this.free) / entries) * entries;
    if (this.blocks.length === 0 || at + entries > BLOCK) {
      this.blocks.push(new Uint32Array(BLOCK));
      at = 0;
    }
    this.free = BLOCK - at - entries;
    return (this.blocks.length - 1) * BLOCK + at;
  }

  private makeLists(list: number): void {
    if (list < this.counts.length) return;
    const length = Math.ceil((list + 1) * SLACK);
    const grown = <T extends Uint32Array | Uint8Array>(before: T, longer: T) => {
      longer.set(before);
      return longer;
    };
    this.starts = grown(this.starts, new Uint32Array(length));
    this.counts = grown(this.counts, new Uint32Array(length));
    this.rooms = grown(this.rooms, new Uint8Array(length));
  }
}
