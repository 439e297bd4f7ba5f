import { adder } from './adder';
import { attributesOf, floatOf, intOf } from './attributes';
import { refuseInnerGraphs } from './innerGraphs';
import { widenHalves } from './halves';
import { raiseOpset } from './opset';
import { DATA_TYPE, opsetOf, type GraphProto, type ModelProto, type NodeProto } from './proto';

const MICROSOFT = 'com.microsoft';
const OPSET = 17;
/** Default mask value, added to the attention scores of padding. */
const PENALTY = -10_000;

type Add = ReturnType<typeof adder>;
/** Replaces a fused operator by ONNX's own ones and returns the name of their result. */
type Rewrite = (node: NodeProto, add: Add, graph: GraphProto) => string;

const REWRITES: Readonly<Record<string, Rewrite>> = {
  EmbedLayerNormalization: embeddings,
  Attention: attention,
  SkipLayerNormalization: (each, add) => {
    const [x, skip, scale, shift, bias] = each.input;
    const sum = add('Add', [x, skip]);
    return normalised(add, bias ? add('Add', [sum, bias]) : sum, [scale, shift], each);
  },
  Gelu: ({ input: [x] }, add) => gelu(add, x),
  BiasGelu: ({ input: [x, bias] }, add) => gelu(add, add('Add', [x, bias])),
  FastGelu: ({ input: [x, bias] }, add) => {
    const value = bias ? add('Add', [x, bias]) : x;
    const cubed = add('Mul', [add('Mul', [value, value]), value]);
    const inner = add('Add', [value, add('Mul', [cubed, add.float(0.044715)])]);
    const share = add('Tanh', [add('Mul', [inner, add.float(Math.sqrt(2 / Math.PI))])]);
    return add('Mul', [add('Mul', [value, add.float(0.5)]), add('Add', [share, add.float(1)])]);
  },
};

/**
 * Rewrites an encoder in ONNX's own operators (opset 17) and in fp32: operators fused by ONNX Runtime are expanded,
 * float16 is widened. Weights keep their names. Throws an Error naming an unknown operator.
 */
export function plainOperators(model: ModelProto): void {
  refuseInnerGraphs(model);
  if (opsetOf(model) < OPSET) raiseOpset(model, OPSET);
  widenHalves(model);
  writeOut(model, Object.keys(REWRITES));
  const fused = model.graph.node.find(({ domain }) => domain && domain !== 'ai.onnx');
  if (fused) throw new Error(`the operator ${fused.op_type} of ${fused.domain} is not known here`);
  model.opset_import = [{ domain: '', version: opsetOf(model) }];
}

export function writeOut({ graph }: ModelProto, operators: readonly string[]): void {
  const nodes: NodeProto[] = [];
  const add = adder({ node: nodes, initializer: graph.initializer }, 'plain');
  for (const each of graph.node) {
    if (each.domain !== MICROSOFT || !operators.includes(each.op_type) || !REWRITES[each.op_type]) {
      nodes.push(each);
      continue;
    }
    const made = REWRITES[each.op_type](each, add, graph);
    nodes[nodes.findLastIndex(({ output }) => output[0] === made)].output[0] = each.output[0];
  }
  graph.node = nodes;
}

function gelu(add: Add, x: string): string {
  const share = add('Add', [add('Erf', [add('Mul', [x, add.float(Math.SQRT1_2)])]), add.float(1)]);
  return add('Mul', [add('Mul', [x, add.float(0.5)]), share]);
}

function normalised(add: Add, x: string, weights: string[], node: NodeProto): string {
  const epsilon = floatOf(attributesOf(node), 'epsilon', 1e-12);
  return add('LayerNormalization', [x, ...weights], { axis: -1, epsilon: { float: epsilon } });
}

function embeddings(each: NodeProto, add: Add): string {
  const [ids, types, words, positions, typeTable, scale, shift, , positionIds] = each.input;
  const word = add('Gather', [words, ids]);
  const length = () => add('Shape', [ids], { start: 1, end: 2 });
  const place = positionIds
    ? add('Gather', [positions, positionIds])
    : add('Slice', [positions, add.ints([0]), length(), add.ints([0])]);
  const sum = add('Add', [word, place]);
  const typed = types ? add('Add', [sum, add('Gather', [typeTable, types])]) : sum;
  return normalised(add, typed, [scale, shift], each);
}

/** Multi-head attention (Vaswani et al. 2017, arXiv:1706.03762) over x [N, L, D] with weight [D, 3D], bias [3D], mask [N, L]. */
function attention(each: NodeProto, add: Add, graph: GraphProto): string {
  const [x, weight, bias, mask, ...others] = each.input;
  const attributes = attributesOf(each);
  const table = graph.initializer.find(({ name }) => name === weight);
  if (others.some(Boolean) || !table || !mask || attributes.unidirectional || attributes.qkv_hidden_sizes)
    throw new Error(`the operator Attention (${each.name}) is used in a way that is not known here`);
  const heads = intOf(attributes, 'num_heads', 1);
  const [width, all] = table.dims.map(Number);
  const size = all / 3 / heads;
  const projected = add('Add', [add('MatMul', [x, weight]), bias]);
  const parts = add('Reshape', [projected, add.ints([0, 0, 3, heads, size])]);
  const stacked = add('Transpose', [parts], { perm: [2, 0, 3, 1, 4] });
  const [queries, keys, values] = [0, 1, 2].map((part) => {
    const taken = add('Slice', [stacked, add.ints([part]), add.ints([part + 1]), add.ints([0])]);
    return add('Squeeze', [taken, add.ints([0])]);
  });
  const scale = floatOf(attributes, 'scale', 0) || size ** -0.5;
  const scores = add('MatMul', [
    add('Mul', [queries, add.float(scale)]),
    add('Transpose', [keys], { perm: [0, 1, 3, 2] }),
  ]);
  const open = add('Cast', [mask], { to: DATA_TYPE.float });
  const penalty = floatOf(attributes, 'mask_filter_value', PENALTY);
  const closed = add('Mul', [add('Sub', [add.float(1), open]), add.float(penalty)]);
  const masked = add('Add', [scores, add('Unsqueeze', [closed, add.ints([1, 2])])]);
  const mixed = add('MatMul', [add('Softmax', [masked], { axis: -1 }), values]);
  const laid = add('Transpose', [mixed], { perm: [0, 2, 1, 3] });
  return add('Reshape', [laid, add.ints([0, 0, width])]);
}
