import type { ItemForecast } from './forecastAnswers';

/** What serving tells whoever keeps the metrics. Times are in seconds. */
export interface ServingObserver {
  /** Texts of one request turned into token ids. */
  tokenized(seconds: number, texts: number, tokens: number): void;
  /** One text waited this long for its batch to start. */
  queued(seconds: number): void;
  /** One batch ran: texts, their tokens, and tokens with padding. */
  encoded(seconds: number, texts: number, tokens: number, paddedTokens: number): void;
  /** One run of a head over these rows; no seconds of its own where it was one with the encoder's. */
  predicted(seconds: number | null, rows: number): void;
  /** Items of a request were answered from words and numbers. */
  forecasted(model: string, items: readonly ItemForecast[]): void;
  cacheLookedUp(hits: number, misses: number): void;
  processRestarted(): void;
}

/** Keeps nothing. */
export const SILENT: ServingObserver = {
  tokenized: () => {},
  queued: () => {},
  encoded: () => {},
  predicted: () => {},
  forecasted: () => {},
  cacheLookedUp: () => {},
  processRestarted: () => {},
};
