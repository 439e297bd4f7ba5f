import { sizeAt } from '../../graph/shapes';
import type { Value } from '../../graph/builder';
import { cast, concat, div, exp, isNaN, log, neg, relu, add, mul, slice, sub, where } from '../../graph/ops';
import { clamp } from '../network/answers';
import { promotionPresence } from './promotionFamiliarity';
import { projected, type Projection } from './projection';

/** A head's inputs for a record before standardisation; null if unused. All are [N, width]. */
export interface RawInputs {
  /** NaN is missing. */
  features: Value | null;
  analogs: Value | null;
  description: Value | null;
  /** Zeros without a promotion. */
  promo: Value | null;
  /** [N, 1]: how familiar the promotion is, from 0 to 1, 0 without one; null if all are. */
  familiarity: Value | null;
  /** Location and group flags of the record; null for a head without an anchor. */
  anchor: { level: Value; spread: Value; groups: Value } | null;
}

/** Everything between a head's inputs and its network, fitted on training rows. */
export interface InputTransform {
  /** Columns of the features that the head uses. */
  columns: number[];
  /** Number of the analogs' columns used, the first ones; null: all. */
  similar: number | null;
  /** Means of those columns, then of the analogs, then of level and log(spread) if there is an anchor. */
  mean: Float32Array;
  deviation: Float32Array;
  /** Those on the scale of the level, which are taken relative to the record's own. */
  relative: number[];
  /** Those transformed by sign(x) log(1 + |x|) first, because that is less skewed. */
  heavy: number[];
  /** Those with an indicator of missing values for the network. */
  sometimesMissing: number[];
  description: Projection | null;
  promo: Projection | null;
  /** Column with log1p(weeks of history), by which analogs and description fade out; null: never. */
  fadedBy: number | null;
}

const LARGEST = 4;
/** Levels are clipped to what training saw, since an unusual one would mislead the network. */
const LARGEST_LEVEL = 2;
const RARELY = 0.002;
const HEAVY_SKEWNESS = 1;

/** A row-major table of which a head uses these columns; `unbounded` ones are raw numbers that may be heavy-tailed. */
export interface InputTable {
  values: Float32Array;
  width: number;
  columns: readonly number[];
  unbounded: readonly number[];
}

/**
 * Constants of concatenated tables, from these rows or all: which columns are heavy-tailed or not rarely missing, and
 * moments.
 */
export function standardise(
  tables: readonly InputTable[],
  rows: ArrayLike<number> | null = null,
): Pick<InputTransform, 'mean' | 'deviation' | 'heavy' | 'sometimesMissing'> {
  const all = tables.flatMap(({ values, width, columns, unbounded }) =>
    columns.map((column) => {
      const plain = rows
        ? Float32Array.from(rows, (row) => values[row * width + column])
        : Float32Array.from({ length: values.length / width }, (_, row) => values[row * width + column]);
      const found = moments(plain);
      if (!unbounded.includes(column) || Math.abs(found.skewness) < HEAVY_SKEWNESS)
        return { ...found, heavy: false };
      const light = moments(plain.map(signedLog));
      const heavy = Math.abs(light.skewness) < Math.abs(found.skewness);
      return { ...(heavy ? light : found), heavy };
    }),
  );
  return {
    mean: Float32Array.from(all, ({ mean }) => mean),
    deviation: Float32Array.from(all, ({ deviation }) => deviation),
    heavy: all.flatMap(({ heavy }, index) => (heavy ? [index] : [])),
    sometimesMissing: all.flatMap(({ missing }, index) => (missing > RARELY ? [index] : [])),
  };
}

