import { createHash } from 'node:crypto';
import type { AnalogEntry, HeadKind, HeadOutputs } from '../../contract/head';
import {
  ENCODER_FOLDER,
  type Golden,
  manifest as manifestSchema,
  type Manifest,
  MODEL_FILES,
} from '../../contract/manifest';
import type { DemandRecord, ShopWeek, TableRecord } from '../../contract/record';
import type { LevelMeans } from '../../features/featureVector';
import type { EncoderDirectory } from '../../engine/encoderDirectory';
import type { FineTuned } from '../encoder/fineTune';
import type { Description } from './about';
import { modelCard } from './modelCard';
import { writeDirectory } from './writeDirectory';

/** A fitted model with everything that its directory contains about it. */
export interface ModelParts {
  heads: Record<HeadKind, Uint8Array>;
  /** As shown next to a forecast: rows of the heads' banks, or products of the snapshot. */
  analogs: readonly AnalogEntry[];
  /** Snapshot of the shop in which neighbours are looked up (shop/snapshot.ts); null if heads have their own banks. */
  snapshot: Uint8Array | null;
  /** What columns of a table have learnt about its target; null for demand. */
  learnt: { words: Uint8Array; levelMeans: Record<string, LevelMeans> } | null;
  /** Empty in table mode. */
  shop: readonly ShopWeek[];
  encoder: EncoderDirectory;
  /**
   * The result of tuning the encoder for this model, if requested; if the tuned encoder is chosen, its files are stored
   * with the model.
   */
  tuning?: Pick<FineTuned, 'report' | 'files'>;
  golden: {
    records: readonly (DemandRecord | TableRecord)[];
    text_aware: HeadOutputs;
    numeric_only: HeadOutputs;
  };
  about: Description;
}

/** Digits of the numbers in analogs.json. */
const DIGITS = 4;

/** Writes a model directory atomically, and returns its manifest. */
export async function exportModel(directory: string, parts: ModelParts): Promise<Manifest> {
  const files = new Map<string, Uint8Array | string>([
    [MODEL_FILES.head, parts.heads.text_aware],
    [MODEL_FILES.numericOnly, parts.heads.numeric_only],
    [MODEL_FILES.textOnly, parts.heads.text_only],
    [MODEL_FILES.analogs, lines(parts.analogs)],
  ]);
  if (parts.snapshot) files.set(MODEL_FILES.neighbours, parts.snapshot);
  if (parts.learnt) {
    files.set(MODEL_FILES.words, parts.learnt.words);
    files.set(MODEL_FILES.levelMeans, pairsOf(parts.learnt.levelMeans));
  }
  if (parts.shop.length > 0) files.set(MODEL_FILES.shop, lines(parts.shop));
  const { encoder, about, tuning } = parts;
  const encoderFiles = tuning?.report.chosen ? tuning.files : undefined;
  const manifest = manifestSchema.parse({
    format: 1,
    ...about,
    ...(tuning && {
      training: { ...about.training, options: { ...about.training.options, fine_tuning: tuning.report } },
    }),
    created: new Date().toISOString().slice(0, 10),
    encoder: { ...trainedWith(encoder), ...(encoderFiles && { directory: ENCODER_FOLDER }) },
    files: Object.fromEntries([...files].map(([name, content]) => [name, sha256(content)])),
    golden: goldenOf(parts.golden),
  } satisfies Manifest);
  files.set(MODEL_FILES.manifest, `${JSON.stringify(manifest, null, 1)}\n`);
  files.set('README.md', modelCard(manifest));
  for (const [name, content] of encoderFiles ?? []) files.set(`${ENCODER_FOLDER}/${name}`, content);
  await writeDirectory(directory, files, MODEL_FILES.manifest);
  return manifest;
}

/** The manifest's description of the encoder that made the training's vectors. */
export function trainedWith(encoder: EncoderDirectory): Manifest['encoder'] {
  return {
    name: encoder.name,
    hash: encoder.hash,
    tokenizer_hash: encoder.tokenizerHash,
    dimension: encoder.dimension,
    pooling: encoder.pooling,
    max_tokens: encoder.maxTokens,
    prefix: encoder.prefix,
  };
}

/** Golden records as stored in a manifest: the heads' answers, to six digits. */
export function goldenOf({ records, text_aware, numeric_only }: ModelParts['golden']): Golden[] {
  const answer = (outputs: HeadOutputs, row: number) => ({
    quantiles: rowOf(outputs.quantiles, row, records.length),
    mean: rowOf(outputs.mean, row, records.length),
  });
  return records.map((record, row) => ({
    record,
    text_aware: answer(text_aware, row),
    numeric_only: answer(numeric_only, row),
  }));
}

function rowOf(values: Float32Array, row: number, rows: number): number[] {
  const width = values.length / rows;
  return [...values.subarray(row * width, (row + 1) * width)].map((value) => Number(value.toPrecision(6)));
}

/** A JSON array with one entry per line, so that diffs are readable. */
function lines(entries: readonly unknown[]): string {
  return `[\n${entries.map((entry) => JSON.stringify(entry)).join(',\n')}\n]\n`;
}

/** An entry rounded to the digits stored in analogs.json. */
export function roundedEntry(entry: AnalogEntry): AnalogEntry {
  const round = (value: number) => Number(value.toFixed(DIGITS));
  return {
    ...entry,
    mean_weekly_units: round(entry.mean_weekly_units),
    launch: entry.launch.map(round),
    price: entry.price === null ? null : round(entry.price),
  };
}

function pairsOf(means: Record<string, LevelMeans>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(means).map(([name, own]) => [name, [...own]])));
}

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
