import { z } from 'zod';
import { FINDINGS, type FindingCode } from './findings';
import { isoDay } from './item';

const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);
const figure = z.number();
const orNull = figure.nullable();

export const TASKS = ['NEW', 'KNOWN', 'YOUNG'] as const;
/** NEW: first sold within the horizon of the origin; KNOWN: established; YOUNG: first sold shortly before the origin. */
export const task = z.enum(TASKS);
export type Task = z.infer<typeof task>;

/** Errors of point forecasts in units; null where the actual values leave a figure undefined. */
const pointScore = z
  .object({
    n: count,
    wape: orNull,
    bias: orNull,
    mae: figure,
    mse: figure,
    rmse: figure,
    r2: orNull,
    r2_log1p: orNull,
    rmsse: orNull,
  })
  .meta({ id: 'PointScore' });

const quantileScore = z
  .object({
    wql_p10: orNull,
    wql_p50: orNull,
    wql_p90: orNull,
    wql: orNull,
    pinball: figure,
    coverage: share,
    coverage_rounded: share,
    width: figure,
    below_p10: share,
    below_p50: share,
    below_p90: share,
    crossing: share,
  })
  .meta({ id: 'QuantileScore' });

const scoreBlock = z
  .object({
    p50: pointScore,
    mean: pointScore.nullable(),
    quantiles: quantileScore.nullable(),
  })
  .meta({ id: 'ScoreBlock' });

/** Figures of one model on one task, pooled over origins: by week, and by total over the horizon. */
const taskScore = z
  .object({
    skus: count,
    cases: count,
    units: figure,
    zero_share: share,
    weekly: scoreBlock,
    total: scoreBlock.extend({
      direct: z.boolean().meta({ description: 'Totals are forecasts of their own, not sums of weeks' }),
    }),
  })
  .meta({ id: 'TaskScore' });

/** Fewer products have no interval: resampling so few says nothing of others. */
export const FEWEST_OF_AN_INTERVAL = 5;
const ofFive = `null below ${FEWEST_OF_AN_INTERVAL} products`;

/** Paired bootstrap by SKU of WAPE(a) - WAPE(b), 95% interval; negative: a is better. */
export const pairedComparison = z.object({
  skus: count,
  weeks: count.optional().meta({ description: 'Different weeks among the rows; a table has none' }),
  difference: figure,
  low: orNull.meta({ description: `Of the 95% interval; ${ofFive}` }),
  high: orNull,
  share_better: share.nullable().meta({ description: `Of the resamples; ${ofFive}` }),
});

export type PointScore = z.infer<typeof pointScore>;
export type QuantileScore = z.infer<typeof quantileScore>;
export type ScoreBlock = z.infer<typeof scoreBlock>;
export type TaskScore = z.infer<typeof taskScore>;
export type PairedComparison = z.infer<typeof pairedComparison>;

/**
 * How sure it is that one model beats another: better and worse need an interval off zero, twice the seeds' spread and a
 * difference that shows in three digits; unknown: too few products or weeks to say anything.
 */
const outcome = z.enum(['better', 'worse', 'no_difference', 'unknown']);
export type Outcome = z.infer<typeof outcome>;

const comparison = z
  .object({
    a: z.string(),
    b: z.string(),
    weekly: pairedComparison,
    total: pairedComparison,
    /** Larger standard deviation of the two models' WAPE over seeds, weekly. */
    seed_spread: figure,
    outcome,
  })
  .meta({ id: 'ModelComparison' });

const modelScore = z
  .object({
    name: z.string(),
    /** Mean over seeds of every figure. */
    score: taskScore,
    seeds: count,
    /** Standard deviation over seeds of the weekly WAPE of p50 and of the WAPE of the total's mean. */
    spread: z.object({ weekly_wape: figure, total_wape: figure }),
  })
  .meta({ id: 'ModelScore' });

const lagDepthCurve = z.object({
  model: z.string(),
  points: z.array(z.object({ depth: count.nullable().meta({ description: 'null: all' }), wape: orNull })),
});

