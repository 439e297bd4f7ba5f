import { skuKey } from '../common/sku';
import { mondayOf, weekOf, type Week } from '../common/week';
import type { Task } from '../contract/evaluation/task';
import { ShelfcastError } from '../contract/errors';
import type { ItemForecast } from '../contract/forecastAnswers';
import type { Item } from '../contract/item';
import type { Manifest } from '../contract/manifest';
import { MODEL_FILES } from '../contract/manifest';
import type { PlainForecasts } from '../contract/service';
import { whenUnlocked } from '../registry/database/database';
import { addCounts, type DriftCounts, type DriftStore, NO_DRIFT } from '../registry/forecasts/driftStore';
import type { RecordedForecast } from '../registry/forecasts/forecastRows';
import type { ForecastStore, ProductPage, Recording } from '../registry/forecasts/forecastStore';
import type { LaunchStore } from '../registry/launches';
import { countDrift } from './drift';
import { whyIgnored } from './whyIgnored';
import { launchLevel, meanOfFourWeeks, taskOf } from './onSale';

/** Products per step; a step is recorded in one transaction. */
const PAGE = 64;
/** Items forecast together: few, so that others soon have their turn. */
const BATCH = 32;
const NO_ITEM = ['invalid', 'text_refused'];

export interface RecorderParts {
  forecasts: ForecastStore;
  launches: LaunchStore;
  drift: DriftStore;
  /** First week in the catalog. */
  firstWeek(): Week | null;
  /** Codes of the products that a served model was trained on; null if it does not serve, or lists none. */
  productsOf(model: string): ReadonlySet<string> | null;
  /** With the active model, when nobody else needs it. */
  forecast(items: Item[], signal: AbortSignal): Promise<PlainForecasts>;
  /** Called for an item that cannot be forecast. */
  onSkipped(sku: string, reason: string): void;
}

/** A product or launch to be forecast at an origin. */
interface Recorded {
  item: Item & { sku: string };
  task: Task;
  target: Week;
  /** For each week ahead and in total. */
  simple: { weeks: number[] | number; total: number };
}

/** Records the active model's forecasts for all products on sale when weeks close, and for launches. */
export class Recorder {
  constructor(private readonly parts: RecorderParts) {}

  /**
   * Forecasts as of `origin`, the first week that is not complete, and deletes forecasts made before `keepFrom`.
   * Resumes where it was stopped, and does nothing if everything is recorded. Launches are planned from now on:
   * `withLaunches` is only for the latest origin. Rejects if the signal is aborted or nothing can be forecast.
   */
  async record(
    origin: Week,
    active: Manifest,
    { keepFrom, withLaunches }: { keepFrom: Week; withLaunches: boolean },
    signal: AbortSignal,
  ): Promise<void> {
    let recording = await this.begin(origin, active);
    const trained = recording.finished ? null : this.parts.productsOf(active.name);
    while (!recording.finished) {
      await new Promise(setImmediate);
      signal.throwIfAborted();
      const page = this.parts.forecasts.productsAfter(recording.upTo, PAGE, origin);
      const last = page.length === 0;
      const wanted = last ? await this.launches(origin, active, withLaunches) : products(page, origin);
      const { forecasts, drift } = await this.forecastAll(wanted, origin, active, signal);
      const upTo = last ? null : page[page.length - 1].sku;
      const from = recording.upTo;
      recording = {
        ...recording,
        products: recording.products + forecasts.length,
        upTo: upTo ?? '',
        finished: last,
      };
      const counts = addCounts(drift, soldCounts(page, origin, isNewTo(active, trained)));
      await whenUnlocked(() =>
        this.parts.forecasts.record(recording, forecasts, () => {
          this.parts.forecasts.thin(from, upTo, keepFrom);
          this.parts.drift.add({ week: origin, source: 'catalog', model: active.name, counts });
        }),
      );
    }
  }

  /** What is recorded so far with this model, or a new recording that replaces one of another model. */
  private async begin(origin: Week, active: Manifest): Promise<Recording> {
    const { forecasts, drift } = this.parts;
    const known = forecasts.recording(origin);
    const hash = hashOf(active);
    if (known && (known.finished || (known.model === active.name && known.hash === hash))) return known;
    const begun: Recording = {
      origin,
      model: active.name,
      hash,
      horizon: active.horizon,
      products: 0,
      upTo: '',
      finished: false,
    };
    await whenUnlocked(() => forecasts.record(begun, [], () => drift.forgetWeek(origin, 'catalog')));
    return begun;
  }

