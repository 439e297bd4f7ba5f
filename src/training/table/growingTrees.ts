import { Random } from '../../common/random';
import { present } from '../../common/statistics';
import { type ColumnTrees, DEPTH, LEAVES } from '../head/columnTrees';

const MOST_BINS = 64;
const RATE = 0.05;
/** Each leaf's mean includes this many additional rows at 0. */
const LENT_ROWS = 5;
/** Each tree is grown on this share of the rows. */
const SHARE_OF_ROWS = 0.8;
const MOST_ROWS = 20_000;
const SHARE_OF_COLUMNS = 0.7;

/** A column in bins: values in bin b > 0 are greater than threshold b - 1. */
export interface BinnedColumn {
  column: number;
  bins: Uint8Array;
  thresholds: Float32Array;
}

/** A column of features, row-major [R, width], in bins of similar size; missing values are below all others. */
export function binned(features: Float32Array, width: number, column: number): BinnedColumn {
  const values = Float32Array.from(
    { length: features.length / width },
    (_, row) => features[row * width + column],
  );
  const known = Float32Array.from(present(values)).sort();
  const places = Array.from({ length: MOST_BINS - 2 }, (_, cut) => (known.length * cut) / (MOST_BINS - 2));
  const cuts = new Set(places.map((place) => known[Math.floor(place)]));
  const missing = known.length < values.length ? [-Infinity] : [];
  const thresholds = Float32Array.from([...missing, ...cuts]).filter((cut) => cut < known[known.length - 1]);
  return { column, thresholds, bins: Uint8Array.from(values, (value) => placeOf(value, thresholds)) };
}

function placeOf(value: number, thresholds: Float32Array): number {
  let [low, high] = [0, thresholds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value > thresholds[middle]) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Trees grown one at a time on some rows, and their predictions for all rows so far. */
export class GrowingTrees {
  readonly trees: ColumnTrees = { columns: [], thresholds: [], leaves: [] };
  readonly answers: Float32Array;
  private readonly random: Random;

  constructor(
    private readonly table: readonly BinnedColumn[],
    private readonly targets: Float32Array,
    private readonly rows: readonly number[],
    seed: number,
  ) {
    this.answers = new Float32Array(targets.length);
    this.random = new Random(seed);
  }

  grow(): void {
    const { answers, targets, random, table } = this;
    const share = Math.min(SHARE_OF_ROWS, MOST_ROWS / this.rows.length);
    const rows = Int32Array.from(this.rows.filter(() => random.uniform() < share));
    const asked = table.filter(() => random.uniform() < SHARE_OF_COLUMNS);
    const residuals = Float32Array.from(rows, (row) => targets[row] - answers[row]);
    const leaf = new Uint8Array(answers.length);
    for (let level = 0; level < DEPTH; level += 1) {
      const best = bestQuestion(asked.length > 0 ? asked : table, { rows, residuals, leaf }, 2 ** level);
      const { column, bins, thresholds } = best.column;
      this.trees.columns.push(column);
      this.trees.thresholds.push(thresholds[best.threshold]);
      for (let row = 0; row < leaf.length; row += 1) if (bins[row] > best.threshold) leaf[row] |= 1 << level;
    }
    const [sums, counts] = [new Float64Array(LEAVES), new Float64Array(LEAVES)];
    rows.forEach((row, at) => {
      sums[leaf[row]] += residuals[at];
      counts[leaf[row]] += 1;
    });
    const leaves = Float32Array.from(sums, (sum, at) => (RATE * sum) / (counts[at] + LENT_ROWS));
    this.trees.leaves.push(...leaves);
    for (let row = 0; row < leaf.length; row += 1) answers[row] += leaves[leaf[row]];
  }
}

interface Split {
  rows: Int32Array;
  /** Of `rows`. */
  residuals: Float32Array;
  /** Of all rows. */
  leaf: Uint8Array;
}

/** The column and threshold with the least total squared error over all leaves. */
function bestQuestion(table: readonly BinnedColumn[], { rows, residuals, leaf }: Split, leaves: number) {
  let best = { column: table[0], threshold: 0, gain: -Infinity };
  const sums = new Float64Array(leaves * MOST_BINS);
  const counts = new Float64Array(leaves * MOST_BINS);
  for (const column of table) {
    const { bins, thresholds } = column;
    sums.fill(0);
    counts.fill(0);
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at];
      const place = leaf[row] * MOST_BINS + bins[row];
      sums[place] += residuals[at];
      counts[place] += 1;
    }
    const gains = new Float64Array(thresholds.length);
    for (let each = 0; each < leaves; each += 1) {
      const from = each * MOST_BINS;
      let [all, count] = [0, 0];
      for (let bin = 0; bin <= thresholds.length; bin += 1) {
        all += sums[from + bin];
        count += counts[from + bin];
      }
      let [left, under] = [0, 0];
      for (let cut = 0; cut < thresholds.length; cut += 1) {
        left += sums[from + cut];
        under += counts[from + cut];
        gains[cut] += left ** 2 / (under + LENT_ROWS) + (all - left) ** 2 / (count - under + LENT_ROWS);
      }
    }
    for (let threshold = 0; threshold < gains.length; threshold += 1) {
      if (gains[threshold] > best.gain) best = { column, threshold, gain: gains[threshold] };
    }
  }
  return best;
}
