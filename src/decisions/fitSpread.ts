import { normalQuantile } from '../common/normal';
import { median } from '../common/statistics';
import { type GroupSpread, USUAL_SPREAD } from '../contract/spread';
import { Demand } from './demand';
import { fitTogether, type SpanOutcome } from './fitTogether';

const EDGE = normalQuantile(0.9);
/** Half of the probability beyond p90 lies beyond this score, in edges. */
const HALF_BEYOND = normalQuantile(0.95) / EDGE - 1;
/** Number of outcomes beyond p90 at which estimate and usual value have equal weight. */
const TAIL_HOLD = 50;
const TAIL_BOUNDS = [0.5, 2] as const;
/** Probabilities are clipped here: closer to 0 and 1 they claim more than a forecast knows. */
const SUREST = 0.001;

/**
 * How totals of `span` weeks scattered around their forecasts, shrunk towards the usual values if outcomes are few.
 * `tail` puts half of the outcomes above p90 beyond p95; `together` is the most likely one given the sums of each
 * moment.
 */
export function fitSpread(
  outcomes: readonly SpanOutcome[],
  { whole, span }: { whole: boolean; span: number },
  usual: GroupSpread = USUAL_SPREAD.known,
): GroupSpread {
  if (outcomes.length === 0) return usual;
  const beyond = outcomes.flatMap(({ range, actual }) => {
    const score = scoreOf(new Demand(range, { tail: 1, whole }), actual);
    return score > EDGE ? [score / EDGE - 1] : [];
  });
  const found = beyond.length > 0 ? median(beyond) / HALF_BEYOND : usual.tail;
  const trust = beyond.length / (beyond.length + TAIL_HOLD);
  const [least, most] = TAIL_BOUNDS;
  const tail = Math.min(most, Math.max(least, found)) ** trust * usual.tail ** (1 - trust);
  return { tail, together: fitTogether(outcomes, { tail, whole, span }, usual.together) };
}

/** Normal score of an outcome; for whole units the middle of those that round to it. */
function scoreOf(demand: Demand, actual: number): number {
  const share = demand.whole
    ? (demand.atMost(actual) + demand.atMost(actual - 1)) / 2
    : demand.atMost(actual);
  return normalQuantile(Math.min(1 - SUREST, Math.max(SUREST, share)));
}
