import { mean, populationDeviation } from '../../common/statistics';
import { ShelfcastError } from '../../contract/errors';
import { cellLevels, type TableContext, tableVector } from '../../features/featureVector';
import { withLogs } from '../linear/tableRidge';
import { type Bank, makeBank, rank, type BankRanking } from '../head/bank';
import { project, type Projection } from '../head/projection';
import { type Scale, toScale } from '../head/scale';
import type { TextVectors } from '../encoder/textVectors';
import type { TableRow } from '../../ingest/readTable';
import { tableExtras } from './tableExtras';
import { fitLearntColumns, type LearningRows, type LearntColumns } from './learntColumns';
import { FEWEST_ROWS, type TableOptions } from './tableOptions';

/** Everything that heads are fitted on: the same for every kind of head and every seed. */
export interface TableDataset {
  rows: readonly TableRow[];
  context: TableContext;
  /** Row-major [R, F]; columns that use targets have predictions made without the row's own. */
  features: Float32Array;
  /** What those columns learn from, and their predictions from all rows. */
  learning: LearningRows;
  learnt: LearntColumns;
  scale: Scale;
  /** [R]: targets, and the same on the scale. */
  targets: Float32Array;
  latents: Float32Array;
  dimension: number;
  /** Row-major [R, D]. */
  vectors: Float32Array;
  projection: Projection;
  /** Of all rows, in their order. */
  bank: Bank;
  ranking: BankRanking;
}

const DEEPEST = 200;
const ROWS_NAMED = 5;

/**
 * Features, targets and neighbours of the rows of a table. Throws ShelfcastError `invalid` if no model can be fitted:
 * too few rows, a constant target, or negative targets with a logarithm.
 */
export async function tableDataset(
  rows: readonly TableRow[],
  texts: TextVectors,
  options: TableOptions,
): Promise<TableDataset> {
  const targets = Float32Array.from(rows, ({ target }) => target ?? NaN);
  checkTargets(rows, targets, options);
  const extras = tableExtras(rows, options);
  const scale = scaleOf(targets, options.logTarget);
  const { dimension } = texts;
  const vectors = new Float32Array(rows.length * dimension);
  rows.forEach(({ record }, row) => vectors.set(texts.vectorOf(record.text), row * dimension));
  const columns = rows.map(({ record }) => tableVector(record, extras));
  const latents = targets.map((target) => toScale(target, scale));
  const learning: LearningRows = {
    linear: rows.map(({ record: { text } }, row) => ({
      columns: withLogs(columns[row], extras.numeric.length),
      text: texts.standIn?.(text) ?? text,
    })),
    categories: Object.fromEntries(
      options.categorical.map((name) => [name, rows.map(({ record }) => cellLevels(record, name, extras))]),
    ),
    latents,
  };
  const learnt = fitLearntColumns(learning, new Uint8Array(rows.length).fill(1));
  const features = Float32Array.from(
    columns.flatMap((own, row) => [...own, ...learnt.answers.map((answers) => answers[row])]),
  );
  const bank = makeBank(vectors, dimension);
  return {
    rows,
    context: { ...extras, levelMeans: learnt.levels, words: learnt.words },
    features,
    learning,
    learnt,
    scale,
    targets,
    latents,
    dimension,
    vectors,
    projection: project(vectors, dimension, Math.min(options.directions, dimension)),
    bank,
    ranking: await rank(vectors, bank, DEEPEST),
  };
}

function checkTargets(rows: readonly TableRow[], targets: Float32Array, { logTarget }: TableOptions): void {
  const refuse = (reason: string) => new ShelfcastError('invalid', reason);
  const named = (wrong: (target: number) => boolean) => {
    const found = [...targets.keys()].filter((row) => wrong(targets[row]));
    const some = found.slice(0, ROWS_NAMED).map((row) => rows[row].record.id ?? `row ${rows[row].number}`);
    return found.length === 0
      ? null
      : `${found.length} of ${rows.length} rows (${some.join(', ')}${found.length > some.length ? ', …' : ''})`;
  };
  const unknown = named((target) => !Number.isFinite(target));
  if (unknown) throw refuse(`${unknown} have no target; leave them out to train`);
  const negative = logTarget && named((target) => target < 0);
  if (negative) {
    throw refuse(
      `${negative} have a negative target, of which no logarithm can be taken; leave them out or "log_target" off`,
    );
  }
  if (rows.length < FEWEST_ROWS) {
    throw refuse(`the table has ${rows.length} rows with a target; a model takes ${FEWEST_ROWS} or more`);
  }
  if (targets.every((target) => target === targets[0])) {
    throw refuse(`the target is ${targets[0]} in every row: there is nothing to learn`);
  }
}

/** The scale on which targets have mean 0 and standard deviation 1. */
function scaleOf(targets: Float32Array, logTarget: boolean): Scale {
  const kind = logTarget ? 'log1p' : 'linear';
  const plain = Float64Array.from(targets, (target) => (logTarget ? Math.log1p(target) : target));
  return { kind, mean: mean(plain), deviation: populationDeviation(plain) || 1 };
}
