import type { HeadKind } from '../../contract/head';
import { openOnCpu, Tensor } from '../../engine/runtime';
import { featureNames } from '../../features/featureVector';
import { GraphBuilder } from '../../graph/builder';
import { gather } from '../../graph/ops';
import { ANALOG_NAMES } from '../head/analogFeatures';
import type { DemandDataset } from './demandDataset';
import type { DemandOptions } from './demandOptions';
import { concatenated } from '../../common/rows';
import { PRICE_LEVEL_NAMES } from './priceLevels';
import { project } from '../head/projection';
import { type InputTransform, standardise, transformInputs } from '../head/inputTransform';

/** Columns that a head without numbers still knows: whether and when the product is launched. */
const PLANNING = ['launch', 'lead'];
const SEASON = ['year_sine', 'year_cosine'];
/** Analog features that take in the product's own price. */
const PRICED = ['analogs_revenue', 'analogs_price_gap'];
const ROWS_AT_ONCE = 4096;

export function usesText(kind: HeadKind): boolean {
  return kind !== 'numeric_only';
}

/** What one kind of head takes of a dataset, with the constants of its transform. */
export function fitTransform(dataset: DemandDataset, kind: HeadKind, options: DemandOptions): InputTransform {
  const names = featureNames(dataset.context);
  const kept = names.filter((name) => dataset.seasonal || !SEASON.includes(name));
  const wanted = kind === 'text_only' ? kept.filter((name) => [...PLANNING, ...SEASON].includes(name)) : kept;
  const columns = wanted.map((name) => names.indexOf(name));
  const unbounded = dataset.context.numeric.map((name) => names.indexOf(name));
  const tables = [{ values: dataset.rows.features, width: names.length, columns, unbounded }];
  const similar = usesText(kind) ? ANALOG_NAMES : PRICE_LEVEL_NAMES;
  tables.push({
    values: similarTable(dataset, kind),
    width: similar.length,
    columns: [...similar.keys()],
    unbounded: [],
  });
  const { dimension, descriptions, promotions } = dataset;
  const projected = (vectors: Float32Array) =>
    usesText(kind) && vectors.length > 0 ? project(vectors, dimension, options.directions) : null;
  return {
    columns,
    ...standardise(tables),
    description: projected(descriptions),
    promo: projected(promotions),
    fadedBy: kind === 'text_only' ? null : names.indexOf('weeks_known'),
  };
}

/** Of the table that `similarTable` gives, the column with log1p of the mean weekly units of similar products. */
export function similarLevel(kind: HeadKind): number {
  return kind === 'numeric_only'
    ? PRICE_LEVEL_NAMES.indexOf('price_mean')
    : ANALOG_NAMES.indexOf('analogs_mean');
}

/** What similar products sold: by text, or by price alone. */
export function similarTable({ analogs, priceLevels }: DemandDataset, kind: HeadKind): Float32Array {
  if (kind === 'numeric_only') return priceLevels;
  if (kind === 'text_aware') return analogs;
  const width = ANALOG_NAMES.length;
  return analogs.map((value, at) => (PRICED.includes(ANALOG_NAMES[at % width]) ? NaN : value));
}

/** Runs every row through the transform once, so that training steps see the network's inputs only. */
export async function networkInputs(
  dataset: DemandDataset,
  kind: HeadKind,
  transform: InputTransform,
): Promise<Float32Array> {
  const { rows, dimension } = dataset;
  const width = rows.features.length / rows.count;
  const analogs = similarTable(dataset, kind);
  const analogWidth = analogs.length / rows.count;
  const graph = new GraphBuilder('inputs');
  const vectors = (name: string, table: Float32Array) => {
    const padded = new Float32Array(table.length + dimension);
    padded.set(table);
    const values = graph.constant(padded, [padded.length / dimension, dimension]);
    return gather(values, graph.input(name, 'int64', ['N']));
  };
  graph.output(
    'inputs',
    transformInputs(
      {
        features: graph.input('features', 'float', ['N', width]),
        analogs: graph.input('analogs', 'float', ['N', analogWidth]),
        description: transform.description ? vectors('sku', dataset.descriptions) : null,
        promo: transform.promo ? vectors('promo', dataset.promotions) : null,
      },
      transform,
    ),
  );
  const session = await openOnCpu(graph.bytes());
  const last = BigInt(dataset.promotions.length / dimension);
  const parts: Float32Array[] = [];
  for (let from = 0; from < rows.count; from += ROWS_AT_ONCE) {
    const to = Math.min(rows.count, from + ROWS_AT_ONCE);
    const table = (values: Float32Array, columns: number) =>
      new Tensor('float32', values.subarray(from * columns, to * columns), [to - from, columns]);
    const indices = (values: Int32Array) =>
      new Tensor(
        'int64',
        BigInt64Array.from(values.subarray(from, to), (at) => (at < 0 ? last : BigInt(at))),
        [to - from],
      );
    const feeds: Record<string, Tensor> = {
      features: table(rows.features, width),
      analogs: table(analogs, analogWidth),
      sku: indices(rows.sku),
      promo: indices(rows.promo),
    };
    const outputs = await session.run(
      Object.fromEntries(session.inputNames.map((name) => [name, feeds[name]])),
    );
    parts.push(outputs.inputs.data as Float32Array);
  }
  await session.release();
  return concatenated(parts);
}
