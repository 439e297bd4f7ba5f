import { HEAD_KINDS, type HeadKind, type HeadOutputs } from '../../contract/head';
import type { ExpectedWeeks } from '../../contract/monitoring';
import { certain } from '../../common/certain';
import type { Spread } from '../../contract/spread';
import type { DemandRecord } from '../../contract/record';
import { withoutDepth } from '../../common/promotionDepth';
import { type FeatureContext, featureVector, readBy } from '../../features/featureVector';
import { type Likeness, UNLIKE_ALL } from '../../shop/neighbours/likeness';
import {
  comparedRecord,
  readDescription,
  recordAnalogs,
  recordLikeness,
  type Telling,
} from '../../shop/recordAnalogs';
import type { ToldSeason } from '../../shop/neighbours/season';
import type { Shop } from '../../shop/shop';
import type { DemandPanel } from '../../ingest/panel';
import { type DemandDataset, demandDataset } from './demandDataset';
import { DEMAND_DEFAULTS, type DemandOptions } from './demandOptions';
import { fitHead } from './fitHead';
import type { Effect } from './response/effect';
import type { Worth } from './stackWorth';
import type { LearningCurve } from '../network/fitStopped';
import { headGraph } from '../head/headGraph';
import type { Stack } from '../head/stack';
import { Predictor } from '../head/predictor';
import type { TextVectors } from '../encoder/textVectors';

/** Heads as ONNX bytes, of the requested kinds, with what they were fitted on. */
export interface FittedDemand {
  dataset: DemandDataset;
  options: DemandOptions;
  heads: Partial<Record<HeadKind, Uint8Array>>;
  /** How forecasts for new products depend on their price. */
  newProducts: Partial<Record<HeadKind, Effect>>;
  /** The learning curves of the first fits. */
  curves: Partial<Record<HeadKind, LearningCurve>>;
  /** The text-aware head's error next to the best simple method's, on held-out weeks. */
  worth: Worth[];
  /** The text-aware head's errors in the held-out weeks. */
  expected: ExpectedWeeks[];
  /** How sales scatter around the text-aware head's forecasts; null if nothing could be held out. */
  spread: Spread | null;
  /** The mixes of the heads' answers. */
  stacks: Partial<Record<HeadKind, Stack>>;
  /** The number of steps of the last fits. */
  steps: Partial<Record<HeadKind, number>>;
}

/** Called with the progress of fitting: what is being fitted, the step, and the number of steps. */
export type OnFit = (what: HeadKind, step: number, steps: number, loss: number) => void;

export interface FitDemand extends Partial<DemandOptions> {
  /** First week not to use, as an index in the panel; by default all are used. */
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
  const stacks: FittedDemand['stacks'] = {};
  let worth: Worth[] = [];
  let expected: ExpectedWeeks[] = [];
  let spread: Spread | null = null;
  for (const kind of kinds) {
    const fitted = await fitHead(dataset, kind, options, (step, of, loss) => onFit?.(kind, step, of, loss));
    const { head, curve } = fitted;
    if (curve) curves[kind] = curve;
    steps[kind] = fitted.steps;
    newProducts[kind] = fitted.newProducts;
    if (head.stack) stacks[kind] = head.stack;
    if (kind === 'text_aware') ({ worth, expected, spread } = await fitted.judged());
    heads[kind] = headGraph(head);
  }
  return { dataset, options, heads, newProducts, curves, stacks, steps, worth, expected, spread };
}

/** Forecasts demand records in this process. */
export class DemandPredictor {
  private constructor(
    private readonly predictor: Predictor,
    private readonly kind: HeadKind,
    private readonly context: FeatureContext,
    private readonly shop: Shop,
    private readonly telling: Telling,
  ) {}

  /** Neighbours are looked up in the shop that it was fitted on, or in a given replacement. */
  static async open(
    {
      heads,
      dataset,
    }: Pick<FittedDemand, 'heads'> & {
      dataset: Pick<DemandDataset, 'context' | 'shop'> & {
        /** Undefined for a head that gets a season like the earliest versions. */
        season: ToldSeason | undefined;
      };
    },
    kind: HeadKind,
    shop = dataset.shop,
  ): Promise<DemandPredictor> {
    const head = certain(heads[kind], `${kind} head, which the model was fitted without`);
    const { context, season } = dataset;
    const telling = { season, lift: context.lift ?? null };
    return new DemandPredictor(await Predictor.open(head), kind, readBy(kind, context), shop, telling);
  }

  /** Outputs of all records, concatenated; see HeadOutputs. */
  predict(records: readonly DemandRecord[], texts: TextVectors): Promise<HeadOutputs> {
    const read = records.map((record) => ({ ...record, description: this.read(record, texts) }));
    return this.predictor.predict(
      read.map((record) => ({
        features: featureVector(record, this.context),
        description: texts.vectorOf(record.description),
        promo: record.promoText ? texts.vectorOf(withoutDepth(record.promoText)) : null,
        bankIndex: -1,
        analogs: recordAnalogs(
          this.shop,
          comparedRecord(record, this.telling),
          this.likeness(record, texts),
          this.kind,
        ),
      })),
    );
  }

  private read(record: DemandRecord, { isWord }: TextVectors): string {
    return isWord ? readDescription(this.shop, record, isWord).text : record.description;
  }

  private likeness(record: DemandRecord, texts: TextVectors): Likeness {
    if (this.kind === 'numeric_only') return UNLIKE_ALL;
    const description = texts.standIn?.(record.description) ?? record.description;
    const compared = comparedRecord({ ...record, description }, this.telling);
    return recordLikeness(this.shop, compared, texts.vectorOf(record.description));
  }
}