/** The network's inputs [N, width] in a graph. */
export function transformInputs(raw: RawInputs, transform: InputTransform): Value {
  const parts: Value[] = [];
  const { features, description, promo, familiarity } = raw;
  const { fadedBy, columns, similar: used } = transform;
  const analogs = raw.analogs && used !== null ? slice(raw.analogs, 1, 0, used) : raw.analogs;
  const fade = features && fadedBy !== null ? fading(slice(features, 1, fadedBy, fadedBy + 1)) : null;
  const faded = (x: Value) => (fade ? mul(x, fade) : x);

  const { anchor } = raw;
  const relativeTables = [features && selectColumns(features, columns), analogs].filter(
    (table) => table !== null,
  );
  const tables = anchor
    ? [
        lessLevel(concat(relativeTables, 1), anchor.level, transform.relative),
        anchor.level,
        log(anchor.spread),
      ]
    : relativeTables;
  if (anchor) parts.push(anchor.groups);
  if (tables.length > 0) {
    const table = tables.length > 1 ? concat(tables, 1) : tables[0];
    const missing = isNaN(table);
    const { graph } = table;
    const width = transform.mean.length;
    const scaled = div(
      sub(lightened(table, transform.heavy), graph.constant(transform.mean, [width])),
      graph.constant(transform.deviation, [width]),
    );
    const filled = where(missing, 0, clamp(scaled, -LARGEST, LARGEST));
    const own = features ? columns.length : 0;
    const similar = analogs ? sizeAt(analogs, 1) : 0;
    if (own > 0) parts.push(slice(filled, 1, 0, own));
    if (similar > 0) parts.push(faded(slice(filled, 1, own, own + similar)));
    if (anchor) parts.push(clamp(slice(filled, 1, own + similar, width), -LARGEST_LEVEL, LARGEST_LEVEL));
    if (transform.sometimesMissing.length > 0) {
      parts.push(selectColumns(cast(missing, 'float'), transform.sometimesMissing));
    }
  }
  if (description && transform.description) parts.push(faded(projected(description, transform.description)));
  if (promo && transform.promo) {
    const present = familiarity ?? promotionPresence(promo);
    parts.push(mul(projected(promo, transform.promo), present), present);
  }
  return parts.length > 1 ? concat(parts, 1) : parts[0];
}

/** 1 / sqrt(1 + weeks known), from log(1 + weeks known); missing counts as none. */
function fading(weeksKnown: Value): Value {
  return exp(mul(where(isNaN(weeksKnown), 0, weeksKnown), -0.5));
}

/** The table with the record's level subtracted from the columns on its scale. */
function lessLevel(table: Value, level: Value, relative: readonly number[]): Value {
  const width = sizeAt(table, 1);
  const flags = Float32Array.from({ length: width }, (_, column) => (relative.includes(column) ? 1 : 0));
  return sub(table, mul(level, table.graph.constant(flags, [1, width])));
}

/** Some columns of a table, in this order. */
export function selectColumns(table: Value, columns: readonly number[]): Value {
  const indices = table.graph.ints(...columns);
  const [rows] = table.shape;
  return table.graph.add('Gather', [table, indices], [{ type: table.type, shape: [rows, columns.length] }], {
    axis: 1,
  })[0];
}

/** sign(x) log(1 + |x|) of the heavy-tailed columns. */
function lightened(table: Value, heavy: readonly number[]): Value {
  if (heavy.length === 0) return table;
  const width = sizeAt(table, 1);
  const flags = table.graph.constant(
    Uint8Array.from({ length: width }, (_, column) => (heavy.includes(column) ? 1 : 0)),
    [1, width],
  );
  const logs = sub(log(add(relu(table), 1)), log(add(relu(neg(table)), 1)));
  return where(cast(flags, 'bool'), logs, table);
}

function signedLog(value: number): number {
  return Math.sign(value) * Math.log1p(Math.abs(value));
}

function moments(values: Float32Array) {
  let [count, sum] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    count += 1;
    sum += value;
  }
  if (count === 0) return { mean: 0, deviation: 1, skewness: 0, missing: 1 };
  const mean = sum / count;
  let [squares, cubes] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    squares += (value - mean) ** 2;
    cubes += (value - mean) ** 3;
  }
  const found = Math.sqrt(squares / count);
  // A constant column in training carries no information later.
  const deviation = found > 1e-5 * (1 + Math.abs(mean)) ? found : Infinity;
  return {
    mean,
    deviation,
    skewness: cubes / count / deviation ** 3 || 0,
    missing: 1 - count / values.length,
  };
}
