import { certain } from '../../common/certain';
import { Random } from '../../common/random';
import type { HeadKind } from '../../contract/head';
import { tableNames } from '../../features/featureVector';
import { type Calibration, calibrate } from '../head/calibration';
import type { TrainedHead } from '../head/headGraph';
import { toUnits } from '../head/scale';
import { bracketMasses } from '../network/answers';
import { fitNetwork } from '../network/fitNetwork';
import type { FirstFits, OnStep, Trial } from './firstFits';
import { linearShareOf, prepareNetwork, type SeenRows } from './seenRows';
import type { TableDataset } from './tableDataset';
import { type Parts, choicesOf } from './tableInputs';
import type { TableOptions } from './tableOptions';

/** Called with the progress of a head's fitting, from 0 to 1. */
export type OnShare = (share: number) => void;

const LOOK = 100;

/**
 * Fits one kind of head. First fits without the held-out rows determine how long to train, how wide the ranges are, and
 * whether the text-aware head uses texts and trees: it leaves out those that do not reduce the loss on these rows. The
 * last fit uses all rows. The same seed gives the same head, unless the time for a fit is over first.
 */
export async function fitTableHead(
  dataset: TableDataset,
  kind: HeadKind,
  options: TableOptions,
  { first, whole }: { first: FirstFits; whole: SeenRows },
  onShare: OnShare = () => {},
): Promise<{ head: TrainedHead; parts: Parts; steps: number }> {
  const choices = choicesOf(kind);
  const fits = choices.length + 1;
  const stage =
    (at: number): OnStep =>
    (step, of) =>
      onShare((at + step / of) / fits);
  const trials: Trial[] = [];
  for (const [at, parts] of choices.entries()) trials.push(await first.of(parts, stage(at)));
  const trial = trials.reduce((best, other) => (other.loss <= best.loss ? other : best));
  const calibration = calibrationOn(dataset, first.held, trial, options);
  const { transform, table, answers, network } = await prepareNetwork(dataset, whole, trial.parts, options);
  const { steps } = trial;
  const trained = await fitNetwork(
    table,
    answers,
    () => 1,
    { ...network, train: { ...network.train, steps } },
    new Random(options.seed),
    {
      every: LOOK,
      look: async (step) => {
        stage(fits - 1)(step, steps);
        return false;
      },
    },
  );
  const head = {
    featureColumns: transform.columns.length > 0 ? tableNames(dataset.context).length : 0,
    dimension: dataset.dimension,
    transform,
    network: trained,
    scale: dataset.scale,
    trees: transform.columns.includes(tableNames(dataset.context).length)
      ? certain(whole.trees, 'trees').trees
      : null,
    anchor: null,
    linear: linearShareOf(table, options),
    similar: [],
    stack: null,
    ridge: null,
    calibrations: [calibration],
    launchRange: null,
    rounding: 0,
    weeksKnown: 0,
    promotions: null,
    factor: null,
    season: null,
  };
  return { head, parts: trial.parts, steps };
}

function calibrationOn(
  { targets, scale }: TableDataset,
  held: readonly number[],
  { answers, network }: Trial,
  { quantiles, calibration }: TableOptions,
): Calibration {
  const count = quantiles.length;
  const masses = bracketMasses(quantiles);
  return calibrate(
    held.map((row, place) => {
      const own = answers.subarray(place * count, (place + 1) * count);
      return {
        product: row,
        quantiles: own,
        actual: targets.subarray(row, row + 1),
        mean: masses.reduce((total, mass, at) => total + mass * toUnits(own[at], scale), 0),
      };
    }),
    [[0]],
    network.answers,
    (latent) => toUnits(latent, scale),
    // A factor means nothing for numbers around zero.
    { ...calibration, meanTrust: scale.kind === 'log1p' ? calibration.meanTrust : 0 },
  );
}
