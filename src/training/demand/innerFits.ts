import type { HeadKind } from '../../contract/head';
import { Random } from '../../common/random';
import { fitNetwork, type TrainedNetwork } from '../network/fitNetwork';
import { fitStopped, type StoppedFit } from '../network/fitStopped';
import type { AnswerShape } from '../network/answers';
import { fitRidge, ridgeForecasts } from '../network/ridge';
import type { DemandDataset } from './demandDataset';
import type { DemandOptions } from './demandOptions';
import {
  ENOUGH_ROWS,
  heldOutAnswers,
  heldOutRows,
  heldOutWeeks,
  MOST_WINDOWS,
  tableRows,
  WARM_ANCHORS,
} from './heldOut';
import { preparedFit, type PreparedFit } from './preparedFit';
import type { HeldOutAnswers } from './stackCases';

/** Fits that did not see the last weeks, and their answers there. */
export interface InnerFits {
  /** The one that determined how long to train; null if nothing could be held out. */
  stopped: StoppedFit | null;
  heldOut: HeldOutAnswers[];
}

/** A fit uses at least this many weeks. */
const FEWEST_WEEKS = 10;

/**
 * A fit without the last weeks, trained until they say stop. In small shops, where these say little, further equally
 * long fits leave out more weeks, each for the weeks before those of the last one.
 */
export async function innerFits(
  dataset: DemandDataset,
  kind: HeadKind,
  options: DemandOptions,
  answers: AnswerShape,
  chance: (row: number) => number,
  onStep: (step: number, loss: number) => void,
): Promise<InnerFits> {
  const { panel } = dataset;
  const fits: InnerFits = { stopped: null, heldOut: [] };
  let until = panel.weeks;
  let week = panel.weeks - heldOutWeeks(panel.weeks, options);
  let warm = 0;
  for (let window = 0; window < MOST_WINDOWS && warm < ENOUGH_ROWS; window += 1) {
    if (window > 0 && week < FEWEST_WEEKS) break;
    const rows = heldOutRows(dataset, week, until);
    const prepared = await preparedFit(dataset, kind, options, week);
    if (rows.warm.length === 0 || !prepared) break;
    const watched = [...rows.cold, ...rows.warm];
    const random = new Random(options.seed + 1000 + window);
    if (!fits.stopped) {
      const judged = tableRows(prepared.all, watched, answers.series);
      const network = { ...prepared.network, ...options.stop };
      fits.stopped = await fitStopped(prepared.table, judged, answers, chance, network, random, onStep);
      fits.heldOut.push(await answered(prepared, fits.stopped.trained, watched));
    } else {
      const train = { ...prepared.network.train, steps: fits.stopped.steps };
      const trained = await fitNetwork(
        prepared.table,
        answers,
        chance,
        { ...prepared.network, train },
        random,
      );
      fits.heldOut.push(await answered(prepared, trained, watched));
    }
    warm += rows.warm.length;
    until = week;
    week -= WARM_ANCHORS;
  }
  return fits;
}

async function answered(
  { table, all }: PreparedFit,
  trained: TrainedNetwork,
  rows: readonly number[],
): Promise<HeldOutAnswers> {
  const ridge = fitRidge(table, trained.answers.series);
  return {
    rows,
    quantiles: await heldOutAnswers(trained, all, rows),
    ridge: await ridgeForecasts(ridge, all, rows),
  };
}
