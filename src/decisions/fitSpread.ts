import { normalQuantile } from '../common/normal';
import { median } from '../common/statistics';
import { type GroupSpread, USUAL_SPREAD } from '../contract/spread';
import { Demand } from './demand';
import type { Figures } from './spanRange';

/** What was foreseen of a total before it was known, and what came. */
export interface SpanOutcome {
  range: Figures;
  /** Units. */
  actual: number;
  /** Outcomes of one moment share what nobody foresaw. */
  moment: number;
}

const EDGE = normalQuantile(0.9);
/** Half of what lies beyond p90 lies beyond this score, in edges. */
const HALF_BEYOND = normalQuantile(0.95) / EDGE - 1;
/** Outcomes beyond p90, and moments, of which what is found and what is usual are believed alike. */
const TAIL_HOLD = 50;
const TOGETHER_HOLD = 12;
const TAIL_BOUNDS = [0.5, 2] as const;
const MOST_TOGETHER = 0.9;
/** Probabilities nearer to 0 and 1 say more than a forecast knows. */
const SUREST = 0.001;

/**
 * How sales scattered around what was foreseen, held towards what is usual where outcomes are few. `tail` puts half of
 * what came above p90 beyond p95. `together` is the mean product of the normal scores of two products at one moment, each
 * pair weighted by what both were to sell; a level missed by all counts as an error they share.
 */
export function fitSpread(
  outcomes: readonly SpanOutcome[],
  whole: boolean,
  usual: GroupSpread = USUAL_SPREAD.known,
): GroupSpread {
  if (outcomes.length === 0) return usual;
  const scores = outcomes.map(({ range, actual }) => scoreOf(new Demand(range, { tail: 1, whole }), actual));
  const beyond = scores.flatMap((score) => (score > EDGE ? [score / EDGE - 1] : []));
  const found = beyond.length > 0 ? median(beyond) / HALF_BEYOND : usual.tail;
  const trust = beyond.length / (beyond.length + TAIL_HOLD);
  const [least, most] = TAIL_BOUNDS;
  const tail = Math.min(most, Math.max(least, found)) ** trust * usual.tail ** (1 - trust);
  return { tail, together: togetherOf(outcomes, scores, usual.together) };
}

/** Normal score of an outcome; of whole units the middle of those that round to it. */
function scoreOf(demand: Demand, actual: number): number {
  const share = demand.whole
    ? (demand.atMost(actual) + demand.atMost(actual - 1)) / 2
    : demand.atMost(actual);
  return normalQuantile(Math.min(1 - SUREST, Math.max(SUREST, share)));
}

function togetherOf(outcomes: readonly SpanOutcome[], scores: readonly number[], usual: number): number {
  const moments = new Map<number, { weighted: number; weight: number; own: number; weightOwn: number }>();
  outcomes.forEach(({ range: { mean }, moment }, at) => {
    const sums = moments.get(moment) ?? { weighted: 0, weight: 0, own: 0, weightOwn: 0 };
    sums.weighted += mean * scores[at];
    sums.weight += mean;
    sums.own += (mean * scores[at]) ** 2;
    sums.weightOwn += mean ** 2;
    moments.set(moment, sums);
  });
  const found = [...moments.values()].flatMap(({ weighted, weight, own, weightOwn }) => {
    const pairs = weight ** 2 - weightOwn;
    return pairs > 0 ? [(weighted ** 2 - own) / pairs] : [];
  });
  const sum = found.reduce((all, one) => all + one, TOGETHER_HOLD * usual);
  return Math.min(MOST_TOGETHER, Math.max(0, sum / (found.length + TOGETHER_HOLD)));
}
