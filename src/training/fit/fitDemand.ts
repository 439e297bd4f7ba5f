import { HEAD_KINDS, type HeadInputs, type HeadKind, type HeadOutputs } from '../../contract/head';
import type { DemandRecord } from '../../contract/record';
import { HeadSession } from '../../engine/headSession';
import { openSession } from '../../engine/runtime';
import { FEATURES } from '../../features/definitions';
import { featureNames, featureVector } from '../../features/featureVector';
import type { DemandPanel } from '../ingest/panel';
import { type DemandDataset, demandDataset, type TextVectors } from './demandDataset';
import { DEMAND_DEFAULTS, type DemandOptions } from './demandOptions';
import { usesText } from './demandInputs';
import { fitHead } from './fitHead';
import { headGraph } from './headGraph';

/** A head as ONNX bytes; a model has the three kinds, or those that were asked for. */
export interface FittedModel {
  dataset: DemandDataset;
  options: DemandOptions;
  heads: Partial<Record<HeadKind, Uint8Array>>;
}

/** Told as fitting goes on: what is being fitted, and its epoch of how many. */
export type OnFit = (what: HeadKind, epoch: number, epochs: number, loss: number) => void;

export interface FitDemand extends Partial<DemandOptions> {
  /** First week not to be seen, as an index in the panel; default: all are. */
  until?: number;
  kinds?: readonly HeadKind[];
  onFit?: OnFit;
}

/** Fits heads on the weeks of a panel before `until`. */
export async function fitDemand(
  panel: DemandPanel,
  texts: TextVectors,
  fit: FitDemand = {},
): Promise<FittedModel> {
  const { until, kinds, onFit, ...given } = fit;
  const options = { ...DEMAND_DEFAULTS, ...given };
  return fitDataset(await demandDataset(panel, texts, options, until), options, kinds, onFit);
}

/** Fits heads on a dataset, which several seeds may share. */
export async function fitDataset(
  dataset: DemandDataset,
  options: DemandOptions,
  kinds: readonly HeadKind[] = HEAD_KINDS,
  onFit?: OnFit,
): Promise<FittedModel> {
  const heads: Partial<Record<HeadKind, Uint8Array>> = {};
  const { bank, statistics } = dataset;
  const priceColumn = FEATURES.findIndex(({ name }) => name === 'price');
  for (const kind of kinds) {
    const head = await fitHead(dataset, kind, options, (epoch, epochs, loss) =>
      onFit?.(kind, epoch, epochs, loss),
    );
    const analogs = {
      bank,
      statistics,
      horizon: options.horizon,
      priceColumn: kind === 'text_only' ? null : priceColumn,
    };
    heads[kind] = headGraph(head, usesText(kind) ? analogs : null);
  }
  return { dataset, options, heads };
}

const ROWS_AT_ONCE = 512;

/** Forecasts records in this process. */
export class Predictor {
  private constructor(
    private readonly head: HeadSession,
    private readonly model: FittedModel,
    private readonly places: ReadonlyMap<string, number>,
  ) {}

  static async open(model: FittedModel, kind: HeadKind): Promise<Predictor> {
    const bytes = model.heads[kind];
    if (!bytes) throw new Error(`the model was fitted without a ${kind} head`);
    const { session } = await openSession(bytes, { threads: 1, provider: 'cpu', deviceId: 0 });
    const places = new Map(model.dataset.panel.skus.map((sku, place) => [sku, place]));
    return new Predictor(new HeadSession(session), model, places);
  }

  /** Outputs of all records, laid end to end; see HeadOutputs. */
  async predict(records: readonly DemandRecord[], texts: TextVectors): Promise<HeadOutputs> {
    const parts: HeadOutputs[] = [];
    for (let from = 0; from < records.length; from += ROWS_AT_ONCE) {
      parts.push(await this.head.run(this.inputs(records.slice(from, from + ROWS_AT_ONCE), texts)));
    }
    const joined = <T extends Float32Array | Int32Array>(
      pick: (part: HeadOutputs) => T,
      into: new (size: number) => T,
    ) => {
      const whole = new into(parts.reduce((sum, part) => sum + pick(part).length, 0));
      parts.reduce((at, part) => (whole.set(pick(part), at), at + pick(part).length), 0);
      return whole;
    };
    return {
      quantiles: joined(({ quantiles }) => quantiles, Float32Array),
      mean: joined(({ mean }) => mean, Float32Array),
      analogIndex: joined(({ analogIndex }) => analogIndex, Int32Array),
      analogSimilarity: joined(({ analogSimilarity }) => analogSimilarity, Float32Array),
    };
  }

  private inputs(records: readonly DemandRecord[], texts: TextVectors): HeadInputs {
    const { context, dimension } = this.model.dataset;
    const width = featureNames(context).length;
    const inputs: HeadInputs = {
      rows: records.length,
      features: new Float32Array(records.length * width),
      description: new Float32Array(records.length * dimension),
      promo: new Float32Array(records.length * dimension),
      bankIndex: new Int32Array(records.length).fill(-1),
    };
    records.forEach((record, row) => {
      inputs.features.set(featureVector(record, context), row * width);
      inputs.description.set(texts.vectorOf(record.description), row * dimension);
      if (record.promoText) inputs.promo.set(texts.vectorOf(record.promoText), row * dimension);
      if (record.sku !== null) inputs.bankIndex[row] = this.places.get(record.sku) ?? -1;
    });
    return inputs;
  }
}
