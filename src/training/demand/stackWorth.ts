import type { Cases } from './stackCases';
import { mixError, type ServedMix, type StackCase } from './stackShares';

/** Absolute error over the units sold on held-out weeks, and that of the best simple method there. */
export interface Worth {
  task: 'NEW' | 'KNOWN';
  products: number;
  /** Name of the simple method that is served alone for these products; null for a mix. */
  alone: string | null;
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

/**
 * Evaluates a stack for a group of products: each half of the cases is forecast with shares from the other half.
 * `names` are those of the parts besides the network; `fit` finds shares, and `served` is served instead of their mix.
 */
export function worthOf(
  { weeks, total, mean }: Cases,
  names: readonly string[],
  fit: (cases: readonly StackCase[]) => number[],
  served: ServedMix,
): { weekly: WorthFigure; total: WorthFigure } {
  const ofHalf = (cases: readonly StackCase[], half: number) =>
    cases.filter(({ product }) => product % 2 === half);
  const shares = [1, 0].map((half) => fit(ofHalf([...weeks, ...total, ...mean], half)));
  const figure = (cases: readonly StackCase[]) =>
    figureOf(
      cases,
      names,
      shares.map((own, half) => ({ own, cases: ofHalf(cases, half) })),
      served,
    );
  return { weekly: figure(weeks), total: figure(total) };
}

function figureOf(
  cases: readonly StackCase[],
  names: readonly string[],
  halves: readonly { own: readonly number[]; cases: readonly StackCase[] }[],
  served: ServedMix,
): WorthFigure {
  const errors = halves.map(({ own, cases: half }) => {
    const units = half.reduce((sum, { actual }) => sum + actual, 0);
    return half.length > 0 ? mixError(half, own, served) * units : 0;
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
