import { z } from 'zod';
import { dataSchema } from './dataSchema';
import { MODEL_NAME } from './limits';
import { driftShares, expectedWeeks } from './monitoring';
import { spread } from './spread';
import { nearness, STACK_GROUPS, stackParts } from './stackParts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const nullableNumber = z.number().nullable();

/** Weekly forecasts and their total, or one target for a table's row; see headOutputs. */
const expected = z.strictObject({ quantiles: z.array(z.number()), mean: z.array(z.number()) });

/** A record from which features are computed, with the heads' outputs when the model was exported. */
const golden = z.strictObject({ record: z.unknown(), text_aware: expected, numeric_only: expected });

/** Change of log(units) per unit of something, null if the data are insufficient, and what it is based on. */
const effect = z.strictObject({
  value: nullableNumber,
  changes: z.number().int().nonnegative(),
  products: z.number().int().nonnegative(),
});

/** manifest.json of a model directory: everything needed to refuse a model that does not fit. */
export const manifest = z.strictObject({
  format: z.literal(1),
  name: z.string().regex(MODEL_NAME),
  title: z.string(),
  created: z.string(),
  schema: dataSchema,
  /** Weeks forecast; 0 in table mode. */
  horizon: z.number().int().min(0).max(26),
  quantiles: z.array(z.number().gt(0).lt(1)).min(1),
  features: z.strictObject({
    /** Columns of the head's `features` input, in order. */
    names: z.array(z.string()),
    /** SHA-256 of the feature definitions: names, units, definitions of missing, in order. */
    hash: sha256,
    /** Levels of each categorical column seen in training; others are unseen. */
    categories: z.record(z.string(), z.array(z.string())),
    /** What stands between the values of a cell, by the categorical column that has several in one. */
    separators: z.record(z.string(), z.string().min(1)).optional(),
    /** Quantiles .005 and .995 of each numeric column in training, for warnings. */
    ranges: z.record(z.string(), z.strictObject({ low: nullableNumber, high: nullableNumber })),
  }),
  encoder: z.strictObject({
    name: z.string(),
    /** SHA-256 of the encoder file that made the training vectors. */
    hash: sha256,
    tokenizer_hash: sha256,
    dimension: z.number().int().positive(),
    pooling: z.enum(['mean', 'cls']),
    max_tokens: z.number().int().positive(),
    prefix: z.string(),
    /** Folder in the model's directory that contains it, if it was fine-tuned for this model. */
    directory: z
      .string()
      .regex(/^[a-z0-9-]+$/)
      .optional(),
  }),
  /** SHA-256 of every other file of the directory, by name. */
  files: z.record(z.string(), sha256),
  data: z.strictObject({
    source: z.string(),
    licence: z.string(),
    hash: sha256,
    rows: z.number().int(),
    skus: z.number().int(),
    first_week: z.string().nullable(),
    last_week: z.string().nullable(),
  }),
  training: z.strictObject({
    seed: z.number().int(),
    steps: z.number().int(),
    seconds: z.number(),
    rows: z.number().int(),
    options: z.record(z.string(), z.unknown()),
  }),
  /** Cosine to the nearest analogs below which a text counts as unfamiliar; null: never. */
  familiar_similarity: nullableNumber,
  /** Effects of planned prices and promotions on forecasts; null in table mode. */
  plans: z
    .strictObject({
      /**
       * Per unit of log(price): of known products from their own price changes, of new ones relative to similar
       * products.
       */
      price: z.strictObject({
        known: effect,
        new: z.strictObject({ text_aware: effect, numeric_only: effect }),
      }),
      /** Of having a promotion, without the effect of its words. */
      promotion: effect,
      /** Per unit of the discount share that a promotion's text names. */
      promotion_depth: effect,
      /** Cosine to the nearest promotion in training below which one counts as unfamiliar; null without promotions. */
      familiar_promotion: nullableNumber,
      /**
       * The effect removed from the promoted weeks of histories, see PromotionLift; missing in older models, and if
       * unknown.
       */
      taken_out: z
        .strictObject({ promotion: z.number(), depth: z.number(), usual_depth: z.number() })
        .optional(),
    })
    .nullable(),
  /** The mix of each head's answers, by head, then by group of products; missing for a head that mixes nothing. */
  parts: z.record(z.string(), z.record(z.enum(STACK_GROUPS), stackParts)).default({}),
  /** By head, how the mix for new products depends on the similarity of others; missing in older models. */
  nearness: z.record(z.string(), nearness).default({}),
  /**
   * Weeks to forecast for which its heads get a season from the nearest products; older models get that of a month,
   * from all similar ones.
   */
  season_weeks: z.number().int().optional(),
  /** Whether each of these weeks has a season of its own. */
  season_each: z.boolean().optional(),
  /** Whether that is relative to recent sales, and not only to the other weeks. */
  season_change: z.boolean().optional(),
  /** Whether similar products that came to their end count with their sales in their first weeks. */
  ended_told: z.boolean().optional(),
  /**
   * How sales scatter around the text-aware head's forecasts, individually and together; missing in models of tables
   * and older ones.
   */
  spread: spread.optional(),
  /** The basis of monitoring; missing in models of earlier versions and of tables. */
  expected: z
    .strictObject({
      /** The text-aware head's accuracy in weeks held out of a first fit. */
      accuracy: z.array(expectedWeeks),
      /** What the products on sale at the end of the training were like. */
      drift: driftShares,
    })
    .optional(),
  /** Figures of the backtest, by task, then model, then metric. */
  metrics: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.number()))),
  /** What the figures of each task rest on; missing in older models and in those of tables. */
  tested: z.record(z.string(), z.strictObject({ products: z.int(), weeks: z.int().optional() })).optional(),
  golden: z.array(golden),
});

export type Manifest = z.infer<typeof manifest>;
export type Golden = z.infer<typeof golden>;

/** Files of a model directory. */
export const MODEL_FILES = {
  manifest: 'manifest.json',
  head: 'head.onnx',
  numericOnly: 'numeric-only.onnx',
  textOnly: 'text-only.onnx',
  analogs: 'analogs.json',
  /** The latest weeks and the vectors of the products among which neighbours are looked up; see shop/snapshot.ts. */
  neighbours: 'neighbours.bin',
  shop: 'shop.json',
  /** For a table: the effect of words on the target; see shop/wordRegression.ts. */
  words: 'words.bin',
  /** For a table: the mean targets of its categories' levels, as pairs by category. */
  levelMeans: 'levels.json',
  /** report.json of `shelfcast evaluate`, if the model was evaluated; not among the hashed files. */
  evaluation: 'evaluation.json',
} as const;

/**
 * Folder of a model directory with its own encoder in the Hub's layout, if it has one; `manifest.encoder.directory`
 * names it.
 */
export const ENCODER_FOLDER = 'encoder';
