import { z } from 'zod';
import { skuKey } from '../common/sku';
import { boundedArray } from './bounded';
import { FEWEST_OF_AN_INTERVAL } from './evaluation/comparison';
import { task } from './evaluation/task';
import { isoDay, price } from './item';
import { MAX_LAUNCHES, MAX_TEXT_CHARACTERS } from './limits';

const count = z.number().int().nonnegative();
const figure = z.number();
const orNull = figure.nullable();
const share = z.number().min(0).max(1);

const launch = z
  .strictObject({
    sku: z.string().max(128).regex(/\S/, 'must be a product code, not be blank'),
    description: z
      .string()
      .max(MAX_TEXT_CHARACTERS)
      .regex(/\S/, 'must say what the product is, not be blank'),
    price: price.nullable().optional(),
    promo_text: z.string().max(MAX_TEXT_CHARACTERS).nullable().optional(),
    date: isoDay.meta({ description: 'Any day of the launch week' }),
  })
  .meta({ id: 'Launch' });

/** All planned launches; they replace the earlier ones. */
export const launchesRequest = z
  .strictObject({ launches: boundedArray(launch, { max: MAX_LAUNCHES }) })
  .superRefine(({ launches }, context) => {
    const seen = new Set<string>();
    launches.forEach(({ sku }, at) => {
      if (seen.has(skuKey(sku))) {
        const message = `'${sku}' is planned twice; a product is launched once`;
        context.addIssue({ code: 'custom', path: ['launches', at, 'sku'], message });
      }
      seen.add(skuKey(sku));
    });
  })
  .meta({ id: 'LaunchesRequest' });
export const launchesResponse = z.object({ launches: z.array(launch) }).meta({ id: 'Launches' });
export const plannedResponse = launchesResponse
  .extend({
    ignored: z
      .array(z.object({ path: z.string().meta({ example: 'launches[3].date' }), message: z.string() }))
      .meta({ description: 'Launches that would never be forecast, and are not planned' }),
  })
  .meta({ id: 'PlannedLaunches' });

/** Of forecasts of closed weeks, all weeks ahead together. */
const accuracyFigures = z
  .object({
    wape: orNull.meta({
      description: 'Sum of absolute errors of p50 over units sold; null where nothing was sold',
    }),
    bias: orNull.meta({ description: 'Sum of p50 less units sold, over units sold' }),
    coverage: share.nullable().meta({
      description: 'Share of weeks sold within p10 to p90 in whole units; null for a method without a range',
    }),
  })
  .meta({ id: 'AccuracyFigures' });

/** WAPE of the model minus that of the simple method: 95% interval over products; positive: the model is worse. */
const accuracyDifference = z
  .object({ products: count, difference: figure, low: figure, high: figure })
  .meta({ id: 'AccuracyDifference' });

const groupAccuracy = z.object({
  task,
  products: count,
  forecasts: count.meta({
    description: 'Product-weeks forecast, each once for every closing that forecast it',
  }),
  units: figure,
  model: accuracyFigures,
  simple: z
    .object({ method: z.string() })
    .extend(accuracyFigures.shape)
    .meta({ description: 'Mean of the last four weeks; for launches what launches of late sold' }),
});

/** The model's accuracy in weeks that it had not seen, from its manifest or its evaluation. */
const expectedAccuracy = z
  .object({
    task,
    source: z.enum(['evaluation', 'held-out weeks']),
    weeks: count,
    wape: figure.meta({ description: 'Mean over weeks' }),
    low: figure.meta({ description: 'Interval in which the WAPE of one more week lies with 95%' }),
    high: figure,
    bias: figure.meta({ description: 'Mean over weeks; bias_low and bias_high as low and high' }),
    bias_low: figure,
    bias_high: figure,
    coverage: share.nullable(),
  })
  .meta({ id: 'ExpectedAccuracy' });

export const STATES = [
  'worse than a simple method',
  'worse than the backtest',
  'stale',
  'as expected',
  'unknown',
] as const;
const stateName = z.enum(STATES);

/** One rule: whether it holds, and its figures. */
const finding = z.object({
  state: stateName,
  holds: z.boolean().nullable().meta({ description: 'Null where too little is known to tell' }),
  rule: z.string(),
  figures: z.record(z.string(), orNull),
});

export const monitoringState = z
  .object({
    state: stateName.meta({ description: 'The first that holds; unknown while nothing can be told yet' }),
    sentence: z.string(),
    findings: z.array(finding),
  })
  .meta({ id: 'MonitoringState' });

