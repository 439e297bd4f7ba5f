import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnalogEntry, HeadInputs, HeadOutputs } from '../../src/contract/head';
import { MODEL_FILES, type Manifest } from '../../src/contract/manifest';
import type { DemandRecord, ShopWeek } from '../../src/contract/record';
import { mondayOf, weekOf } from '../../src/common/week';
import { encodeTexts } from '../../src/engine/encodeTexts';
import type { Engine } from '../../src/engine/engine';
import {
  featureHash,
  featureNames,
  featureVector,
  type FeatureContext,
} from '../../src/features/featureVector';
import { GraphBuilder, type Value } from '../../src/graph/builder';
import {
  add,
  cast,
  equal,
  isNaN,
  matmul,
  mul,
  reshape,
  softplus,
  sub,
  topK,
  transpose,
  where,
} from '../../src/graph/ops';
import { trainedWith } from '../../src/training/export/exportModel';

export const TINY_HORIZON = 2;
export const TINY_LAST_WEEK = weekOf('2026-03-02');
const QUANTILES = [0.1, 0.5, 0.9];
const EXTRAS = { numeric: ['weight'], categories: { colour: ['red', 'blue'] } };
const NEIGHBOURS = 2;

export const TINY_ANALOGS: AnalogEntry[] = ['red mug', 'blue mug', 'heart lantern', 'card holder'].map(
  (description, row) => ({
    sku: `T${row}`,
    description,
    mean_weekly_units: 4 + row,
    launch: [3, 4],
    price: 2.5,
  }),
);

const shop: ShopWeek[] = Array.from({ length: 10 }, (_, at) => ({
  week: TINY_LAST_WEEK - 9 + at,
  units: 40,
  selling: 4,
  launches: 0,
  launchUnits: 0,
}));
const context: FeatureContext = { shop, ...EXTRAS };

export interface TinyModelOptions {
  name?: string;
  /** Added to every forecast's logarithm, so that two models differ. */
  bias?: number;
  /** Whether its heads take promotion texts; they do where nothing is said. */
  promotions?: boolean;
  directory?: string;
}

/** A real, tiny model with three heads whose weights are seeded; its golden records are the engine's own answers. */
export async function writeTinyModel(engine: Engine, options: TinyModelOptions = {}): Promise<string> {
  const { name = 'tiny', bias = 0, promotions = true } = options;
  const directory = options.directory ?? join(mkdtempSync(join(tmpdir(), 'shelfcast-model-')), name);
  mkdirSync(directory, { recursive: true });
  const bank = await encodeTexts(
    engine,
    TINY_ANALOGS.map(({ description }) => description),
  );
  const { dimension } = engine.encoder;
  const promotion = await encodeTexts(engine, ['off percent']);
  const contents: Record<string, string | Uint8Array> = {
    [MODEL_FILES.head]: tinyHead({ dimension, bank, bias, text: true, numbers: true, promotions, promotion }),
    [MODEL_FILES.numericOnly]: tinyHead({ dimension, bank, bias, text: false, numbers: true }),
    [MODEL_FILES.textOnly]: tinyHead({ dimension, bank, bias, text: true, numbers: false, promotions }),
    [MODEL_FILES.analogs]: JSON.stringify(TINY_ANALOGS),
    [MODEL_FILES.shop]: JSON.stringify(shop),
  };
  for (const [file, content] of Object.entries(contents)) writeFileSync(join(directory, file), content);
  const files = Object.fromEntries(
    Object.entries(contents).map(([file, content]) => [file, sha256(content)]),
  );
  writeManifest(directory, { ...(await manifest(engine, name, files, directory, promotions)) });
  return directory;
}

export function writeManifest(directory: string, manifest: Manifest): void {
  writeFileSync(join(directory, MODEL_FILES.manifest), JSON.stringify(manifest));
}

async function manifest(
  engine: Engine,
  name: string,
  files: Record<string, string>,
  directory: string,
  promotions: boolean,
): Promise<Manifest> {
  const { encoder } = engine;
  const names = featureNames(EXTRAS);
  return {
    format: 1,
    name,
    title: 'A tiny model for tests',
    created: '2026-03-09T00:00:00Z',
    schema: {
      mode: 'demand',
      granularity: 'week',
      sku: 'sku',
      date: 'week',
      target: 'units',
      description: 'description',
      numeric: EXTRAS.numeric,
      categorical: ['colour'],
      known_ahead: [...EXTRAS.numeric, 'colour'],
      keep: [],
    },
    horizon: TINY_HORIZON,
    quantiles: QUANTILES,
    features: {
      names,
      hash: featureHash(EXTRAS),
      categories: EXTRAS.categories,
      ranges: {
        price: { low: Math.log(0.5), high: Math.log(50) },
        mean_26: { low: 0, high: Math.log1p(80) },
      },
    },
    encoder: trainedWith(encoder),
    files,
    data: {
      source: 'made for tests',
      licence: 'none',
      hash: '0'.repeat(64),
      rows: 40,
      skus: 4,
      first_week: mondayOf(TINY_LAST_WEEK - 9),
      last_week: mondayOf(TINY_LAST_WEEK),
    },
    training: { seed: 0, steps: 0, seconds: 0, rows: 0, options: {} },
    familiar_similarity: 0.5,
    plans: {
      price: {
        known: { value: -1.5, changes: 80, products: 4 },
        new: {
          text_aware: { value: null, changes: 2, products: 2 },
          numeric_only: { value: null, changes: 2, products: 2 },
        },
      },
      promotion: promotions
        ? { value: 0.4, changes: 60, products: 4 }
        : { value: null, changes: 0, products: 0 },
      promotion_depth: { value: null, changes: 0, products: 0 },
      familiar_promotion: promotions ? 0.999 : null,
    },
    parts: {},
    nearness: {},
    metrics: {},
    golden: await golden(engine, directory, files),
  };
}

