import type { Week } from '../../common/week';
import type { Database } from '../database/database';
import {
  byProduct,
  type ForecastRow,
  type ForecastValues,
  type ProductForecasts,
  type ProductRow,
  type RecordedForecast,
  soldOf,
  valuesOf,
} from './forecastRows';
import type { SoldWeeks } from '../weeks/soldWeeks';

/** The forecasts made when the weeks before `origin` were complete. */
export interface Recording {
  origin: Week;
  model: string;
  /** SHA-256 of the model's text-aware head. */
  hash: string;
  /** Weeks. */
  horizon: number;
  /** Products and launches forecast so far. */
  products: number;
  /** The sku of the last product forecast; empty before the first and after the last. */
  upTo: string;
  finished: boolean;
}

/** A product of the catalog, with its sales before `end`. */
export interface ProductPage {
  sku: string;
  description: string;
  sold: SoldWeeks;
}

/** Forecasts made when weeks closed, kept until their weeks have closed too. */
export class ForecastStore {
  private readonly statements;
  private readonly inTransaction: (work: () => void) => void;

  constructor(database: Database) {
    this.statements = {
      products: database.prepare<[string, number], ProductRow>(
        `SELECT sku, description, first_week AS firstWeek, weeks FROM products LEFT JOIN sales ON product = id
         WHERE sku > ? ORDER BY sku LIMIT ?`,
      ),
      product: database.prepare<[string], ProductRow>(
        `SELECT sku, description, first_week AS firstWeek, weeks FROM products LEFT JOIN sales ON product = id
         WHERE sku = ?`,
      ),
      recording: database.prepare<[Week], RecordingRow>(`${RECORDINGS} WHERE origin = ?`),
      recordings: database.prepare<[], RecordingRow>(`${RECORDINGS} ORDER BY origin`),
      putRecording: database.prepare<[RecordingRow]>(
        `INSERT OR REPLACE INTO recordings (origin, model, hash, horizon, products, up_to, finished)
         VALUES (@origin, @model, @hash, @horizon, @products, @upTo, @finished)`,
      ),
      forgetRecordings: database.prepare<[Week]>('DELETE FROM recordings WHERE origin < ?'),
      // A product deleted meanwhile leaves no trace.
      put: database.prepare<[ForecastValues]>(
        `INSERT OR REPLACE INTO forecasts (sku, origin, task, target, steps)
         SELECT @sku, @origin, @task, @target, @steps
         WHERE EXISTS (SELECT 1 FROM products WHERE sku = @sku) OR EXISTS (SELECT 1 FROM launches WHERE sku = @sku)`,
      ),
      has: database.prepare<[string], 1>('SELECT 1 FROM forecasts WHERE sku = ? LIMIT 1').pluck(),
      thin: database.prepare<[string, string, Week]>(
        'DELETE FROM forecasts WHERE sku > ? AND sku <= ? AND origin < ?',
      ),
      thinRest: database.prepare<[string, Week]>('DELETE FROM forecasts WHERE sku > ? AND origin < ?'),
      any: database.prepare<[], 1>('SELECT 1 FROM forecasts LIMIT 1').pluck(),
      forgetAll: database.prepare('DELETE FROM recordings'),
      skus: database
        .prepare<[string, number], string>(
          'SELECT DISTINCT sku FROM forecasts WHERE sku > ? ORDER BY sku LIMIT ?',
        )
        .pluck(),
      between: database.prepare<[string, string], ForecastRow>(
        `SELECT f.sku, f.origin, f.task, f.target, f.steps, p.description, s.first_week AS firstWeek, s.weeks
         FROM forecasts f LEFT JOIN products p ON p.sku = f.sku LEFT JOIN sales s ON s.product = p.id
         WHERE f.sku > ? AND f.sku <= ? ORDER BY f.sku, f.origin`,
      ),
      of: database.prepare<[string], ForecastRow>(
        `SELECT f.sku, f.origin, f.task, f.target, f.steps, p.description, s.first_week AS firstWeek, s.weeks
         FROM forecasts f LEFT JOIN products p ON p.sku = f.sku LEFT JOIN sales s ON s.product = p.id
         WHERE f.sku = ? ORDER BY f.origin`,
      ),
    };
    const transaction = database.transaction((work: () => void) => work());
    this.inTransaction = (work) => transaction.immediate(work);
  }

  /** Products after a sku, in the order of skus, with their sales before `end`; at most `limit`. */
  productsAfter(sku: string, limit: number, end: Week): ProductPage[] {
    return this.statements.products.all(sku, limit).map((row) => ({
      sku: row.sku,
      description: row.description,
      sold: soldOf(row, end),
    }));
  }

  /** Null for one that is not in the catalog. */
  product(sku: string, end: Week): ProductPage | null {
    const row = this.statements.product.get(sku);
    return row ? { sku: row.sku, description: row.description, sold: soldOf(row, end) } : null;
  }

  recording(origin: Week): Recording | null {
    const row = this.statements.recording.get(origin);
    return row ? { ...row, finished: row.finished === 1 } : null;
  }

  /** By origin. */
  recordings(): Recording[] {
    return this.statements.recordings.all().map((row) => ({ ...row, finished: row.finished === 1 }));
  }

  /** Stores forecasts, the progress of their recording and what is written with them, in one transaction. */
  record(recording: Recording, forecasts: readonly RecordedForecast[], alongside = () => {}): void {
    this.inTransaction(() => {
      alongside();
      for (const forecast of forecasts) this.statements.put.run(valuesOf(forecast));
      this.statements.putRecording.run({ ...recording, finished: recording.finished ? 1 : 0 });
    });
  }

  /** Deletes the forecasts made before an origin, of the products after one sku up to another, or of all after it. */
  thin(after: string, upTo: string | null, origin: Week): void {
    if (upTo === null) this.statements.thinRest.run(after, origin);
    else this.statements.thin.run(after, upTo, origin);
  }

  /** Deletes recordings before an origin. */
  forgetRecordings(before: Week): void {
    this.statements.forgetRecordings.run(before);
  }

  /** Deletes all recordings if no forecast is left: their shop was removed from the catalog. */
  forgetIfEmpty(): void {
    if (this.statements.any.get() === undefined) this.statements.forgetAll.run();
  }

  /** Forecasts of the products after a sku, in the order of skus; of at most `limit` products. */
  forecastsAfter(sku: string, limit: number, end: Week): ProductForecasts[] {
    const skus = this.statements.skus.all(sku, limit);
    if (skus.length === 0) return [];
    return byProduct(this.statements.between.all(sku, skus[skus.length - 1]), end);
  }

  /** Whether there are forecasts of a product. */
  has(sku: string): boolean {
    return this.statements.has.get(sku) !== undefined;
  }

  /** Forecasts of one product; null if there are none. */
  forecastsOf(sku: string, end: Week): ProductForecasts | null {
    return byProduct(this.statements.of.all(sku), end)[0] ?? null;
  }
}

const RECORDINGS = 'SELECT origin, model, hash, horizon, products, up_to AS upTo, finished FROM recordings';

type RecordingRow = Omit<Recording, 'finished'> & { finished: number };
