import { z } from 'zod';

const named = z.looseObject({
  model: z.looseObject({ unk_token: z.string(), vocab: z.record(z.string(), z.number()) }),
});
const placed = z.looseObject({ model: z.looseObject({ unk_id: z.number().int() }) });

/** Id of a tokenizer's unknown token: WordPiece and BPE give its name, Unigram its index. Null: none. */
export function unknownToken(tokenizerJson: object): number | null {
  const byName = named.safeParse(tokenizerJson);
  if (byName.success) return byName.data.model.vocab[byName.data.model.unk_token] ?? null;
  const byPlace = placed.safeParse(tokenizerJson);
  return byPlace.success ? byPlace.data.model.unk_id : null;
}