export const accuracyQuery = z.strictObject({
  weeks: z.coerce.number().int().min(1).max(104).default(13).meta({ description: 'Closed weeks to look at' }),
});

export const accuracyAnswer = z
  .object({
    model: z
      .object({ name: z.string(), hash: z.string(), trained_until: isoDay.nullable() })
      .nullable()
      .meta({
        description: 'The model that forecast when the last week closed, by which the state is judged',
      }),
    models: z.array(z.object({ name: z.string(), weeks: count })).meta({
      description: 'Whose forecasts are in groups and weeks, and of how many weeks; the latest first',
    }),
    first_week: isoDay.nullable(),
    last_week: isoDay.nullable().meta({ description: 'The last closed week' }),
    monitoring: monitoringState,
    expected: z.array(expectedAccuracy),
    missing: z.array(z.string()).meta({ description: 'What could not be compared, and why' }),
    groups: z.array(
      groupAccuracy.extend({
        difference: accuracyDifference
          .nullable()
          .meta({ description: `Null below ${FEWEST_OF_AN_INTERVAL} products` }),
      }),
    ),
    weeks: z.array(
      groupAccuracy.extend({
        week: isoDay,
        within_backtest: z.boolean().nullable(),
      }),
    ),
    most_wrong: z.array(
      z.object({
        sku: z.string(),
        description: z.string().nullable(),
        task,
        units: figure,
        forecast: figure,
        error: figure.meta({ description: 'Sum of absolute errors, in units' }),
        share: share.meta({ description: "Of all products' errors" }),
      }),
    ),
  })
  .meta({ id: 'Accuracy' });

const recordedRange = z.object({ p10: figure, p50: figure, p90: figure, mean: figure, simple: orNull });

export const productAccuracy = z
  .object({
    sku: z.string(),
    description: z.string().nullable(),
    model: accuracyFigures,
    simple: accuracyFigures,
    forecasts: z.array(
      z.object({
        made_for: isoDay.meta({ description: 'The first week that was not whole when it was made' }),
        model: z.string(),
        task,
        weeks: z.array(recordedRange.extend({ week: isoDay, units: orNull })),
        total: recordedRange.extend({ units: orNull }),
      }),
    ),
  })
  .meta({ id: 'ProductAccuracy' });

/** How many of some items were unlike the training data. */
export const driftShares = z.object({
  items: count,
  unfamiliar_text: share
    .nullable()
    .meta({ description: 'Less like any known product than nearly all of training were' }),
  price_out_of_range: share.nullable(),
  history_out_of_range: share
    .nullable()
    .meta({ description: 'Selling more than nearly all of training did' }),
  cold_start: share.nullable(),
  new_products: share.nullable().meta({
    description:
      'Share of the units of the last closed week that products sold which training did not know; null of requests',
  }),
});

export const driftAnswer = z
  .object({
    training: driftShares.nullable().meta({ description: "The training's own figures" }),
    missing: z.array(z.string()),
    weeks: z.array(
      driftShares.extend({
        week: isoDay,
        source: z
          .enum(['requests', 'catalog'])
          .meta({ description: 'Items of requests in that week; products on sale when it began' }),
        model: z.string(),
      }),
    ),
  })
  .meta({ id: 'Drift' });

/** What is known of unseen weeks when a model is trained, by week. */
export const expectedWeeks = z.strictObject({
  task: z.enum(['NEW', 'KNOWN']),
  weeks: z.array(z.strictObject({ wape: figure, bias: figure, coverage: share, products: count })),
});

export type Launch = z.infer<typeof launch>;
export type AccuracyFigures = z.infer<typeof accuracyFigures>;
export type AccuracyDifference = z.infer<typeof accuracyDifference>;
export type ExpectedAccuracy = z.infer<typeof expectedAccuracy>;
export type ExpectedWeeks = z.infer<typeof expectedWeeks>;
export type StateName = z.infer<typeof stateName>;
export type Finding = z.infer<typeof finding>;
export type MonitoringState = z.infer<typeof monitoringState>;
export type AccuracyAnswer = z.infer<typeof accuracyAnswer>;
export type ProductAccuracy = z.infer<typeof productAccuracy>;
export type DriftShares = z.infer<typeof driftShares>;
export type DriftAnswer = z.infer<typeof driftAnswer>;
