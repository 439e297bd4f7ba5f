/** Sizes of a BERT encoder. */
export interface BertShape {
  name: string;
  layers: number;
  width: number;
  heads: number;
  /** Width between the two products of the feed-forward part. */
  inner: number;
  vocabulary: number;
  positions: number;
}

export const MINILM_L6: BertShape = {
  name: 'MiniLM-L6',
  layers: 6,
  width: 384,
  heads: 12,
  inner: 1536,
  vocabulary: 30_522,
  positions: 512,
};

export const BERT_BASE: BertShape = {
  name: 'BERT-base',
  layers: 12,
  width: 768,
  heads: 12,
  inner: 3072,
  vocabulary: 30_522,
  positions: 512,
};

/** Floating-point operations of one text: two for each weight and token, and the two products of attention. */
export function operations({ layers, width, inner }: BertShape, tokens: number): number {
  const weights = 4 * width * width + 2 * width * inner;
  return layers * (2 * weights * tokens + 4 * tokens * tokens * width);
}

/** Bytes of the weights that one run reads, without the rows of the word table that it does not touch. */
export function weightBytes({ layers, width, inner }: BertShape, bytesEach: number): number {
  return layers * (4 * width * width + 2 * width * inner) * bytesEach;
}
