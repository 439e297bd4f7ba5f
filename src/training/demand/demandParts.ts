import { certain } from '../../common/certain';
import type { DemandSchema } from '../../contract/dataSchema';
import type { HeadKind } from '../../contract/head';
import { mondayOf } from '../../common/week';
import type { Engine } from '../../engine/engine';
import { featureNames } from '../../features/featureVector';
import { packSnapshot, snapshotEntries, unpackSnapshot } from '../../shop/snapshot';
import { nearestOthers } from './demandShop';
import { trainingDrift } from './expected';
import { DemandPredictor, type FittedDemand } from './fitDemand';
import { withoutDepth } from '../../common/promotionDepth';
import type { Effect } from './response/effect';
import { nearnessOf, partsOf } from '../head/stack';
import { Random } from '../../common/random';
import { embedTexts } from '../encoder/textVectors';
import { describeModel, type ModelAbout, type OwnDescription, type TrainingRun } from '../export/about';
import { type ModelParts, roundedEntry } from '../export/exportModel';
import { demandGolden } from '../export/goldenRecords';

/** Features whose usual range is stored, so that requests beyond it get a warning. */
const RANGED = ['price', 'mean_26'];

/** All parts of a demand model's directory. */
export async function demandParts(
  model: FittedDemand,
  schema: DemandSchema,
  engine: Engine,
  about: ModelAbout,
  run: TrainingRun,
): Promise<ModelParts> {
  const { dataset, options } = model;
  const { panel, context, rows } = dataset;
  const records = demandGolden(
    {
      descriptions: panel.skus.map((_, sku) => panel.descriptionAt(sku, panel.weeks)),
      promotions: rows.promotions,
      context,
    },
    new Random(options.seed),
  );
  const texts = await embedTexts(
    engine,
    records.flatMap(({ description, promoText }) => [description, withoutDepth(promoText ?? '')]),
  );
  const analogs = snapshotEntries(dataset.shop).map(roundedEntry);
  const snapshot = packSnapshot(dataset.shop, context.lift);
  const kept = unpackSnapshot(snapshot, analogs);
  const answers = async (kind: HeadKind) =>
    (await DemandPredictor.open(model, kind, kept)).predict(records, texts);
  const nearest = nearestOthers(dataset.shop, dataset.descriptions);
  const described = describeModel(about, run, descriptionOf(model, schema, nearest));
  return {
    heads: model.heads as ModelParts['heads'],
    analogs,
    snapshot,
    learnt: null,
    shop: context.shop,
    encoder: engine.encoder,
    golden: { records, text_aware: await answers('text_aware'), numeric_only: await answers('numeric_only') },
    about: {
      ...described,
      ...(model.spread && { spread: model.spread }),
      expected: { accuracy: model.expected, drift: trainingDrift(dataset, described, nearest) },
    },
  };
}

/** What the manifest says of it. */
function descriptionOf(
  model: FittedDemand,
  schema: DemandSchema,
  nearest: readonly number[],
): OwnDescription {
  const { dataset, options } = model;
  const { panel, context, rows } = dataset;
  const stacks = Object.entries(model.stacks);
  return {
    schema,
    horizon: options.horizon,
    season_weeks: dataset.season.weeks,
    season_each: dataset.season.each,
    season_change: dataset.season.change,
    ended_told: dataset.season.ended,
    quantiles: [...options.quantiles],
    context,
    features: {
      names: featureNames(context),
      values: rows.features,
      ranged: [...RANGED, ...context.numeric],
    },
    data: {
      skus: panel.skus.length,
      first_week: mondayOf(panel.firstWeek),
      last_week: mondayOf(panel.firstWeek + panel.weeks - 1),
    },
    training: {
      seed: options.seed,
      steps: model.steps.text_aware ?? 0,
      rows: rows.count,
      options: { ...options },
    },
    nearest,
    plans: plansOf(model),
    parts: Object.fromEntries(stacks.map(([kind, stack]) => [kind, partsOf(stack)])),
    nearness: Object.fromEntries(
      stacks.flatMap(([kind, stack]) => {
        const nearness = nearnessOf(stack);
        return nearness ? [[kind, nearness]] : [];
      }),
    ),
  };
}

function plansOf({ dataset, newProducts }: FittedDemand): NonNullable<ModelParts['about']['plans']> {
  const { price, promotion, depth } = dataset.response;
  const ofNew = (kind: 'text_aware' | 'numeric_only') =>
    certain(newProducts[kind], `effect of new products' prices on the ${kind} head`);
  return {
    price: { known: price, new: { text_aware: ofNew('text_aware'), numeric_only: ofNew('numeric_only') } },
    promotion: effectOf(promotion),
    promotion_depth: effectOf(depth),
    familiar_promotion: dataset.knownPromotions?.familiar ?? null,
    ...(dataset.context.lift && { taken_out: dataset.context.lift }),
  };
}

function effectOf({ value, changes, products }: Effect): Effect {
  return { value, changes, products };
}
