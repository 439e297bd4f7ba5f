import { z } from 'zod';
import { pairedComparison } from './evaluation/comparison';
import { task } from './evaluation/task';
import { foundSchema } from './foundSchema';
import { isoDay } from './item';
import { MODEL_NAME, MOST_HORIZON } from './limits';

/**
 * Whether a trained model waits to be activated by hand, or is activated automatically if it is not significantly
 * worse.
 */
export const PROMOTIONS = ['ask', 'auto'] as const;
export type Promotion = (typeof PROMOTIONS)[number];

/** The steps of a training, in order. Each has a result that survives the process. */
export const JOB_STEPS = ['read', 'backtest', 'compare', 'train', 'register'] as const;
export type JobStep = (typeof JOB_STEPS)[number];

export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

const modelName = z.string().regex(MODEL_NAME, {
  message: 'must be up to 64 letters, digits, dots, underscores and dashes, a letter or digit first',
});

export const trainRequest = z
  .strictObject({
    name: modelName
      .optional()
      .meta({ description: "The new model's name; default: after the last week of its sales" }),
    until: isoDay
      .optional()
      .meta({ description: 'Nothing on or after this day is seen; default: every complete week is' }),
    horizon: z
      .int()
      .min(1)
      .max(MOST_HORIZON)
      .optional()
      .meta({ description: 'Weeks to forecast; default: as many as the active model, else 4' }),
  })
  .meta({ id: 'TrainRequest' });

const figure = z.number();
const orNull = figure.nullable();

/** Errors of weekly medians on the weeks compared. */
const errors = z.object({
  wape: orNull,
  bias: orNull,
  coverage: orNull.meta({ description: 'Share of weeks within p10 to p90, in whole units' }),
});

const taskComparison = z.object({
  task,
  products: z.number().int(),
  challenger: errors,
  champion: errors.nullable(),
  simple: errors.extend({ name: z.string() }).nullable().meta({ description: 'The best simple method' }),
  difference: pairedComparison
    .nullable()
    .meta({ description: "The new model's error less the active one's; negative: it is better" }),
});

/** The active model compared with the new one, on weeks that neither was trained on. */
const comparison = z
  .object({
    champion: z.string().nullable().meta({ description: 'The model that was active' }),
    reason: z.string().nullable().meta({ description: 'Why the two cannot be compared' }),
    reasons: z.array(foundSchema).optional().meta({ description: 'The same by codes' }),
    unseen: z
      .int()
      .optional()
      .meta({ description: 'Weeks that the active model was trained on and the new one was not' }),
    origins: z.array(isoDay).meta({ description: 'Weeks from which both forecast' }),
    weeks: z.number().int().meta({ description: 'Different weeks forecast' }),
    tasks: z.array(taskComparison),
    pooled: pairedComparison.nullable().meta({ description: 'The same over all products' }),
    surely_not_worse: z.boolean(),
    sentence: z.string(),
  })
  .meta({ id: 'Comparison' });

const jobResult = z.object({
  model: z.string(),
  products: z.number().int(),
  trained_until: isoDay.meta({ description: 'Monday of the last week seen' }),
  comparison,
  activated: z.boolean(),
  next: z.string().nullable().meta({ description: 'What to call to take the model' }),
});

export const job = z
  .object({
    id: z.number().int(),
    model: z.string().nullable().meta({ description: 'Name that was asked for, or that the model got' }),
    until: isoDay.nullable(),
    promote: z.enum(PROMOTIONS),
    horizon: z
      .int()
      .nullable()
      .meta({ description: 'Weeks that were asked for; null: as many as the active model forecasts' }),
    state: z.enum(JOB_STATES),
    step: z.enum(JOB_STEPS).nullable(),
    progress: z
      .object({ stage: z.string(), done: z.number().int(), of: z.number().int() })
      .nullable()
      .meta({ description: 'Within the step' }),
    steps: z.array(z.object({ step: z.enum(JOB_STEPS), seconds: z.number() })).meta({
      description: 'Finished steps',
    }),
    created: z.string(),
    started: z.string().nullable(),
    ended: z.string().nullable(),
    error: z.string().nullable(),
    reasons: z.array(foundSchema).meta({ description: 'The error by codes' }),
    log: z
      .array(z.object({ at: z.string(), line: z.string() }))
      .meta({ description: 'The latest 200 lines' }),
    result: jobResult.nullable(),
  })
  .meta({ id: 'Job' });

export const jobList = z.object({ jobs: z.array(job.omit({ log: true })) }).meta({ id: 'JobList' });

export type Comparison = z.infer<typeof comparison>;
export type TaskComparison = z.infer<typeof taskComparison>;
export type JobResult = z.infer<typeof jobResult>;
export type Job = z.infer<typeof job>;
export type ListedJob = z.infer<typeof jobList>['jobs'][number];
