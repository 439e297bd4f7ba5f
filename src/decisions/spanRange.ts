import type { Range } from '../contract/forecasting';
import { sum } from '../common/statistics';

/** Quantiles that every model answers. */
type Level = 'p10' | 'p50' | 'p90';
/** Units. */
export type Figures = Pick<Range, Level | 'mean'>;

/**
 * What is sold in the first `span` of the weeks forecast: quantiles of the sum, in units. Of one week it is the week's
 * own range, of all weeks the total's.
 *
 * Were weeks equally spread and equally correlated, the variance of their sum over its squared mean would be linear in
 * 1 / span. Each quantile's deviation from the mean, over the mean, is squared with its sign and drawn on that line: from
 * weeks that go together wholly (sums of quantiles) at 1 to the total at the horizon. A longer span has no lower quantile,
 * unless the head's total lies below its first week.
 *
 * **Shape** `weeks`: the horizon's H weeks; 1 <= span <= H. The answer's quantiles do not cross and are >= 0.
 */
export function spanRange(weeks: readonly Figures[], total: Figures, span: number): Figures {
  if (span === weeks.length) return pick(total);
  const drawn = Array.from({ length: span }, (_, before) => drawnRange(weeks, total, before + 1));
  const quantile = (level: Level) =>
    Math.min(Math.max(...drawn.map((range) => range[level])), Math.max(weeks[0][level], total[level]));
  return figures(quantile, drawn[span - 1].mean);
}

function drawnRange(weeks: readonly Figures[], total: Figures, span: number): Figures {
  if (span === 1) return pick(weeks[0]);
  const horizon = weeks.length;
  const apart = (1 / span - 1 / horizon) / (1 - 1 / horizon);
  const first = weeks.slice(0, span);
  const expected = sum(first.map(({ mean }) => mean));
  const whole = sum(weeks.map(({ mean }) => mean));
  if (!(expected > 0 && total.mean > 0)) {
    const share = span / horizon;
    return figures((level) => share * total[level], share * total.mean);
  }
  // The total's own mean may differ from the weeks': the longer the span, the more of it counts.
  const mean = expected * (total.mean / whole) ** (1 - apart);
  return figures((level) => {
    const together = sum(first.map((week) => week[level])) / expected - 1;
    const settled = total[level] / total.mean - 1;
    const between = apart * together * Math.abs(together) + (1 - apart) * settled * Math.abs(settled);
    return mean * (1 + Math.sign(between) * Math.sqrt(Math.abs(between)));
  }, mean);
}

function figures(quantile: (level: Level) => number, mean: number): Figures {
  return { p10: quantile('p10'), p50: quantile('p50'), p90: quantile('p90'), mean };
}

function pick({ p10, p50, p90, mean }: Figures): Figures {
  return { p10, p50, p90, mean };
}
