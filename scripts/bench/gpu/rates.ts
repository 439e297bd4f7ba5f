import type { Provider } from '../../../src/contract/messages';
import { openSession, Tensor } from '../../../src/engine/runtime';
import { node, valueInfo } from '../../../src/graph/messages';
import { DATA_TYPE, writeModel, type Draft, type NodeProto } from '../../../src/graph/proto';
import type { Measurement } from './measurement';
import { BYTES_EACH, type Precision } from './precision';
import { randomValues, weight } from './randomWeights';

/** What the machine does at best, measured: what no encoder on it can do more of. */
export interface Rates {
  precision: Precision;
  /** Operations a second of a chain of square matrix products. */
  matrixPerSecond: number;
  /** Bytes a second, read and written, of a chain of sums of long vectors. */
  bytesPerSecond: number;
}

/** Side of the matrices, elements of the vectors, and products and sums in one run. */
const SIZES: Record<Provider, { side: number; products: number; length: number; sums: number }> = {
  cuda: { side: 8192, products: 16, length: 2 ** 27, sums: 16 },
  cpu: { side: 1024, products: 8, length: 2 ** 23, sums: 8 },
};
const WARM_UP_RUNS = 2;
const LEAST_RUNS = 3;

/** Measures a provider by graphs of ONNX Runtime itself, whose weights stay on the device. */
export async function measureRates(
  { provider, threads, seconds }: Measurement,
  precision: Precision,
): Promise<Rates> {
  const { side, products, length, sums } = SIZES[provider];
  // Entries of variance 1/side keep a chain of products from growing or vanishing.
  const matrices = chain('MatMul', [side, side], Math.sqrt(3 / side), products, precision);
  const vectors = chain('Add', [length], 1, sums, precision);
  const rate = async (graph: Uint8Array, work: number) =>
    work / (await secondsOf(graph, { provider, deviceId: 0, threads }, seconds));
  return {
    precision,
    matrixPerSecond: await rate(matrices, 2 * side ** 3 * products),
    // A sum reads two vectors and writes one; before the chain the vector is scaled, after it the largest is sought.
    bytesPerSecond: await rate(vectors, BYTES_EACH[precision] * length * (3 * sums + 3)),
  };
}

/** x = scale * A; then x = op(x, A) again and again; the answer is the largest element. */
function chain(op: string, dims: number[], spread: number, steps: number, precision: Precision): Uint8Array {
  const type = precision === 'fp16' ? 'float16' : 'float';
  const nodes: Draft<NodeProto>[] = [
    node('Cast', ['scale'], ['factor'], { to: DATA_TYPE[type] }),
    node('Mul', ['a', 'factor'], ['x0']),
  ];
  for (let step = 0; step < steps; step++) nodes.push(node(op, [`x${step}`, 'a'], [`x${step + 1}`]));
  nodes.push(node('ReduceMax', [`x${steps}`], ['most'], { keepdims: 0 }));
  nodes.push(node('Cast', ['most'], ['largest'], { to: DATA_TYPE.float }));
  return writeModel({
    ir_version: 8,
    opset_import: [{ domain: '', version: 17 }],
    graph: {
      name: op,
      node: nodes,
      initializer: [weight('a', precision, dims, randomValues(1, spread))],
      input: [valueInfo('scale', 'float', [])],
      output: [valueInfo('largest', 'float', [])],
    },
  });
}

async function secondsOf(
  graph: Uint8Array,
  settings: Parameters<typeof openSession>[1],
  seconds: number,
): Promise<number> {
  const session = await openSession(graph, settings);
  const feeds = { scale: new Tensor('float32', Float32Array.of(1), []) };
  for (let run = 0; run < WARM_UP_RUNS; run++) await session.run(feeds);
  const started = performance.now();
  let runs = 0;
  for (; runs < LEAST_RUNS || performance.now() - started < seconds * 1000; runs++) await session.run(feeds);
  const elapsed = (performance.now() - started) / 1000;
  await session.release();
  return elapsed / runs;
}