/** Share of actual totals (or targets) at or below each forecast quantile. */
const calibration = z.array(
  z.object({ model: z.string(), points: z.array(z.object({ level: share, observed: share })) }),
);

const tierScore = z.object({ precision: orNull, recall: orNull, f1: orNull }).meta({ id: 'TierScore' });
const TIERS = ['low', 'middle', 'high'] as const;

const precisionRecallCurve = z
  .object({
    base: share.meta({ description: 'Precision of calling every product one of the tier' }),
    average_precision: share,
    points: z.array(z.object({ threshold: figure, precision: share, recall: share })),
  })
  .meta({ id: 'PrecisionRecallCurve' });

const example = z
  .object({
    task,
    kind: z.enum(['good', 'bad']),
    sku: z.string(),
    description: z.string(),
    origin: isoDay,
    history: z.array(z.object({ week: isoDay, units: figure })),
    forecast: z.array(
      z.object({
        week: isoDay,
        actual: figure,
        p10: orNull,
        p50: figure,
        p90: orNull,
        numeric_only: orNull.meta({ description: 'Median without text' }),
      }),
    ),
  })
  .meta({ id: 'EvaluationExample' });

const taskReport = z
  .object({
    task,
    models: z.array(modelScore).meta({ description: 'Best weekly WAPE first' }),
    unavailable: z.array(z.object({ name: z.string(), reason: z.string() })),
    comparisons: z.array(comparison).meta({
      description: 'The text-aware model against each other, then all models against the best simple method',
    }),
    /** Sales tiers by terciles of the training data: how well a forecast tells slow from fast sellers. */
    tiers: z
      .object({
        thresholds: z.array(figure).length(2),
        models: z.array(
          z.object({
            model: z.string(),
            by_tier: z.record(z.enum(TIERS), tierScore),
            accuracy: share,
            /** Rows: actual tier; columns: forecast tier; low, middle, high. */
            confusion: z.array(z.array(count)),
            curves: z
              .object({
                score: z.enum(['probability', 'level']),
                by_tier: z.partialRecord(z.enum(TIERS), precisionRecallCurve),
              })
              .optional()
              .meta({ description: 'Precision against recall by a threshold on the probability of a tier' }),
          }),
        ),
      })
      .nullable(),
    calibration,
    by_week: z
      .array(z.strictObject({ wape: figure, bias: figure, coverage: share, products: count }))
      .optional()
      .meta({ description: 'The text-aware model in each week forecast, oldest first' }),
  })
  .meta({ id: 'TaskReport' });

/** Weeks forecast that have a promotion, and those that have none, with units sold or the WAPE of p50 in them. */
const byPromotion = { promoted: figure, plain: figure };

/** What promotion texts are worth: the text-aware model beside the same without them. */
const promotions = z
  .object({
    weeks: z.object(byPromotion),
    units: z.object(byPromotion),
    models: z.array(
      z.object({
        name: z.string(),
        seeds: count,
        promoted: orNull,
        plain: orNull,
        spread: figure.meta({ description: 'Standard deviation over seeds of the WAPE in promoted weeks' }),
      }),
    ),
    comparisons: z.array(
      z.object({
        a: z.string(),
        b: z.string(),
        on: z.enum(['promoted', 'plain']),
        result: pairedComparison,
        seed_spread: figure,
        outcome,
      }),
    ),
  })
  .meta({ id: 'PromotionReport' });

/** What the comparison says, in words and in figures. */
const verdict = z
  .object({
    helps: z.enum(['yes', 'no', 'unknown']),
    headline: z.string(),
    sentences: z.array(
      z.object({
        task: z.string(),
        about: z.enum(['words', 'simple']).optional().meta({
          description:
            'words: with and without text; simple: the text-aware model and the best simple method',
        }),
        outcome,
        text: z.string(),
      }),
    ),
  })
  .meta({ id: 'Verdict' });

