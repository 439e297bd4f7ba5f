import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packTokens } from '../../../src/engine/packTokens';
import { tokenFeeds } from '../../../src/engine/encoderSession';
import { type InferenceSession, openOnCpu, Tensor } from '../../../src/engine/runtime';
import { GraphBuilder, type Value } from '../../../src/graph/builder';
import { importGraph } from '../../../src/graph/differentiable/importGraph';
import { gradients } from '../../../src/graph/gradients';
import { add, matmul, mul, reduceSum } from '../../../src/graph/ops';
import { raiseOpset } from '../../../src/graph/opset';
import { plainOperators } from '../../../src/graph/plainOperators';
import { poolSentences } from '../../../src/graph/pooling';
import { readModel } from '../../../src/graph/proto';
import { valueTypes } from '../../../src/training/encoder/valueTypes';

const ROOT = join(__dirname, '../../..');
const SHIPPED = join(ROOT, 'onnx/encoder/onnx/model_fp16.onnx');
const EXPORTS = ['bert', 'distilbert', 'mpnet', 'roberta'].map((family): [string, string, number] => [
  family,
  join(ROOT, `test/graph/exports/${family}.onnx`),
  8,
]);
const TINY = ['tiny-bert', 'tiny-xlm-roberta'].map((name): [string, string, number] => {
  const directory = join(ROOT, 'test/fixtures/encoders', name);
  const { hidden_size } = JSON.parse(readFileSync(join(directory, 'config.json'), 'utf8')) as {
    hidden_size: number;
  };
  return [name, join(directory, 'onnx/model.onnx'), hidden_size];
});

interface Differentiated {
  session: InferenceSession;
  inputs: string[];
  /** Shape of what is added to each weight of a product, by its name. */
  shapes: Map<string, number[]>;
}

/** The same in a later operator set, in which reductions take their axes as an input. */
const LATER: [string, string, number] = ['tiny-bert in operator set 18', TINY[0][1], TINY[0][2]];

/** An encoder with an input beside each of its products' weights, and the gradient of the loss by each of them. */
async function differentiated(file: string, dimension: number, opset?: number): Promise<Differentiated> {
  const model = readModel(poolSentences(readFileSync(file), { dimension, pooling: 'mean', normalize: true }));
  if (opset) raiseOpset(model, opset);
  plainOperators(model);
  const graph = new GraphBuilder('encoder');
  const names = model.graph.input.map(({ name }) => name);
  const inputs = new Map(names.map((name) => [name, graph.input(name, 'int64', ['N', 'L'])]));
  const added = new Map<string, Value>();
  const valueOf = importGraph(graph, model.graph, {
    inputs,
    types: await valueTypes(model),
    beside: (weight, x, product) => {
      if (x.shape.length < 3) return product;
      const shape = [x.shape.at(-1) as number, product.shape.at(-1) as number];
      added.set(weight, graph.input(`add/${weight}`, 'float', shape));
      return add(product, matmul(x, added.get(weight)!));
    },
  });
  const directions = graph.input('directions', 'float', ['N', dimension]);
  const loss = reduceSum(mul(valueOf('sentence_embedding'), directions), [0, 1]);
  const parts = gradients(loss, [...added.values()]);
  graph.output('loss', loss);
  [...added.keys()].forEach((weight, index) => graph.output(`by/${weight}`, parts[index]));
  return {
    session: await openOnCpu(graph.bytes()),
    inputs: names,
    shapes: new Map([...added].map(([weight, { shape }]) => [weight, [...(shape as number[])]])),
  };
}

async function run(
  { session, inputs, shapes }: Differentiated,
  texts: readonly number[][],
  dimension: number,
  moved: ReadonlyMap<string, Float32Array> = new Map(),
) {
  const tokens = Math.max(...texts.map(({ length }) => length));
  const packed = packTokens(texts.map((ids) => Int32Array.from(ids)));
  const size = texts.length * dimension;
  const outputs = await session.run({
    ...tokenFeeds(packed, { rows: texts.length, tokens }, inputs),
    directions: new Tensor(
      'float32',
      Float32Array.from({ length: size }, (_, at) => Math.sin(7.3 * at)),
      [texts.length, dimension],
    ),
    ...Object.fromEntries(
      [...shapes].map(([weight, shape]) => [
        `add/${weight}`,
        new Tensor('float32', moved.get(weight) ?? new Float32Array(shape[0] * shape[1]), shape),
      ]),
    ),
  });
  return {
    loss: outputs.loss.data[0] as number,
    by: (weight: string) => outputs[`by/${weight}`].data as Float32Array,
  };
}

function length(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}

test('the gradients of the shipped encoder are those that PyTorch has', async () => {
  const golden = JSON.parse(readFileSync(join(ROOT, 'test/fixtures/encoder-gradients.json'), 'utf8')) as {
    texts: number[][];
    step: number;
    loss: number;
    gradients: Record<string, { length: number; every: number[] }>;
  };
  const encoder = await differentiated(SHIPPED, 384);
  const { loss, by } = await run(encoder, golden.texts, 384);
  expect(loss).toBeCloseTo(golden.loss, 4);
  expect([...encoder.shapes.keys()].sort()).toEqual(Object.keys(golden.gradients).sort());
  for (const [weight, expected] of Object.entries(golden.gradients)) {
    const own = by(weight);
    const every = expected.every.map((value, index) => own[index * golden.step] - value);
    expect(length(every) / length(expected.every)).toBeLessThan(1e-4);
    expect(Math.abs(length(own) / expected.length - 1)).toBeLessThan(1e-4);
  }
  await encoder.session.release();
});

test.each([...EXPORTS, ...TINY, LATER])(
  'the gradients of %s by its products agree with finite differences',
  async (family, file, dimension) => {
    const texts = [
      [2, 5, 9, 11, 3],
      [2, 7, 3],
    ];
    const encoder = await differentiated(file, dimension, family === LATER[0] ? 18 : undefined);
    const { by } = await run(encoder, texts, dimension);
    expect(encoder.shapes.size).toBe(12);
    for (const weight of encoder.shapes.keys()) {
      const own = by(weight);
      const steepness = length(own);
      const along = async (step: number) =>
        (await run(encoder, texts, dimension, new Map([[weight, own.map((x) => (x / steepness) * step)]])))
          .loss;
      const difference = (await along(2e-3)) - (await along(-2e-3));
      expect(Math.abs(difference / 4e-3 / steepness - 1)).toBeLessThan(2e-3);
    }
    await encoder.session.release();
  },
);
