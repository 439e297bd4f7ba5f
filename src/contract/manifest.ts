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

/** A record as its features are made from, with what the heads answered when the model was exported. */
const golden = z.strictObject({ record: z.unknown(), text_aware: expected, numeric_only: expected });

/** Change of log(units) for one more of something, null where the data tell too little, and what it rests on. */
const effect = z.strictObject({
  value: nullableNumber,
  changes: z.number().int().nonnegative(),
  products: z.number().int().nonnegative(),
});

/** manifest.json of a model directory: all that is needed to refuse a model that does not fit. */
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
    /** SHA-256 of the feature definitions: names, units, meanings of missing, in order. */
    hash: sha256,
    /** Levels of each categorical column seen in training; others are unseen. */
    categories: z.record(z.string(), z.array(z.string())),
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
    /** Folder of the model's directory that holds it, where it was fine-tuned for this model. */
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
  /** Cosine to the nearest analogs below which a text counts as unfamiliar; null when never. */
  familiar_similarity: nullableNumber,
  /** What prices and promotions that are planned do to forecasts; null in table mode. */
  plans: z
    .strictObject({
      /** For one more of log(price): of known products from their own price changes, of new ones beside products like them. */
      price: z.strictObject({
        known: effect,
        new: z.strictObject({ text_aware: effect, numeric_only: effect }),
      }),
      /** For there being a promotion, before what its own words do. */
      promotion: effect,
      /** For one more of the share off that a promotion's text names. */
      promotion_depth: effect,
      /** Cosine to the nearest promotion of the training below which one counts as unfamiliar; null where there were none. */
      familiar_promotion: nullableNumber,
      /** What was taken out of the promoted weeks of histories, see PromotionLift; of older models nothing, or of unknown effects. */
      taken_out: z
        .strictObject({ promotion: z.number(), depth: z.number(), usual_depth: z.number() })
        .optional(),
    })
    .nullable(),
  /** What the answers of each head are mixed from, by head, then by group of products; a head that mixes nothing has none. */
  parts: z.record(z.string(), z.record(z.enum(STACK_GROUPS), stackParts)).default({}),
  /** By head, how what is mixed for new products goes by how near others are; older models have none. */
  nearness: z.record(z.string(), nearness).default({}),
  /** Weeks to forecast for which the nearest products tell its heads a season; older models are told that of a month, by all alike. */
  season_weeks: z.number().int().optional(),
  /** Whether each of these weeks has a season of its own. */
  season_each: z.boolean().optional(),
  /** Whether that is beside what was sold lately, and not only beside the other weeks. */
  season_change: z.boolean().optional(),
  /** Whether similar products that came to their end tell what they sold in their first weeks. */
  ended_told: z.boolean().optional(),
  /** How sales scatter around the text-aware head's answers, alone and together; models of tables and older ones have none. */
  spread: spread.optional(),
  /** What monitoring compares with; models of earlier versions and of tables have none. */
  expected: z
    .strictObject({
      /** How the text-aware head did in weeks held out of a first fit. */
      accuracy: z.array(expectedWeeks),
      /** What the products on sale at the end of the training were like. */
      drift: driftShares,
    })
    .optional(),
  /** Figures of the backtest, by task, then model, then metric. */
  metrics: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.number()))),
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
  /** The latest weeks and the vectors of the products that neighbours are looked up among; see shop/snapshot.ts. */
  neighbours: 'neighbours.bin',
  shop: 'shop.json',
  /** Of a table: what its words say of the target; see shop/wordRegression.ts. */
  words: 'words.bin',
  /** Of a table: what the targets of its categories' levels come to, as pairs by category. */
  levelMeans: 'levels.json',
  /** report.json of `shelfcast evaluate`, where the model was evaluated; not among the hashed files. */
  evaluation: 'evaluation.json',
} as const;

/** Folder of a model directory with its own encoder in the hub's layout, where it has one; `manifest.encoder.directory` names it. */
export const ENCODER_FOLDER = 'encoder';
