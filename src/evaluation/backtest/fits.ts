import { z } from 'zod';
import type { CaseForecast, LearningLook } from '../methods/forecaster';
import { decode, encode, type FitStore, type ForecastKey, type ForecastStore } from './forecastStore';

const MAX_NAME = 200;
/** Characters of base64: forecasts of about 400,000 cases, 13 weeks ahead. */
const MAX_FORECASTS = 2 ** 27;
const MAX_LOOKS = 10_000;

const looks = z.array(z.strictObject({ steps: z.number(), training: z.number(), held_out: z.number() }));

/** One independent fit of an evaluation: a method with a seed at an origin (a day, or `fold-1` and on of a table). */
export const fit = z.strictObject({
  origin: z.string().max(MAX_NAME),
  method: z.string().max(MAX_NAME),
  seed: z.int().min(0),
});
export type Fit = z.infer<typeof fit>;

/** A fit with its forecasts, as a worker sends it: each part's float32 values in base64, and its learning curve. */
export const finishedFit = fit.extend({
  fingerprint: z.string().max(MAX_NAME),
  parts: z
    .array(
      z.strictObject({
        part: z.string().max(MAX_NAME),
        forecasts: z.base64().max(MAX_FORECASTS),
        note: looks.max(MAX_LOOKS).optional(),
      }),
    )
    .max(MAX_NAME),
});
export type FinishedFit = z.infer<typeof finishedFit>;

/** An evaluation of which every fit can be made by itself, on any machine, and the report from all of them. */
export interface FitsApart {
  /** Hash of everything that the forecasts depend on: equal for the same data, settings, encoder and code. */
  fingerprint: string;
  planned: Fit[];
  make(wanted: Fit, store: FitStore): Promise<void>;
}

/** Everything is read and chosen; only the fits and the report remain. */
export interface PreparedEvaluation<Evaluation> extends FitsApart {
  /** Finished forecasts, on disk. */
  store: ForecastStore;
  /** Runs the fits that the store lacks, then the comparison and its verdict. */
  evaluate(): Promise<Evaluation>;
}

/** Runs one fit and keeps its forecasts in memory. */
export async function makeFit({ fingerprint, make }: FitsApart, wanted: Fit): Promise<FinishedFit> {
  const store = new PartsInMemory();
  await make(wanted, store);
  return { ...wanted, fingerprint, parts: store.parts() };
}

export function isSameFit(a: Fit, b: Fit): boolean {
  return a.origin === b.origin && a.method === b.method && a.seed === b.seed;
}

/** The key of a finished fit's part. */
export function keyOf({ origin, method, seed }: Fit, part: string): ForecastKey {
  return { origin, forecaster: method, seed, part };
}

class PartsInMemory implements FitStore {
  private readonly forecasts = new Map<string, Float32Array>();
  private readonly notes = new Map<string, z.infer<typeof looks>>();

  read(): null {
    return null;
  }

  write({ part }: ForecastKey, forecasts: readonly CaseForecast[], horizon: number): Promise<CaseForecast[]> {
    const values = encode(forecasts, horizon);
    this.forecasts.set(part, values);
    return Promise.resolve(decode(values, horizon));
  }

  readNote({ part }: ForecastKey): LearningLook[] | null {
    return this.notes.get(part) ?? null;
  }

  writeNote({ part }: ForecastKey, note: unknown): Promise<void> {
    this.notes.set(part, looks.parse(note));
    return Promise.resolve();
  }

  parts(): FinishedFit['parts'] {
    return [...this.forecasts].map(([part, { buffer }]) => ({
      part,
      forecasts: Buffer.from(buffer).toString('base64'),
      ...(this.notes.has(part) && { note: this.notes.get(part) }),
    }));
  }
}
