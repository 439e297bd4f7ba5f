import type { Evaluation } from '../contract/evaluation/evaluation';

/** A text line with figures for each method, best first. */
export function figuresText(evaluation: Evaluation): string[] {
  if (evaluation.mode === 'table') {
    const { models, figure } = evaluation;
    return [
      `  ${figure}:`,
      ...models.map(({ name, error, r2_log: r2 }) =>
        line(name, [error, ...(r2 === null ? [] : [r2])], ['', ', R2 of the logarithm ']),
      ),
    ];
  }
  return evaluation.tasks.flatMap(({ task, models }) => [
    `  ${task}, WAPE by week and of totals:`,
    ...models.map(({ name, score: { weekly, total } }) =>
      line(name, [weekly.p50.wape, (total.mean ?? total.p50).wape], ['', ', ']),
    ),
  ]);
}

function line(name: string, figures: readonly (number | null)[], before: readonly string[]): string {
  const told = figures.map((figure, at) => `${before[at]}${figure?.toFixed(3) ?? 'unknown'}`);
  return `    ${name}: ${told.join('')}`;
}
