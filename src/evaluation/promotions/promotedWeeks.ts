import type { PairedComparison } from '../../contract/evaluation/comparison';
import type { DemandEvaluation } from '../../contract/evaluation/demandEvaluation';
import { type Backtest, forecastOf, type Run } from '../backtest/backtest';
import { ratio } from '../metrics/point';
import { NUMERIC_ONLY, SHUFFLED_PROMOTIONS, TEXT_AWARE, WITHOUT_PROMOTIONS } from '../../contract/modelNames';
import { deviation, mean, meanOfKnown } from '../../common/statistics';
import { bySeed } from '../summary/modelScores';
import { outcomeOf, seedSpread } from '../uncertainty/outcome';
import { pairedBootstrap } from '../uncertainty/pairedBootstrap';

export type Promotions = NonNullable<DemandEvaluation['promotions']>;

/** One forecast week: its place in the backtest's arrays. */
interface Place {
  i: number;
  h: number;
}

const SHOWN = [TEXT_AWARE, WITHOUT_PROMOTIONS, SHUFFLED_PROMOTIONS, NUMERIC_ONLY];

/**
 * The value of promotion texts over all forecast weeks: weeks with and without a promotion are scored separately, by
 * the WAPE of the median. Null without promotions, or without a model to compare with that does not see their texts.
 */
export function promotedWeeks(backtest: Backtest): Promotions | null {
  const places = backtest.truth.flatMap(({ units }, i) => units.map((_, h) => ({ i, h })));
  const isPromoted = ({ i, h }: Place) => backtest.cases[i].plan[h].promoText !== null;
  const weeks = {
    promoted: places.filter(isPromoted),
    plain: places.filter((place) => !isPromoted(place)),
  };
  const runs = bySeed(backtest.runs);
  const [aware, without, shuffled] = [TEXT_AWARE, WITHOUT_PROMOTIONS, SHUFFLED_PROMOTIONS].map((name) =>
    runs.get(name),
  );
  if (weeks.promoted.length === 0 || !aware || !without) return null;
  return {
    weeks: { promoted: weeks.promoted.length, plain: weeks.plain.length },
    units: { promoted: soldIn(backtest, weeks.promoted), plain: soldIn(backtest, weeks.plain) },
    models: SHOWN.flatMap((name) => {
      const own = runs.get(name);
      if (!own) return [];
      const wapes = (where: readonly Place[]) => own.map((run) => wapeOf(backtest, run, where));
      return {
        name,
        seeds: own.length,
        promoted: meanOfKnown(wapes(weeks.promoted)),
        plain: meanOfKnown(wapes(weeks.plain)),
        spread: deviation(wapes(weeks.promoted).map((wape) => wape ?? 0)),
      };
    }),
    comparisons: [
      ...(['promoted', 'plain'] as const).flatMap((on) => compare(backtest, weeks[on], on, aware, without)),
      ...(shuffled ? compare(backtest, weeks.promoted, 'promoted', aware, shuffled) : []),
    ],
  };
}

function compare(
  backtest: Backtest,
  places: readonly Place[],
  on: 'promoted' | 'plain',
  a: readonly Run[],
  b: readonly Run[],
): Promotions['comparisons'] {
  // Runs are paired by seed; a control with fewer seeds is paired with those it has.
  const pairs = b.map((other) => [a.find(({ seed }) => seed === other.seed) ?? a[0], other] as const);
  const result: PairedComparison | null = pairedBootstrap(
    places.map(({ i, h }) => {
      const actual = backtest.truth[i].units[h];
      const error = (run: Run) => Math.abs(forecastOf(run, i).weeks[h].p50 - actual);
      return {
        sku: backtest.cases[i].sku,
        week: backtest.cases[i].record.origin + h,
        actual,
        gap: mean(pairs.map(([one, other]) => error(one) - error(other))),
      };
    }),
  );
  if (!result) return [];
  const spread = seedSpread(
    [a, b].map((runs) => ({
      random: runs[0].random,
      seeds: runs.length,
      deviation: deviation(runs.map((run) => wapeOf(backtest, run, places) ?? 0)),
    })),
  );
  return [
    { a: a[0].name, b: b[0].name, on, result, seed_spread: spread, outcome: outcomeOf(result, spread) },
  ];
}

function wapeOf({ truth }: Backtest, run: Run, places: readonly Place[]): number | null {
  let error = 0;
  let units = 0;
  for (const { i, h } of places) {
    error += Math.abs(forecastOf(run, i).weeks[h].p50 - truth[i].units[h]);
    units += truth[i].units[h];
  }
  return ratio(error, units);
}

function soldIn({ truth }: Backtest, places: readonly Place[]): number {
  return places.reduce((sum, { i, h }) => sum + truth[i].units[h], 0);
}
