import type { Manifest } from '../../contract/manifest';
import { featureHash, type TableContext } from '../../features/featureVector';
import type { DataSource } from '../../ingest/file/dataFile';
import type { IngestReport } from '../../ingest/report';
import type { Reading } from '../encoder/chooseEncoder';
import type { TuningReport } from '../encoder/fineTune';
import type { FineTuneSettings } from '../encoder/tuningOptions';

/** A model's name, the source of its data, and its results in a backtest. */
export interface ModelAbout {
  name: string;
  title: string;
  source: string;
  licence: string;
  metrics: Manifest['metrics'];
  tested?: Manifest['tested'];
}

/** A model's file of data and directory, and how it is trained. */
export interface TrainSettings {
  /** A file of sales or of a table. */
  data: DataSource;
  /** Directory of the model. */
  out: string;
  quantiles: readonly number[];
  seed: number;
  /** Whether the encoder is tuned to the target first; off by default. */
  fineTune?: FineTuneSettings;
  /** Whether another shipped encoder may be chosen by the language of the texts; no by default. */
  chooseEncoder?: boolean;
  /** For a table: approximate limit for fitting, in minutes; undefined: none. */
  minutes?: number;
}

/** What a training gives, beside the directory that it wrote. */
export interface Trained {
  manifest: Manifest;
  report: IngestReport;
  /** Null if the encoder was not tuned. */
  tuning: TuningReport | null;
  /** How well each shipped encoder reads the texts; empty if none was to be chosen. */
  readings: Reading[];
}

/** How long training took, in seconds, and the hash and number of rows of its file. */
export interface TrainingRun {
  seconds: number;
  hash: string;
  rows: number;
}

/** Starts timing a training; the returned function reports it when it is done. */
export function startRun(): (report: IngestReport) => TrainingRun {
  const started = performance.now();
  return ({ hash, kept }) => ({
    seconds: Math.round((performance.now() - started) / 1000),
    hash,
    rows: kept,
  });
}

/** A model's description in the manifest, of demand or of a table. */
export type Description = Omit<Manifest, 'format' | 'created' | 'encoder' | 'files' | 'golden'>;

/** The parts that differ between models of demand and of tables. */
export interface OwnDescription extends Pick<
  Description,
  | 'schema'
  | 'horizon'
  | 'quantiles'
  | 'plans'
  | 'parts'
  | 'nearness'
  | 'season_weeks'
  | 'season_each'
  | 'season_change'
  | 'ended_told'
> {
  context: TableContext;
  /** Columns of the features, row-major [R, F], and those whose usual range is stored. */
  features: { names: string[]; values: Float32Array; ranged: readonly string[] };
  data: Pick<Description['data'], 'skus' | 'first_week' | 'last_week'>;
  training: Omit<Description['training'], 'seconds'>;
  /** Similarity of each known text to its nearest other. */
  nearest: readonly number[];
}

export function describeModel(about: ModelAbout, run: TrainingRun, own: OwnDescription): Description {
  const { context, features, nearest, ...alike } = own;
  return {
    ...alike,
    name: about.name,
    title: about.title,
    features: {
      names: features.names,
      hash: featureHash(context),
      categories: Object.fromEntries(
        Object.entries(context.categories).map(([name, levels]) => [name, [...levels]]),
      ),
      ...(context.separators && { separators: { ...context.separators } }),
      ranges: rangesOf(features),
    },
    data: { source: about.source, licence: about.licence, hash: run.hash, rows: run.rows, ...own.data },
    training: { ...own.training, seconds: run.seconds },
    familiar_similarity: familiarSimilarity(nearest),
    metrics: about.metrics,
    tested: about.tested,
  };
}

/** Quantiles .005 and .995 of the ranged columns, by name, if known. */
function rangesOf({ names, values, ranged }: OwnDescription['features']): Manifest['features']['ranges'] {
  const width = names.length;
  return Object.fromEntries(
    ranged.map((name) => {
      const column = names.indexOf(name);
      const all = Float32Array.from(
        { length: values.length / width },
        (_, row) => values[row * width + column],
      );
      const known = all.filter((value) => !Number.isNaN(value)).sort();
      const at = (share: number) => known[Math.round((known.length - 1) * share)] ?? null;
      return [name, { low: at(0.005), high: at(0.995) }];
    }),
  );
}

/** The similarity that nearly all known texts have to their nearest other. */
function familiarSimilarity(nearest: readonly number[]): number | null {
  const sorted = [...nearest].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * 0.01)] ?? null;
}
