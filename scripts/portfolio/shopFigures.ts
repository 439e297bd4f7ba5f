import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sum } from '../../src/common/statistics';
import { writeWhole } from '../../src/common/writeWhole';
import type { DemandSchema } from '../../src/contract/dataSchema';
import { ShelfcastError } from '../../src/contract/errors';
import type { Task } from '../../src/contract/evaluation/task';
import type { Engine } from '../../src/engine/engine';
import { backtestDemand, demandMethods } from '../../src/evaluation/evaluateDemand';
import type { Backtest, BacktestProgress, Run } from '../../src/evaluation/backtest/backtest';
import { fingerprint } from '../../src/evaluation/backtest/fingerprint';
import { totalStep } from '../../src/evaluation/metrics/score';
import {
  NUMERIC_ONLY,
  SHUFFLED,
  SHUFFLED_PROMOTIONS,
  TEXT_ONLY,
  WITHOUT_PROMOTIONS,
} from '../../src/contract/modelNames';
import { readDemand } from '../../src/ingest/readDemand';
import { readSchema } from '../../src/ingest/schemaFile';
import type { Shop } from './kinds';

const HORIZON = 4;
/** Twins and controls, which answer other questions than which model to serve. */
const CONTROLS = [NUMERIC_ONLY, TEXT_ONLY, SHUFFLED, WITHOUT_PROMOTIONS, SHUFFLED_PROMOTIONS];
export const TASKS: readonly Task[] = ['NEW', 'YOUNG', 'KNOWN'];

/** Sums over one product's rows of a task: of units sold, or of absolute errors in units. */
export interface Sums {
  weekly: number;
  /** Of the median and of the mean of the total over the horizon. */
  total: number;
  mean: number;
}
export const FIGURES = ['weekly', 'total', 'mean'] as const satisfies (keyof Sums)[];

export interface TaskFigures {
  skus: string[];
  sold: Sums[];
  /** By method, errors of each product in the order of `skus`. */
  errors: Record<string, Sums[]>;
  /** By method that gives ranges: weeks within [p10, p90] in whole units, of how many. */
  covered: Record<string, { weeks: number; of: number }>;
}
export type ShopFigures = Partial<Record<Task, TaskFigures>>;

export interface Measuring {
  engine: Engine;
  /** Directory of finished forecasts and figures. */
  out: string;
  /** Names of the only methods; null: all but twins, controls and those on request. */
  methods: readonly string[] | null;
  onProgress(progress: BacktestProgress): void;
}

/** Errors by product of every method on a shop, at the origins of `shelfcast evaluate`; read back where they are kept. */
export async function shopFigures(shop: Shop, options: Measuring): Promise<ShopFigures> {
  const schema = (await readSchema(shop.schema)) as DemandSchema;
  const { panel, report } = await readDemand(shop.data, schema);
  const { engine, out, methods, onProgress } = options;
  const dependsOn = [report.hash, schema, shop.seed, methods, readFileSync(__filename, 'utf8')];
  const kept = join(out, 'figures', `${fingerprint(dependsOn, engine.encoder)}.json`);
  const found = readKept(kept);
  if (found) return found;
  const settings = { engine, schema, horizon: HORIZON, origins: null, out, seeds: [shop.seed] };
  const all = await demandMethods(panel, { ...settings, onEmbedding: () => {} });
  const unknown = methods?.find((name) => !all.some((one) => one.name === name));
  if (unknown !== undefined) {
    const names = all.map(({ name }) => name).join(', ');
    throw new ShelfcastError('invalid', `there is no method '${unknown}'; there are: ${names}`);
  }
  const forecasters = all
    .filter(({ name, onRequest }) => methods?.includes(name) ?? !(onRequest || CONTROLS.includes(name)))
    .map((one) => ({ ...one, lagDepths: false }));
  const { result } = await backtestDemand(panel, report.hash, forecasters, { ...settings, onProgress });
  const figures = figuresOf(result);
  await writeWhole(kept, JSON.stringify(figures));
  return figures;
}

function readKept(file: string): ShopFigures | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ShopFigures;
  } catch {
    return null;
  }
}

function figuresOf(result: Backtest): ShopFigures {
  return Object.fromEntries(
    TASKS.flatMap((task) => {
      const rows = result.cases.flatMap((one, i) => (one.task === task ? [i] : []));
      return rows.length > 0 ? [[task, taskFigures(result, rows)]] : [];
    }),
  );
}

function taskFigures({ truth, runs }: Backtest, rows: readonly number[]): TaskFigures {
  const skus = [...new Set(rows.map((i) => truth[i].sku))];
  const places = new Map(skus.map((sku, place) => [sku, place]));
  const summed = (sumsOf: (row: number) => Sums): Sums[] => {
    const sums = skus.map(() => ({ weekly: 0, total: 0, mean: 0 }));
    for (const i of rows) {
      const row = sumsOf(i);
      for (const figure of FIGURES) sums[places.get(truth[i].sku)!][figure] += row[figure];
    }
    return sums;
  };
  const able = runs.filter(({ forecasts }) => rows.every((i) => forecasts[i] !== null));
  return {
    skus,
    sold: summed((i) => {
      const units = knownUnits(truth[i].units);
      return { weekly: units.weekly, total: units.total ?? 0, mean: units.total ?? 0 };
    }),
    errors: Object.fromEntries(
      able.map((run) => [run.name, summed((i) => errorsOf(run, i, truth[i].units))]),
    ),
    covered: Object.fromEntries(
      able.flatMap((run) => {
        const weeks = rows.flatMap((i) => insideRange(run, i, truth[i].units));
        return weeks.length > 0
          ? [[run.name, { weeks: weeks.filter(Boolean).length, of: weeks.length }]]
          : [];
      }),
    ),
  };
}

/** A week whose sales nobody knows is in no figure, nor is the total that it belongs to. */
function knownUnits(units: readonly number[]): { weekly: number; total: number | null } {
  const known = units.filter((value) => !Number.isNaN(value));
  return { weekly: sum(known), total: known.length === units.length ? sum(known) : null };
}

function errorsOf(run: Run, row: number, units: readonly number[]): Sums {
  const forecast = run.forecasts[row]!;
  const { total } = knownUnits(units);
  const { p50, mean = p50 } = totalStep(forecast);
  return {
    weekly: sum(units.map((value, h) => Math.abs(forecast.weeks[h].p50 - value) || 0)),
    total: total === null ? 0 : Math.abs(p50 - total),
    mean: total === null ? 0 : Math.abs(mean - total),
  };
}

function insideRange(run: Run, row: number, units: readonly number[]): boolean[] {
  return units.flatMap((value, h) => {
    const { p10, p90 } = run.forecasts[row]!.weeks[h];
    if (Number.isNaN(value) || p10 === undefined || p90 === undefined) return [];
    return [value >= Math.round(p10) && value <= Math.round(p90)];
  });
}
