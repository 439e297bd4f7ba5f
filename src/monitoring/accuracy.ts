import { mondayOf, type Week } from '../common/week';
import { type Task, TASKS } from '../contract/evaluation/task';
import type {
  AccuracyAnswer,
  DriftAnswer,
  DriftShares,
  ExpectedAccuracy,
  ProductAccuracy,
} from '../contract/monitoring';
import type { DriftStore } from '../registry/forecasts/driftStore';
import type { RecordedStep } from '../registry/forecasts/forecastRows';
import type { ForecastStore, Recording } from '../registry/forecasts/forecastStore';
import { driftShares, undriftable } from './drift';
import { ErrorSums } from './errorSums';
import { type Expected, readExpected } from './expected';
import { judge } from './states';
import { type Group, type Tally, tallyForecasts } from './tally';

export interface AccuracyParts {
  forecasts: ForecastStore;
  drift: DriftStore;
  /** The last complete week. */
  lastWeek(): Week | null;
  /** Directory of a registered model; null if it is not registered. */
  directoryOf(model: string): string | null;
  /** A product of the catalog; null if the code is unknown. */
  product(sku: string): { description: string } | null;
  /** Whether a model was trained on the catalog's products; null if unknown. */
  isOfShop(model: string): Promise<boolean | null>;
}

export const NONE_RECORDED = 'No forecasts are recorded yet: the server records them when weeks close.';

const SIMPLE: Record<Task, string> = {
  NEW: 'launch level',
  KNOWN: 'mean of 4 weeks',
  YOUNG: 'mean of 4 weeks',
};

/** The accuracy of the forecasts of the last closed weeks. */
export async function readAccuracy(parts: AccuracyParts, weeks: number): Promise<AccuracyAnswer> {
  const last = parts.lastWeek();
  const latest = parts.forecasts.recordings().at(-1) ?? null;
  const expected = await expectedOf(parts, latest);
  const { manifest } = expected;
  const trainedUntil = manifest?.data.last_week ?? null;
  const first = last === null ? null : last - weeks + 1;
  const tally = await tallyForecasts(
    parts.forecasts,
    last === null ? null : { first: last - weeks + 1, last },
    currentOrigins(parts.forecasts, latest),
  );
  const drift = {
    now: latest && latestDrift(parts.drift, latest, expected),
    training: trainingDrift(expected),
  };
  return {
    model: latest && { name: latest.model, hash: latest.hash, trained_until: trainedUntil },
    models: comparedModels(tally, parts.forecasts.recordings()),
    first_week: first === null ? null : mondayOf(first),
    last_week: last === null ? null : mondayOf(last),
    monitoring: judge({
      ...{ tally, expected: expected.accuracy, trainedUntil, lastWeek: last, drift },
      isOfShop: latest && (await parts.isOfShop(latest.model)),
    }),
    expected: expected.accuracy,
    missing: latest ? expected.missing : [NONE_RECORDED],
    groups: TASKS.flatMap((task) => {
      const { group, difference } = tally.groups[task];
      return group.products > 0 ? [{ ...groupFigures(task, group), difference: difference.interval() }] : [];
    }),
    weeks: [...tally.weeks]
      .sort(([a], [b]) => a - b)
      .flatMap(([week, tasks]) =>
        TASKS.flatMap((task) => {
          const group = tasks.get(task);
          return group
            ? [
                {
                  week: mondayOf(week),
                  ...groupFigures(task, group),
                  within_backtest: within(
                    group,
                    expected.accuracy.find((one) => one.task === task),
                  ),
                },
              ]
            : [];
        }),
      ),
    most_wrong: mostWrong(tally),
  };
}

