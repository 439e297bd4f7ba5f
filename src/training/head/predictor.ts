import { concatenated } from '../../common/rows';
import type { HeadInputs, HeadOutputs } from '../../contract/head';
import { HeadSession } from '../../engine/headSession';
import { openOnCpu } from '../../engine/runtime';

const ROWS_AT_ONCE = 512;

/** A head's inputs for one record. */
export interface RecordInputs {
  /** [F]; NaN is missing. */
  features: Float32Array;
  /** [D] */
  description: Float32Array;
  /** [D]; null without a promotion. */
  promo: Float32Array | null;
  /** Row in the head's bank, or -1. */
  bankIndex: number;
  /** [A]; empty for a head that uses none. */
  analogs: Float32Array;
}

/** Runs a head of a fitted model in this process. */
export class Predictor {
  private constructor(private readonly head: HeadSession) {}

  static async open(head: Uint8Array): Promise<Predictor> {
    const session = await openOnCpu(head);
    return new Predictor(new HeadSession(session));
  }

  /** Outputs of all records, concatenated; see HeadOutputs. */
  async predict(records: readonly RecordInputs[]): Promise<HeadOutputs> {
    const parts: HeadOutputs[] = [];
    for (let from = 0; from < records.length; from += ROWS_AT_ONCE) {
      parts.push(await this.head.run(stacked(records.slice(from, from + ROWS_AT_ONCE))));
    }
    return {
      quantiles: concatenated(parts.map(({ quantiles }) => quantiles)),
      mean: concatenated(parts.map(({ mean }) => mean)),
      analogIndex: Int32Array.from(parts.flatMap(({ analogIndex }) => [...analogIndex])),
      analogSimilarity: concatenated(parts.map(({ analogSimilarity }) => analogSimilarity)),
      promoSimilarity: concatenated(parts.map(({ promoSimilarity }) => promoSimilarity)),
    };
  }
}

function stacked(records: readonly RecordInputs[]): HeadInputs {
  const [{ features, description, analogs }] = records;
  const inputs: HeadInputs = {
    rows: records.length,
    features: new Float32Array(records.length * features.length),
    description: new Float32Array(records.length * description.length),
    promo: new Float32Array(records.length * description.length),
    analogs: new Float32Array(records.length * analogs.length),
    bankIndex: Int32Array.from(records, ({ bankIndex }) => bankIndex),
  };
  records.forEach((record, row) => {
    inputs.features.set(record.features, row * features.length);
    inputs.analogs.set(record.analogs, row * analogs.length);
    inputs.description.set(record.description, row * description.length);
    if (record.promo) inputs.promo.set(record.promo, row * description.length);
  });
  return inputs;
}
