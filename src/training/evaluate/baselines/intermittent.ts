import { perSeries, repeat } from './perSeries';

/** Smoothing constants, as recommended for slow movers (Syntetos and Boylan 2005; Teunter, Syntetos and Babai 2011). */
const DEMAND_ALPHA = 0.1;
const PROBABILITY_BETA = 0.1;

/** Croston's method with the Syntetos-Boylan correction: smoothed size of demand over smoothed gap between demands. */
export const croston = perSeries('Croston (SBA)', ({ units }, horizon) => {
  const first = units.findIndex((value) => value > 0);
  if (first < 0) return repeat(0, horizon);
  let size = units[first];
  let interval = first + 1;
  let gap = 0;
  for (const value of units.slice(first + 1)) {
    gap++;
    if (value === 0) continue;
    size += DEMAND_ALPHA * (value - size);
    interval += DEMAND_ALPHA * (gap - interval);
    gap = 0;
  }
  return repeat(((1 - DEMAND_ALPHA / 2) * size) / interval, horizon);
});

/** Teunter, Syntetos and Babai: the probability of demand is updated every week, so that dying products fade. */
export const teunterSyntetosBabai = perSeries('TSB', ({ units }, horizon) => {
  const first = units.findIndex((value) => value > 0);
  if (first < 0) return repeat(0, horizon);
  let size = units[first];
  let probability = 1 / (first + 1);
  for (const value of units.slice(first + 1)) {
    if (value > 0) size += DEMAND_ALPHA * (value - size);
    probability += PROBABILITY_BETA * ((value > 0 ? 1 : 0) - probability);
  }
  return repeat(size * probability, horizon);
});
