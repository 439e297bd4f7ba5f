import type { Evaluation } from '../../contract/evaluation/evaluation';
import type { TaskScore } from '../../contract/evaluation/scores';
import type { Manifest } from '../../contract/manifest';
import { isSimple, NUMERIC_ONLY, TEXT_AWARE, TEXT_ONLY } from '../../contract/modelNames';

/** Models whose figures go on a card, with the best of the simple methods. */
const HEADS = [TEXT_AWARE, NUMERIC_ONLY, TEXT_ONLY];

/** What a model card tells of a backtest: figures by task and model, and how many products and weeks they rest on. */
export function backtestFigures(evaluation: Evaluation): Pick<Manifest, 'metrics' | 'tested'> {
  if (evaluation.mode === 'table') {
    const models = evaluation.models.map(({ name, error, r2_log: r2 }) => [
      name,
      { [evaluation.figure]: error, ...known({ 'R2 of the logarithm': r2 }) },
    ]);
    return { metrics: { table: Object.fromEntries(models) } };
  }
  const tasks = evaluation.tasks.map(({ task, models }) => {
    const simple = models.find(({ name }) => isSimple(name));
    const shown = models.filter((model) => HEADS.includes(model.name) || model === simple);
    return [task, Object.fromEntries(shown.map(({ name, score }) => [name, figuresOf(score)]))];
  });
  const tested = evaluation.tasks.map(({ task, models }) => [task, extentOf(models[0].score)]);
  return { metrics: Object.fromEntries(tasks), tested: Object.fromEntries(tested) };
}

export function extentOf({ skus: products, weeks }: TaskScore): NonNullable<Manifest['tested']>[string] {
  return { products, weeks };
}

/** A score as model cards tell it. */
export function figuresOf({ weekly, total }: TaskScore): Record<string, number> {
  return known({
    'WAPE of p50, weekly': weekly.p50.wape,
    'wQL, weekly': weekly.quantiles?.wql ?? null,
    'rounded coverage of p10 to p90': weekly.quantiles?.coverage_rounded ?? null,
    'WAPE of the total (p50)': total.p50.wape,
    'WAPE of the total (mean)': total.mean?.wape ?? null,
    'bias of the total (mean)': total.mean?.bias ?? null,
  });
}

function known(figures: Record<string, number | null>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== null),
  );
}
