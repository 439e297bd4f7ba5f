import { ShelfcastError } from '../contract/errors';
import { found, inEnglish } from '../contract/findings';
import { rowHash } from './cellHashes';
import type { Findings } from './findings';

/** Repetitions are looked for among this many rows. */
const MOST_ROWS = 100_000;
/** This many different rows in the order of earlier ones are a second copy, not sales of their own. */
const FEWEST_IN_ORDER = 20;
/** Share of the different rows that all come twice, or thrice, where a join multiplied them. */
const MULTIPLIED = 0.99;
/** Share of them that were there once before: a till with a row for each piece may sell in pairs. */
const ONCE_BEFORE = 0.9;

/** Consecutive rows, each equal to the one `shift` rows before it; lines of the first, the last and the first's equal. */
interface Run {
  shift: number;
  rows: number;
  different: number;
  first: number;
  last: number;
  origin: number;
  /** The day of all its rows; null for several. */
  day: string | null;
}

/**
 * Finds rows of single sales that equal an earlier row in every cell. A day may have many equal receipts: rows of one day
 * are a second copy only if its first half comes again as its second.
 */
export class RepeatedRows {
  private readonly hashes: number[] = [];
  private readonly lines: number[] = [];
  private readonly places = new Map<number, number>();
  /** How often a row that comes again is there. */
  private readonly counts = new Map<number, number>();
  private readonly again: { line: number; sku: string }[] = [];
  private run: Run = { shift: 0, rows: 0, different: 0, first: 0, last: 0, origin: 0, day: null };
  private longest: Run = this.run;
  private readonly ofDays = new Map<string, Run>();
  private readonly rowsByDay = new Map<string, number>();
  private rows = 0;

  add(cells: readonly number[], { sku, day, line }: { sku: string; day: string; line: number }): void {
    const hash = rowHash(cells);
    const place = this.places.get(hash);
    if (place !== undefined && this.rows < MOST_ROWS) {
      this.again.push({ line, sku });
      this.counts.set(hash, (this.counts.get(hash) ?? 1) + 1);
    }
    this.follow(hash, place, line, day);
    if (this.rows < MOST_ROWS) {
      if (place === undefined) this.places.set(hash, this.rows);
      this.hashes.push(hash);
      this.lines.push(line);
      this.rowsByDay.set(day, (this.rowsByDay.get(day) ?? 0) + 1);
    }
    this.rows++;
  }

  /** Throws ShelfcastError if rows are in the file several times: in their earlier order, or each of them. */
  refuseTwice(): void {
    this.refuseCopy();
    const counts = [...this.counts.values()];
    const share = (fits: (count: number) => boolean) => counts.filter(fits).length / this.places.size;
    const times = [2, 3].find(
      (by) =>
        share((count) => count % by === 0) >= MULTIPLIED && share((count) => count === by) >= ONCE_BEFORE,
    );
    if (times === undefined || this.places.size < FEWEST_IN_ORDER) return;
    const what = found('rows_multiplied', { times });
    throw new ShelfcastError('invalid', inEnglish(what), { reasons: [what] });
  }

  private refuseCopy(): void {
    const halves = [...this.ofDays].filter(
      ([day, { shift, rows }]) => 2 * rows > shift && this.rowsByDay.get(day) === 2 * shift,
    );
    const copies = [this.longest, ...halves.map(([, run]) => run)];
    const copy = copies.find(({ different }) => different >= FEWEST_IN_ORDER);
    if (!copy) return;
    const { first, last, origin } = copy;
    const what = found('rows_repeated', { first, last, origin });
    throw new ShelfcastError('invalid', inEnglish(what), { reasons: [what] });
  }

  tell(notes: Findings): void {
    for (const { line, sku } of this.again) notes.add(found('row_again'), line, sku);
  }

  private follow(hash: number, place: number | undefined, line: number, day: string): void {
    const { run, rows } = this;
    const goesOn = run.rows > 0 && this.hashes[rows - run.shift] === hash;
    if (!goesOn && place === undefined) {
      this.run = { ...run, rows: 0 };
      return;
    }
    const begun = { ...run, shift: rows - (place ?? 0), rows: 0, different: 0, first: line, day };
    const next = goesOn ? { ...run } : { ...begun, origin: this.lines[place ?? 0] };
    next.rows++;
    next.last = line;
    // Only a row's first occurrence counts: with few products, equal rows come again and again.
    if (place === rows - next.shift) next.different++;
    if (next.day !== day) next.day = null;
    if (next.day !== null) this.ofDays.set(day, next);
    else if (next.different > this.longest.different) this.longest = next;
    this.run = next;
  }
}