  private async launches(origin: Week, { horizon }: Manifest, wanted: boolean): Promise<Recorded[]> {
    const planned = wanted ? this.parts.launches.all() : [];
    const near = planned.filter((launch) => {
      if (weekOf(launch.date) >= origin + horizon) return false;
      return whyIgnored(launch, this.parts.forecasts.product(launch.sku, origin)?.sold, origin) === null;
    });
    if (near.length === 0) return [];
    const firstWeek = this.parts.firstWeek() ?? origin;
    const simple = await launchLevel(this.parts.forecasts, { origin, firstWeek, horizon });
    return near.map(({ sku, description, price, promo_text, date }) => ({
      item: { sku, description, price, promo_text, date },
      task: 'NEW',
      target: weekOf(date),
      simple,
    }));
  }

  private async forecastAll(
    wanted: readonly Recorded[],
    origin: Week,
    active: Manifest,
    signal: AbortSignal,
  ): Promise<{ forecasts: RecordedForecast[]; drift: DriftCounts }> {
    const forecasts: RecordedForecast[] = [];
    let drift = NO_DRIFT;
    for (let from = 0; from < wanted.length; from += BATCH) {
      const batch = wanted.slice(from, from + BATCH);
      const answers = await this.answers(batch, active, signal);
      const answered = batch.filter((_, at) => answers[at] !== null);
      const items = answers.filter((answer) => answer !== null);
      drift = addCounts(drift, countDrift(items));
      answered.forEach((one, at) => forecasts.push(recordedForecast(one, origin, items[at])));
    }
    return { forecasts, drift };
  }

  /** In order; null for an item that cannot be forecast. */
  private async answers(
    batch: readonly Recorded[],
    active: Manifest,
    signal: AbortSignal,
  ): Promise<(ItemForecast | null)[]> {
    try {
      const { manifest, items } = await this.parts.forecast(
        batch.map(({ item }) => item),
        signal,
      );
      if (hashOf(manifest) !== hashOf(active)) throw new Error('another model was made active meanwhile');
      return items;
    } catch (error) {
      if (!(error instanceof ShelfcastError) || !NO_ITEM.includes(error.code)) throw error;
      if (batch.length === 1) {
        this.parts.onSkipped(batch[0].item.sku, error.detail);
        return [null];
      }
      const alone: (ItemForecast | null)[] = [];
      for (const one of batch) alone.push(...(await this.answers([one], active, signal)));
      return alone;
    }
  }
}

/** Identifies a version of a model. */
export function hashOf({ files }: Manifest): string {
  return files[MODEL_FILES.head] ?? '';
}

function products(page: readonly ProductPage[], origin: Week): Recorded[] {
  return page.flatMap(({ sku, description, sold }) => {
    const task = taskOf(sold, origin);
    if (task === null) return [];
    const simple = meanOfFourWeeks(sold, origin);
    return [
      {
        item: { sku, description: description.trim() || sku, date: mondayOf(origin) },
        task,
        target: origin,
        simple: { weeks: simple, total: NaN },
      },
    ];
  });
}

type IsNew = (product: ProductPage) => boolean;

/** Which products training did not know: those not among its `products`, or launched after it if it lists none. */
function isNewTo({ data }: Manifest, products: ReadonlySet<string> | null): IsNew {
  if (products) return ({ sku }) => !products.has(skuKey(sku));
  const last = data.last_week === null ? Infinity : weekOf(data.last_week);
  return ({ sold }) => sold.firstSale !== null && sold.firstSale > last;
}

/** Units of the week before an origin, and of products that training did not know. */
function soldCounts(page: readonly ProductPage[], origin: Week, isNew: IsNew): DriftCounts {
  const counts = { ...NO_DRIFT };
  for (const product of page) {
    const units = product.sold.at(origin - 1) || 0;
    counts.units += units;
    if (isNew(product)) counts.new_units += units;
  }
  return counts;
}

function recordedForecast(
  { item, task, target, simple }: Recorded,
  origin: Week,
  { forecast, total }: ItemForecast,
): RecordedForecast {
  const { weeks } = simple;
  const simpleOf = (h: number) => (typeof weeks === 'number' ? weeks : weeks[h]);
  const simpleTotal = typeof weeks === 'number' ? weeks * forecast.length : simple.total;
  const steps = forecast.map(({ p10, p50, p90, mean }, h) => ({ p10, p50, p90, mean, simple: simpleOf(h) }));
  const { p10, p50, p90, mean } = total;
  return {
    sku: item.sku,
    origin,
    task,
    target,
    steps: [...steps, { p10, p50, p90, mean, simple: simpleTotal }],
  };
}
