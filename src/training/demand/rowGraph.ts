import { floatsIn } from '../../engine/floats';
import { concatenated } from '../../common/rows';
import type { HeadKind } from '../../contract/head';
import { openOnCpu, Tensor } from '../../engine/runtime';
import { GraphBuilder, type Value } from '../../graph/builder';
import { gather } from '../../graph/ops';
import { type Anchor, anchored, recordAnchor } from '../head/anchor';
import { type InputTransform, type RawInputs, transformInputs } from '../head/inputTransform';
import type { DemandDataset } from './demandDataset';
import { similarTable } from './similarColumns';

const ROWS_AT_ONCE = 4096;

/** Location of each row's answers: level and spread [R]. */
export interface RowAnchors {
  level: Float32Array;
  spread: Float32Array;
}

/** Every row's anchor, as the graph of a head computes it. */
export async function rowAnchors(
  dataset: DemandDataset,
  kind: HeadKind,
  anchor: Anchor,
): Promise<RowAnchors> {
  const [level, spread] = await eachRow(dataset, kind, null, ({ features, analogs }) => {
    const found = anchored(features, analogs, anchor);
    return [found.level, found.spread];
  });
  return { level, spread };
}

/** Runs every row through the transform once, so that training steps only see the network's inputs. */
export async function networkInputs(
  dataset: DemandDataset,
  kind: HeadKind,
  transform: InputTransform,
  anchor: Anchor,
): Promise<Float32Array> {
  const [inputs] = await eachRow(dataset, kind, transform, (raw) => [
    transformInputs({ ...raw, anchor: recordAnchor(raw.features, raw.analogs, anchor) }, transform),
  ]);
  return inputs;
}

type RowInputs = Omit<RawInputs, 'anchor'> & { features: Value };

/** A graph's output for every row; texts are fed if the transform takes them. */
async function eachRow(
  dataset: DemandDataset,
  kind: HeadKind,
  transform: InputTransform | null,
  make: (raw: RowInputs) => Value[],
): Promise<Float32Array[]> {
  const { rows, dimension } = dataset;
  const width = rows.features.length / rows.count;
  const analogs = similarTable(dataset, kind);
  const analogWidth = analogs.length / rows.count;
  const graph = new GraphBuilder('rows');
  const vectors = (name: string, table: Float32Array) => {
    const padded = new Float32Array(table.length + dimension);
    padded.set(table);
    const values = graph.constant(padded, [padded.length / dimension, dimension]);
    return gather(values, graph.input(name, 'int64', ['N']));
  };
  const outputs = make({
    features: graph.input('features', 'float', ['N', width]),
    analogs: graph.input('analogs', 'float', ['N', analogWidth]),
    description: transform?.description ? vectors('sku', dataset.descriptions) : null,
    promo: transform?.promo ? vectors('promo', dataset.promotions) : null,
    familiarity: null,
  });
  outputs.forEach((output, at) => graph.output(`output_${at}`, output));
  const session = await openOnCpu(graph.bytes());
  const last = BigInt(dataset.promotions.length / dimension);
  const parts: Float32Array[][] = outputs.map(() => []);
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
    const found = await session.run(
      Object.fromEntries(session.inputNames.map((name) => [name, feeds[name]])),
    );
    parts.forEach((part, at) => part.push(floatsIn(found, `output_${at}`)));
  }
  await session.release();
  return parts.map(concatenated);
}
