/** One who wants the vector of a text: a place in a submission. */
interface Waiter<S> {
  submission: S;
  index: number;
}

/** A text that waits for its batch, with all who want it. */
export interface QueuedText<S> {
  text: string;
  ids: Int32Array;
  waiters: Waiter<S>[];
  /** Milliseconds, as of performance.now(). */
  since: number;
  /** Round in which its submission is entitled to it; lower goes first. */
  round: number;
  /** Order of arrival, which decides within a round. */
  arrival: number;
  /** Batches that took a later text and left this one. */
  passedOver: number;
}
