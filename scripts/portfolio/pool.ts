import { quantile } from '../../src/common/statistics';
import { Random } from '../../src/common/random';
import type { Task } from '../../src/contract/evaluation/task';
import { isSimple, TEXT_AWARE } from '../../src/contract/modelNames';
import { FIGURES, type ShopFigures, type Sums } from './shopFigures';

const RESAMPLES = 2000;
export type Figure = (typeof FIGURES)[number];

/** The served model against the best simple method by hindsight: ratio of WAPEs with its 95% interval. */
export interface Ratio {
  best: string;
  ratio: number;
  low: number;
  high: number;
}

/** One task of a cell, pooled over its draws. */
export interface Pooled {
  cell: string;
  task: Task;
  draws: number;
  products: number;
  /** WAPE of every method that forecast the task in each draw, least weekly error first. */
  wapes: { method: string; wape: Sums }[];
  /** Null where the served model or every simple method is missing, or a simple method makes no error at all. */
  ratios: Record<Figure, Ratio> | null;
  /** Share of the served model's weeks within [p10, p90] in whole units. */
  coverage: number | null;
}

/** Pools the figures of a cell's draws: errors and sales are added up over all of them. */
export function pooled(cell: string, task: Task, draws: readonly ShopFigures[]): Pooled | null {
  const parts = draws.flatMap((draw) => draw[task] ?? []);
  if (parts.length === 0) return null;
  const methods = Object.keys(parts[0].errors).filter((name) => parts.every(({ errors }) => name in errors));
  const sold = parts.flatMap((part) => part.sold);
  const errors = new Map(methods.map((name) => [name, parts.flatMap((part) => part.errors[name])]));
  const wapeOf = (name: string, figure: Figure) => total(errors.get(name)!, figure) / total(sold, figure);
  const wapes = methods
    .map((method) => ({
      method,
      wape: {
        weekly: wapeOf(method, 'weekly'),
        total: wapeOf(method, 'total'),
        mean: wapeOf(method, 'mean'),
      },
    }))
    .sort((a, b) => a.wape.weekly - b.wape.weekly);
  const skus = parts.flatMap((part) => part.skus);
  const simple = methods.filter(isSimple);
  const bestOf = (figure: Figure) => simple.reduce((a, b) => (wapeOf(b, figure) < wapeOf(a, figure) ? b : a));
  const ratio = (figure: Figure): Ratio => {
    const best = bestOf(figure);
    return { best, ...ratioOf(skus, errors.get(TEXT_AWARE)!, errors.get(best)!, figure) };
  };
  const erring = simple.length > 0 && FIGURES.every((figure) => wapeOf(bestOf(figure), figure) > 0);
  const covered = parts.map((part) => part.covered[TEXT_AWARE]).filter((one) => one !== undefined);
  const weeks = covered.reduce((sum, { of }) => sum + of, 0);
  return {
    cell,
    task,
    draws: parts.length,
    products: new Set(skus).size,
    wapes,
    ratios:
      errors.has(TEXT_AWARE) && erring
        ? { weekly: ratio('weekly'), total: ratio('total'), mean: ratio('mean') }
        : null,
    coverage: weeks > 0 ? covered.reduce((sum, one) => sum + one.weeks, 0) / weeks : null,
  };
}

/**
 * Ratio of two methods' summed errors and its 95% interval by a paired bootstrap: products are drawn with replacement,
 * all rows of a product in all draws together, 2,000 times from a fixed seed.
 */
function ratioOf(
  skus: readonly string[],
  a: readonly Sums[],
  b: readonly Sums[],
  figure: Figure,
): Omit<Ratio, 'best'> {
  const places = new Map([...new Set(skus)].map((sku, place) => [sku, place]));
  const [own, other] = [new Float64Array(places.size), new Float64Array(places.size)];
  skus.forEach((sku, row) => {
    own[places.get(sku)!] += a[row][figure];
    other[places.get(sku)!] += b[row][figure];
  });
  const random = new Random(0);
  const ratios = Array.from({ length: RESAMPLES }, () => {
    let [above, below] = [0, 0];
    for (let draw = 0; draw < places.size; draw += 1) {
      const product = random.below(places.size);
      above += own[product];
      below += other[product];
    }
    return above / below;
  });
  return {
    ratio: total(a, figure) / total(b, figure),
    low: quantile(ratios, 0.025),
    high: quantile(ratios, 0.975),
  };
}

function total(sums: readonly Sums[], figure: Figure): number {
  return sums.reduce((sum, one) => sum + one[figure], 0);
}
