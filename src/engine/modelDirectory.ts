import { createHash } from 'node:crypto';
import { basename, join, resolve } from 'node:path';
import { messageOf } from '../common/thrown';
import { answeringDirectories } from '../common/answeringDirectories';
import { z } from 'zod';
import { found } from '../contract/findings';
import type { AnalogEntry, HeadKind } from '../contract/head';
import { manifest as manifestSchema, MODEL_FILES, type Manifest } from '../contract/manifest';
import type { HeadFiles } from '../contract/messages';
import { skuKey } from '../common/sku';
import type { FeatureContext, LevelMeans } from '../features/featureVector';
import type { Telling } from '../shop/recordAnalogs';
import type { Shop } from '../shop/shop';
import { unpackSnapshot } from '../shop/snapshot';
import { WordRegression } from '../shop/words/wordRegression';
import { toldSeason } from '../shop/neighbours/season';
import type { EncoderDirectory } from './encoderDirectory';
import { checkEncoder, checkFeatures } from './modelFits';
import { optional, parse, read } from './modelFiles';
import { refused, unusable } from './refusedModel';

/** A complete model directory. */
export interface ModelDirectory {
  name: string;
  directory: string;
  manifest: Manifest;
  context: FeatureContext;
  /** In the order of the rows of the heads' bank, or of the snapshot. */
  analogs: AnalogEntry[];
  /** The shop at the time of training; null if the heads look nothing up. */
  snapshot: Shop | null;
  /** Row in the bank by SKU. */
  bankRows: Map<string, number>;
  heads: HeadFiles;
  /** Whether it was trained with promotion texts; set once it is loaded, like `twoRunsReason`. */
  readsPromotions: boolean;
  /** Why its text-aware head runs after the encoder; null if one graph holds both. */
  twoRunsReason: string | null;
}

const HEAD_FILES: Record<HeadKind, string> = {
  text_aware: MODEL_FILES.head,
  numeric_only: MODEL_FILES.numericOnly,
  text_only: MODEL_FILES.textOnly,
};
/** Every answer shows these. */
const SHOWN_QUANTILES = [0.1, 0.5, 0.9];
const REQUIRED: HeadKind[] = ['text_aware', 'numeric_only'];

const analogsSchema = z.array(
  z.strictObject({
    sku: z.string(),
    description: z.string(),
    mean_weekly_units: z.number(),
    launch: z.array(z.number()),
    price: z.number().nullable(),
  }),
);
const levelMeansSchema = z.record(z.string(), z.array(z.tuple([z.string(), z.number()])));
const shopSchema = z.array(
  z.strictObject({
    week: z.number().int(),
    units: z.number(),
    selling: z.number(),
    launches: z.number(),
    launchUnits: z.number(),
  }),
);

/** Only a model directory's manifest. Throws ShelfcastError `model_refused`. */
export async function readManifest(directory: string): Promise<Manifest> {
  const root = resolve(directory);
  return parse(root, MODEL_FILES.manifest, await read(root, MODEL_FILES.manifest), manifestSchema);
}

/** The products listed in a model directory. Throws ShelfcastError `model_refused`. */
export async function readProducts(directory: string): Promise<AnalogEntry[]> {
  const root = resolve(directory);
  return parse(root, MODEL_FILES.analogs, await read(root, MODEL_FILES.analogs), analogsSchema);
}

/**
 * Reads a model directory and checks it: manifest, hash of every file, features, and that the running encoder is the
 * one it was trained with. Throws ShelfcastError `model_refused`, naming the model and the reason.
 */
