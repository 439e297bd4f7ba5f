import { byTask, type Task } from '../contract/evaluation/task';
import type { Week } from '../common/week';
import type { ProductForecasts } from '../registry/forecasts/forecastRows';
import type { ForecastStore } from '../registry/forecasts/forecastStore';
import { ErrorSums, ProductRatio } from './errorSums';

/** Products per step; others have their turn between steps. */
const PAGE = 25;
const MOST_WRONG = 20;
/** Number of closed weeks on which the state is based. */
export const JUDGED_WEEKS = 2;
/** Default number of closed weeks. */
export const WINDOW_WEEKS = 13;

interface WrongProduct {
  sku: string;
  description: string | null;
  task: Task;
  units: number;
  forecast: number;
  error: number;
}

/** Errors of a group of products in a week or in all weeks. */
export class Group {
  readonly sums = new ErrorSums();
  products = 0;
}

/** Errors of forecasts, by task and week, and the figures on which the state is based. */
export interface Tally {
  /** Of all weeks of the window. */
  groups: Record<Task, { group: Group; difference: ProductRatio }>;
  weeks: Map<Week, Map<Task, Group>>;
  /** Weeks of the window that were forecast at each origin and compared. */
  compared: Map<Week, Set<Week>>;
  mostWrong: WrongProduct[];
  /** For the last closed weeks, as forecast by the current model, by week, oldest first; empty if no week is closed. */
  judged: { week: Week; all: Group; tasks: Record<Task, Group> }[];
  /** The model's errors minus the simple method's in those weeks. */
  judgedDifference: ProductRatio;
  /** The same in the last 13 closed weeks, by task, with the weeks that were compared. */
  window: Record<Task, { difference: ProductRatio; weeks: Set<Week> }>;
}

/**
 * Adds up the errors of all forecasts of the weeks from `first` to `last`, the last closed one; null if none is closed.
 * `isCurrent` selects origins whose forecasts were made by the current model. The figures of the state do not depend on
 * `first`.
 */
export async function tallyForecasts(
  store: ForecastStore,
  closed: { first: Week; last: Week } | null,
  isCurrent: (origin: Week) => boolean,
): Promise<Tally> {
  const tally: Tally = {
    groups: byTask(() => ({ group: new Group(), difference: new ProductRatio() })),
    weeks: new Map(),
    compared: new Map(),
    mostWrong: [],
    judged: closed ? judgedWeeks(closed.last) : [],
    judgedDifference: new ProductRatio(),
    window: byTask(() => ({ difference: new ProductRatio(), weeks: new Set<Week>() })),
  };
  if (!closed) return tally;
  for (let after = ''; ;) {
    const page = store.forecastsAfter(after, PAGE, closed.last + 1);
    if (page.length === 0) return tally;
    after = page[page.length - 1].sku;
    for (const product of page) addProduct(tally, product, { ...closed, isCurrent });
    await new Promise(setImmediate);
  }
}

function judgedWeeks(last: Week): Tally['judged'] {
  return Array.from({ length: JUDGED_WEEKS }, (_, at) => ({
    week: last - JUDGED_WEEKS + 1 + at,
    all: new Group(),
    tasks: byTask(() => new Group()),
  }));
}

/** Errors of one product by task: the model's minus the simple method's, and units, if both are known. */
class Pairs {
  private readonly pairs = new Map<Task, { gap: number; units: number }>();

  add(task: Task, gap: number, units: number): void {
    const pair = this.pairs.get(task) ?? { gap: 0, units: 0 };
    this.pairs.set(task, { gap: pair.gap + gap, units: pair.units + units });
  }

  addTo(differenceOf: (task: Task) => ProductRatio): void {
    for (const [task, { gap, units }] of this.pairs) differenceOf(task).add(gap, units);
  }
}

function addProduct(
  tally: Tally,
  { sku, description, sold, forecasts }: ProductForecasts,
  { first, last, isCurrent }: { first: Week; last: Week; isCurrent: (origin: Week) => boolean },
): void {
  const [pairs, windowPairs] = [new Pairs(), new Pairs()];
  const judged = { gap: 0, units: 0, isAny: false };
  const wrong = new Map<Task, WrongProduct>();
  const met = new Set<Group>();
  for (const { origin, task, target, steps } of forecasts) {
    for (let h = 0; h < steps.length - 1; h++) {
      const week = target + h;
      const actual = sold.at(week);
      if (Number.isNaN(actual)) continue;
      const step = steps[h];
      const gap = Math.abs(step.p50 - actual) - Math.abs(step.simple - actual);
      const isCompared = !Number.isNaN(gap);
      const add = (group: Group) => {
        group.sums.add(actual, step);
        if (!met.has(group)) group.products++;
        met.add(group);
      };
      if (week >= first) {
        add(tally.groups[task].group);
        add(groupOf(tally, week, task));
        tally.compared.set(origin, (tally.compared.get(origin) ?? new Set()).add(week));
        const product = wrong.get(task) ?? { sku, description, task, units: 0, forecast: 0, error: 0 };
        product.units += actual;
        product.forecast += step.p50;
        product.error += Math.abs(step.p50 - actual);
        wrong.set(task, product);
        if (isCompared) pairs.add(task, gap, actual);
      }
      if (!isCurrent(origin)) continue;
      if (isCompared && week > last - WINDOW_WEEKS) {
        windowPairs.add(task, gap, actual);
        tally.window[task].weeks.add(week);
      }
      const recent = tally.judged.find((one) => one.week === week);
      if (!recent) continue;
      add(recent.all);
      add(recent.tasks[task]);
      if (!isCompared) continue;
      judged.gap += gap;
      judged.units += actual;
      judged.isAny = true;
    }
  }
  pairs.addTo((task) => tally.groups[task].difference);
  windowPairs.addTo((task) => tally.window[task].difference);
  if (judged.isAny) tally.judgedDifference.add(judged.gap, judged.units);
  tally.mostWrong.push(...wrong.values());
  tally.mostWrong.sort((a, b) => b.error - a.error);
  tally.mostWrong.length = Math.min(tally.mostWrong.length, MOST_WRONG);
}

function groupOf({ weeks }: Tally, week: Week, task: Task): Group {
  const tasks = weeks.get(week) ?? new Map<Task, Group>();
  const group = tasks.get(task) ?? new Group();
  tasks.set(task, group);
  weeks.set(week, tasks);
  return group;
}
