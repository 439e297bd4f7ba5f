/** Forecasts and texts of the last minute, counted by second. */
export class RecentWork {
  private readonly seconds: Second[] = [];

  constructor(private readonly now: () => number = () => performance.now()) {}

  add(counts: Partial<WorkCounts>): void {
    const at = Math.floor(this.now() / 1000);
    if (this.seconds.at(-1)?.at !== at) {
      this.forget(at);
      this.seconds.push({ at, forecasts: 0, texts: 0 });
    }
    const second = this.seconds.at(-1)!;
    second.forecasts += counts.forecasts ?? 0;
    second.texts += counts.texts ?? 0;
  }

  /** Sums over the last 60 seconds. */
  get counts(): WorkCounts {
    this.forget(Math.floor(this.now() / 1000));
    return this.seconds.reduce(
      (sum, { forecasts, texts }) => ({ forecasts: sum.forecasts + forecasts, texts: sum.texts + texts }),
      { forecasts: 0, texts: 0 },
    );
  }

  private forget(at: number): void {
    const kept = this.seconds.findIndex((second) => second.at > at - WINDOW_SECONDS);
    this.seconds.splice(0, kept < 0 ? this.seconds.length : kept);
  }
}

export interface WorkCounts {
  /** Rows run through a forecasting head, including those for explanations. */
  forecasts: number;
  /** Texts run through the encoder, without those found in the cache. */
  texts: number;
}

interface Second extends WorkCounts {
  at: number;
}

const WINDOW_SECONDS = 60;