/** What reading the data kept and dropped, and why; `rows` of a finding: how many it met, 0 for the data as a whole. */
const finding = z
  .object({
    reason: z.string(),
    /** Reports of earlier versions have no code. */
    code: z.enum(Object.keys(FINDINGS) as FindingCode[]).optional(),
    values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    rows: count,
    examples: z.array(z.object({ line: count, value: z.string() })),
  })
  .meta({ id: 'ReadingFinding' });
const reading = z
  .object({ rows: count, kept: count, dropped: z.array(finding), notes: z.array(finding) })
  .meta({ id: 'Reading' });
export type Reading = z.infer<typeof reading>;

const data = z
  .object({
    source: z.string(),
    hash: z.string(),
    rows: count,
    skus: count,
    first_week: isoDay.nullable(),
    last_week: isoDay.nullable(),
    reading: reading.optional(),
  })
  .meta({ id: 'EvaluatedData' });

const demandEvaluation = z
  .object({
    format: z.literal(1),
    mode: z.literal('demand'),
    created: z.string(),
    data,
    horizon: count,
    encoder: z.string().nullable(),
    origins: z.array(isoDay),
    seeds: z.array(count),
    verdict,
    tasks: z.array(taskReport),
    promotions: promotions.optional().meta({ description: 'Only where there are promotion texts' }),
    lag_depth: z.array(lagDepthCurve),
    /** Models on young products, by weeks since their first sale. */
    young_by_age: z.array(
      z.object({ model: z.string(), points: z.array(z.object({ ages: z.string(), wape: orNull })) }),
    ),
    /** New products by cosine of their text to the nearest one in training. */
    near_duplicates: z.array(
      z.object({
        low: figure,
        high: figure,
        skus: count,
        models: z.array(
          z.object({
            model: z.string(),
            wape: orNull,
            coverage: orNull.meta({ description: 'Of [p10, p90] in whole units, by week' }),
          }),
        ),
      }),
    ),
    /** Loss of the text-aware model after so many training steps, one curve an origin: on training rows, and on the weeks held out of a first fit. */
    learning_curve: z.array(
      z.object({
        origin: isoDay,
        looks: z.array(z.object({ steps: count, training: figure, held_out: figure })),
      }),
    ),
    examples: z.array(example),
  })
  .meta({ id: 'DemandEvaluation' });

const tableEvaluation = z
  .object({
    format: z.literal(1),
    mode: z.literal('table'),
    created: z.string(),
    data,
    encoder: z.string().nullable(),
    folds: count,
    seeds: z.array(count),
    target: z.string().optional().meta({ description: 'The column that is forecast' }),
    /** What models are compared by: WAPE of the target, or the mean absolute error of its logarithm. */
    figure: z.string(),
    verdict,
    models: z
      .array(
        z.object({
          name: z.string(),
          error: figure,
          score: scoreBlock,
          r2_log: orNull.meta({
            description: "R2 of the model's mean of the target's logarithm, where that is fitted",
          }),
          seeds: count,
          spread: figure.meta({ description: 'Standard deviation over seeds of the compared figure' }),
        }),
      )
      .meta({ description: 'Least error first' }),
    comparisons: z.array(
      z.object({
        a: z.string(),
        b: z.string(),
        result: pairedComparison,
        r2: pairedComparison.meta({
          description:
            'Paired bootstrap of R2(a) - R2(b), of the logarithm where that is fitted; positive: a is better',
        }),
        seed_spread: figure,
        outcome,
      }),
    ),
    calibration,
  })
  .meta({ id: 'TableEvaluation' });

/** report.json of `shelfcast evaluate`. Figures are rounded to four decimals. */
export const evaluation = z
  .discriminatedUnion('mode', [demandEvaluation, tableEvaluation])
  .meta({ id: 'Evaluation' });

export type Verdict = z.infer<typeof verdict>;
export type TaskReport = z.infer<typeof taskReport>;
export type DemandEvaluation = z.infer<typeof demandEvaluation>;
export type TableEvaluation = z.infer<typeof tableEvaluation>;
export type Evaluation = z.infer<typeof evaluation>;
