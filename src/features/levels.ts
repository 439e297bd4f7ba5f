/**
 * The forecast of the next week from a product's past weeks by a classical method; `units` oldest first, at least one.
 */
interface Fit {
  /** Sum of squared one-step errors. */
  error: number;
  level: number;
}

const SMOOTHING_CONSTANTS = Array.from({ length: 20 }, (_, i) => (i + 1) / 20);
/** Slow movers need small ones (Syntetos and Boylan 2005). */
const INTERMITTENT_CONSTANTS = [0.05, 0.1, 0.2, 0.3, 0.5];

/** Exponential smoothing, initialised with the first value. */
export function smoothed(units: readonly number[], alpha: number): number {
  return smoothingFit(units, alpha).level;
}

/** Exponential smoothing with the constant of .05, .1 .. 1 that has the least squared one-step error. */
export function bestSmoothed(units: readonly number[]): number {
  return best(SMOOTHING_CONSTANTS, (alpha) => smoothingFit(units, alpha));
}

/**
 * Croston's method with the Syntetos-Boylan correction: smoothed size of demand over smoothed interval between demands.
 * The constant is the one with the least squared one-step error.
 */
export function croston(units: readonly number[]): number {
  return best(INTERMITTENT_CONSTANTS, (alpha) => crostonFit(units, alpha));
}

/**
 * Teunter, Syntetos and Babai (2011): the probability of demand is updated every week, so that the forecast of obsolete
 * products decays.
 */
export function teunterSyntetosBabai(units: readonly number[]): number {
  return best(INTERMITTENT_CONSTANTS, (alpha) =>
    leastError(INTERMITTENT_CONSTANTS, (beta) => tsbFit(units, alpha, beta)),
  );
}

function smoothingFit(units: readonly number[], alpha: number): Fit {
  let level = units[0];
  let error = 0;
  for (let t = 1; t < units.length; t++) {
    const surprise = units[t] - level;
    error += surprise * surprise;
    level += alpha * surprise;
  }
  return { error, level };
}

function crostonFit(units: readonly number[], alpha: number): Fit {
  let size = firstSize(units);
  let interval = 1;
  let gap = 0;
  let error = 0;
  let level = (1 - alpha / 2) * size;
  for (let t = 1; t < units.length; t++) {
    const value = units[t];
    error += (value - level) ** 2;
    gap++;
    if (value === 0) continue;
    size += alpha * (value - size);
    interval += alpha * (gap - interval);
    gap = 0;
    level = ((1 - alpha / 2) * size) / interval;
  }
  return { error, level };
}

function tsbFit(units: readonly number[], alpha: number, beta: number): Fit {
  let size = firstSize(units);
  let probability = 1;
  let error = 0;
  for (let t = 1; t < units.length; t++) {
    const value = units[t];
    error += (value - size * probability) ** 2;
    if (value > 0) size += alpha * (value - size);
    probability += beta * ((value > 0 ? 1 : 0) - probability);
  }
  return { error, level: size * probability };
}

function firstSize(units: readonly number[]): number {
  return units.find((value) => value > 0) ?? 0;
}

function best(constants: readonly number[], fit: (constant: number) => Fit): number {
  return leastError(constants, fit).level;
}

/** The first among equals. */
function leastError(constants: readonly number[], fit: (constant: number) => Fit): Fit {
  let least = fit(constants[0]);
  for (let at = 1; at < constants.length; at++) {
    const other = fit(constants[at]);
    if (other.error < least.error) least = other;
  }
  return least;
}
