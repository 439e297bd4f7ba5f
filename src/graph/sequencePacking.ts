import { adder } from './adder';
import { refuseInnerGraphs } from './innerGraphs';
import { valueInfo } from './messages';
import {
  DATA_TYPE,
  inputsOf,
  readModel,
  writeModel,
  type GraphProto,
  type NodeProto,
  type TensorProto,
} from './proto';
import { PACKING_INPUTS } from './tensorNames';

/**
 * What a value depends on: weights only; sizes of the batch; `attention_mask`; tokens in packed rows, [R, L, ...]; or
 * texts in rows of their own, [N, ...], after the pooling.
 */
type Origin = 'weights' | 'sizes' | 'mask' | 'rows' | 'texts';

/** The input with the mask, by operator of `com.microsoft`. */
const FUSED_ATTENTION = new Map([
  ['Attention', 3],
  ['QAttention', 5],
]);
/** The embedding operator of `com.microsoft`, and its input with positions. */
const FUSED_EMBEDDING = { op: 'EmbedLayerNormalization', positions: 8 };
/** Most rows of a table of token types; one of positions has more. */
const MOST_TYPES = 4;
/** Added to attention scores between texts: their weight becomes zero in any precision. */
const PENALTY = -10_000;

/**
 * Lets several texts share a row of a sentence encoder's input, so that a batch needs no padding (sequence packing,
 * Krell et al. 2021, arXiv 2107.02027): tokens attend to those of their own text only, and each text counts its own
 * positions. Takes the bytes of an encoder whose output is `sentence_embedding` float [N, D]. The packed one takes
 *
 * - `input_ids`, and `token_type_ids` where it did, int64 [R, L]: rows of several texts one after the other;
 * - `position_ids` int64 [R, L]: a token's place in its text;
 * - `text_of` int64 [R, L]: which text a token belongs to, any other number where there is none;
 * - `cells` int64 [N, T] and `attention_mask` int64 [N, T]: where in the rows, laid end to end, each text's tokens are.
 *
 * Throws an Error that says why a graph cannot be packed. Whether a packed graph answers as the original does is for
 * the caller to try.
 */
export function packSequences(bytes: Uint8Array): Uint8Array {
  const model = readModel(bytes);
  refuseInnerGraphs(model);
  new Packing(model.graph).apply();
  return writeModel(model);
}

class Packing {
  private readonly origins = new Map<string, Origin>();
  private readonly weights: Map<string, TensorProto>;
  private readonly made: NodeProto[] = [];
  private readonly add: ReturnType<typeof adder>;
  /** Which tokens of a row belong to the same text, in each form that attention uses. */
  private readonly masks: Record<'allowed' | 'same' | 'other' | 'penalty', string>;
  /** Token values, and the values with the same content by text. */
  private readonly unpacked = new Map<string, string>();
  private positions: boolean;
  private attention = false;

  constructor(private readonly graph: GraphProto) {
    this.weights = new Map(graph.initializer.map((weight) => [weight.name, weight]));
    for (const name of this.weights.keys()) this.origins.set(name, 'weights');
    for (const { name } of inputsOf(graph))
      this.origins.set(name, name === 'attention_mask' ? 'mask' : 'rows');
    this.positions = graph.input.some(({ name }) => name === PACKING_INPUTS.positions);
    this.add = adder({ node: this.made, initializer: graph.initializer }, 'packing');
    const same = this.sameText([0, 1, 1, -1], [0, 1, -1, 1]);
    this.masks = {
      allowed: this.add('Cast', [this.sameText([0, 1, -1], [0, -1, 1])], { to: DATA_TYPE.int32 }),
      same,
      other: this.add('Not', [same]),
      penalty: this.add('Where', [same, this.add.float(0), this.add.float(PENALTY)]),
    };
  }

  apply(): void {
    const { graph } = this;
    for (const each of graph.node) {
      const origin = this.visit(each);
      for (const name of each.output) this.origins.set(name, origin);
      this.made.push(each);
    }
    if (!this.positions) throw new Error('no table of positions was found in it');
    if (!this.attention) throw new Error('no attention that takes the mask was found in it');
    const [output] = graph.output;
    if (this.origins.get(output.name) !== 'texts') throw new Error('no pooling of tokens was found in it');
    graph.node = neededFor(output.name, this.made);
    this.declareInputs();
  }

