import type { PackedTokens } from '../contract/messages';
import { type InferenceSession, Tensor } from './runtime';

const KNOWN_INPUTS = ['input_ids', 'attention_mask', 'token_type_ids', 'position_ids'] as const;
const OUTPUT = 'sentence_embedding';

/** A sentence encoder whose graph pools and normalises. */
export class EncoderSession {
  constructor(
    private readonly session: InferenceSession,
    private readonly dimension: number,
  ) {
    const unknown = session.inputNames.filter((name) => !(KNOWN_INPUTS as readonly string[]).includes(name));
    if (unknown.length > 0) throw new Error(`the encoder wants inputs unknown here: ${unknown.join(', ')}`);
    if (!session.inputNames.includes('input_ids')) throw new Error("the encoder has no input 'input_ids'");
    if (!session.outputNames.includes(OUTPUT)) throw new Error(`the encoder has no output '${OUTPUT}'`);
  }

  /** Row-major [N, D]. Throws when the encoder answers something else or a number that is not finite. */
  async encode(texts: PackedTokens): Promise<Float32Array> {
    const feeds = padded(texts, this.session.inputNames);
    const outputs = await this.session.run(feeds, [OUTPUT]);
    const vectors = outputs[OUTPUT].data;
    if (!(vectors instanceof Float32Array) || vectors.length !== texts.lengths.length * this.dimension) {
      throw new Error(`the encoder answered [${outputs[OUTPUT].dims}], not [N, ${this.dimension}] floats`);
    }
    if (!vectors.every(Number.isFinite)) throw new Error('the encoder answered numbers that are not finite');
    return vectors;
  }
}

/** Pads to the longest text of the batch. int64 tensors are written as pairs of int32, low word first. */
function padded({ ids, lengths }: PackedTokens, inputNames: readonly string[]): Record<string, Tensor> {
  const rows = lengths.length;
  const longest = lengths.reduce((most, length) => Math.max(most, length), 1);
  const grids = new Map(inputNames.map((name) => [name, new BigInt64Array(rows * longest)]));
  const low = (name: string) => {
    const grid = grids.get(name);
    return grid && new Int32Array(grid.buffer);
  };
  const inputIds = low('input_ids')!;
  const mask = low('attention_mask');
  const positions = low('position_ids');
  for (let row = 0, from = 0; row < rows; from += lengths[row], row++) {
    for (let at = 0; at < lengths[row]; at++) {
      const cell = 2 * (row * longest + at);
      inputIds[cell] = ids[from + at];
      if (mask) mask[cell] = 1;
      if (positions) positions[cell] = at;
    }
  }
  return Object.fromEntries(
    [...grids].map(([name, grid]) => [name, new Tensor('int64', grid, [rows, longest])]),
  );
}
