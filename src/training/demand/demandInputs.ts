import { deviation as deviationOf, mean } from '../../common/statistics';
import type { HeadKind } from '../../contract/head';
import { openOnCpu, Tensor } from '../../engine/runtime';
import { FEATURES } from '../../features/definitions';
import { featureNames } from '../../features/featureVector';
import { GraphBuilder, type Value } from '../../graph/builder';
import { gather } from '../../graph/ops';
import { NEARNESS_COLUMNS } from '../../shop/neighbours/nearness';
import {
  NEIGHBOUR_COLUMNS,
  SEASON_COLUMNS,
  SHOP_SEASON_COLUMNS,
} from '../../shop/neighbours/neighbourStatistics';
import { type Anchor, anchored, DEVIATION_WEEKS, recordAnchor } from '../head/anchor';
import type { DemandDataset } from './demandDataset';
import { concatenated } from '../../common/rows';
import type { Sizes } from './demandOptions';
import { type DemandRows, ROW_KIND } from './demandRows';
import { project, type Projection } from '../head/projection';
import { type InputTransform, type RawInputs, standardise, transformInputs } from '../head/inputTransform';

/** Columns that a head without numbers still knows: whether and when the product is launched. */
const PLANNING = ['launch', 'lead'];
const SEASON = ['year_sine', 'year_cosine'];
/** What the plan decides: no input of a network, it enters by the answers' factor alone. */
const PLANNED = ['price', 'promotion_depth'];
/** Features whose mean is a product's own level, and columns of similar products on the scale of levels. */
const OWN_LEVEL = ['mean_8', 'smoothed_3'];
const LEVELS_OF_SIMILAR = ['analogs_level', 'analogs_mean', 'analogs_revenue', 'price_level', 'price_mean'];
/** Of what products alike sold: columns of all by price, of those alike in words, and of those that take in the own price. */
const BY_PRICE = ['price_level', 'price_zeros', 'price_trend', 'price_mean'];
const BY_WORDS = NEIGHBOUR_COLUMNS.filter((name) => name.startsWith('analogs_'));
/** What the stack alone reads, and no network: simple methods by TF-IDF, and how near those alike in words are. */
const OF_STACK: readonly string[] = [
  'words_level',
  'characters_level',
  ...NEARNESS_COLUMNS,
  ...SEASON_COLUMNS,
];
const PRICED = ['analogs_revenue', 'analogs_price_gap'];
const ROWS_AT_ONCE = 4096;

function usesText(kind: HeadKind): boolean {
  return kind !== 'numeric_only';
}

/** Whether it reads numbers: what was sold before, prices, further columns. */
export function readsHistory(kind: HeadKind): boolean {
  return kind !== 'text_only';
}

/** Where the answers of each row lie: level and spread [R]. */
export interface RowAnchors {
  level: Float32Array;
  spread: Float32Array;
}

/** What one kind of head measures records by, from these rows of a dataset. */
export function fitAnchor(dataset: DemandDataset, kind: HeadKind, rows: readonly number[]): Anchor {
  const { features, units, kind: kinds } = dataset.rows;
  const names = featureNames(dataset.context);
  const width = names.length;
  const series = units.length / dataset.rows.count;
  const deviation = names.indexOf('log_deviation_26');
  const weeks = names.indexOf('weeks_known');
  const deviations = rows
    .filter((row) => kinds[row] === ROW_KIND.history && features[row * width + weeks] >= Math.log1p(8))
    .map((row) => features[row * width + deviation]);
  const firstWeeks = rows.map((row) => Math.log1p(units[row * series])).filter((log) => !Number.isNaN(log));
  const spread =
    (readsHistory(kind) && deviations.length > 0 ? mean(deviations) : deviationOf(firstWeeks)) || 1;
  const widest = rows.reduce((most, row) => {
    const known = Math.min(Math.expm1(features[row * width + weeks]), DEVIATION_WEEKS);
    const wider = (features[row * width + deviation] - spread) * Math.sqrt(known);
    return wider > most ? wider : most;
  }, 0);
  return {
    own: readsHistory(kind) ? OWN_LEVEL.map((name) => names.indexOf(name)) : [],
    launch: names.indexOf('launch'),
    weeksKnown: weeks,
    deviation,
    widest,
    similar: similarLevel(kind),
    fallback: firstWeeks.length > 0 ? mean(firstWeeks) : 0,
    spread,
  };
}

