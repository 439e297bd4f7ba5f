import type { ItemForecast } from './forecastAnswers';

/** Events of serving, for metrics. Times are in seconds. */
export interface ServingObserver {
  /** Texts of one request were tokenized. */
  tokenized(seconds: number, texts: number, tokens: number): void;
  /** One text waited this long for its batch to start. */
  queued(seconds: number): void;
  /** One batch ran: texts, their tokens, and tokens with padding. */
  encoded(seconds: number, texts: number, tokens: number, paddedTokens: number): void;
  /** One run of a head over these rows; without its own seconds if it was in one graph with the encoder. */
  predicted(seconds: number | null, rows: number): void;
  /** Items of a request were answered from words and numbers. */
  forecasted(model: string, items: readonly ItemForecast[]): void;
  cacheLookedUp(hits: number, misses: number): void;
  processRestarted(): void;
}

/** Ignores everything. */
export const SILENT: ServingObserver = {
  tokenized: () => {},
  queued: () => {},
  encoded: () => {},
  predicted: () => {},
  forecasted: () => {},
  cacheLookedUp: () => {},
  processRestarted: () => {},
};
