/** One batch that came back from an inference process. */
export interface BatchReport {
  texts: number;
  tokens: number;
  /** Length of the longest text times the texts: what the batch cost. */
  paddedTokens: number;
  inferenceMs: number;
}

/** What the serving side reports as it happens, for metrics. Calls return at once and never throw. */
export interface ServingObserver {
  batch(report: BatchReport): void;
}
