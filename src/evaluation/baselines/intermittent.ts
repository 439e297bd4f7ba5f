import { perSeries, repeat } from './perSeries';

/** Smoothing constants tried for each product; slow movers want small ones (Syntetos and Boylan 2005). */
const CONSTANTS = [0.05, 0.1, 0.2, 0.3, 0.5];

interface Fit {
  /** Sum of squared one-step errors. */
  error: number;
  rate: number;
}

/**
 * Croston's method with the Syntetos-Boylan correction: smoothed size of demand over smoothed gap between demands. The
 * constant is the one with the least squared one-step error.
 */
export const croston = perSeries('Croston (SBA)', ({ known }, horizon) =>
  repeat(best(CONSTANTS.map((alpha) => crostonFit(known, alpha))), horizon),
);

/** Teunter, Syntetos and Babai (2011): the probability of demand is updated every week, so that dying products fade. */
export const teunterSyntetosBabai = perSeries('TSB', ({ known }, horizon) =>
  repeat(best(CONSTANTS.flatMap((alpha) => CONSTANTS.map((beta) => tsbFit(known, alpha, beta)))), horizon),
);

function crostonFit(units: readonly number[], alpha: number): Fit {
  let size = units.find((value) => value > 0) ?? 0;
  let interval = 1;
  let gap = 0;
  let error = 0;
  const rate = () => ((1 - alpha / 2) * size) / interval;
  for (const value of units.slice(1)) {
    error += (value - rate()) ** 2;
    gap++;
    if (value === 0) continue;
    size += alpha * (value - size);
    interval += alpha * (gap - interval);
    gap = 0;
  }
  return { error, rate: rate() };
}

function tsbFit(units: readonly number[], alpha: number, beta: number): Fit {
  let size = units.find((value) => value > 0) ?? 0;
  let probability = 1;
  let error = 0;
  for (const value of units.slice(1)) {
    error += (value - size * probability) ** 2;
    if (value > 0) size += alpha * (value - size);
    probability += beta * ((value > 0 ? 1 : 0) - probability);
  }
  return { error, rate: size * probability };
}

function best(fits: readonly Fit[]): number {
  return fits.reduce((least, fit) => (fit.error < least.error ? fit : least)).rate;
}