export async function readModelDirectory(
  directory: string,
  encoder: EncoderDirectory,
): Promise<ModelDirectory> {
  const root = resolve(directory);
  if (!(await answeringDirectories([root])).has(root))
    throw refused(root, 'its directory does not answer', found('model_no_answer'));
  const bytes = await read(root, MODEL_FILES.manifest);
  const manifest = parse(root, MODEL_FILES.manifest, bytes, manifestSchema);
  for (const quantile of SHOWN_QUANTILES) {
    if (!manifest.quantiles.includes(quantile))
      throw refused(root, `it does not forecast quantile ${quantile}`, found('model_quantile', { quantile }));
  }
  const files = new Map<string, Buffer>();
  for (const [file, sha256] of Object.entries(manifest.files)) {
    if (basename(file) !== file)
      throw refused(
        root,
        `its manifest names '${file}', which is not a file beside it`,
        found('model_file_missing', { file }),
      );
    const content = await read(root, file);
    if (createHash('sha256').update(content).digest('hex') !== sha256) {
      throw refused(
        root,
        `${file} is not the file that its manifest describes: the hashes differ`,
        found('model_file_changed', { file }),
      );
    }
    files.set(file, content);
  }
  const context: FeatureContext = {
    shop: optional(root, files, MODEL_FILES.shop, shopSchema) ?? [],
    numeric: manifest.schema.numeric,
    observed: observedColumns(manifest.schema),
    categories: manifest.features.categories,
    separators: manifest.features.separators,
    lift: manifest.plans?.taken_out ?? null,
    levelMeans: levelMeansOf(root, files),
    words: wordsOf(root, files.get(MODEL_FILES.words)),
  };
  const analogs = optional(root, files, MODEL_FILES.analogs, analogsSchema) ?? [];
  const neighbours = files.get(MODEL_FILES.neighbours);
  checkFeatures(root, manifest, context);
  await checkEncoder(root, manifest, encoder);
  return {
    name: manifest.name,
    directory: root,
    manifest,
    context,
    analogs,
    snapshot: neighbours ? snapshotOf(root, manifest, neighbours, analogs) : null,
    bankRows: new Map(analogs.map(({ sku }, row) => [skuKey(sku), row])),
    heads: headFiles(root, manifest, createHash('sha256').update(bytes).digest('hex')),
    readsPromotions: false,
    twoRunsReason: 'not loaded',
  };
}

/** Which statistics of similar products its heads use. */
export function tellingOf({ manifest, context }: ModelDirectory): Telling {
  return { season: toldSeason(manifest), lift: context.lift ?? null };
}

function levelMeansOf(root: string, files: Map<string, Buffer>): Record<string, LevelMeans> {
  const read = optional(root, files, MODEL_FILES.levelMeans, levelMeansSchema) ?? {};
  return Object.fromEntries(Object.entries(read).map(([name, means]) => [name, new Map(means)]));
}

function wordsOf(root: string, bytes: Buffer | undefined): WordRegression | undefined {
  if (!bytes) return undefined;
  try {
    return WordRegression.unpacked(bytes);
  } catch (error) {
    throw unusable(root, MODEL_FILES.words, `cannot be used: ${messageOf(error)}`, error);
  }
}

function snapshotOf(root: string, { encoder }: Manifest, bytes: Buffer, analogs: AnalogEntry[]): Shop {
  try {
    const shop = unpackSnapshot(bytes, analogs);
    if (shop.vectors.dimension === encoder.dimension) return shop;
    throw new Error(`its vectors are ${shop.vectors.dimension} wide, not ${encoder.dimension}`);
  } catch (error) {
    throw unusable(root, MODEL_FILES.neighbours, `cannot be used: ${messageOf(error)}`, error);
  }
}

/** The record's own row in the model's bank, which its analogs exclude; -1 if it has none. */
export function bankRow({ bankRows }: ModelDirectory, sku: string | null): number {
  return sku === null ? -1 : (bankRows.get(skuKey(sku)) ?? -1);
}

function observedColumns(schema: Manifest['schema']): string[] {
  if (schema.mode === 'table') return [];
  return schema.numeric.filter((name) => !schema.known_ahead.includes(name));
}

function headFiles(directory: string, { name, files }: Manifest, version: string): HeadFiles {
  const missing = REQUIRED.find((kind) => !(HEAD_FILES[kind] in files));
  if (missing)
    throw refused(
      directory,
      `its manifest has no ${HEAD_FILES[missing]}`,
      found('model_file_missing', { file: HEAD_FILES[missing] }),
    );
  const present = Object.entries(HEAD_FILES).filter(([, file]) => file in files);
  return {
    key: `${name}@${version}`,
    heads: Object.fromEntries(
      present.map(([kind, file]) => [kind, { file: join(directory, file), sha256: files[file] }]),
    ),
  };
}
