import { openSession, Tensor } from '../../engine/runtime';
import { type Extras, extraNames, tableVector } from '../../features/featureVector';
import { GraphBuilder } from '../../graph/builder';
import type { TableRow } from '../ingest/readTable';
import { NEIGHBOURS, NOBODY } from './analogFeatures';
import { type Bank, firstEligible, makeBank, rank } from './bank';
import { mostFrequent, stack } from './demandDataset';
import { Random } from './random';
import { type Scale, toScale } from './scale';
import { tableAnalogFeatures } from './tableAnalogs';
import type { TableOptions } from './tableOptions';
import type { TextVectors } from './textVectors';

/** A table's rows with a known target, as heads are fitted on them. */
export interface TableDataset {
  rows: readonly TableRow[];
  extras: Extras;
  scale: Scale;
  /** Row-major [R, F]; NaN is missing. */
  features: Float32Array;
  /** [R]: targets on the network's scale. */
  targets: Float32Array;
  dimension: number;
  /** Row-major [R, D]. */
  texts: Float32Array;
  bank: Bank;
  /** Which rows are in the bank. */
  bankRows: Int32Array;
  /** Row-major [R, 5]: what other rows with similar texts had as their target. */
  analogs: Float32Array;
}

export async function tableDataset(
  all: readonly TableRow[],
  vectors: TextVectors,
  options: TableOptions,
): Promise<TableDataset> {
  const rows = all.filter(({ target }) => target !== null);
  if (rows.length === 0) throw new Error('no row has a target to train on');
  const { dimension } = vectors;
  const units = Float64Array.from(rows, ({ target }) => target!);
  const scale: Scale = options.logTarget ? { kind: 'log1p', mean: 0, deviation: 1 } : linearScale(units);
  const extras: Extras = {
    numeric: options.numeric,
    categories: Object.fromEntries(options.categorical.map((name) => [name, levelsOf(rows, name)])),
  };
  const texts = stack(
    rows.map(({ record }) => vectors.vectorOf(record.text)),
    dimension,
  );
  const order = new Random(options.seed).shuffle(Int32Array.from(rows.keys()));
  const bankRows = order.slice(0, options.bankRows).sort();
  const bank = makeBank(
    stack(
      Array.from(bankRows, (row) => vectors.vectorOf(rows[row].record.text)),
      dimension,
    ),
    dimension,
  );
  const targets = Float32Array.from(units, (value) => toScale(value, scale));
  const width = extraNames(extras).length;
  const features = new Float32Array(rows.length * width);
  rows.forEach(({ record }, row) => features.set(tableVector(record, extras), row * width));
  const analogs = await analogsOf(texts, bank, bankRows, targets);
  return { rows, extras, scale, features, targets, dimension, texts, bank, bankRows, analogs };
}

async function analogsOf(
  texts: Float32Array,
  bank: Bank,
  bankRows: Int32Array,
  targets: Float32Array,
): Promise<Float32Array> {
  const count = Math.min(NEIGHBOURS.recent, bank.size);
  const ranking = await rank(texts, bank, count + 1);
  const index = new BigInt64Array(targets.length * count);
  const similarity = new Float32Array(index.length).fill(NOBODY);
  const place = new Map(Array.from(bankRows, (row, at) => [row, at]));
  const everyone = new Uint8Array(bank.size).fill(1);
  targets.forEach((_, row) =>
    firstEligible(ranking, row, place.get(row) ?? -1, everyone, count, {
      index,
      similarity,
      at: row * count,
    }),
  );
  const graph = new GraphBuilder('analogs');
  const nearest = {
    index: graph.input('index', 'int64', ['N', count]),
    similarity: graph.input('similarity', 'float', ['N', count]),
  };
  const bankTargets = graph.constant(targetsOf(bankRows, targets), [bank.size]);
  graph.output('analogs', tableAnalogFeatures(nearest, bankTargets));
  const { session } = await openSession(graph.bytes(), { threads: 1, provider: 'cpu', deviceId: 0 });
  const outputs = await session.run({
    index: new Tensor('int64', index, [targets.length, count]),
    similarity: new Tensor('float32', similarity, [targets.length, count]),
  });
  await session.release();
  return outputs.analogs.data as Float32Array;
}

/** Targets of the bank's rows. */
export function targetsOf(bankRows: Int32Array, targets: Float32Array): Float32Array {
  return Float32Array.from(bankRows, (row) => targets[row]);
}

function levelsOf(rows: readonly TableRow[], name: string): string[] {
  const counts = new Map<string, number>();
  for (const { record } of rows) {
    const level = record.extras[name];
    if (level !== null && level !== undefined)
      counts.set(String(level), (counts.get(String(level)) ?? 0) + 1);
  }
  return mostFrequent(counts);
}

function linearScale(values: Float64Array): Scale {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { kind: 'linear', mean, deviation: Math.sqrt(variance) || 1 };
}
