import { certain } from '../common/certain';
import type { EncoderFiles, PackedTokens, ShapeSteps } from '../contract/messages';
import { roundedUp } from './batchPlan';
import { int64Grid } from './int64Grid';
import { evenWidth } from './packedRows';
import type { InferenceSession, Tensor } from './runtime';

export const TOKEN_INPUTS = ['input_ids', 'attention_mask', 'token_type_ids', 'position_ids'];
const OUTPUT = 'sentence_embedding';

/** The result of a batch. */
export interface EncodedTexts {
  /** Row-major [N, D]. */
  vectors: Float32Array;
  /** Tokens that were computed, padding included. */
  cells: number;
}

/** A sentence encoder whose graph includes pooling and normalisation. */
export class EncoderSession {
  constructor(
    private readonly session: InferenceSession,
    private readonly files: Pick<EncoderFiles, 'dimension' | 'maxTokens'>,
    private readonly steps: ShapeSteps = { tokens: 1, rows: 1 },
  ) {
    const unknown = session.inputNames.filter((name) => !TOKEN_INPUTS.includes(name));
    if (unknown.length > 0) throw new Error(`the encoder wants inputs unknown here: ${unknown.join(', ')}`);
    if (!session.inputNames.includes('input_ids')) throw new Error("the encoder has no input 'input_ids'");
    if (!session.outputNames.includes(OUTPUT)) throw new Error(`the encoder has no output '${OUTPUT}'`);
  }

  /** Throws if the encoder's output has another type or size, or is not finite. */
  async encode(texts: PackedTokens): Promise<EncodedTexts> {
    const shape = batchShape(texts, this.steps, this.files.maxTokens);
    const outputs = await this.session.run(tokenFeeds(texts, shape, this.session.inputNames), [OUTPUT]);
    const vectors = vectorsOf(outputs[OUTPUT], shape.rows, texts.lengths.length, this.files.dimension);
    return { vectors, cells: shape.rows * shape.tokens };
  }
}

/** Size of a batch's tensors, [rows, tokens]. */
export interface BatchShape {
  rows: number;
  tokens: number;
}

/** The size of a batch of these texts, rounded up to steps. */
export function batchShape({ lengths }: PackedTokens, steps: ShapeSteps, maxTokens: number): BatchShape {
  const longest = lengths.reduce((most, length) => Math.max(most, length), 1);
  // The encoder has this many positions.
  const tokens = Math.max(longest, Math.min(evenWidth(roundedUp(longest, steps.tokens)), maxTokens));
  return { rows: roundedUp(lengths.length, steps.rows), tokens };
}

/**
 * The first `rows` vectors of an output [run, D]; those beyond `rows` are padding. Throws if the output has another
 * size or is not finite.
 */
export function vectorsOf(answer: Tensor, run: number, rows: number, dimension: number): Float32Array {
  const { data, dims } = answer;
  if (!(data instanceof Float32Array) || data.length !== run * dimension) {
    throw new Error(`the encoder answered [${dims}], not [N, ${dimension}] floats`);
  }
  const vectors = run === rows ? data : data.slice(0, rows * dimension);
  if (!vectors.every(Number.isFinite)) throw new Error('the encoder answered numbers that are not finite');
  return vectors;
}

/** A batch's inputs int64 [rows, tokens] by name. Rows of a single padding token follow the texts. */
export function tokenFeeds(
  { ids, lengths }: PackedTokens,
  { rows, tokens }: BatchShape,
  inputNames: readonly string[],
): Record<string, Tensor> {
  const grids = new Map(inputNames.map((name) => [name, int64Grid(rows, tokens)]));
  const inputIds = certain(grids.get('input_ids'), 'input of token ids').low;
  const mask = grids.get('attention_mask')?.low;
  const positions = grids.get('position_ids')?.low;
  for (let row = 0, from = 0; row < lengths.length; from += lengths[row], row++) {
    for (let at = 0; at < lengths[row]; at++) {
      const cell = 2 * (row * tokens + at);
      inputIds[cell] = ids[from + at];
      if (mask) mask[cell] = 1;
      if (positions) positions[cell] = at;
    }
  }
  // A fully masked row would divide by zero.
  for (let row = lengths.length; mask && row < rows; row++) mask[2 * row * tokens] = 1;
  return Object.fromEntries([...grids].map(([name, { tensor }]) => [name, tensor]));
}
