import { readFileSync } from 'node:fs';
import { readEncoderDirectory } from '../../src/engine/encoderDirectory';
import { encoderGraph } from '../../src/engine/encoderGraph';
import { openOnCpu, Tensor } from '../../src/engine/runtime';
import { GraphBuilder } from '../../src/graph/builder';
import { mergeHead } from '../../src/graph/merge';
import { opsetOf, readModel, writeModel } from '../../src/graph/proto';
import { fromHalf, toHalf } from '../../src/common/half';
import { TINY_DIMENSION, writeTinyEncoder } from '../support/tinyEncoder';
import { tinyHead } from '../support/tinyModel';

const WIDTH = 3;
const bank = Float32Array.from({ length: 4 * TINY_DIMENSION }, (_, at) => Math.cos(at));
const tinyOptions = { dimension: TINY_DIMENSION, width: WIDTH, bank, bias: 0, text: true, numbers: true };
/** Answers of one graph and of two runs differ by the order of sums at most. */
const DIGITS = 5;

type Feeds = Record<string, Tensor>;

async function run(bytes: Uint8Array, feeds: Feeds): Promise<Record<string, Tensor>> {
  const session = await openOnCpu(bytes);
  const taken = Object.entries(feeds).filter(([name]) => session.inputNames.includes(name));
  expect(session.inputNames.filter((name) => !(name in feeds))).toEqual([]);
  return (await session.run(Object.fromEntries(taken))) as Record<string, Tensor>;
}

const int64 = (values: number[], dims = [values.length]) =>
  new Tensor('int64', BigInt64Array.from(values, BigInt), dims);
const float = (values: ArrayLike<number>, dims: number[]) =>
  new Tensor('float32', Float32Array.from(values), dims);
const numbers = ({ data }: Tensor) => Array.from(data as ArrayLike<number | bigint>, Number);

/** Three texts, the last one shorter. */
const TEXTS = {
  input_ids: int64([2, 30, 31, 3, 2, 41, 33, 3, 2, 35, 3, 0], [3, 4]),
  attention_mask: int64([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0], [3, 4]),
  token_type_ids: int64(Array(12).fill(0), [3, 4]),
};
const FEATURES = float([1, NaN, 2, 0, 5, -1, 3, 3, NaN, 1, 1, 1], [4, WIDTH]);
const BANK_INDEX = int64([-1, 2, -1, 0]);