/** By the vectors they are of, which all fits on a dataset share: finding them takes longer than a small shop's training. */
const known = new WeakMap<Float32Array, Map<number, Projection>>();

function directionsOf(vectors: Float32Array, dimension: number, directions: number): Projection {
  const found = known.get(vectors) ?? new Map<number, Projection>();
  known.set(vectors, found);
  const projection = found.get(directions) ?? project(vectors, dimension, directions);
  found.set(directions, projection);
  return projection;
}

export async function rowAnchors(
  dataset: DemandDataset,
  kind: HeadKind,
  anchor: Anchor,
): Promise<RowAnchors> {
  const [level, spread] = await eachRow(dataset, kind, null, ({ features, analogs }) => {
    const found = anchored(features, analogs, anchor);
    return [found.level, found.spread];
  });
  return { level, spread };
}

/** What one kind of head takes of a dataset, with the constants of its transform, from these rows. */
export function fitTransform(
  dataset: DemandDataset,
  kind: HeadKind,
  { directions }: Sizes,
  anchors: RowAnchors,
  rows: readonly number[],
): InputTransform {
  const names = featureNames(dataset.context);
  const kept = names.filter(
    (name) =>
      ((dataset.seasonal && !dataset.season.change) || !SEASON.includes(name)) && !PLANNED.includes(name),
  );
  const wanted = readsHistory(kind) ? kept : kept.filter((name) => [...PLANNING, ...SEASON].includes(name));
  const columns = wanted.map((name) => names.indexOf(name));
  const unbounded = dataset.context.numeric.map((name) => names.indexOf(name));
  const all = similarNames(kind);
  const similar = all.filter((name) => ![...OF_STACK, ...SHOP_SEASON_COLUMNS].includes(name));
  const isLevel = [
    ...wanted.map((name) => FEATURES.some((feature) => feature.name === name && feature.level)),
    ...similar.map((name) => LEVELS_OF_SIMILAR.includes(name)),
  ];
  const relative = isLevel.flatMap((flag, at) => (flag ? [at] : []));
  const lessLevel = (values: Float32Array, width: number, flags: readonly boolean[]) =>
    values.map((value, at) => (flags[at % width] ? value - anchors.level[Math.floor(at / width)] : value));
  const flags = names.map((name) => isLevel[wanted.indexOf(name)] ?? false);
  const tables = [
    {
      values: lessLevel(dataset.rows.features, names.length, flags),
      width: names.length,
      columns,
      unbounded,
    },
    {
      values: lessLevel(similarTable(dataset, kind), all.length, isLevel.slice(columns.length)),
      width: all.length,
      columns: [...similar.keys()],
      unbounded: [],
    },
    { values: anchors.level, width: 1, columns: [0], unbounded: [] },
    { values: anchors.spread.map(Math.log), width: 1, columns: [0], unbounded: [] },
  ];
  const { dimension, descriptions, promotions } = dataset;
  const projected = (vectors: Float32Array, most: number) =>
    usesText(kind) && vectors.length > 0 && most > 0 ? directionsOf(vectors, dimension, most) : null;
  return {
    columns,
    similar: similar.length,
    relative,
    ...standardise(tables, rows),
    description: projected(descriptions, directions),
    // Without its promotions' vectors a head cannot tell a planned one.
    promo: projected(promotions, Math.max(1, directions)),
    fadedBy: readsHistory(kind) ? names.indexOf('weeks_known') : null,
  };
}

/** Columns that a head reads of what products alike sold, the network's first: of those alike in words, or of all by price alone. */
export function similarNames(kind: HeadKind): readonly string[] {
  if (kind === 'numeric_only') return [...BY_PRICE, ...SHOP_SEASON_COLUMNS];
  const byVector = kind === 'text_aware' ? BY_WORDS : BY_WORDS.filter((name) => !PRICED.includes(name));
  return [...byVector, ...OF_STACK];
}

/** The same as places in NEIGHBOUR_COLUMNS. */
export function similarColumns(kind: HeadKind): number[] {
  return similarNames(kind).map((name) => NEIGHBOUR_COLUMNS.indexOf(name));
}

/** Of the table that `similarTable` gives, the column with log1p of the mean weekly units of similar products. */
export function similarLevel(kind: HeadKind): number {
  return similarNames(kind).indexOf(kind === 'numeric_only' ? 'price_mean' : 'analogs_mean');
}

