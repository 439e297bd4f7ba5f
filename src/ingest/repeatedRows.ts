import { ShelfcastError } from '../contract/errors';
import { found, inEnglish } from '../contract/findings';
import { rowHash } from './cellHashes';
import type { Findings } from './findings';

/** Repetitions are looked for among this many rows. */
const MOST_ROWS = 100_000;
/** This many different rows in the order of earlier ones are a second copy, not sales of their own. */
const FEWEST_IN_ORDER = 20;

/** Consecutive rows, each equal to the one `shift` rows before it. */
interface Run {
  shift: number;
  rows: number;
  different: number;
  first: number;
}

/** Finds rows of single sales that equal an earlier row in every cell. */
export class RepeatedRows {
  private readonly hashes: number[] = [];
  private readonly lines: number[] = [];
  private readonly places = new Map<number, number>();
  private readonly again: { line: number; sku: string }[] = [];
  private run: Run = { shift: 0, rows: 0, different: 0, first: 0 };
  private longest = { ...this.run, last: 0, origin: 0 };
  private rows = 0;

  add(cells: readonly number[], sku: string, line: number): void {
    const hash = rowHash(cells);
    const place = this.places.get(hash);
    if (place !== undefined && this.rows < MOST_ROWS) this.again.push({ line, sku });
    this.follow(hash, place, line);
    if (this.rows < MOST_ROWS) {
      if (place === undefined) this.places.set(hash, this.rows);
      this.hashes.push(hash);
      this.lines.push(line);
    }
    this.rows++;
  }

  /** Throws ShelfcastError if many rows repeat in their earlier order: the file contains an export twice. */
  refuseTwice(): void {
    const { different, first, last, origin } = this.longest;
    if (different < FEWEST_IN_ORDER) return;
    const what = found('rows_repeated', { first, last, origin });
    throw new ShelfcastError('invalid', inEnglish(what), { reasons: [what] });
  }

  tell(notes: Findings): void {
    for (const { line, sku } of this.again) notes.add(found('row_again'), line, sku);
  }

  private follow(hash: number, place: number | undefined, line: number): void {
    const { run, rows } = this;
    if (run.rows > 0 && this.hashes[rows - run.shift] === hash) run.rows++;
    else {
      const shift = rows - (place ?? rows);
      this.run = { shift, rows: place === undefined ? 0 : 1, different: 0, first: line };
    }
    const { shift, rows: length } = this.run;
    // Only a row's first occurrence counts: with few products, equal rows come again and again.
    if (place === rows - shift) this.run.different++;
    const { different } = this.run;
    if (different === 0 || different < this.longest.different) return;
    this.longest = { ...this.run, last: line, origin: this.lines[rows - shift - length + 1] };
  }
}
