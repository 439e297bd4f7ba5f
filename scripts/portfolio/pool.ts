import { quantile, sum } from '../../src/common/statistics';
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

/** A share of weeks and its standard error over draws, NaN for one draw. */
export interface Coverage {
  share: number;
  error: number;
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
  coverage: Coverage | null;
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
    coverage: covered.length > 0 ? coverageOf(covered) : null,
  };
}

/** Weeks of one draw count together, because its launches share their ranges. */
function coverageOf(draws: readonly { weeks: number; of: number }[]): Coverage {
  const all = sum(draws.map(({ of }) => of));
  const share = sum(draws.map(({ weeks }) => weeks)) / all;
  const squares = sum(draws.map(({ weeks, of }) => (weeks - share * of) ** 2));
  const { length } = draws;
  return { share, error: length > 1 ? Math.sqrt((squares * length) / (length - 1)) / all : NaN };
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