/** The forecasts of one product, and its sales; null if it is not in the catalog and has no forecasts. */
export function readProductAccuracy(
  { forecasts, product: listed, lastWeek }: Pick<AccuracyParts, 'forecasts' | 'product' | 'lastWeek'>,
  sku: string,
): ProductAccuracy | null {
  const product = forecasts.forecastsOf(sku, (lastWeek() ?? -Infinity) + 1);
  if (!product) return withoutForecasts(sku, listed(sku));
  const models = new Map(forecasts.recordings().map(({ origin, model }) => [origin, model]));
  const sums = new ErrorSums();
  const shown = product.forecasts.map(({ origin, task, target, steps }) => {
    const units = steps.slice(0, -1).map((_, h) => product.sold.at(target + h));
    units.forEach((actual, h) => !Number.isNaN(actual) && sums.add(actual, steps[h]));
    const total = units.reduce((sum, value) => sum + value, 0);
    return {
      made_for: mondayOf(origin),
      model: models.get(origin) ?? '',
      task,
      weeks: units.map((actual, h) => ({
        week: mondayOf(target + h),
        units: known(actual),
        ...shownStep(steps[h]),
      })),
      total: { units: known(total), ...shownStep(steps[steps.length - 1]) },
    };
  });
  return {
    sku: product.sku,
    description: product.description,
    model: sums.model(),
    simple: sums.simpleMethod(),
    forecasts: shown,
  };
}

function withoutForecasts(sku: string, listed: { description: string } | null): ProductAccuracy | null {
  if (!listed) return null;
  const none = new ErrorSums();
  const { description } = listed;
  return { sku, description, model: none.model(), simple: none.simpleMethod(), forecasts: [] };
}

/** How items of the last weeks compare with the training data. */
export async function readDrift(parts: AccuracyParts, { since }: { since: Week }): Promise<DriftAnswer> {
  const latest = parts.forecasts.recordings().at(-1) ?? null;
  const expected = await expectedOf(parts, latest);
  const { manifest } = expected;
  return {
    training: trainingDrift(expected),
    missing: [
      ...(manifest ? undriftable(manifest).values() : []),
      ...(manifest?.expected
        ? []
        : ["The model does not tell the training's own figures: train it again to have them."]),
    ],
    weeks: parts.drift.since(since).map(({ week, source, model, counts }) => ({
      week: mondayOf(week),
      source,
      model,
      ...driftShares(counts, manifest),
    })),
  };
}

function expectedOf(parts: AccuracyParts, latest: Recording | null): Promise<Expected> {
  return readExpected(latest && parts.directoryOf(latest.model));
}

function currentOrigins(store: ForecastStore, latest: Recording | null): (origin: Week) => boolean {
  const origins = store
    .recordings()
    .filter(({ model, hash }) => model === latest?.model && hash === latest.hash)
    .map(({ origin }) => origin);
  const current = new Set(origins);
  return (origin) => current.has(origin);
}

/** Which models' forecasts were compared, and in how many weeks; the latest first. */
function comparedModels({ compared }: Tally, recordings: readonly Recording[]): AccuracyAnswer['models'] {
  const weeks = new Map<string, Set<Week>>();
  for (const { origin, model } of recordings.toReversed()) {
    const met = compared.get(origin);
    if (met) weeks.set(model, new Set([...(weeks.get(model) ?? []), ...met]));
  }
  return [...weeks].map(([name, of]) => ({ name, weeks: of.size }));
}

function latestDrift(store: DriftStore, latest: Recording, { manifest }: Expected): DriftShares | null {
  const found = store
    .since(latest.origin)
    .find(
      ({ week, source, model }) => source === 'catalog' && week === latest.origin && model === latest.model,
    );
  return found && latest.finished ? driftShares(found.counts, manifest) : null;
}

function trainingDrift({ manifest }: Expected): DriftShares | null {
  return manifest?.expected?.drift ?? null;
}

function groupFigures(task: Task, { products, sums }: Group) {
  return {
    task,
    products,
    forecasts: sums.forecasts,
    units: sums.units,
    model: sums.model(),
    simple: { method: SIMPLE[task], ...sums.simpleMethod() },
  };
}

function within({ sums }: Group, expected: ExpectedAccuracy | undefined): boolean | null {
  const { wape } = sums.model();
  return !expected || wape === null ? null : wape <= expected.high;
}

function mostWrong({ mostWrong: products, groups }: Tally): AccuracyAnswer['most_wrong'] {
  const all = Object.values(groups).reduce((sum, { group }) => sum + group.sums.absolute, 0);
  return products.map((product) => ({ ...product, share: all > 0 ? Math.min(1, product.error / all) : 0 }));
}

function shownStep({ simple, ...range }: RecordedStep) {
  return { ...range, simple: known(simple) };
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
