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

/** Spells what a Unigram tokenizer has no piece for in the bytes of UTF-8, as its reference does. */
export class ByteFallback {
  private constructor(
    private readonly unknown: number,
    /** Token id of each byte. */
    private readonly bytes: Int32Array,
  ) {}

  /** Null for a tokenizer.json that asks for no such thing, or lacks one of the bytes. */
  static of(tokenizerJson: object): ByteFallback | null {
    const read = unigram.safeParse(tokenizerJson);
    if (!read.success) return null;
    const { unk_id, vocab } = read.data.model;
    const ids = new Map(vocab.map(([piece], id) => [piece, id]));
    const bytes = Int32Array.from({ length: BYTES }, (_, byte) => ids.get(pieceOf(byte)) ?? -1);
    return bytes.includes(-1) ? null : new ByteFallback(unk_id, bytes);
  }

  /** The ids of tokens, of which an unknown one is spelled out. `tokens[i]` is the text of `ids[i]`. */
  spell(ids: readonly number[], tokens: readonly string[]): number[] {
    return ids.flatMap((id, at) =>
      id === this.unknown ? [...Buffer.from(tokens[at])].map((byte) => this.bytes[byte]) : id,
    );
  }
}

function pieceOf(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
}
