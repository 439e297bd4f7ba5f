import { certain } from '../../common/certain';
import { groupedBy } from '../../common/groupedBy';
import { mean, sum } from '../../common/statistics';
import type { HeadKind } from '../../contract/head';
import { featureNames } from '../../features/featureVector';
import type { CategoryLift } from '../head/categoryLift';
import type { DemandDataset } from './demandDataset';
import { readsHistory } from './demandInputs';
import { type DemandRows, ROW_KIND } from './demandRows';

/** Standard errors by which the levels of a category must differ more than chance explains. */
const SURE = 3;

/** Residual of a product's sales from the expectation of it as a new one, in log1p(weekly units). */
interface Residual {
  product: number;
  residual: number;
}

export interface FittedCategories {
  /** Null if no category has an effect. */
  lift: CategoryLift | null;
  /** [R]: the effect on each row, estimated without the row's product. */
  effects: Float32Array;
}

/**
 * Effects of category levels on the `expected` weekly units [R] of products without history. Estimated from launches
 * and products with hidden history, one observation per product. A level's effect is shrunk towards none, more so with
 * few products or if levels differ little compared with products (empirical Bayes, by the moments of a one-way analysis
 * of variance).
 */
export function fitCategories(
  { rows, context }: DemandDataset,
  kind: HeadKind,
  expected: Float32Array,
): FittedCategories {
  const effects = new Float32Array(rows.count);
  if (!readsHistory(kind)) return { lift: null, effects };
  const names = featureNames(context);
  const lift = { columns: [] as number[], effects: [] as number[] };
  let residuals = residualsOf(rows, expected);
  for (const [category, levels] of Object.entries(context.categories)) {
    const columns = levels.map((level) => names.indexOf(`${category}=${level}`));
    const levelOf = (row: number) =>
      columns.findIndex((column) => rows.features[row * names.length + column] === 1);
    const levelOfProduct = new Map<number, number>();
    rows.sku.forEach((product, row) => {
      if (levelOf(row) >= 0) levelOfProduct.set(product, levelOf(row));
    });
    const own = residuals.filter(({ product }) => levelOfProduct.has(product));
    const level = ({ product }: Residual) => certain(levelOfProduct.get(product), 'level of a product');
    const found = effectsOf(own, level, levels.length);
    if (!found) continue;
    lift.columns.push(...columns);
    lift.effects.push(...found.all);
    const residualOf = new Map(own.map((one) => [one.product, one]));
    rows.sku.forEach((product, row) => {
      const at = levelOf(row);
      // For a product that has changed its level only the latest counts.
      const part = levelOfProduct.get(product) === at ? residualOf.get(product) : undefined;
      if (at >= 0) effects[row] += found.without(at, part);
    });
    residuals = residuals.map((one) => ({
      ...one,
      residual: one.residual - (found.all[levelOfProduct.get(one.product) ?? -1] ?? 0),
    }));
  }
  return { lift: lift.columns.length > 0 ? lift : null, effects };
}

/** Residuals of launches and hidden histories minus the mean of their kind, averaged per product. */
function residualsOf({ units, count, kind, sku }: DemandRows, expected: Float32Array): Residual[] {
  const series = units.length / count;
  const each = [ROW_KIND.launch, ROW_KIND.hidden].flatMap((wanted) => {
    const found = new Map<number, number[]>();
    expected.forEach((value, row) => {
      const actual = units[(row + 1) * series - 1] / (series - 1);
      if (kind[row] !== wanted || Number.isNaN(value + actual)) return;
      const own = found.get(sku[row]) ?? [];
      found.set(sku[row], own);
      own.push(Math.log1p(actual) - Math.log1p(value));
    });
    const means = [...found].map(([product, values]) => ({ product, residual: mean(values) }));
    const common = mean(means.map(({ residual }) => residual));
    return means.map((one) => ({ ...one, residual: one.residual - common }));
  });
  const products = groupedBy(each, ({ product }) => product);
  return [...products].map(([product, own]) => ({
    product,
    residual: mean(own.map(({ residual }) => residual)),
  }));
}

interface Effects {
  /** [L]. */
  all: number[];
  /** The effect of a level, estimated without one of its products. */
  without(level: number, one: Residual | undefined): number;
}

/** Null if levels do not differ significantly. */
function effectsOf(
  residuals: readonly Residual[],
  levelOf: (one: Residual) => number,
  levels: number,
): Effects | null {
  const sums = Array.from({ length: levels }, () => ({ products: 0, residual: 0 }));
  for (const one of residuals) {
    sums[levelOf(one)].products += 1;
    sums[levelOf(one)].residual += one.residual;
  }
  const used = sums.filter(({ products }) => products > 0);
  const [count, groups] = [residuals.length, used.length];
  if (groups < 2 || count - groups < 2) return null;
  const whole = sum(residuals.map(({ residual }) => residual));
  const meanOf = ({ products, residual }: (typeof sums)[number]) => residual / products;
  const within =
    sum(residuals.map((one) => (one.residual - meanOf(sums[levelOf(one)])) ** 2)) / (count - groups);
  const between =
    sum(used.map((level) => level.products * (meanOf(level) - whole / count) ** 2)) / (groups - 1);
  if (!(between > within * (1 + SURE * Math.sqrt(2 / (groups - 1))))) return null;
  const typical = (count - sum(used.map(({ products }) => products ** 2)) / count) / (groups - 1);
  const hold = (within * typical) / (between - within);
  const effect = (products: number, residual: number, less: number, others: number) =>
    products === 0 ? 0 : (products / (products + hold)) * (residual / products - (whole - less) / others);
  return {
    all: sums.map(({ products, residual }) => effect(products, residual, 0, count)),
    without: (level, one) => {
      const { products, residual } = sums[level];
      if (!one) return effect(products, residual, 0, count);
      return effect(products - 1, residual - one.residual, one.residual, count - 1);
    },
  };
}
