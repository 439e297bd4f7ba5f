import { Random } from '../../common/random';
import { rowsAt } from '../../common/rows';
import { movedAnswers } from '../head/linearShare';
import { networkAnswers, type TrainedNetwork } from '../network/fitNetwork';
import { fitStopped } from '../network/fitStopped';
import type { TrainingTable } from '../network/train';
import type { TableDataset } from './tableDataset';
import type { Parts } from './tableInputs';
import type { TableOptions } from './tableOptions';
import { linearShareOf, prepareNetwork, type SeenRows, seeRows } from './seenRows';

/** A fit that has not seen the held-out rows. */
export interface Trial {
  parts: Parts;
  steps: number;
  network: TrainedNetwork;
  /** For the held-out rows: quantiles on the scale, row-major [H, Q], and the sum of their pinball losses. */
  answers: Float32Array;
  loss: number;
}

/** Called after some steps of a fit with their number, and the expected total if known. */
export type OnStep = (step: number, of: number) => void;

/** Fits that see only a part of a dataset's rows; one for each set of inputs, shared between heads. */
export class FirstFits {
  private readonly found = new Map<string, Promise<Trial>>();

  private constructor(
    private readonly dataset: TableDataset,
    private readonly options: TableOptions,
    /** Rows that these fits do not see. */
    readonly held: readonly number[],
    private readonly rows: SeenRows,
    /** Time for one fit; Infinity without a limit. */
    private readonly milliseconds: number,
  ) {}

  /** `started` is when the time of `options.seconds` began: inputs take a part of it. */
  static async of(dataset: TableDataset, options: TableOptions, started: number): Promise<FirstFits> {
    const held = heldOutRows(dataset.rows.length, options);
    const seen = new Uint8Array(dataset.rows.length).fill(1);
    held.forEach((row) => (seen[row] = 0));
    const rows = await seeRows(dataset, seen);
    const end = options.seconds === null ? Infinity : started + 1000 * options.seconds;
    return new FirstFits(dataset, options, held, rows, (end - performance.now()) / FITS);
  }

  /** Of these sets of inputs, the fit that is best on the held-out rows. */
  of(asked: Parts, onStep: OnStep): Promise<Trial> {
    const parts = { ...asked, trees: asked.trees && this.rows.trees !== null };
    const key = JSON.stringify(parts);
    const found = this.found.get(key) ?? this.fit(parts, onStep);
    this.found.set(key, found);
    return found;
  }

  /** Trains until the loss on the held-out rows has not fallen for a while, or the time for one fit is over. */
  private async fit(parts: Parts, onStep: OnStep): Promise<Trial> {
    const { dataset, options, held, rows } = this;
    const { table, answers: shape, network } = await prepareNetwork(dataset, rows, parts, options);
    const heldOut: TrainingTable = {
      inputs: rowsAt(table.inputs, table.inputs.length / rows.seen.length, held),
      targets: rowsAt(dataset.latents, 1, held),
      weights: new Float32Array(held.length).fill(1),
      placement: null,
    };
    const end = performance.now() + this.milliseconds;
    const { trained, steps } = await fitStopped(
      table,
      heldOut,
      shape,
      () => 1,
      { ...network, ...options.stop, timeUp: () => performance.now() > end },
      new Random(options.seed),
      (step) => onStep(step, step + options.stop.every * options.stop.patience),
    );
    const alone = await networkAnswers(trained, heldOut.inputs);
    const linear = linearShareOf(table, options);
    const answers = linear ? await movedAnswers(alone, heldOut.inputs, linear, shape) : alone;
    const loss = pinball(answers, heldOut.targets, options.quantiles);
    return { parts, steps: Math.max(1, steps), network: trained, answers, loss };
  }
}

/**
 * The time in units of one first fit: four first fits for three heads, and last ones with as many steps on a quarter
 * more rows.
 */
const FITS = 4 + 3 * 1.25;

/** Rows that no first fit sees; tuning an encoder leaves them out too. */
export function heldOutRows(rows: number, { heldOut, seed }: TableOptions): number[] {
  const order = new Random(seed + 1000).shuffle(Array.from({ length: rows }, (_, row) => row));
  return order.slice(0, Math.max(1, Math.round(rows * heldOut)));
}

/** Pinball loss, summed over rows and quantiles. */
function pinball(answers: Float32Array, actual: Float32Array, quantiles: readonly number[]): number {
  return answers.reduce((total, answer, at) => {
    const level = quantiles[at % quantiles.length];
    const error = actual[Math.floor(at / quantiles.length)] - answer;
    return total + Math.max(error * level, error * (level - 1));
  }, 0);
}
