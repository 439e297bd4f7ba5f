import { groupedBy } from '../common/groupedBy';
import { normalQuantile } from '../common/normal';
import { DemandSum, stateDemand } from './assortment';
import { Demand, type DemandShape } from './demand';
import type { Figures } from './spanRange';

/** The forecast of a total, and its outcome. */
export interface SpanOutcome {
  range: Figures;
  /** Units. */
  actual: number;
  /** First week of the total; outcomes of one moment share what nobody could forecast. */
  moment: number;
}

interface Foreseen {
  demand: Demand;
  mean: number;
  actual: number;
}

/** Candidate correlations. */
const LADDER = Array.from({ length: 10 }, (_, step) => 2 ** step / 1000);
/** Standard deviation of log(correlation) between shops. */
const SHOPS_DEVIATION = 1.5;
const EDGE = normalQuantile(0.9);

/**
 * The correlation of products' normal scores that makes the sums of the moments likely: the mean over a ladder of
 * correlations, each weighed by how likely it makes log1p of each moment's sum (taken for normal, by p10 and p90 of the
 * sum) and by how usual it is. Moments that share weeks count as those among them that do not. A level missed by all
 * products counts as an error they share; sums that scatter no more than independent products would say so too.
 */
export function fitTogether(
  outcomes: readonly SpanOutcome[],
  { span, ...shape }: DemandShape & { span: number },
  usual: number,
): number {
  const byMoment = groupedBy(outcomes, ({ moment }) => moment);
  const share = apart([...byMoment.keys()], span) / byMoment.size;
  const moments = [...byMoment.values()].map((all) =>
    all.map(({ range, actual }): Foreseen => ({
      demand: new Demand(range, shape),
      mean: range.mean,
      actual,
    })),
  );
  const likelihoods = LADDER.map((together) => {
    const usualness = -((Math.log(together / usual) / SHOPS_DEVIATION) ** 2) / 2;
    return moments.reduce((all, one) => all + share * sumLikelihood(one, together), usualness);
  });
  const most = Math.max(...likelihoods);
  const weights = likelihoods.map((likelihood) => Math.exp(likelihood - most));
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return LADDER.reduce((all, together, at) => all + (together * weights[at]) / sum, 0);
}

/** The largest set of moments of which no two share a week. */
function apart(moments: readonly number[], span: number): number {
  let [count, free] = [0, -Infinity];
  for (const moment of moments.toSorted((a, b) => a - b)) {
    if (moment < free) continue;
    count++;
    free = moment + span;
  }
  return count;
}

/** Log likelihood of a moment's sum, up to a constant; 0 if no scatter is expected. */
function sumLikelihood(outcomes: readonly Foreseen[], together: number): number {
  const sum = new DemandSum();
  let actual = 0;
  for (const outcome of outcomes) {
    sum.add(stateDemand(outcome.demand, outcome.mean, together));
    actual += outcome.actual;
  }
  const { p10, p50, p90 } = sum.range();
  const deviation = (Math.log1p(p90) - Math.log1p(p10)) / (2 * EDGE);
  if (!(deviation > 0)) return 0;
  const score = (Math.log1p(actual) - Math.log1p(p50)) / deviation;
  return -(score ** 2) / 2 - Math.log(deviation);
}
