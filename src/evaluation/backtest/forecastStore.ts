import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../common/writeWhole';
import type { CaseForecast, LearningLook, Step } from '../methods/forecaster';

const FIELDS = ['p10', 'p50', 'p90', 'mean'] as const;

/**
 * Identifies forecasts: made at an origin by a fitted forecaster, for all its cases, or for the known ones at a lag
 * depth.
 */
export interface ForecastKey {
  origin: string;
  forecaster: string;
  seed: number;
  part: string;
}

/** Where finished forecasts are stored. */
export interface FitStore {
  /** Null if there is none for this key, number of cases and horizon. */
  read(key: ForecastKey, cases: number, horizon: number): CaseForecast[] | null;
  /** Returns the forecasts as they will be read back. */
  write(key: ForecastKey, forecasts: readonly CaseForecast[], horizon: number): Promise<CaseForecast[]>;
  /** What a fit learnt, stored with the forecasts of its key; null if there is none. */
  readNote(key: ForecastKey): LearningLook[] | null;
  writeNote(key: ForecastKey, note: readonly LearningLook[]): Promise<void>;
}

/**
 * Finished forecasts of a backtest on disk, so that an interrupted one can resume. `fingerprint` covers everything they
 * depend on (data, schema, settings, code); forecasts of another one are never read back. Files are written atomically,
 * as float32 [cases, horizon + 1, 4]; NaN for a figure that a forecaster does not give.
 */
export class ForecastStore implements FitStore {
  constructor(
    private readonly directory: string,
    readonly fingerprint: string,
  ) {}

  read(key: ForecastKey, cases: number, horizon: number): CaseForecast[] | null {
    const file = this.path(key);
    if (!existsSync(file)) return null;
    const bytes = readFileSync(file);
    if (bytes.byteLength !== cases * (horizon + 1) * FIELDS.length * Float32Array.BYTES_PER_ELEMENT)
      return null;
    return decode(new Float32Array(new Uint8Array(bytes).buffer), horizon);
  }

  async write(
    key: ForecastKey,
    forecasts: readonly CaseForecast[],
    horizon: number,
  ): Promise<CaseForecast[]> {
    const values = encode(forecasts, horizon);
    await this.writeBytes(key, new Uint8Array(values.buffer));
    return decode(values, horizon);
  }

  /** Stores forecasts that another store wrote (`FinishedFit`). */
  async writeBytes(key: ForecastKey, bytes: Uint8Array): Promise<void> {
    await writeWhole(this.path(key), bytes);
  }

  readNote(key: ForecastKey): LearningLook[] | null {
    const file = `${this.path(key)}.json`;
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as LearningLook[]) : null;
  }

  async writeNote(key: ForecastKey, note: readonly LearningLook[]): Promise<void> {
    await writeWhole(`${this.path(key)}.json`, JSON.stringify(note));
  }

  private path(key: ForecastKey): string {
    const hash = createHash('sha256')
      .update(JSON.stringify([this.fingerprint, key]))
      .digest('hex');
    return join(this.directory, key.origin, `${slug(key.forecaster)}-${hash.slice(0, 16)}.f32`);
  }
}

/** A name as part of a file's name. */
export function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** float32 [cases, horizon + 1, 4]. */
export function encode(forecasts: readonly CaseForecast[], horizon: number): Float32Array {
  const values = new Float32Array(forecasts.length * (horizon + 1) * FIELDS.length).fill(NaN);
  let at = 0;
  for (const { weeks, total } of forecasts) {
    for (const step of [...weeks, total]) {
      for (const field of FIELDS) values[at++] = step?.[field] ?? NaN;
    }
  }
  return values;
}

export function decode(values: Float32Array, horizon: number): CaseForecast[] {
  const width = FIELDS.length;
  const stepAt = (at: number): Step => {
    const step: Step = { p50: values[at + 1] };
    FIELDS.forEach((field, i) => {
      if (!Number.isNaN(values[at + i])) step[field] = values[at + i];
    });
    return step;
  };
  const rows = values.length / ((horizon + 1) * width);
  return Array.from({ length: rows }, (_, row) => {
    const at = row * (horizon + 1) * width;
    const weeks = Array.from({ length: horizon }, (_, h) => stepAt(at + h * width));
    const total = stepAt(at + horizon * width);
    return Number.isNaN(total.p50) ? { weeks } : { weeks, total };
  });
}
