import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { weekOf } from '../../src/common/week';
import type { Task } from '../../src/contract/evaluation/task';
import { type GroupSpread, type Spread, USUAL_SPREAD } from '../../src/contract/spread';
import { Demand } from '../../src/decisions/demand';
import { fitSpread } from '../../src/decisions/fitSpread';
import { type Figures, spanRange } from '../../src/decisions/spanRange';

/** A product at an origin: what was foreseen of its weeks and their total, and what came. */
export interface Outcome {
  sku: string;
  task: Task;
  /** Week. */
  origin: number;
  weeks: Figures[];
  total: Figures;
  /** Units, week by week. */
  actual: number[];
}

/** The outcomes of a method, by its first seed, in the directory of a report by `shelfcast evaluate`; `file` of its predictions. */
export function readOutcomes(report: string, file = 'text-aware-0'): Outcome[] {
  const found = new Map<string, Outcome>();
  const table = (file: string) =>
    parse(readFileSync(join(report, file), 'utf8'), { columns: true }) as Record<string, string>[];
  const place = ({ sku, origin, task }: Record<string, string>) => {
    const key = `${task} ${origin} ${sku}`;
    const none = { p10: NaN, p50: NaN, p90: NaN, mean: NaN };
    const outcome = found.get(key) ?? {
      ...{ sku, task: task as Task, origin: weekOf(origin) },
      ...{ weeks: [], total: none, actual: [] },
    };
    found.set(key, outcome);
    return outcome;
  };
  for (const row of table(`predictions/${file}.csv`)) {
    const figures = { p10: +row.p10, p50: +row.p50, p90: +row.p90, mean: +row.mean };
    const outcome = place(row);
    if (row.h === '0') outcome.total = figures;
    else outcome.weeks[+row.h - 1] = figures;
  }
  for (const row of table('truth.csv')) place(row).actual[+row.h - 1] = +row.y;
  return [...found.values()];
}

/** Units of the first `span` weeks. */
export function sold({ actual }: Outcome, span: number): number {
  return actual.slice(0, span).reduce((sum, units) => sum + units, 0);
}

export function demandOf(
  { task, weeks, total }: Outcome,
  span: number,
  spread: Spread,
  meanHolds = task === 'NEW',
): Demand {
  const { tail } = groupOf(task, spread);
  const shape = { tail, whole: spread.whole, meanHolds };
  return new Demand(spanRange(weeks, total, span), shape);
}

export function groupOf(task: Task, spread: Spread): GroupSpread {
  return task === 'NEW' ? spread.new : spread.known;
}

/** The spread that training would keep of these outcomes. */
export function spreadOf(outcomes: readonly Outcome[]): Spread {
  const whole = outcomes.every(({ actual }) => actual.every(Number.isInteger));
  const known = fitSpread(
    outcomes
      .filter(({ task }) => task !== 'NEW')
      .map((one) => ({ range: one.total, actual: sold(one, one.actual.length), moment: one.origin })),
    { whole, span: Math.max(...outcomes.map(({ weeks }) => weeks.length)) },
  );
  return { whole, known, new: { ...USUAL_SPREAD.new, together: known.together } };
}