  /** Converts a node's inputs to the packed layout, and returns what its output depends on. */
  private visit(each: NodeProto): Origin {
    const origins = new Set(each.input.filter(Boolean).map((name) => this.origins.get(name) ?? 'weights'));
    origins.delete('weights');
    if (origins.has('rows')) {
      if (origins.has('texts')) throw unknownUse(each, 'tokens and texts');
      if (each.op_type === 'Shape') return 'sizes';
      if (origins.has('mask')) return this.joinMask(each);
      if (each.op_type === FUSED_EMBEDDING.op) this.givePositions(each);
      return takesFirstToken(each) ? this.beginPooling(each) : 'rows';
    }
    if (origins.has('texts')) {
      if (origins.has('sizes')) throw unknownUse(each, 'texts and the sizes of the batch');
      return 'texts';
    }
    if (origins.has('mask')) return 'mask';
    if (origins.has('sizes')) return this.lookUpPositions(each) ? 'rows' : 'sizes';
    return 'weights';
  }

  private joinMask(each: NodeProto): Origin {
    const isMask = (name: string) => this.origins.get(name) === 'mask';
    const fused = each.domain === 'com.microsoft' ? FUSED_ATTENTION.get(each.op_type) : undefined;
    if (fused !== undefined && isMask(each.input[fused])) {
      each.input[fused] = this.masks.allowed;
    } else if (each.op_type === 'Add') {
      each.input = each.input.map((name) => (isMask(name) ? this.masks.penalty : name));
    } else if (each.op_type === 'Where' && isMask(each.input[0])) {
      const keepsWhereTrue = this.origins.get(each.input[1]) === 'rows';
      each.input[0] = keepsWhereTrue ? this.masks.same : this.masks.other;
    } else if (each.op_type === 'Mul' || each.op_type === 'MatMul') {
      return this.beginPooling(each);
    } else throw unknownUse(each, 'tokens and the mask');
    this.attention = true;
    return 'rows';
  }

  /** Unpacks: from here on, every text has its own row. */
  private beginPooling(each: NodeProto): Origin {
    each.input = each.input.map((name) => {
      if (this.origins.get(name) !== 'rows') return name;
      const known = this.unpacked.get(name);
      if (known) return known;
      const cells = this.add('Flatten', [name], { axis: 2 });
      const byText = this.add('Gather', [cells, PACKING_INPUTS.cells], { axis: 0 });
      this.unpacked.set(name, byText);
      this.origins.set(byText, 'texts');
      return byText;
    });
    return 'texts';
  }

  /** Replaces positions within the row by positions within the text. */
  private lookUpPositions(each: NodeProto): boolean {
    const table = this.weights.get(each.input[0]);
    const isTable = table?.dims.length === 2 && Number(table.dims[0]) > MOST_TYPES;
    if (!isTable || !['Gather', 'Slice'].includes(each.op_type)) return false;
    each.op_type = 'Gather';
    each.input = [each.input[0], PACKING_INPUTS.positions];
    each.attribute = [];
    this.positions = true;
    return true;
  }

  private givePositions({ input }: NodeProto): void {
    while (input.length < FUSED_EMBEDDING.positions) input.push('');
    input[FUSED_EMBEDDING.positions] = this.add('Cast', [PACKING_INPUTS.positions], { to: DATA_TYPE.int32 });
    this.positions = true;
  }

  /** Compares the texts of a row's tokens along the key axis with those along the query axis. */
  private sameText(keys: number[], queries: number[]): string {
    const laid = (shape: number[]) => this.add('Reshape', [PACKING_INPUTS.textOf, this.add.ints(shape)]);
    return this.add('Equal', [laid(keys), laid(queries)]);
  }

  private declareInputs(): void {
    const { graph } = this;
    const own = [PACKING_INPUTS.positions, PACKING_INPUTS.textOf].map((name) =>
      valueInfo(name, 'int64', ['R', 'L']),
    );
    const byText = [PACKING_INPUTS.cells, 'attention_mask'].map((name) =>
      valueInfo(name, 'int64', ['N', 'T']),
    );
    const renewed = new Set([...own, ...byText].map(({ name }) => name));
    const kept = inputsOf(graph).filter(({ name }) => !renewed.has(name));
    const rows = kept.map(({ name }) => valueInfo(name, 'int64', ['R', 'L']));
    graph.input = [...rows, ...own, ...byText];
    // Recorded sizes are those of the previous layout.
    graph.value_info = [];
  }
}

/** Whether a node selects one position of every row: pooling by the first token. */
function takesFirstToken({ op_type, attribute }: NodeProto): boolean {
  return op_type === 'Gather' && attribute.some(({ name, i }) => name === 'axis' && Number(i) === 1);
}

/** The nodes that this output needs. */
function neededFor(output: string, nodes: readonly NodeProto[]): NodeProto[] {
  const needed = new Set([output]);
  return nodes
    .toReversed()
    .filter((each) => {
      if (!each.output.some((name) => needed.has(name))) return false;
      for (const name of each.input) needed.add(name);
      return true;
    })
    .toReversed();
}

function unknownUse({ op_type, name }: NodeProto, what: string): Error {
  return new Error(`the operator ${op_type} (${name}) takes ${what} in a way that is not known`);
}
