import type { Week } from '../../common/week';

/** With this many weeks and different units, a code that equals a sum of others is a total and no coincidence. */
const FEWEST_WEEKS = 10;
const FEWEST_VALUES = 3;
/** Fewer weeks suffice for several totals together, if they and their parts are this share of all codes. */
const FEWER_WEEKS = 4;
const COVERED = 0.9;
/** Relative difference allowed between a total and the sum of its parts. */
const ROUNDED = 1e-9;
/** Depth of nested totals that are found. */
const MOST_LEVELS = 5;

interface Code {
  name: string;
  /** Sum of units weighted by week: if a code is the sum of others in every week, these sums add up too. */
  sum: number;
  weeks: Set<Week>;
  values: Set<number>;
}

export interface CodeSale {
  sku: string;
  /** The code as it is written. */
  name: string;
  /** In a form that sorts by time. */
  day: string;
  week: Week;
  units: number;
}

/** Node of a linked list of codes; the edge has no code. */
interface Place {
  code: Code | null;
  before: Place;
  next: Place;
}

/**
 * Finds codes that are totals of others: in every week their units are the sum of the units of the codes next to them,
 * like the group rows of a pivot table.
 */
export class CodeSums {
  private readonly codes = new Map<string, Code>();
  private latest: Code | null = null;
  private day = '';
  /** A total may come before or after its parts. The two orders differ in where a new code is inserted. */
  private readonly orders = [new CodeOrder(false), new CodeOrder(true)];

  /** Adds a sale, in file order. */
  add({ sku, name, day, week, units }: CodeSale): void {
    let code = this.latest?.name === name ? this.latest : this.codes.get(sku);
    if (code !== this.latest || day !== this.day) {
      const isNew = !code;
      code ??= { name, sum: 0, weeks: new Set(), values: new Set() };
      this.codes.set(sku, code);
      for (const order of this.orders) order.add(code, isNew, day === this.day ? 0 : day > this.day ? 1 : -1);
    }
    if (!code) return;
    code.sum += units * weightOf(week);
    if (code.weeks.size < FEWEST_WEEKS) code.weeks.add(week);
    if (code.values.size < FEWEST_VALUES) code.values.add(units);
    this.latest = code;
    this.day = day;
  }

  /** The codes that are totals, as written in the file. */
  totals(): string[] {
    const orders = [[...this.codes.values()], ...this.orders.map((order) => order.all())];
    return orders.map(totalsAmong).sort((a, b) => b.length - a.length)[0];
  }
}

/** The order of codes in a file in which each day may lack some of them. */
class CodeOrder {
  private readonly places = new Map<Code, Place>();
  /** The node before the first code and after the last. */
  private readonly edge: Place;
  private latest: Place;
  /** New codes that come before the next known one of their day. */
  private waiting = new Set<Code>();

  /** With `beforeNext`, all new codes are inserted before the next known one, not only those that begin a day. */
  constructor(private readonly beforeNext: boolean) {
    const edge = { code: null } as Place;
    this.edge = this.latest = Object.assign(edge, { before: edge, next: edge });
  }

  /** `step` is 1 if the day is later than the previous sale's, -1 if earlier, 0 if the same. */
  add(code: Code, isNew: boolean, step: number): void {
    if (step !== 0) this.put(this.latest.next);
    const known = this.places.get(code);
    if (isNew && (this.beforeNext || this.waiting.size > 0 || step > 0)) this.waiting.add(code);
    else if (!known && !this.waiting.has(code)) this.latest = this.insert(code, this.latest.next);
    else if (known) {
      this.put(known);
      this.latest = known;
    }
  }

  all(): Code[] {
    this.put(this.latest.next);
    const codes: Code[] = [];
    for (let place = this.edge.next; place.code; place = place.next) codes.push(place.code);
    return codes;
  }

  private put(next: Place): void {
    for (const code of this.waiting) this.latest = this.insert(code, next);
    this.waiting = new Set();
  }

  private insert(code: Code, next: Place): Place {
    const place = { code, before: next.before, next };
    this.places.set(code, place);
    next.before.next = place;
    next.before = place;
    return place;
  }
}

function totalsAmong(codes: readonly Code[]): string[] {
  const totals = new Set<Code>();
  let left = codes;
  for (let level = 0; level < MOST_LEVELS; level++) {
    const [before, behind] = ([-1, 1] as const).map((step) => sumsAmong(left, step, level === 0 ? 2 : 1));
    const found = behind.size >= before.size ? behind : before;
    if (found.size === 0) break;
    for (const code of found) totals.add(code);
    left = left.filter((code) => !totals.has(code));
  }
  return [...totals].map(({ name }) => name);
}

/** The codes that are totals of those on one side; at least `fewest` totals are needed to count by what they cover. */
function sumsAmong(codes: readonly Code[], step: -1 | 1, fewest: number): Set<Code> {
  const ends = codes.map((_, at) => endOfParts(codes, at, step));
  const parts = codes.map((_, at) => Math.abs((ends[at] ?? at) - at) - 1);
  const varied = codes
    .map((_, at) => at)
    .filter((at) => parts[at] > 1 && codes[at].values.size === FEWEST_VALUES);
  const sure = varied.filter((at) => codes[at].weeks.size >= FEWEST_WEEKS);
  const likely = varied.filter((at) => codes[at].weeks.size >= FEWER_WEEKS);
  const covered = likely.reduce((sum, at) => sum + parts[at] + 1, 0);
  const areTotals = likely.length >= fewest && covered >= COVERED * codes.length;
  const sums = new Set((areTotals ? likely : sure).map((at) => codes[at]));
  if (sums.size === 0) return sums;
  // Next to known totals, one with few weeks or a single part is recognised by its position.
  const isLast = (at: number) => !codes[at] || sums.has(codes[at]);
  const ofSums = new Set<Code>();
  for (const [at, code] of codes.entries()) {
    if (!sums.has(code)) continue;
    for (let place = at + step; place !== ends[at]; place += step) ofSums.add(codes[place]);
  }
  const stands = (at: number) => !ofSums.has(codes[at]) && ends[at] !== null && isLast(ends[at]);
  return new Set(codes.filter((code, at) => sums.has(code) || stands(at)));
}

/** The end of the codes on one side that add up to the one at `at`; null if they do not. */
function endOfParts(codes: readonly Code[], at: number, step: -1 | 1): number | null {
  const { sum } = codes[at];
  let parts = 0;
  for (let place = at + step; codes[place] && parts < sum; place += step) {
    parts += codes[place].sum;
    if (Math.abs(parts - sum) <= ROUNDED * sum) return place + step;
  }
  return null;
}

/** A pseudo-random weight between 0.5 and 1.5, the same for a week every time. */
function weightOf(week: Week): number {
  let hash = Math.imul(week ^ 0x9e3779b9, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return 0.5 + ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
