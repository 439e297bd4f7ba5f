import type { Provider, ShapeSteps } from '../contract/messages';

/** How texts are grouped into batches by default. */
export interface BatchPlan {
  /** Most tokens in a batch, padding included, while requests wait for it. */
  serving: number;
  /** The same for bulk encoding, where only the total time counts. */
  bulk: number;
  /** Milliseconds that a small batch waits for more texts while another batch runs. */
  patience: number;
  steps: ShapeSteps;
  /** Whether texts share rows if the encoder's graph allows it. */
  packed: boolean;
  /** Whether encoder and head are merged into one graph. */
  oneGraph: boolean;
}

/**
 * A few texts keep a CPU busy, and every token of padding costs time; a GPU needs many texts, in few distinct shapes.
 */
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
 * A size rounded up to a multiple of `step`, or of a larger step that adds at most an eighth. Sizes up to 8 steps are
 * rounded to the step; each doubling beyond that has about eight sizes.
 */
export function roundedUp(size: number, step: number): number {
  if (step <= 1) return size;
  const unit = Math.max(step, 2 ** (Math.floor(Math.log2(size)) - 3));
  return Math.ceil(size / unit) * unit;
}
