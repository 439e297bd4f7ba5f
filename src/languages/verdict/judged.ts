import type { Outcome, PairedComparison } from '../../contract/evaluation/comparison';
import type { Evaluation } from '../../contract/evaluation/evaluation';
import type { Task } from '../../contract/evaluation/task';
import { isSimple, SHUFFLED, TEXT_AWARE } from '../../contract/modelNames';
import type { Speaker } from '../speaker';

/** What is judged: one task of a backtest, or the table as a whole. */
export interface Judged {
  task: Task | 'TABLE';
  /** In a sentence: "on new products". */
  on: string;
  /** Least error first. */
  scores: readonly { name: string }[];
  /** Compared figure of a model, lower is better, with its name. */
  figure: string;
  figureOf(model: string): number;
  comparisons: readonly { a: string; b: string; weekly: PairedComparison; outcome: Outcome }[];
}

/** What an evaluation judges, named in the speaker's language. */
export function judgedOf({ t }: Speaker, evaluation: Said): Judged[] {
  if (evaluation.mode === 'table') {
    const { models, comparisons, target } = evaluation;
    return [
      {
        task: 'TABLE',
        on: t('verdict.on.TABLE', { target: target ?? t('verdict.on.target') }),
        scores: models,
        figure: t('methods.figure.median'),
        figureOf: (model) => models.find(({ name }) => name === model)?.error ?? NaN,
        comparisons: comparisons.map(({ result, ...one }) => ({ ...one, weekly: result })),
      },
    ];
  }
  return evaluation.tasks.map(({ task, models, comparisons }) => ({
    task,
    on: t(`verdict.on.${task}`),
    scores: models,
    figure: 'WAPE',
    figureOf: (model) => models.find(({ name }) => name === model)?.score.weekly.p50.wape ?? NaN,
    comparisons,
  }));
}

/** All of an evaluation that a verdict is made from. */
export type Said = Evaluation extends infer One
  ? One extends Evaluation
    ? Omit<One, 'verdict'>
    : never
  : never;

/** The text-aware model against another. */
export function comparisonOf({ comparisons }: Judged, b: string): Judged['comparisons'][number] | undefined {
  return comparisons.find((one) => one.a === TEXT_AWARE && one.b === b);
}

/** The text-aware model against the simple method with the least error. */
export function simpleOf(judged: Judged): Judged['comparisons'][number] | undefined {
  const simple = judged.scores.find(({ name }) => isSimple(name));
  return simple && comparisonOf(judged, simple.name);
}

/** A gain is the words' only where the text-aware model also beats the same with descriptions shuffled. */
export function ofWords(judged: Judged, outcome: Outcome): Outcome {
  const control = comparisonOf(judged, SHUFFLED)?.outcome ?? 'better';
  return outcome === 'better' && control !== 'better' ? 'no_difference' : outcome;
}
