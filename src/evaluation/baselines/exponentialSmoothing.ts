import { mean } from '../../common/statistics';
import { perSeries, repeat } from './perSeries';

const ALPHAS = Array.from({ length: 20 }, (_, i) => (i + 1) / 20);

/** Simple exponential smoothing; alpha is the one of 0.05, 0.10 .. 1 with the least squared one-step error. */
export const simpleSmoothing = perSeries('exponential smoothing', ({ known }, horizon) => {
  let best = { error: Infinity, level: mean(known) };
  for (const alpha of ALPHAS) {
    const fit = smooth(known, alpha);
    if (fit.error < best.error) best = fit;
  }
  return repeat(best.level, horizon);
});

/** The level after the last value and the sum of squared one-step errors; the first value is the first level. */
function smooth(units: readonly number[], alpha: number): { error: number; level: number } {
  let level = units[0] ?? 0;
  let error = 0;
  for (let t = 1; t < units.length; t++) {
    const surprise = units[t] - level;
    error += surprise * surprise;
    level += alpha * surprise;
  }
  return { error, level };
}