function unit(values: number[]): number[] {
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

/** What encoder and head answer in two runs for records whose vectors are these rows of texts, then kept, then zeros. */
async function apart(
  encoder: Uint8Array,
  head: Uint8Array,
  kept: number[][],
  places: Record<string, number[]>,
) {
  const { sentence_embedding: vectors } = await run(encoder, TEXTS);
  const dimension = vectors.dims[1];
  const rows = Array.from({ length: 3 }, (_, row) =>
    numbers(vectors).slice(row * dimension, (row + 1) * dimension),
  );
  const all = [...rows, ...kept, Array<number>(dimension).fill(0)];
  const of = (where: number[]) =>
    float(
      where.flatMap((place) => all.at(place)!),
      [where.length, dimension],
    );
  const inputs = { features: FEATURES, bank_index: BANK_INDEX };
  const answers = await run(head, {
    ...inputs,
    description: of(places.description),
    promo: of(places.promo),
  });
  return { vectors, answers };
}

async function expectParity(encoder: Uint8Array, head: Uint8Array, dimension: number) {
  const kept = [unit(Array.from({ length: dimension }, (_, at) => Math.sin(at + 0.5)))];
  const places = { description: [0, 2, 1, 3], promo: [-1, 0, 3, -1] };
  const { vectors, answers } = await apart(encoder, head, kept, places);
  const merged = mergeHead(encoder, head, { dimension, halved: false });
  const whole = await run(merged, {
    ...TEXTS,
    features: FEATURES,
    bank_index: BANK_INDEX,
    kept: float([...kept[0], ...Array<number>(dimension).fill(0)], [2, dimension]),
    description_place: int64(places.description),
    promo_place: int64(places.promo),
  });
  expect(Object.keys(whole).sort()).toEqual([...Object.keys(answers), 'sentence_embedding'].sort());
  expect(numbers(whole['sentence_embedding'])).toEqual(numbers(vectors));
  for (const [name, wanted] of Object.entries(answers)) {
    expect(whole[name].dims).toEqual(wanted.dims);
    numbers(whole[name]).forEach((value, at) => expect(value).toBeCloseTo(numbers(wanted)[at], DIGITS));
  }
  return { merged, answers };
}

test('one graph answers as two runs do, for texts of the batch, vectors known already and no text', async () => {
  const encoder = readFileSync(`${writeTinyEncoder()}/onnx/model.onnx`);
  const { answers } = await expectParity(encoder, tinyHead(tinyOptions), TINY_DIMENSION);
  const totals = numbers(answers['mean']);
  expect(new Set(totals).size).toBe(totals.length);
});

test('the sizes of encoder and head have no name in common', async () => {
  const encoder = readFileSync(`${writeTinyEncoder()}/onnx/model.onnx`);
  const sizes = (bytes: Uint8Array) => {
    const { input, output } = readModel(bytes).graph;
    return [...input, ...output].flatMap(({ name, type }) =>
      (type?.tensor_type?.shape?.dim ?? []).map((size) => [name, size.dim_param] as const),
    );
  };
  const ofHead = new Set(sizes(tinyHead(tinyOptions)).map(([name]) => name));
  const merged = sizes(
    mergeHead(encoder, tinyHead(tinyOptions), { dimension: TINY_DIMENSION, halved: false }),
  );
  const named = (own: boolean) =>
    new Set(merged.filter(([name, size]) => size && ofHead.has(name) === own).map(([, size]) => size));
  expect(named(true).size).toBeGreaterThan(0);
  expect([...named(true)].filter((size) => named(false).has(size))).toEqual([]);
});

test.each(['tiny-bert', 'tiny-xlm-roberta'])(
  "%s, of an older operator set, is raised to the head's",
  async (name) => {
    const directory = await readEncoderDirectory(`test/fixtures/encoders/${name}`);
    const encoder = await encoderGraph(directory);
    const { dimension } = directory;
    const head = tinyHead({ ...tinyOptions, dimension, bank: new Float32Array(2 * dimension).fill(0.1) });
    expect(opsetOf(readModel(encoder))).toBeLessThan(opsetOf(readModel(head)));
    const { merged } = await expectParity(encoder, head, dimension);
    expect(opsetOf(readModel(merged))).toBe(opsetOf(readModel(head)));
  },
);

test('vectors are rounded for the head as a half-precision cache rounds them, and come back whole', async () => {
  const encoder = readFileSync(`${writeTinyEncoder()}/onnx/model.onnx`);
  const graph = new GraphBuilder('echo');
  graph.output('mean', graph.input('description', 'float', ['rows', TINY_DIMENSION]));
  const places = { description_place: int64([1]), kept: float([], [0, TINY_DIMENSION]) };
  const answer = async (halved: boolean) => {
    const merged = mergeHead(encoder, graph.bytes(), { dimension: TINY_DIMENSION, halved });
    return run(merged, { ...TEXTS, ...places });
  };
  const exact = (await answer(false))['mean'].data as Float32Array;
  const rounded = await answer(true);
  expect(rounded['mean'].data).toEqual(fromHalf(toHalf(exact)));
  expect(rounded['mean'].data).not.toEqual(exact);
  const from = TINY_DIMENSION;
  expect((rounded['sentence_embedding'].data as Float32Array).slice(from, 2 * from)).toEqual(exact);
});

test('names that both parts use do not meet', async () => {
  const encoder = renamed(readFileSync(`${writeTinyEncoder()}/onnx/model.onnx`));
  await expectParity(encoder, tinyHead(tinyOptions), TINY_DIMENSION);
});

describe('is refused, with the reason,', () => {
  const encoder = () => readFileSync(`${writeTinyEncoder()}/onnx/model.onnx`);
  const merge = (bytes: Uint8Array, head = tinyHead(tinyOptions)) =>
    mergeHead(bytes, head, { dimension: TINY_DIMENSION, halved: false });

  test('a head that takes no text', () => {
    expect(() => merge(encoder(), tinyHead({ ...tinyOptions, text: false }))).toThrow(/takes no text/);
  });

  test('a graph within a graph', () => {
    const model = readModel(encoder());
    model.graph.node[0].attribute.push({ ...emptyAttribute, name: 'then_branch', type: 5 });
    expect(() => merge(writeModel(model))).toThrow(/holds a graph of its own/);
  });

  test('an operator that changed its meaning', () => {
    const model = readModel(encoder());
    model.opset_import = [{ domain: '', version: 12 }];
    model.graph.node.unshift({
      ...model.graph.node[0],
      op_type: 'Softmax',
      attribute: [{ ...emptyAttribute, name: 'axis', type: 2, i: 1 }],
    });
    expect(() => merge(writeModel(model))).toThrow(/Softmax along another axis than -1 means something else/);
    model.graph.node[0].op_type = 'Dropout';
    model.opset_import[0].version = 11;
    expect(() => merge(writeModel(model))).toThrow(
      /Dropout means something else in operator set 17 than in 11/,
    );
  });

  test('an operator set that is not known here', () => {
    const model = readModel(encoder());
    model.opset_import = [{ domain: '', version: 9 }];
    expect(() => merge(writeModel(model))).toThrow(/operator set 9 is not brought to 17 here/);
  });
});

const emptyAttribute = {
  f: 0,
  i: 0,
  s: new Uint8Array(),
  t: null,
  floats: [],
  ints: [],
  strings: [],
};

/** The encoder with its first inner values named as the head's inputs and outputs are. */
function renamed(bytes: Uint8Array): Uint8Array {
  const model = readModel(bytes);
  const inner = model.graph.node
    .flatMap(({ output }) => output)
    .filter((name) => name !== 'sentence_embedding');
  const names = new Map(
    ['features', 'mean', 'quantiles', 'kept', 'description', 'bank_index'].map((name, at) => [
      inner[at],
      name,
    ]),
  );
  for (const each of model.graph.node) {
    each.input = each.input.map((name) => names.get(name) ?? name);
    each.output = each.output.map((name) => names.get(name) ?? name);
  }
  return writeModel(model);
}
