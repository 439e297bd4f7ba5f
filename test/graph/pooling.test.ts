import { openOnCpu, Tensor } from '../../src/engine/runtime';
import { GraphBuilder } from '../../src/graph/builder';
import { cast, gather, reduceSum } from '../../src/graph/ops';
import { poolSentences, type SentencePooling } from '../../src/graph/pooling';
import { type ModelProto, readModel, writeModel } from '../../src/graph/proto';

const WIDTH = 3;
const WORDS = [
  [0, 0, 0],
  [1, 2, 2],
  [-3, 0.5, 4],
  [2, -1, 0.25],
];
const IDS = [
  [1, 2, 3],
  [3, 1, 2],
];
/** The second text is two tokens long. */
const MASK = [
  [1, 1, 1],
  [1, 1, 0],
];
const MEAN: SentencePooling = { dimension: WIDTH, pooling: 'mean', normalize: false };

interface Shape {
  tokens?: string;
  sentences?: boolean;
  half?: boolean;
  inputs?: string[];
}

/** An encoder that answers each token's word vector [N, L, 3], their sum [N, 3], or both. */
function encoder({ tokens = 'last_hidden_state', sentences = false, half = false, inputs = [] }: Shape = {}) {
  const graph = new GraphBuilder('encoder');
  const ids = graph.input('input_ids', 'int64', ['N', 'L']);
  graph.input('attention_mask', 'int64', ['N', 'L']);
  for (const name of inputs) graph.input(name, 'int64', ['N', 'L']);
  const vectors = gather(graph.constant(Float32Array.from(WORDS.flat()), [WORDS.length, WIDTH]), ids);
  const typed = (value: typeof vectors) => (half ? cast(value, 'float16') : value);
  if (tokens) graph.output(tokens, typed(vectors));
  if (sentences) graph.output('sentence_embedding', typed(reduceSum(vectors, [1])));
  return graph.bytes();
}

async function run(bytes: Uint8Array): Promise<{ rows: number[][]; outputs: readonly string[] }> {
  const session = await openOnCpu(bytes);
  const int64 = (rows: number[][]) =>
    new Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [rows.length, rows[0].length]);
  const { sentence_embedding: vectors } = await session.run({
    input_ids: int64(IDS),
    attention_mask: int64(MASK),
  });
  expect(vectors.type).toBe('float32');
  expect(vectors.dims).toEqual([IDS.length, WIDTH]);
  const data = [...(vectors.data as Float32Array)];
  return {
    rows: IDS.map((_, row) => data.slice(row * WIDTH, (row + 1) * WIDTH)),
    outputs: session.outputNames,
  };
}

const sum = (rows: number[][]) => rows.reduce((total, row) => total.map((value, at) => value + row[at]));
const unit = (row: number[]) => row.map((value) => value / Math.hypot(...row));
const vectorsOf = (row: number) => IDS[row].filter((_, at) => MASK[row][at]).map((id) => WORDS[id]);

function expectRows(rows: number[][], expected: number[][], digits = 6): void {
  rows.forEach((row, at) =>
    row.forEach((value, column) => expect(value).toBeCloseTo(expected[at][column], digits)),
  );
}

test('the mean of the tokens under the mask, as unit vectors', async () => {
  const { rows, outputs } = await run(poolSentences(encoder(), MEAN));
  expect(outputs).toEqual(['sentence_embedding']);
  expectRows(rows, [unit(sum(vectorsOf(0))), unit(sum(vectorsOf(1)))]);
});

test("the first token's vector", async () => {
  const { rows } = await run(poolSentences(encoder(), { ...MEAN, pooling: 'cls' }));
  expectRows(rows, [unit(WORDS[1]), unit(WORDS[3])]);
});

test.each(['token_embeddings', 'output_0'])('tokens under the name %s', async (tokens) => {
  const { rows } = await run(poolSentences(encoder({ tokens }), MEAN));
  expectRows(rows, [unit(sum(vectorsOf(0))), unit(sum(vectorsOf(1)))]);
});

