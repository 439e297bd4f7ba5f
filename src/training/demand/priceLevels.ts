import type { Value } from '../../graph/builder';
import {
  add,
  concat,
  div,
  exp,
  isNaN,
  log,
  matmul,
  maximum,
  mul,
  neg,
  slice,
  sub,
  where,
} from '../../graph/ops';
import { PRICE_PENALTY, TEMPERATURE } from '../head/analogFeatures';
import { type AnalogStatistics, logPrices, RECENT_COLUMNS } from '../head/analogStatistics';

/** Features that stand in the analogs' place for a head without text. */
export const PRICE_LEVEL_NAMES = ['price_level', 'price_zeros', 'price_trend', 'price_mean'];

const SHARPNESS = PRICE_PENALTY / TEMPERATURE;
/** Level, mean, zeros and trend, then 1: the first columns of the recent statistics. */
const SUMMED = 5;

/** What is averaged: log prices [1, S] and row-major [S, 5]; a product of which something is unknown has all zeros. */
export interface PricedLevels {
  prices: Float32Array;
  table: Float32Array;
}

export function pricedLevels(statistics: AnalogStatistics): PricedLevels {
  const prices = logPrices(statistics);
  const table = new Float32Array(prices.length * SUMMED);
  prices.forEach((price, sku) => {
    const from = sku * RECENT_COLUMNS;
    const row = [...statistics.recent.subarray(from, from + SUMMED - 1), 1];
    if ([price, ...row].some(Number.isNaN)) prices[sku] = 0;
    else table.set(row, sku * SUMMED);
  });
  return { prices, table };
}

/**
 * What all products sell, [N, 4] in the order of PRICE_LEVEL_NAMES, weighted by price as the analogs are: those of about
 * the own log price [N, 1] count most, all the same where it is missing. `prices` [1, S] and `table` [S, 5] are PricedLevels.
 */
export function priceLevels(price: Value, prices: Value, table: Value): Value {
  const gap = sub(price, prices);
  const distance = where(isNaN(gap), 0, maximum(gap, neg(gap)));
  const sums = matmul(exp(mul(distance, -SHARPNESS)), table);
  const weight = slice(sums, 1, SUMMED - 1, SUMMED);
  const [level, mean, zeros, trend] = [0, 1, 2, 3].map((column) =>
    div(slice(sums, 1, column, column + 1), weight),
  );
  return concat([level, zeros, trend, log(add(mean, 1))], 1);
}
