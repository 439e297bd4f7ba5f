import { refuseInnerGraphs } from './innerGraphs';
import { node, valueInfo } from './messages';
import { raiseOpset } from './opset';
import {
  DATA_TYPE,
  inputsOf,
  opsetOf,
  readModel,
  writeModel,
  type GraphProto,
  type ModelProto,
} from './proto';
import { KEPT_INPUT, PLACE_INPUTS, SENTENCE_OUTPUT } from './tensorNames';

export interface MergeOptions {
  /** Width D of a vector. */
  dimension: number;
  /** Vectors are rounded to half precision before the head, as a cache in half precision returns them. */
  halved: boolean;
}

/** Since this IR version, weights need not be inputs. */
const LEAST_IR = 4;

/**
 * Merges an encoder with output `sentence_embedding` float [T, D] and a head into one graph, so that one run answers a
 * batch. Inputs: the encoder's; the head's except vectors; `kept` float [K, D], vectors known already; and for each
 * kind of vector `..._place` int64 [N], a record's position among the T + K, counted from the end if negative. Outputs:
 * the head's and `sentence_embedding`. Throws an Error that says why the two cannot be merged.
 */
export function mergeHead(encoder: Uint8Array, head: Uint8Array, options: MergeOptions): Uint8Array {
  const [merged, part] = [readModel(encoder), readModel(head)];
  const version = Math.max(opsetOf(merged), opsetOf(part));
  for (const model of [merged, part]) {
    refuseInnerGraphs(model);
    raiseOpset(model, version);
    // The runtime does not fold weights that an input could override.
    model.graph.input = inputsOf(model.graph);
  }
  const { graph } = merged;
  const vectorInputs = part.graph.input.map(({ name }) => name).filter(isVectorInput);
  if (vectorInputs.length === 0) throw new Error('the head takes no text');
  const passed = part.graph.input.filter(({ name }) => !isVectorInput(name));

  prefix(graph, 'encoder/', new Set([...graph.input.map(({ name }) => name), SENTENCE_OUTPUT]));
  prefix(part.graph, 'head/', new Set([...passed, ...part.graph.output].map(({ name }) => name)));

  addVectors(graph, options);
  for (const name of vectorInputs) {
    graph.node.push(node('Gather', ['merge/vectors', PLACE_INPUTS[name]], [`head/${name}`]));
  }
  graph.node.push(...part.graph.node);
  graph.initializer.push(...part.graph.initializer);
  graph.value_info.push(...part.graph.value_info);
  const places = vectorInputs.map((name) => valueInfo(PLACE_INPUTS[name], 'int64', ['rows']));
  const kept = valueInfo(KEPT_INPUT, 'float', ['kept_vectors', options.dimension]);
  graph.input.push(...passed, kept, ...places);
  graph.output = [...part.graph.output, ...graph.output.filter(({ name }) => name === SENTENCE_OUTPUT)];
  merged.ir_version = Math.max(LEAST_IR, Number(merged.ir_version), Number(part.ir_version));
  merged.opset_import = imports(merged, part);
  return writeModel(merged);
}

function isVectorInput(name: string): name is keyof typeof PLACE_INPUTS {
  return name in PLACE_INPUTS;
}

/** Adds `merge/vectors` [T + K, D]: those of the batch, then those kept. */
function addVectors(graph: GraphProto, { halved }: MergeOptions): void {
  const add = (op: string, inputs: string[], output: string, attributes = {}) => {
    graph.node.push(node(op, inputs, [output], attributes));
    return output;
  };
  const float = DATA_TYPE.float;
  const halves = () => add('Cast', [SENTENCE_OUTPUT], 'merge/halves', { to: DATA_TYPE.float16 });
  const fresh = halved ? add('Cast', [halves()], 'merge/rounded', { to: float }) : SENTENCE_OUTPUT;
  add('Concat', [fresh, KEPT_INPUT], 'merge/vectors', { axis: 0 });
}

/**
 * Renames every value and node except those to keep, and every named size: if texts and records both call their number
 * N, they would share buffers of one size.
 */
function prefix(graph: GraphProto, scope: string, keep: ReadonlySet<string>): void {
  const renamed = (name: string) => (name === '' || keep.has(name) ? name : scope + name);
  for (const each of graph.node) {
    each.name = scope + each.name;
    each.input = each.input.map(renamed);
    each.output = each.output.map(renamed);
  }
  for (const each of [...graph.initializer, ...graph.input, ...graph.output, ...graph.value_info]) {
    each.name = renamed(each.name);
  }
  for (const { type } of [...graph.input, ...graph.output, ...graph.value_info]) {
    for (const size of type?.tensor_type?.shape?.dim ?? []) {
      if (size.dim_param) size.dim_param = scope + size.dim_param;
    }
  }
}

function imports(...models: ModelProto[]): ModelProto['opset_import'] {
  const versions = new Map<string, number>();
  for (const { domain, version } of models.flatMap((model) => model.opset_import)) {
    const own = domain === 'ai.onnx' ? '' : domain;
    versions.set(own, Math.max(versions.get(own) ?? 0, Number(version)));
  }
  return [...versions].map(([domain, version]) => ({ domain, version }));
}
