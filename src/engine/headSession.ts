import type { HeadInputs, HeadOutputs } from '../contract/head';
import type { HeadWidth } from '../contract/messages';
import { NOT_FINITE } from './notFinite';
import { type InferenceSession, Tensor } from './runtime';

const KNOWN_INPUTS = ['features', 'analogs', 'description', 'promo', 'bank_index'];

/** One forecasting head: feeds the inputs that its graph declares, and checks its outputs. */
export class HeadSession {
  readonly widths: HeadWidth;
  /** Whether it has an input for vectors of promotion texts. */
  readonly promo: boolean;

  constructor(private readonly session: InferenceSession) {
    const unknown = session.inputNames.filter((name) => !KNOWN_INPUTS.includes(name));
    if (unknown.length > 0) throw new Error(`the head wants inputs unknown here: ${unknown.join(', ')}`);
    for (const output of ['quantiles', 'mean']) {
      if (!session.outputNames.includes(output)) throw new Error(`the head has no output '${output}'`);
    }
    this.widths = {
      features: this.width('features'),
      analogs: this.width('analogs'),
      description: this.width('description'),
    };
    this.promo = session.inputNames.includes('promo');
  }

  /** Throws if an output is missing, of another type, or not finite. */
  async run(inputs: HeadInputs): Promise<HeadOutputs> {
    return headOutputs(await this.session.run(this.feeds(inputs)));
  }

  private feeds({
    rows,
    features,
    analogs,
    description,
    promo,
    bankIndex,
  }: HeadInputs): Record<string, Tensor> {
    const promos = promo.length > 0 ? promo : new Float32Array(description.length);
    const told = this.widths.analogs === null ? analogs : firstColumns(analogs, rows, this.widths.analogs);
    const floats: Record<string, Float32Array> = { features, analogs: told, description, promo: promos };
    return Object.fromEntries(
      this.session.inputNames.map((name) => {
        if (name === 'bank_index') {
          return [name, new Tensor('int64', BigInt64Array.from(bankIndex, BigInt), [rows])];
        }
        return [name, new Tensor('float32', floats[name], [rows, floats[name].length / rows])];
      }),
    );
  }

  private width(input: string): number | null {
    const metadata = this.session.inputMetadata.find(({ name }) => name === input);
    const width = metadata?.isTensor ? metadata.shape[1] : undefined;
    return typeof width === 'number' && width >= 0 ? width : null;
  }
}

/**
 * The first columns of a table, row-major [rows, ..]: a head of an earlier version gets only the columns that it was
 * trained with.
 */
function firstColumns(table: Float32Array, rows: number, columns: number): Float32Array {
  const width = table.length / rows;
  if (width <= columns) return table;
  return Float32Array.from(
    { length: rows * columns },
    (_, at) => table[Math.floor(at / columns) * width + (at % columns)],
  );
}

/** The outputs of a run of a head's graph. Throws if one is missing, of another type, or not finite. */
export function headOutputs(answered: InferenceSession.ReturnType): HeadOutputs {
  const floats = (name: string) => {
    const data = answered[name]?.data ?? new Float32Array();
    if (!(data instanceof Float32Array)) throw new Error(`the head's output '${name}' is not float`);
    if (!data.every(Number.isFinite)) throw new Error(`the head's output '${name}' ${NOT_FINITE}`);
    return data;
  };
  const index = answered['analog_index']?.data ?? new BigInt64Array();
  if (!(index instanceof BigInt64Array)) throw new Error("the head's output 'analog_index' is not int64");
  return {
    quantiles: floats('quantiles'),
    mean: floats('mean'),
    analogIndex: Int32Array.from(index, Number),
    analogSimilarity: floats('analog_similarity'),
    promoSimilarity: floats('promo_similarity'),
  };
}
