import { z } from 'zod';

const BYTES = 256;

const unigram = z.looseObject({
  model: z.looseObject({
    type: z.literal('Unigram'),
    byte_fallback: z.literal(true),
    unk_id: z.number().int(),
    vocab: z.array(z.tuple([z.string(), z.number()])),
  }),
});

/** Encodes what a Unigram tokenizer has no piece for as UTF-8 bytes, like the reference implementation. */
export class ByteFallback {
  private constructor(
    private readonly unknown: number,
    /** Token id of each byte. */
    private readonly bytes: Int32Array,
  ) {}

  /** Null if tokenizer.json has no byte fallback, or lacks one of the bytes. */
  static of(tokenizerJson: object): ByteFallback | null {
    const read = unigram.safeParse(tokenizerJson);
    if (!read.success) return null;
    const { unk_id, vocab } = read.data.model;
    const ids = new Map(vocab.map(([piece], id) => [piece, id]));
    const bytes = Int32Array.from({ length: BYTES }, (_, byte) => ids.get(pieceOf(byte)) ?? -1);
    return bytes.includes(-1) ? null : new ByteFallback(unk_id, bytes);
  }

  /** The ids of tokens, with each unknown one replaced by its bytes. `tokens[i]` is the text of `ids[i]`. */
  spell(ids: readonly number[], tokens: readonly string[]): number[] {
    return ids.flatMap((id, at) =>
      id === this.unknown ? [...Buffer.from(tokens[at])].map((byte) => this.bytes[byte]) : id,
    );
  }
}

function pieceOf(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
}
