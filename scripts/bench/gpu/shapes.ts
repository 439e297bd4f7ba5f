import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BYTES_EACH } from './precision';
import type { Rates } from './rates';

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
function weightBytes({ layers, width, inner }: BertShape, bytesEach: number): number {
  return layers * (4 * width * width + 2 * width * inner) * bytesEach;
}

/** Bytes that the four products of each layer read and write for one text, each input and output once. */
function activationBytes({ layers, width, inner }: BertShape, tokens: number, bytesEach: number): number {
  return layers * tokens * (8 * width + 2 * inner) * bytesEach;
}

/**
 * Texts a second that nothing on the machine exceeds at this shape: the slower of its operations at the matrix rate and
 * its bytes at the memory's.
 */
export function floorOf(shape: BertShape, tokens: number, rows: number, rates: Rates): number {
  const bytesEach = BYTES_EACH[rates.precision];
  const bytes = weightBytes(shape, bytesEach) + rows * activationBytes(shape, tokens, bytesEach);
  const seconds = Math.max(
    (rows * operations(shape, tokens)) / rates.matrixPerSecond,
    bytes / rates.bytesPerSecond,
  );
  return rows / seconds;
}

/** The shape of an encoder that lies in a directory, from its config.json. */
export function shapeOf(directory: string): BertShape {
  const config = JSON.parse(readFileSync(join(directory, 'config.json'), 'utf8')) as Record<string, number>;
  return {
    name: 'shipped',
    layers: config['num_hidden_layers'],
    width: config['hidden_size'],
    heads: config['num_attention_heads'],
    inner: config['intermediate_size'],
    vocabulary: config['vocab_size'],
    positions: config['max_position_embeddings'],
  };
}
