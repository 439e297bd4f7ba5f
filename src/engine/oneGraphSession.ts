import type { HeadOutputs } from '../contract/head';
import type { BatchRecords, EncoderFiles, PackedTokens, ShapeSteps } from '../contract/messages';
import { KEPT_INPUT, PLACE_INPUTS, SENTENCE_OUTPUT } from '../graph/tensorNames';
import { roundedUp } from './batchPlan';
import {
  batchShape,
  tokenFeeds,
  TOKEN_INPUTS,
  vectorsOf,
  type BatchShape,
  type EncodedTexts,
} from './encoderSession';
import { headOutputs } from './headSession';
import { type InferenceSession, Tensor } from './runtime';

/**
 * An encoder and a head in one graph (graph/merge.ts): one run answers a batch of texts and the records that need them.
 */
export class OneGraphSession {
  private readonly tokenInputs: string[];

  constructor(
    private readonly session: InferenceSession,
    private readonly files: Pick<EncoderFiles, 'dimension' | 'maxTokens'>,
    private readonly steps: ShapeSteps = { tokens: 1, rows: 1 },
  ) {
    this.tokenInputs = session.inputNames.filter((name) => TOKEN_INPUTS.includes(name));
  }

  /** The records' outputs, and the texts' vectors [T, D] if requested. Throws as the two sessions do. */
  async run(texts: PackedTokens, records: BatchRecords): Promise<EncodedTexts & { outputs: HeadOutputs }> {
    const shape = batchShape(texts, this.steps, this.files.maxTokens);
    const fetches = this.session.outputNames.filter(
      (name) => records.vectorsWanted || name !== SENTENCE_OUTPUT,
    );
    const count = texts.lengths.length;
    const feeds = {
      ...tokenFeeds(texts, shape, this.tokenInputs),
      ...this.recordFeeds(records, count, shape),
    };
    const answered = await this.session.run(feeds, fetches);
    const { dimension } = this.files;
    return {
      vectors: records.vectorsWanted
        ? vectorsOf(answered[SENTENCE_OUTPUT], shape.rows, count, dimension)
        : new Float32Array(),
      cells: shape.rows * shape.tokens,
      outputs: firstRows(headOutputs(answered), records.rows, roundedUp(records.rows, this.steps.rows)),
    };
  }

  /** Rows that fill up a step repeat the last record; cached vectors end with zeros, which stand for a missing text. */
  private recordFeeds(
    { rows, features, bankIndex, description, promo, kept }: BatchRecords,
    texts: number,
    shape: BatchShape,
  ): Record<string, Tensor> {
    const { dimension } = this.files;
    const all = roundedUp(rows, this.steps.rows);
    const width = features.length / rows;
    const filled = new Float32Array(all * width);
    filled.set(features);
    for (let row = rows; row < all; row++) filled.set(features.subarray((rows - 1) * width), row * width);
    const keptRows = roundedUp(kept.length / dimension + 1, this.steps.rows);
    const keptFilled = new Float32Array(keptRows * dimension);
    keptFilled.set(kept);
    const placed = (places: Int32Array) =>
      int64Rows(all, places, 0, (place) => (place < texts ? place : place + shape.rows - texts));
    const feeds: Record<string, Tensor> = {
      features: new Tensor('float32', filled, [all, width]),
      bank_index: int64Rows(all, bankIndex, -1),
      [KEPT_INPUT]: new Tensor('float32', keptFilled, [keptRows, dimension]),
      [PLACE_INPUTS.description]: placed(description),
      [PLACE_INPUTS.promo]: placed(promo),
    };
    return Object.fromEntries(
      Object.entries(feeds).filter(([name]) => this.session.inputNames.includes(name)),
    );
  }
}

/** int64 [rows] of the values, then of `rest`. */
function int64Rows(rows: number, values: Int32Array, rest: number, map = (value: number) => value): Tensor {
  const data = BigInt64Array.from({ length: rows }, (_, row) =>
    BigInt(row < values.length ? map(values[row]) : rest),
  );
  return new Tensor('int64', data, [rows]);
}

function firstRows(outputs: HeadOutputs, rows: number, all: number): HeadOutputs {
  if (rows === all) return outputs;
  const cut = <T extends Float32Array | Int32Array>(values: T) =>
    values.slice(0, (values.length / all) * rows) as T;
  return {
    quantiles: cut(outputs.quantiles),
    mean: cut(outputs.mean),
    analogIndex: cut(outputs.analogIndex),
    analogSimilarity: cut(outputs.analogSimilarity),
    promoSimilarity: cut(outputs.promoSimilarity),
  };
}