test('half precision tokens come out as floats', async () => {
  const { rows } = await run(poolSentences(encoder({ half: true }), MEAN));
  expectRows(rows, [unit(sum(vectorsOf(0))), unit(sum(vectorsOf(1)))], 3);
});

describe('a graph that gives sentence vectors', () => {
  const sums = IDS.map((ids) => sum(ids.map((id) => WORDS[id])));

  test('keeps them where they are unit vectors already', async () => {
    const bytes = encoder({ tokens: '', sentences: true });
    expect(poolSentences(bytes, { ...MEAN, normalize: true })).toBe(bytes);
    const { rows, outputs } = await run(
      poolSentences(encoder({ sentences: true }), { ...MEAN, normalize: true }),
    );
    expect(outputs).toEqual(['sentence_embedding']);
    expectRows(rows, sums);
  });

  test.each([false, true])('gets them normalised where they are not (half precision: %s)', async (half) => {
    const { rows } = await run(poolSentences(encoder({ sentences: true, half }), MEAN));
    expectRows(rows, sums.map(unit), half ? 3 : 6);
  });
});

test('a text without tokens gets zeros, not NaN', async () => {
  const blank = readModel(encoder());
  const table = blank.graph.initializer.find(({ dims }) => dims.length === 2)!;
  table.raw_data = new Uint8Array(table.raw_data.length);
  const { rows } = await run(poolSentences(writeModel(blank), MEAN));
  expect(rows.flat()).toEqual(Array(6).fill(0));
});

describe('weights in another file', () => {
  const bytes = encoder();

  function external(length?: number): { bytes: Uint8Array; data: Uint8Array } {
    const model: ModelProto = readModel(bytes);
    const weight = model.graph.initializer.find(({ dims }) => dims.length === 2)!;
    const data = Buffer.concat([Buffer.alloc(16), weight.raw_data]);
    const entries = {
      location: 'model.onnx_data',
      offset: '16',
      length: String(length ?? weight.raw_data.length),
    };
    weight.raw_data = new Uint8Array();
    weight.data_location = 1;
    weight.external_data = Object.entries(entries).map(([key, value]) => ({ key, value }));
    return { bytes: writeModel(model), data };
  }

  test('go into the model', async () => {
    const { bytes: graph, data } = external();
    const { rows } = await run(poolSentences(graph, MEAN, new Map([['model.onnx_data', data]])));
    expectRows(rows, [unit(sum(vectorsOf(0))), unit(sum(vectorsOf(1)))]);
  });

  test('are missed by name', () => {
    expect(() => poolSentences(external().bytes, MEAN)).toThrow(
      "keeps weights in 'model.onnx_data', which is not beside it",
    );
  });

  test('are refused when cut short', () => {
    const { bytes: graph, data } = external(1000);
    const files = new Map([['model.onnx_data', data]]);
    expect(() => poolSentences(graph, MEAN, files)).toThrow(
      "at the end of 'model.onnx_data', which is cut short",
    );
  });
});

test.each([
  [
    'a decoder',
    encoder({ inputs: ['past_key_values.0.key'] }),
    "takes 'past_key_values.0.key' besides input_ids",
  ],
  ['a classifier', classifier(), 'gives logits, but no vectors of tokens'],
  ['another width', encoder(), 'gives last_hidden_state 3 wide, where the configuration says 4'],
  ['no model', Buffer.from('<html>not found</html>'), 'not an ONNX model'],
])('refuses %s', (_name, bytes, message) => {
  expect(() => poolSentences(bytes, { ...MEAN, dimension: message.includes('says 4') ? 4 : 3 })).toThrow(
    message,
  );
});

function classifier(): Uint8Array {
  const model = readModel(encoder({ tokens: 'logits' }));
  model.graph.output[0].type!.tensor_type!.shape!.dim.pop();
  return writeModel(model);
}

test('a graph that scales numbers by the largest of a batch is refused, with what to take instead', () => {
  const model = readModel(encoder());
  model.graph.node.push({ ...model.graph.node[0], name: 'scales', op_type: 'DynamicQuantizeLinear' });
  expect(() => poolSentences(writeModel(model), MEAN)).toThrow(
    /depend on the other texts of its batch.*--dtype fp32/,
  );
});
