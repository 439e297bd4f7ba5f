import { floatsIn } from '../../engine/floats';
import type { HeadKind } from '../../contract/head';
import { openOnCpu, Tensor } from '../../engine/runtime';
import { type TableContext, tableNames } from '../../features/featureVector';
import { GraphBuilder } from '../../graph/builder';
import { type InputTransform, standardise, transformInputs } from '../head/inputTransform';
import { concatenated } from '../../common/rows';
import { present } from '../../common/statistics';
import { ANALOG_COLUMNS } from './tableAnalogs';
import type { TableDataset } from './tableDataset';

/** The inputs of a head: the table's columns, the rows' texts, or both, and the trees' predictions. */
export interface Parts {
  columns: boolean;
  text: boolean;
  trees: boolean;
}

/** The possible inputs of a kind of head, the largest set first; the one that is best on held-out rows is used. */
export function choicesOf(kind: HeadKind): [Parts, ...Parts[]] {
  if (kind === 'text_only') return [{ columns: false, text: true, trees: false }];
  const withoutText = { columns: true, text: false, trees: true };
  if (kind === 'numeric_only') return [withoutText];
  return [{ ...withoutText, text: true }, { ...withoutText, text: true, trees: false }, withoutText];
}

const ROWS_AT_ONCE = 4096;

/**
 * The constants of the input transform; `features` [R, F], or [R, F + 1] with the trees' predictions, and `analogs` [R,
 * ANALOG_COLUMNS] are those of training rows.
 */
export function fitTransform(
  { context, projection, rows }: TableDataset,
  features: Float32Array,
  parts: Parts,
  analogs: Float32Array,
): InputTransform {
  const width = features.length / rows.length;
  const words = tableNames(context).length - 1;
  const columns = telling(features, width).filter((column) =>
    column === words ? parts.text : parts.columns,
  );
  const unbounded = columns.filter((column) => column < context.numeric.length);
  const tables = [{ values: features, width: width, columns, unbounded }];
  if (parts.text) {
    const all = Array.from({ length: ANALOG_COLUMNS }, (_, column) => column);
    tables.push({ values: analogs, width: ANALOG_COLUMNS, columns: all, unbounded: [] });
  }
  const { sometimesMissing, deviation, ...constants } = standardise(tables);
  const tellsMissing = missingTold(context);
  return {
    columns,
    relative: [],
    ...constants,
    // A column with a single known value is informative only by being missing.
    deviation: deviation.map((value, index) =>
      index < columns.length && !varies(features, width, columns[index]) ? Infinity : value,
    ),
    similar: null,
    sometimesMissing: sometimesMissing.filter(
      (index) => columns[index] === undefined || tellsMissing.has(columns[index]),
    ),
    description: parts.text ? projection : null,
    promo: null,
    fadedBy: null,
  };
}

/** Row-major [R, width]: the network's inputs of every row; one column of zeros for a head without inputs. */
export async function networkInputs(
  dataset: TableDataset,
  features: Float32Array,
  transform: InputTransform,
  analogs: Float32Array,
): Promise<Float32Array> {
  const { rows, vectors, dimension } = dataset;
  const width = features.length / rows.length;
  if (transform.columns.length === 0 && !transform.description) return new Float32Array(rows.length);
  const graph = new GraphBuilder('inputs');
  const inputs = {
    features: transform.columns.length > 0 ? graph.input('features', 'float', ['N', width]) : null,
    analogs: transform.description ? graph.input('analogs', 'float', ['N', ANALOG_COLUMNS]) : null,
    description: transform.description ? graph.input('vectors', 'float', ['N', dimension]) : null,
    promo: null,
    familiarity: null,
    anchor: null,
  };
  graph.output('inputs', transformInputs(inputs, transform));
  const session = await openOnCpu(graph.bytes());
  const parts: Float32Array[] = [];
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const to = Math.min(rows.length, from + ROWS_AT_ONCE);
    const table = (values: Float32Array, columns: number) =>
      new Tensor('float32', values.subarray(from * columns, to * columns), [to - from, columns]);
    const outputs = await session.run({
      ...(inputs.features && { features: table(features, width) }),
      ...(inputs.description && {
        vectors: table(vectors, dimension),
        analogs: table(analogs, ANALOG_COLUMNS),
      }),
    });
    parts.push(floatsIn(outputs, 'inputs'));
  }
  await session.release();
  return concatenated(parts);
}

/** Columns that differ between rows: a constant or always missing one is uninformative. */
function telling(features: Float32Array, width: number): number[] {
  return Array.from({ length: width }, (_, column) => column).filter((column) => {
    const missing = valuesOf(features, width, column).filter(Number.isNaN).length;
    return varies(features, width, column) || (missing > 0 && missing < features.length / width);
  });
}

function varies(features: Float32Array, width: number, column: number): boolean {
  const known = present(valuesOf(features, width, column));
  return known.some((value) => value !== known[0]);
}

function valuesOf(features: Float32Array, width: number, column: number): Float32Array {
  return Float32Array.from({ length: features.length / width }, (_, row) => features[row * width + column]);
}

/** A number has its own missing indicator, a category one for all its columns, on the last of them. */
function missingTold({ numeric, categories, levelMeans = {} }: TableContext): Set<number> {
  const told = new Set(numeric.keys());
  let last = numeric.length - 1;
  for (const levels of Object.values(categories)) {
    last += levels.length + 1;
    told.add(last);
  }
  // Level means are missing together with the category; the words' column has its own missing values.
  told.add(last + Object.keys(levelMeans).length + 1);
  return told;
}
