import type { EncoderFiles, PackedTokens } from '../contract/messages';
import { PACKING_INPUTS, SENTENCE_OUTPUT } from '../graph/tensorNames';
import { vectorsOf, type EncodedTexts } from './encoderSession';
import { int64Grid } from './int64Grid';
import { grouped, packRows, type PackedRows, WIDEST_SHARED } from './packedRows';
import { packTokens } from './packTokens';
import type { InferenceSession, Tensor } from './runtime';

/** A sentence encoder with several texts per row (graph/sequencePacking.ts): no padding. */
export class PackedSession {
  constructor(
    private readonly session: InferenceSession,
    private readonly files: Pick<EncoderFiles, 'dimension' | 'maxTokens'>,
  ) {}

  /** Throws if the encoder's output has another type or size, or is not finite. */
  async encode(texts: PackedTokens): Promise<EncodedTexts> {
    // Rows have one width: next to a text that shares none, each short one would get a whole row.
    const [short, long] = parted(texts.lengths);
    if (short.length === 0 || long.length === 0) return this.run(texts);
    const each = idsOf(texts);
    const { dimension } = this.files;
    const vectors = new Float32Array(each.length * dimension);
    let cells = 0;
    for (const group of [short, long]) {
      const encoded = await this.run(packTokens(group.map((text) => each[text])));
      group.forEach((text, row) =>
        vectors.set(encoded.vectors.subarray(row * dimension, (row + 1) * dimension), text * dimension),
      );
      cells += encoded.cells;
    }
    return { vectors, cells };
  }

  private async run(texts: PackedTokens): Promise<EncodedTexts> {
    const packed = packRows(texts.lengths, this.files.maxTokens);
    const outputs = await this.session.run(feeds(texts, packed, this.session.inputNames), [SENTENCE_OUTPUT]);
    const count = texts.lengths.length;
    const vectors = vectorsOf(outputs[SENTENCE_OUTPUT], count, count, this.files.dimension);
    return { vectors, cells: packed.rows * packed.width };
  }
}

/** The texts that can share a row, and those that are too long. */
function parted(lengths: Int32Array): [number[], number[]] {
  const [short, long]: [number[], number[]] = [[], []];
  lengths.forEach((length, text) => (length > WIDEST_SHARED ? long : short).push(text));
  return [short, long];
}

function idsOf({ ids, lengths }: PackedTokens): Int32Array[] {
  let from = 0;
  return Array.from(lengths, (length) => ids.subarray(from, (from += length)));
}

function feeds(
  { ids, lengths }: PackedTokens,
  { rows, width, starts }: PackedRows,
  inputNames: readonly string[],
): Record<string, Tensor> {
  const longest = grouped(lengths.reduce((most, length) => Math.max(most, length), 1));
  const [inputIds, types, positions, textOf] = [0, 1, 2, 3].map(() => int64Grid(rows, width));
  const [cells, mask] = [0, 1].map(() => int64Grid(lengths.length, longest));
  for (let text = 0, from = 0; text < lengths.length; from += lengths[text], text++) {
    for (let at = 0; at < lengths[text]; at++) {
      const cell = starts[text] + at;
      inputIds.low[2 * cell] = ids[from + at];
      positions.low[2 * cell] = at;
      textOf.low[2 * cell] = text + 1;
      const place = 2 * (text * longest + at);
      cells.low[place] = cell;
      mask.low[place] = 1;
    }
  }
  const all: Record<string, Tensor> = {
    input_ids: inputIds.tensor,
    token_type_ids: types.tensor,
    [PACKING_INPUTS.positions]: positions.tensor,
    [PACKING_INPUTS.textOf]: textOf.tensor,
    [PACKING_INPUTS.cells]: cells.tensor,
    attention_mask: mask.tensor,
  };
  return Object.fromEntries(inputNames.map((name) => [name, all[name]]));
}
