import { deviation as deviationOf, mean } from '../../common/statistics';
import type { HeadKind } from '../../contract/head';
import { FEATURES } from '../../features/definitions';
import { featureNames } from '../../features/featureVector';
import { SHOP_SEASON_COLUMNS } from '../../shop/neighbours/neighbourStatistics';
import { type Anchor, DEVIATION_WEEKS } from '../head/anchor';
import type { DemandDataset } from './demandDataset';
import type { Sizes } from './demandOptions';
import { ROW_KIND } from './demandRows';
import type { RowAnchors } from './rowGraph';
import { OF_STACK, similarLevel, similarNames, similarTable } from './similarColumns';
import { project, type Projection } from '../head/projection';
import { type InputTransform, standardise } from '../head/inputTransform';

/** Columns that even a text-only head knows: whether and when the product is launched. */
const PLANNING = ['launch', 'lead'];
const SEASON = ['year_sine', 'year_cosine'];
/** Planned values: not inputs of a network, they enter only through the answers' factor. */
const PLANNED = ['price', 'promotion_depth'];
/** Features whose mean is a product's own level, and columns of similar products on the same scale. */
const OWN_LEVEL = ['mean_8', 'smoothed_3'];
const LEVELS_OF_SIMILAR = ['analogs_level', 'analogs_mean', 'analogs_revenue', 'price_level', 'price_mean'];
function usesText(kind: HeadKind): boolean {
  return kind !== 'numeric_only';
}

/** Whether it uses numbers: past sales, prices, further columns. */
export function readsHistory(kind: HeadKind): boolean {
  return kind !== 'text_only';
}

/** The anchor of one kind of head, fitted on these rows of a dataset. */
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

/**
 * By the vectors that they were computed from, which all fits on a dataset share: computing them takes longer than
 * training on a small shop.
 */
const known = new WeakMap<Float32Array, Map<number, Projection>>();

function directionsOf(vectors: Float32Array, dimension: number, directions: number): Projection {
  const found = known.get(vectors) ?? new Map<number, Projection>();
  known.set(vectors, found);
  const projection = found.get(directions) ?? project(vectors, dimension, directions);
  found.set(directions, projection);
  return projection;
}

/** The input transform of one kind of head, fitted on these rows of a dataset. */
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
    // Without vectors of promotions a head cannot recognise a planned one.
    promo: projected(promotions, Math.max(1, directions)),
    fadedBy: readsHistory(kind) ? names.indexOf('weeks_known') : null,
  };
}
