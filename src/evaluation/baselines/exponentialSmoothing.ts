import { bestSmoothed } from '../../features/levels';
import { perSeries, repeat } from './perSeries';

/** Simple exponential smoothing; alpha is the one of 0.05, 0.10 .. 1 with the least squared one-step error. */
export const simpleSmoothing = perSeries('exponential smoothing', ({ known }, horizon) =>
  repeat(bestSmoothed(known), horizon),
);
