import { mean, present } from '../../common/statistics';
import { perSeries, repeat } from './perSeries';

const PERIOD = 52;
const RECENT_WEEKS = 4;
const GRID = [0.05, 0.2, 0.5];
/** Damping of the trend (Gardner and McKenzie 1985), so that it does not run away over the horizon. */
const DAMPING = 0.9;

/**
 * Holt-Winters with additive season of 52 weeks and damped trend, for products with two years of history; its three
 * constants are those of a small grid with the least squared one-step error in the second year. Younger products fall
 * back to the mean of their last 4 weeks. An unknown week changes nothing that it learns. Forecasts are cut at 0.
 */
export const holtWinters = perSeries(
  'Holt-Winters',
  (series, horizon) => {
    const { units } = series;
    if (units.length < 2 * PERIOD) return repeat(mean(series.known.slice(-RECENT_WEEKS)), horizon);
    let best = { error: Infinity, forecast: [] as number[] };
    for (const alpha of GRID) {
      for (const beta of GRID) {
        for (const gamma of GRID) {
          const fit = smooth(units, { alpha, beta, gamma }, horizon);
          if (fit.error < best.error) best = fit;
        }
      }
    }
    return best.forecast.map((value) => Math.max(0, value));
  },
  {
    unavailable: (weeks) =>
      weeks >= 2 * PERIOD ? null : `needs two years of data, there are ${weeks} weeks`,
  },
);

function smooth(
  units: readonly number[],
  constants: { alpha: number; beta: number; gamma: number },
  horizon: number,
): { error: number; forecast: number[] } {
  let level = mean(present(units.slice(0, PERIOD)));
  let trend = (mean(present(units.slice(PERIOD, 2 * PERIOD))) - level) / PERIOD || 0;
  const season = units.slice(0, PERIOD).map((value) => (Number.isNaN(value) ? 0 : value - level));
  let error = 0;
  for (let t = PERIOD; t < units.length; t++) {
    const place = t % PERIOD;
    const before = level + DAMPING * trend;
    const value = Number.isNaN(units[t]) ? before + season[place] : units[t];
    error += (value - before - season[place]) ** 2;
    const next = constants.alpha * (value - season[place]) + (1 - constants.alpha) * before;
    trend = constants.beta * (next - level) + (1 - constants.beta) * DAMPING * trend;
    season[place] = constants.gamma * (value - next) + (1 - constants.gamma) * season[place];
    level = next;
  }
  let damped = 0;
  const forecast = Array.from({ length: horizon }, (_, h) => {
    damped += DAMPING ** (h + 1);
    return level + damped * trend + season[(units.length + h) % PERIOD];
  });
  return { error, forecast };
}
