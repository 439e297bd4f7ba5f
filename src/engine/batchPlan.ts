import type { Provider, ShapeSteps } from '../contract/messages';

/** How texts are cut into batches where nobody says otherwise. */
export interface BatchPlan {
  /** Tokens of a batch at most, padding included, while requests wait for it. */
  serving: number;
  /** The same for many texts at once, where only the total time counts. */
  bulk: number;
  /** Milliseconds for which a small batch waits for more while another one is under way. */
  patience: number;
  steps: ShapeSteps;
  /** Whether texts share rows where the encoder's graph allows it. */
  packed: boolean;
  /** Whether encoder and head are one graph. */
  oneGraph: boolean;
}

/** A CPU is busy with a few texts and pays for every token of padding; a GPU wants many, in few distinct shapes. */
export const BATCH_PLANS: Record<Provider, BatchPlan> = {
  cpu: {
    serving: 256,
    bulk: 512,
    patience: 10,
    steps: { tokens: 1, rows: 1 },
    packed: true,
    oneGraph: false,
  },
  cuda: {
    serving: 32_768,
    bulk: 32_768,
    patience: 0,
    steps: { tokens: 16, rows: 8 },
    packed: false,
    oneGraph: true,
  },
};

/**
 * A size rounded up to a multiple of `step`, or of a larger one where that adds an eighth at most: sizes up to 8 steps
 * are told apart by the step, larger ones eight or so to each doubling.
 */
export function roundedUp(size: number, step: number): number {
  if (step <= 1) return size;
  const unit = Math.max(step, 2 ** (Math.floor(Math.log2(size)) - 3));
  return Math.ceil(size / unit) * unit;
}
