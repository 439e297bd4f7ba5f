import { floatsIn } from '../../engine/floats';
import { rowsAt } from '../../common/rows';
import type { HeadKind } from '../../contract/head';
import { openOnCpu, Tensor } from '../../engine/runtime';
import { GraphBuilder } from '../../graph/builder';
import { slice } from '../../graph/ops';
import { unitsOf } from '../head/scale';
import { type Stack, stacked } from '../head/stack';
import { type AnswerShape, meansOf } from '../network/answers';
import type { DemandDataset } from './demandDataset';
import { similarTable } from './similarColumns';
import { SCALE } from './demandOptions';
import type { HeldOutAnswers } from './stackCases';

/** Held-out rows after stacking: quantiles [S, Q] in log1p(units) and the weeks' means, row after row. */
export interface StackedAnswers {
  quantiles: Float32Array;
  means: Float32Array;
}

/** Runs the graph of a stack on held-out rows, so that calibration sees what is served. */
export async function stackedAnswers(
  dataset: DemandDataset,
  kind: HeadKind,
  { series, quantiles }: AnswerShape,
  { rows: chosen, quantiles: latent, ridge }: HeldOutAnswers,
  stack: Stack,
): Promise<StackedAnswers> {
  if (chosen.length === 0) return { quantiles: new Float32Array(), means: new Float32Array() };
  const { rows } = dataset;
  const graph = new GraphBuilder('stacked');
  const table = (name: string, values: Float32Array) => {
    const width = values.length / rows.count;
    return {
      value: graph.input(name, 'float', ['N', width]),
      tensor: new Tensor('float32', rowsAt(values, width, chosen), [chosen.length, width]),
    };
  };
  const features = table('features', rows.features);
  const analogs = table('analogs', similarTable(dataset, kind));
  const shape = [chosen.length, series, quantiles.length];
  const placed = graph.input('placed', 'float', ['N', series, quantiles.length]);
  const means = slice(meansOf(unitsOf(placed, SCALE), quantiles), 1, 0, series - 1);
  const models = stack.models.length > 0 ? [graph.input('ridge', 'float', ['N', series])] : [];
  const inputs = { features: features.value, analogs: analogs.value, models };
  const answer = stacked({ quantiles: placed, means }, inputs, quantiles, stack);
  graph.output('quantiles', answer.quantiles);
  graph.output('means', answer.means);
  const session = await openOnCpu(graph.bytes());
  const feeds: Record<string, Tensor> = {
    features: features.tensor,
    analogs: analogs.tensor,
    placed: new Tensor('float32', latent, shape),
    ridge: new Tensor('float32', ridge, [chosen.length, series]),
  };
  const outputs = await session.run(
    Object.fromEntries(session.inputNames.map((name) => [name, feeds[name]])),
  );
  await session.release();
  return {
    quantiles: floatsIn(outputs, 'quantiles'),
    means: floatsIn(outputs, 'means'),
  };
}
