import { mixError, type StackCase } from './stackShares';

/** Absolute error over the units sold, on held-out weeks, and that of the best simple method there. */
export interface Worth {
  task: 'NEW' | 'KNOWN';
  products: number;
  weekly: WorthFigure;
  /** Of the total's median. */
  total: WorthFigure;
}

export interface WorthFigure {
  served: number;
  simple: number;
  /** Name of the simple method. */
  best: string;
}

/** `fit` finds shares from cases; `names` are those of the parts beside the network. */
export function worthOf(
  cases: readonly StackCase[],
  names: readonly string[],
  fit: (cases: readonly StackCase[]) => number[],
): WorthFigure {
  const halves = [0, 1].map((half) => cases.filter(({ product }) => product % 2 === half));
  const errors = halves.map((half, at) => {
    const units = half.reduce((sum, { actual }) => sum + actual, 0);
    return half.length > 0 ? mixError(half, fit(halves[1 - at])) * units : 0;
  });
  const units = cases.reduce((sum, { actual }) => sum + actual, 0);
  const simple = names.flatMap((name, at) => {
    if (cases.some(({ known }) => !known[at])) return [];
    const alone = [0, ...names.map((_, other) => (other === at ? 1 : 0))];
    return [{ name, error: mixError(cases, alone) }];
  });
  const best = simple.reduce((least, one) => (one.error < least.error ? one : least), {
    name: 'nothing',
    error: 1,
  });
  return { served: (errors[0] + errors[1]) / Math.max(units, 1e-9), simple: best.error, best: best.name };
}