async function golden(
  engine: Engine,
  directory: string,
  files: Record<string, string>,
): Promise<Manifest['golden']> {
  const records: DemandRecord[] = TINY_ANALOGS.map(({ sku, description }, row) => ({
    sku,
    description,
    promoText: row === 1 ? 'off percent' : null,
    price: row === 2 ? null : 2 + row,
    origin: TINY_LAST_WEEK + 1,
    history: row === 0 ? [] : [{ week: TINY_LAST_WEEK, units: row, price: 2 }],
    extras: { weight: row, colour: row === 3 ? 'green' : 'red' },
  }));
  const file = (name: string) => ({ file: join(directory, name), sha256: files[name] });
  const heads = { text_aware: file(MODEL_FILES.head), numeric_only: file(MODEL_FILES.numericOnly) };
  await engine.pool.loadHeads({ key: 'golden', heads });
  const promo = new Float32Array(records.length * engine.encoder.dimension);
  promo.set(await encodeTexts(engine, ['off percent']), engine.encoder.dimension);
  const inputs: HeadInputs = {
    rows: records.length,
    features: Float32Array.from(records.flatMap((record) => [...featureVector(record, context)])),
    description: await encodeTexts(
      engine,
      records.map(({ description }) => description),
    ),
    promo,
    analogs: new Float32Array(),
    bankIndex: Int32Array.from(records.keys()),
  };
  const textAware = (await engine.pool.runHead('golden', 'text_aware', inputs)).outputs;
  const numericOnly = (await engine.pool.runHead('golden', 'numeric_only', inputs)).outputs;
  await engine.pool.unloadHeads('golden');
  const row = (values: Float32Array, at: number) => {
    const width = values.length / records.length;
    return [...values.subarray(at * width, (at + 1) * width)];
  };
  const expected = (outputs: HeadOutputs, at: number) => ({
    quantiles: row(outputs.quantiles, at),
    mean: row(outputs.mean, at),
  });
  return records.map((record, at) => ({
    record,
    text_aware: expected(textAware, at),
    numeric_only: expected(numericOnly, at),
  }));
}

export interface HeadOptions {
  dimension: number;
  /** Columns of the features; those of the tiny model where none is given. */
  width?: number;
  bank: Float32Array;
  bias: number;
  text: boolean;
  numbers: boolean;
  promotions?: boolean;
  /** [dimension]: the one promotion that it knows. */
  promotion?: Float32Array;
}

/** softplus(numbers W + description V + promo U + bias), spread over weeks and quantiles. */
export function tinyHead(options: HeadOptions): Uint8Array {
  const { dimension, bank, bias, text, numbers, promotions = true, promotion } = options;
  const { width = featureNames(EXTRAS).length } = options;
  const g = new GraphBuilder('tiny-head');
  let level: Value = g.constant(Float32Array.of(2 + bias), [1, 1]);
  if (numbers) {
    const features = g.input('features', 'float', ['rows', width]);
    const known = where(isNaN(features), 0, features);
    level = add(matmul(known, weights(g, width, 0.05)), level);
  }
  if (text) {
    const description = g.input('description', 'float', ['rows', dimension]);
    level = add(matmul(description, weights(g, dimension, 0.9)), level);
    if (promotions) {
      const promo = g.input('promo', 'float', ['rows', dimension]);
      level = add(matmul(promo, weights(g, dimension, 0.7)), level);
      if (promotion) g.output('promo_similarity', matmul(promo, g.constant(promotion, [dimension, 1])));
    }
    analogs(g, description, bank, dimension);
  }
  const week = softplus(level);
  const steps = Float32Array.from([...Array.from({ length: TINY_HORIZON }, (_, h) => 1 + h / 10), 0]);
  steps[TINY_HORIZON] = steps.reduce((sum, step) => sum + step, 0);
  const mean = mul(week, g.constant(steps, [1, steps.length]));
  g.output('mean', mean);
  const spread = Float32Array.from([...steps].flatMap((step) => [step * 0.5, step * 0.9, step * 1.6]));
  const flat = mul(week, g.constant(spread, [1, spread.length]));
  g.output('quantiles', reshape(flat, ['rows', steps.length, QUANTILES.length]));
  return g.bytes();
}

function analogs(g: GraphBuilder, description: Value, bank: Float32Array, dimension: number): void {
  const rows = bank.length / dimension;
  const all = matmul(description, transpose(g.constant(bank, [rows, dimension]), [1, 0]));
  const own = g.add(
    'Unsqueeze',
    [g.input('bank_index', 'int64', ['rows']), g.ints(1)],
    [{ type: 'int64', shape: ['rows', 1] }],
  )[0];
  const row = g.constant(BigInt64Array.from(Array.from({ length: rows }, (_, at) => BigInt(at))), [1, rows]);
  const { values, indices } = topK(sub(all, mul(cast(equal(own, row), 'float'), 10)), NEIGHBOURS);
  g.output('analog_similarity', values);
  g.output('analog_index', indices);
}

function weights(g: GraphBuilder, length: number, scale: number): Value {
  const values = Float32Array.from({ length }, (_, at) => scale * Math.sin(at * 7.31 + scale * 10));
  return g.constant(values, [length, 1]);
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
