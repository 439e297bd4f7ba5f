import type { Week } from '../../common/week';
import type { Task } from '../../contract/evaluation/task';
import { SoldWeeks } from '../weeks/soldWeeks';

/** Units in a week, or in all weeks of the horizon together. */
export interface RecordedStep {
  p10: number;
  p50: number;
  p90: number;
  mean: number;
  /** The simple method's forecast; NaN if it had no data. */
  simple: number;
}

export interface RecordedForecast {
  sku: string;
  origin: Week;
  task: Task;
  /** First week forecast: `origin`, or later for a planned launch. */
  target: Week;
  /** One for each week of the horizon, then the total. */
  steps: RecordedStep[];
}

/** Forecasts of one product with its sales since. */
export interface ProductForecasts {
  sku: string;
  /** Null for one that is not in the catalog. */
  description: string | null;
  sold: SoldWeeks;
  forecasts: RecordedForecast[];
}

/** A product with its sales as stored. */
export interface ProductRow {
  sku: string;
  description: string;
  firstWeek: Week | null;
  weeks: Buffer | null;
}

/** A stored forecast with its product. */
export interface ForecastRow extends Omit<ProductRow, 'description'> {
  description: string | null;
  origin: Week;
  task: number;
  target: Week;
  steps: Buffer;
}

export type ForecastValues = Pick<ForecastRow, 'sku' | 'origin' | 'task' | 'target' | 'steps'>;

const FIELDS = ['p10', 'p50', 'p90', 'mean', 'simple'] as const;
const TASK_CODES: readonly Task[] = ['NEW', 'KNOWN', 'YOUNG'];

/** The column values of a forecast. */
export function valuesOf({ sku, origin, task, target, steps }: RecordedForecast): ForecastValues {
  return { sku, origin, task: TASK_CODES.indexOf(task), target, steps: packSteps(steps) };
}

/** Rows in the order of skus. */
export function byProduct(rows: readonly ForecastRow[], end: Week): ProductForecasts[] {
  const products: ProductForecasts[] = [];
  for (const row of rows) {
    let product = products.at(-1);
    if (product?.sku !== row.sku) {
      product = { sku: row.sku, description: row.description, sold: soldOf(row, end), forecasts: [] };
      products.push(product);
    }
    const { sku, origin, target } = row;
    product.forecasts.push({
      sku,
      origin,
      task: TASK_CODES[row.task],
      target,
      steps: unpackSteps(row.steps),
    });
  }
  return products;
}

export function soldOf({ firstWeek, weeks }: Pick<ProductRow, 'firstWeek' | 'weeks'>, end: Week): SoldWeeks {
  return new SoldWeeks(firstWeek === null || weeks === null ? null : { firstWeek, weeks }, end);
}

/** Little-endian float32, step after step in the order of FIELDS. */
function packSteps(steps: readonly RecordedStep[]): Buffer {
  const packed = Buffer.allocUnsafe(steps.length * FIELDS.length * 4);
  steps.forEach((step, at) =>
    FIELDS.forEach((field, place) => packed.writeFloatLE(step[field], (at * FIELDS.length + place) * 4)),
  );
  return packed;
}

function unpackSteps(packed: Buffer): RecordedStep[] {
  const width = FIELDS.length * 4;
  return Array.from({ length: packed.length / width }, (_, step) => {
    const at = (place: number) => packed.readFloatLE(step * width + place * 4);
    return { p10: at(0), p50: at(1), p90: at(2), mean: at(3), simple: at(4) };
  });
}
