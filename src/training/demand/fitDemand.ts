import { HEAD_KINDS, type HeadKind, type HeadOutputs } from '../../contract/head';
import type { DemandRecord } from '../../contract/record';
import { withoutDepth } from '../../common/promotionDepth';
import { skuKey } from '../../common/sku';
import { FEATURES } from '../../features/definitions';
import { featureVector } from '../../features/featureVector';
import type { DemandPanel } from '../../ingest/panel';
import { demandAnalogs, demandPriceLevels } from './demandAnalogs';
import { type DemandDataset, demandDataset } from './demandDataset';
import { usesText } from './demandInputs';
import { DEMAND_DEFAULTS, type DemandOptions } from './demandOptions';
import { fitHead } from './fitHead';
import type { Effect } from './response/effect';
import type { Worth } from './stackWorth';
import type { LearningCurve } from '../network/fitStopped';
import { headGraph } from '../head/headGraph';
import type { Stack } from '../head/stack';
import { Predictor } from '../head/predictor';
import type { TextVectors } from '../encoder/textVectors';

/** Heads as ONNX bytes, of the kinds that were asked for, with what they were fitted on. */
export interface FittedDemand {
  dataset: DemandDataset;
  options: DemandOptions;
  heads: Partial<Record<HeadKind, Uint8Array>>;
  /** How answers for new products go with their price. */
  newProducts: Partial<Record<HeadKind, Effect>>;
  /** How the first fits' errors fell. */
  curves: Partial<Record<HeadKind, LearningCurve>>;
  /** What the text-aware head is worth beside the best simple method, on held-out weeks. */
  worth: Worth[];
  /** What their answers are mixed from. */
  stacks: Partial<Record<HeadKind, Stack>>;
  /** How many steps the last fits took. */
  steps: Partial<Record<HeadKind, number>>;
}

/** Told as fitting goes on: what is being fitted, and its step of how many. */
export type OnFit = (what: HeadKind, step: number, steps: number, loss: number) => void;

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
): Promise<FittedDemand> {
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
): Promise<FittedDemand> {
  const heads: FittedDemand['heads'] = {};
  const curves: FittedDemand['curves'] = {};
  const newProducts: FittedDemand['newProducts'] = {};
  const steps: FittedDemand['steps'] = {};
  const priceColumn = FEATURES.findIndex(({ name }) => name === 'reference_price');
  const stacks: FittedDemand['stacks'] = {};
  let worth: Worth[] = [];
  for (const kind of kinds) {
    const fitted = await fitHead(dataset, kind, options, (step, of, loss) => onFit?.(kind, step, of, loss));
    const { head, curve } = fitted;
    if (curve) curves[kind] = curve;
    steps[kind] = fitted.steps;
    newProducts[kind] = fitted.newProducts;
    if (head.stack) stacks[kind] = head.stack;
    if (kind === 'text_aware') worth = fitted.worth;
    heads[kind] = usesText(kind)
      ? headGraph(head, demandAnalogs(dataset, kind === 'text_only' ? null : priceColumn))
      : headGraph(head, null, demandPriceLevels(dataset, priceColumn));
  }
  return { dataset, options, heads, newProducts, curves, stacks, steps, worth };
}

/** Forecasts demand records in this process. */
export class DemandPredictor {
  private constructor(
    private readonly predictor: Predictor,
    private readonly model: FittedDemand,
    private readonly places: ReadonlyMap<string, number>,
  ) {}

  static async open(model: FittedDemand, kind: HeadKind): Promise<DemandPredictor> {
    const head = model.heads[kind];
    if (!head) throw new Error(`the model was fitted without a ${kind} head`);
    const places = new Map(model.dataset.panel.skus.map((sku, place) => [skuKey(sku), place]));
    return new DemandPredictor(await Predictor.open(head), model, places);
  }

  /** Outputs of all records, laid end to end; see HeadOutputs. */
  predict(records: readonly DemandRecord[], texts: TextVectors): Promise<HeadOutputs> {
    return this.predictor.predict(
      records.map((record) => ({
        features: featureVector(record, this.model.dataset.context),
        description: texts.vectorOf(record.description),
        promo: record.promoText ? texts.vectorOf(withoutDepth(record.promoText)) : null,
        bankIndex: record.sku === null ? -1 : (this.places.get(skuKey(record.sku)) ?? -1),
      })),
    );
  }
}
