import { sum } from '../../src/common/statistics';
import { isSimple, TEXT_AWARE } from '../../src/contract/modelNames';
import type { Figure, Pooled } from './pool';

/** The served model against the simple method that is best over all cells of a task together. */
export interface AgainstOne {
  method: string;
  /** Geometric mean over the cells of the model's WAPE over the method's. */
  ratio: number;
}

/**
 * What the best of each cell by hindsight has over any method is its luck there too. One method for all cells, that with the
 * least geometric mean of WAPEs, has little of it. Null where no simple method forecasts in every cell.
 */
export function againstOneMethod(cells: readonly Pooled[], figure: Figure): AgainstOne | null {
  const meanLog = (method: string) => {
    const logs = cells.map(({ wapes }) => Math.log(wapes.find((one) => one.method === method)!.wape[figure]));
    return sum(logs) / logs.length;
  };
  const everywhere = (cells[0]?.wapes ?? [])
    .map(({ method }) => method)
    .filter((method) => cells.every(({ wapes }) => wapes.some((one) => one.method === method)));
  const simple = everywhere.filter(isSimple);
  if (simple.length === 0 || !everywhere.includes(TEXT_AWARE)) return null;
  const best = simple.reduce((a, b) => (meanLog(b) < meanLog(a) ? b : a));
  return { method: best, ratio: Math.exp(meanLog(TEXT_AWARE) - meanLog(best)) };
}
