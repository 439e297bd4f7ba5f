import { tensor } from './messages';
import { opsetOf, type GraphProto, type ModelProto, type NodeProto } from './proto';

/** Range of versions of ONNX's operator set for which `raiseOpset` knows all changes. */
const FIRST_KNOWN = 11;
const LAST_KNOWN = 22;

/** Versions since which these operators take `axes` as an input; before, it is an attribute. */
const AXES_AS_INPUT = new Map([
  ...['Squeeze', 'Unsqueeze', 'ReduceSum'].map((op) => [op, 13] as const),
  ...['L1', 'L2', 'LogSum', 'LogSumExp', 'Max', 'Mean', 'Min', 'Prod', 'SumSquare'].map(
    (kind) => [`Reduce${kind}`, 18] as const,
  ),
]);
/** Versions since which these have the same meaning only along the last axis. */
const LAST_AXIS_ONLY = new Map(['Softmax', 'LogSoftmax', 'Hardmax'].map((op) => [op, 13]));
/** Versions with changes that need more than rewriting the node. */
const REWRITTEN = new Map<string, number[]>([
  ['BatchNormalization', [14]],
  ['Dropout', [12]],
  ['GroupNormalization', [21]],
  ['Resize', [13, 18, 19]],
  ['Split', [13, 18]],
  ['Upsample', [FIRST_KNOWN]],
]);

/**
 * Raises the version of ONNX's operator set that a model imports, rewriting nodes whose meaning changed (Changelog.md
 * of ONNX 1.17). Throws an Error naming an operator that cannot be rewritten.
 */
export function raiseOpset(model: ModelProto, version: number): void {
  const from = opsetOf(model);
  if (from === version) return;
  if (from > version || from < FIRST_KNOWN || version > LAST_KNOWN) {
    throw new Error(`operator set ${from} is not brought to ${version} here`);
  }
  const between = (change: number | undefined) => change !== undefined && from < change && change <= version;
  for (const each of model.graph.node) {
    if (each.domain !== '' && each.domain !== 'ai.onnx') continue;
    if (REWRITTEN.get(each.op_type)?.some(between)) throw changed(each.op_type, from, version);
    if (between(LAST_AXIS_ONLY.get(each.op_type)) && axisOf(each) !== -1) {
      throw changed(`${each.op_type} along another axis than -1`, from, version);
    }
    if (between(AXES_AS_INPUT.get(each.op_type))) moveAxes(model.graph, each);
  }
  for (const each of model.opset_import) {
    if (each.domain === '' || each.domain === 'ai.onnx') each.version = version;
  }
}

function moveAxes(graph: GraphProto, reduction: NodeProto): void {
  const axes = reduction.attribute.find(({ name }) => name === 'axes');
  if (!axes) return;
  const name = `${reduction.output[0]}/axes`;
  const values = axes.ints.map((axis) => BigInt(Number(axis)));
  graph.initializer.push(tensor(name, 'int64', [values.length], values));
  reduction.attribute = reduction.attribute.filter((each) => each !== axes);
  reduction.input = [reduction.input[0], name];
}

function axisOf({ attribute }: NodeProto): number {
  const axis = attribute.find(({ name }) => name === 'axis');
  return axis ? Number(axis.i) : 1;
}

function changed(what: string, from: number, version: number): Error {
  return new Error(`${what} means something else in operator set ${version} than in ${from}`);
}
