import type { Forecaster } from '../methods/forecaster';
import { tfidfAnalogs } from './analogs';
import { simpleSmoothing } from './exponentialSmoothing';
import { holtWinters } from './holtWinters';
import { croston, teunterSyntetosBabai } from './intermittent';
import { launchLevel } from './launchLevel';
import { lastValue, meanOfFourWeeks, seasonalNaive, zeros } from './naive';
import { numericRidge, tfidfRidge } from './ridgeForecaster';

/** Every method to compare with that needs no encoder. */
export const BASELINES: readonly Forecaster[] = [
  zeros,
  launchLevel,
  lastValue,
  meanOfFourWeeks,
  seasonalNaive,
  simpleSmoothing,
  croston,
  teunterSyntetosBabai,
  holtWinters,
  numericRidge,
  tfidfAnalogs,
  tfidfRidge,
];
