import { adder } from './adder';
import { refuseBatchScales } from './batchScales';
import { node, valueInfo } from './messages';
import { DATA_TYPE, inputsOf, readModel, writeModel, type GraphProto, type ModelProto } from './proto';
import { SENTENCE_OUTPUT } from './tensorNames';

export interface SentencePooling {
  /** Width D of a token's vector. */
  dimension: number;
  pooling: 'mean' | 'cls';
  /** True if a graph that returns sentence vectors normalises them. */
  normalize: boolean;
}

const TOKEN_OUTPUTS = ['last_hidden_state', 'token_embeddings'];
const INPUTS = ['input_ids', 'attention_mask', 'token_type_ids', 'position_ids'];
const EXTERNAL = 1;
/** Protobuf's size limit, which also applies to ONNX Runtime. */
const MAX_MODEL_BYTES = 2 ** 31 - 1;
/** Vectors shorter than this are not normalised. */
const SMALLEST_LENGTH = 1e-12;

/**
 * An encoder's ONNX bytes with one output, `sentence_embedding`: float [N, D], unit vectors. A graph with such an
 * output is unchanged; to one with token vectors [N, L, D], pooling and normalisation are added. `externalData`: files
 * with the graph's weights, by name; they become part of the bytes. Throws an Error that says why if the bytes are not
 * an encoder.
 */
export function poolSentences(
  bytes: Uint8Array,
  { dimension, pooling, normalize }: SentencePooling,
  externalData: ReadonlyMap<string, Uint8Array> = new Map(),
): Uint8Array {
  const model = readModel(bytes);
  const { graph } = model;
  refuseBatchScales(model);
  checkInputs(graph);
  takeIn(model, externalData, bytes.length);

  const sentences = graph.output.find(({ name }) => name === SENTENCE_OUTPUT);
  if (sentences) {
    checkWidth(graph, SENTENCE_OUTPUT, 2, dimension);
    const ready = normalize && sentences.type?.tensor_type?.elem_type === DATA_TYPE.float;
    if (ready && graph.output.length === 1 && externalData.size === 0) return bytes;
    if (ready) graph.output = [sentences];
    else appendUnitVectors(graph, rename(graph, SENTENCE_OUTPUT), dimension);
  } else {
    const tokens = tokenOutput(graph);
    checkWidth(graph, tokens, 3, dimension);
    appendUnitVectors(graph, appendPooled(graph, tokens, pooling), dimension);
  }
  return writeModel(model);
}

function checkInputs(graph: GraphProto): void {
  const inputs = inputsOf(graph);
  const strange = inputs.find(({ name }) => !INPUTS.includes(name));
  if (strange)
    throw new Error(`takes '${strange.name}' besides ${INPUTS.join(', ')}: no encoder of sentences`);
  const missing = INPUTS.slice(0, 2).find((name) => !inputs.some((each) => each.name === name));
  if (missing) throw new Error(`does not take '${missing}': no encoder of sentences`);
  const narrow = inputs.find(({ type }) => type?.tensor_type?.elem_type !== DATA_TYPE.int64);
  if (narrow)
    throw new Error(`takes '${narrow.name}' in another type than int64; export it with int64 inputs`);
}

function tokenOutput({ output }: GraphProto): string {
  const names = output.map(({ name }) => name);
  const named = TOKEN_OUTPUTS.find((name) => names.includes(name));
  const rankThree = output.filter(({ type }) => type?.tensor_type?.shape?.dim.length === 3);
  const found = named ?? (rankThree.length === 1 ? rankThree[0].name : undefined);
  if (!found) throw new Error(`gives ${names.join(', ')}, but no vectors of tokens (${TOKEN_OUTPUTS[0]})`);
  return found;
}

function checkWidth({ output }: GraphProto, name: string, rank: number, dimension: number): void {
  const dim = output.find((each) => each.name === name)?.type?.tensor_type?.shape?.dim;
  if (!dim) return;
  if (dim.length !== rank) throw new Error(`gives ${name} with ${dim.length} axes instead of ${rank}`);
  const width = Number(dim[rank - 1].dim_value ?? 0);
  if (width > 0 && width !== dimension) {
    throw new Error(`gives ${name} ${width} wide, where the configuration says ${dimension}`);
  }
}

/** Adds [N, L, D] -> float [N, 1, D]. Sums for means: the number of tokens cancels out in the normalisation. */
function appendPooled(graph: GraphProto, tokens: string, pooling: 'mean' | 'cls'): string {
  const add = adder(graph, 'pooling');
  const floats = add('Cast', [tokens], { to: DATA_TYPE.float });
  if (pooling === 'cls') return add('Gather', [floats, add.ints([0])], { axis: 1 });
  const mask = add('Cast', ['attention_mask'], { to: DATA_TYPE.float });
  return add('MatMul', [add('Reshape', [mask, add.ints([0, 1, -1])]), floats]);
}

/** Adds [N, D] or [N, 1, D] -> the output float [N, D] of unit vectors, by operators that every provider has. */
function appendUnitVectors(graph: GraphProto, vectors: string, dimension: number): void {
  const add = adder(graph, 'normalisation');
  const rows = add('Reshape', [add('Cast', [vectors], { to: DATA_TYPE.float }), add.ints([0, 1, -1])]);
  const squares = add('MatMul', [rows, add('Transpose', [rows], { perm: [0, 2, 1] })]);
  const length = add('Max', [add('Sqrt', [squares]), add.float(SMALLEST_LENGTH)]);
  const unit = add('Div', [rows, length]);
  const last = node('Reshape', [unit, add.ints([-1, dimension])], [SENTENCE_OUTPUT]);
  graph.node.push({ ...last, name: 'shelfcast/output' });
  graph.output = [valueInfo(SENTENCE_OUTPUT, 'float', ['N', dimension])];
}

/** Renames a value, so that another one can have its name, and returns the new name. */
function rename(graph: GraphProto, name: string): string {
  const other = `shelfcast/${name}`;
  const renamed = (names: string[]) => names.map((each) => (each === name ? other : each));
  for (const each of graph.node) {
    each.input = renamed(each.input);
    each.output = renamed(each.output);
  }
  return other;
}

/** Copies weights from external files into the model. */
function takeIn(model: ModelProto, files: ReadonlyMap<string, Uint8Array>, graphBytes: number): void {
  const total = [...files.values()].reduce((sum, { length }) => sum + length, graphBytes);
  if (total > MAX_MODEL_BYTES) {
    throw new Error(
      `is ${(total / 2 ** 30).toFixed(1)} GiB with its weights, over the 2 GiB of an ONNX model; take int8 or fp16`,
    );
  }
  for (const weight of model.graph.initializer) {
    if (weight.data_location !== EXTERNAL) continue;
    const entries = new Map(weight.external_data.map(({ key, value }) => [key, value]));
    const location = entries.get('location') ?? '';
    const data = files.get(location);
    if (!data) throw new Error(`keeps weights in '${location}', which is not beside it`);
    const offset = Number(entries.get('offset') ?? 0);
    const end = offset + Number(entries.get('length') ?? data.length - offset);
    if (!(end <= data.length))
      throw new Error(`keeps weights at the end of '${location}', which is cut short`);
    weight.raw_data = data.subarray(offset, end);
    weight.external_data = [];
    weight.data_location = 0;
  }
}
