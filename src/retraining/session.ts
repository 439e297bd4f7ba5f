import { join } from 'node:path';
import { certain } from '../common/certain';
import { withoutDepth } from '../common/promotionDepth';
import type { DemandSchema } from '../contract/dataSchema';
import type { JobStep } from '../contract/jobs';
import type { Dtype } from '../engine/encoderDirectory';
import { Engine } from '../engine/engine';
import type { DemandPanel } from '../ingest/panel';
import type { Database } from '../registry/database';
import { workDirectory } from '../registry/jobFiles';
import type { ClaimedJob, JobStore } from '../registry/jobs';
import { embedTexts, type TextVectors } from '../training/encoder/textVectors';
import type { OnStage } from '../training/export/onStage';
import { candidateOrigins } from './origins';
import { readPanel } from './panelFile';

/** What trainings of a catalog are done with. */
export interface TrainingSettings {
  /** The catalog's file. */
  database: string;
  /** Directory of the text encoder. */
  encoder: string;
  dtype?: Dtype;
  /** Address of the PostgreSQL database, where the file is a view of a catalog in it. */
  shared?: string;
}

/** What the first step found, and fixed for the others. */
export interface ReadResult {
  /** Name of the model to come. */
  model: string;
  champion: string | null;
  horizon: number;
  /** Weeks that the active model forecasts as well: those on which both are compared. */
  compared: number;
  quantiles: number[];
  seed: number;
  schema: DemandSchema;
  hash: string;
  rows: number;
  products: number;
  /** Monday of the last week. */
  trained_until: string;
}

/** One job while a process does it: what its steps share, each part made when it is first asked for. */
export class TrainingSession {
  readonly directory: string;
  private engineStarted: Promise<Engine> | null = null;
  private panelRead: Promise<DemandPanel> | null = null;
  private embedded: Promise<TextVectors> | null = null;

  constructor(
    readonly settings: TrainingSettings,
    readonly catalog: Database,
    readonly store: JobStore,
    readonly job: ClaimedJob,
    readonly onStage: OnStage,
  ) {
    this.directory = workDirectory(settings.database, job.id);
  }

  get panelFile(): string {
    return join(this.directory, 'panel');
  }

  /** Where the new model lies until it is registered. */
  get modelDirectory(): string {
    return join(this.directory, 'model');
  }

  say(line: string): void {
    this.store.say(this.job.id, line);
  }

  /** What an earlier step left. */
  resultOf<T>(step: JobStep): T {
    return certain(this.store.resultOf<T>(this.job.id, step), `result of the step '${step}'`);
  }

  panel(): Promise<DemandPanel> {
    return (this.panelRead ??= readPanel(this.panelFile));
  }

  /** On one core of the CPU, so that serving keeps the others. */
  engine(): Promise<Engine> {
    const { encoder, dtype } = this.settings;
    return (this.engineStarted ??= Engine.start({ encoder, dtype, device: 'cpu', processes: 1, threads: 1 }));
  }

  /** Vectors of every text that the panel has had. */
  texts(): Promise<TextVectors> {
    return (this.embedded ??= this.embed());
  }

  async close(): Promise<void> {
    await (await this.engineStarted?.catch(() => null))?.close();
  }

  private async embed(): Promise<TextVectors> {
    const panel = await this.panel();
    const origins = [...candidateOrigins(panel.weeks, this.resultOf<ReadResult>('read')), panel.weeks];
    const texts = new Set(['']);
    panel.skus.forEach((_, sku) => {
      for (const origin of origins) texts.add(panel.descriptionAt(sku, origin));
      for (let t = 0; t < panel.weeks; t++) texts.add(withoutDepth(panel.promoText(sku, t) ?? ''));
    });
    return embedTexts(await this.engine(), texts, (done, of) => this.onStage('embedding', done, of));
  }
}