/** Of the same table, the first column with the season of a week to forecast; null where no such is told, or not for each week. */
export function firstSeasonWeek(
  { seasonal, rows }: { seasonal: boolean; rows: Pick<DemandRows, 'count' | 'units'> },
  kind: HeadKind,
): number | null {
  const [firstName] = kind === 'numeric_only' ? SHOP_SEASON_COLUMNS : SEASON_COLUMNS;
  const first = similarNames(kind).indexOf(firstName);
  const weeks = rows.units.length / rows.count - 1;
  return seasonal && first >= 0 && weeks <= SEASON_COLUMNS.length ? first : null;
}

/** Of the same table, the column with their mean log price; null where it has none. */
export function similarPrice(kind: HeadKind): number | null {
  return kind === 'numeric_only' ? null : similarNames(kind).indexOf('analogs_price');
}

/** By the tables that they are of. */
const similarTables = new WeakMap<Float32Array, Map<HeadKind, Float32Array>>();

/** What similar products sold, row-major [R, columns]: by text, or by price alone. */
export function similarTable({ analogs, rows }: DemandDataset, kind: HeadKind): Float32Array {
  const tables = similarTables.get(analogs) ?? new Map<HeadKind, Float32Array>();
  similarTables.set(analogs, tables);
  const table = tables.get(kind) ?? columnsOf(analogs, rows.count, similarColumns(kind));
  tables.set(kind, table);
  return table;
}

function columnsOf(table: Float32Array, rows: number, columns: readonly number[]): Float32Array {
  const width = table.length / rows;
  const result = new Float32Array(rows * columns.length);
  for (let row = 0, at = 0; row < rows; row += 1)
    for (const column of columns) result[at++] = table[row * width + column];
  return result;
}

/** Runs every row through the transform once, so that training steps see the network's inputs only. */
export async function networkInputs(
  dataset: DemandDataset,
  kind: HeadKind,
  transform: InputTransform,
  anchor: Anchor,
): Promise<Float32Array> {
  const [inputs] = await eachRow(dataset, kind, transform, (raw) => [
    transformInputs({ ...raw, anchor: recordAnchor(raw.features, raw.analogs, anchor) }, transform),
  ]);
  return inputs;
}

type RowInputs = Omit<RawInputs, 'anchor'> & { features: Value };

/** What a graph makes of every row; texts are fed where the transform takes them. */
async function eachRow(
  dataset: DemandDataset,
  kind: HeadKind,
  transform: InputTransform | null,
  make: (raw: RowInputs) => Value[],
): Promise<Float32Array[]> {
  const { rows, dimension } = dataset;
  const width = rows.features.length / rows.count;
  const analogs = similarTable(dataset, kind);
  const analogWidth = analogs.length / rows.count;
  const graph = new GraphBuilder('rows');
  const vectors = (name: string, table: Float32Array) => {
    const padded = new Float32Array(table.length + dimension);
    padded.set(table);
    const values = graph.constant(padded, [padded.length / dimension, dimension]);
    return gather(values, graph.input(name, 'int64', ['N']));
  };
  const outputs = make({
    features: graph.input('features', 'float', ['N', width]),
    analogs: graph.input('analogs', 'float', ['N', analogWidth]),
    description: transform?.description ? vectors('sku', dataset.descriptions) : null,
    promo: transform?.promo ? vectors('promo', dataset.promotions) : null,
    familiarity: null,
  });
  outputs.forEach((output, at) => graph.output(`output_${at}`, output));
  const session = await openOnCpu(graph.bytes());
  const last = BigInt(dataset.promotions.length / dimension);
  const parts: Float32Array[][] = outputs.map(() => []);
  for (let from = 0; from < rows.count; from += ROWS_AT_ONCE) {
    const to = Math.min(rows.count, from + ROWS_AT_ONCE);
    const table = (values: Float32Array, columns: number) =>
      new Tensor('float32', values.subarray(from * columns, to * columns), [to - from, columns]);
    const indices = (values: Int32Array) =>
      new Tensor(
        'int64',
        BigInt64Array.from(values.subarray(from, to), (at) => (at < 0 ? last : BigInt(at))),
        [to - from],
      );
    const feeds: Record<string, Tensor> = {
      features: table(rows.features, width),
      analogs: table(analogs, analogWidth),
      sku: indices(rows.sku),
      promo: indices(rows.promo),
    };
    const found = await session.run(
      Object.fromEntries(session.inputNames.map((name) => [name, feeds[name]])),
    );
    parts.forEach((part, at) => part.push(found[`output_${at}`].data as Float32Array));
  }
  await session.release();
  return parts.map(concatenated);
}
