import { keysOf } from '../common/keysOf';
import type { Range } from '../contract/forecastAnswers';
import { sum } from '../common/statistics';

/** Units: the quantiles that every model has, and the mean; optionally further quantiles. */
export type Figures = Pick<Range, 'p10' | 'p50' | 'p90' | 'mean'>;

/**
 * What is sold in the first `span` of the weeks forecast: quantiles of the sum, in units. Of one week it is the week's
 * own range, of all weeks the total's.
 *
 * Were weeks equally spread and equally correlated, the variance of their sum over its squared mean would be linear in
 * 1 / span. Each quantile's deviation from the mean, over the mean, is squared with its sign and drawn on that line: from
 * weeks that go together wholly (sums of quantiles) at 1 to the total at the horizon. A longer span has no lower quantile,
 * unless the head's total lies below its first week.
 *
 * **Shape** `weeks`: the horizon's H weeks; 1 <= span <= H. The answer has the total's quantiles, which do not cross and are
 * >= 0.
 */
export function spanRange(weeks: readonly Figures[], total: Figures, span: number): Figures {
  const levels = keysOf(total).filter((name) => name !== 'mean');
  if (span === weeks.length) return figures(levels, (level) => total[level], total.mean);
  const drawn = Array.from({ length: span }, (_, before) => drawnRange(weeks, total, before + 1, levels));
  const quantile = (level: Level) =>
    Math.min(Math.max(...drawn.map((range) => range[level])), Math.max(weeks[0][level], total[level]));
  return figures(levels, quantile, drawn[span - 1].mean);
}

/** The mean of the first `span` weeks, from those of the weeks and of their total. */
export function spanMean(weeks: readonly number[], total: number, span: number): number {
  if (span === weeks.length) return total;
  if (span === 1) return weeks[0];
  const expected = sum(weeks.slice(0, span));
  if (!(expected > 0 && total > 0)) return (span / weeks.length) * total;
  // The total's own mean may differ from the weeks': its weight grows with the span.
  return expected * (total / sum(weeks)) ** (1 - apartOf(span, weeks.length));
}

type Level = Exclude<keyof Figures, 'mean'>;

/** 1 for one week, 0 for all of them. */
function apartOf(span: number, horizon: number): number {
  return (1 / span - 1 / horizon) / (1 - 1 / horizon);
}

function drawnRange(
  weeks: readonly Figures[],
  total: Figures,
  span: number,
  levels: readonly Level[],
): Figures {
  const horizon = weeks.length;
  if (span === 1) return figures(levels, (level) => weeks[0][level], weeks[0].mean);
  const first = weeks.slice(0, span);
  const means = weeks.map(({ mean }) => mean);
  const expected = sum(means.slice(0, span));
  const mean = spanMean(means, total.mean, span);
  if (!(expected > 0 && total.mean > 0))
    return figures(levels, (level) => (span / horizon) * total[level], mean);
  const apart = apartOf(span, horizon);
  const quantile = (level: Level) => {
    const together = sum(first.map((week) => week[level])) / expected - 1;
    const settled = total[level] / total.mean - 1;
    const between = apart * together * Math.abs(together) + (1 - apart) * settled * Math.abs(settled);
    return mean * (1 + Math.sign(between) * Math.sqrt(Math.abs(between)));
  };
  return figures(levels, quantile, mean);
}

function figures(levels: readonly Level[], quantile: (level: Level) => number, mean: number): Figures {
  const range: Record<string, number> = {};
  for (const level of levels) range[level] = quantile(level);
  range['mean'] = mean;
  return range as Figures;
}
