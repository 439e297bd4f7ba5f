/** A place in a submission that needs the vector of a text. */
interface Waiter<S> {
  submission: S;
  index: number;
}

/** A text that waits for its batch, with all who need it. */
export interface QueuedText<S> {
  text: string;
  ids: Int32Array;
  waiters: Waiter<S>[];
  /** Milliseconds, as of performance.now(). */
  since: number;
  /** Round of its submission in which it is due; lower goes first. */
  round: number;
  /** Order of arrival, which decides within a round. */
  arrival: number;
  /** Batches that took a later text and left this one. */
  passedOver: number;
}
