import { join } from 'node:path';
import { certain } from '../common/certain';
import { withoutDepth } from '../common/promotionDepth';
import type { DemandSchema } from '../contract/dataSchema';
import type { JobStep } from '../contract/jobs';
import type { Dtype } from '../engine/encoderDirectory';
import { Engine } from '../engine/engine';
import { SHIPPED_ENCODERS } from '../engine/modelEncoder';
import type { DemandPanel } from '../ingest/panel';
import type { Database } from '../registry/database/database';
import { workDirectory } from '../registry/jobs/jobFiles';
import type { ClaimedJob, JobStore } from '../registry/jobs/jobs';
import { readDescription } from '../shop/recordAnalogs';
import type { Shop } from '../shop/shop';
import { bestReading, pieces, readingsOf, readingText } from '../training/encoder/chooseEncoder';
import { textsOf } from '../training/demand/demandDataset';
import { launchTexts } from '../training/demand/launchTexts';
import { embedTexts, type TextVectors } from '../training/encoder/textVectors';
import type { OnStage } from '../training/export/onStage';
import { candidateOrigins } from './origins';
import { readPanel } from './panelFile';

/** Settings for trainings of a catalog. */
export interface TrainingSettings {
  /** The catalog's file. */
  database: string;
  /**
   * Directory of the text encoder; if it is a shipped one, another shipped one may be chosen by the language of the
   * texts.
   */
  encoder: string;
  /** Directories of others that the active model may have been trained with. */
  furtherEncoders?: readonly string[];
  dtype?: Dtype;
  /** Address of the PostgreSQL database, if the file is a view of a catalog in it. */
  shared?: string;
}

/** What the first step found and fixed for the others. */
export interface ReadResult {
  /** Name of the new model. */
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

/** A running job: what its steps share, each part created on first use. */
export class TrainingSession {
  readonly directory: string;
  private engineStarted: Promise<Engine> | null = null;
  private panelRead: Promise<DemandPanel> | null = null;
  private encoderChosen: Promise<string> | null = null;
  /** By the encoder's directory. */
  private readonly embedded = new Map<string, Promise<TextVectors>>();

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

  /** Where the new model is stored until it is registered. */
  get modelDirectory(): string {
    return join(this.directory, 'model');
  }

  say(line: string): void {
    this.store.say(this.job.id, line);
  }

  /** The result of an earlier step. */
  resultOf<T>(step: JobStep): T {
    return certain(this.store.resultOf<T>(this.job.id, step), `result of the step '${step}'`);
  }

  panel(): Promise<DemandPanel> {
    return (this.panelRead ??= readPanel(this.panelFile));
  }

  /** On one CPU core, so that serving keeps the others. */
  engine(): Promise<Engine> {
    return (this.engineStarted ??= this.startEngine());
  }

  /** Directory of the encoder that the new model is trained with. */
  encoder(): Promise<string> {
    return (this.encoderChosen ??= this.chooseEncoder());
  }

  /**
   * Vectors of every text of the panel, by that encoder or another; of descriptions also in the spelling of another
   * shop, if a `reader` is given.
   */
  async texts(directory?: string, reader: Shop | null = null): Promise<TextVectors> {
    const encoder = directory ?? (await this.encoder());
    if (reader) return this.embed(encoder, reader);
    const texts = this.embedded.get(encoder) ?? this.embed(encoder);
    this.embedded.set(encoder, texts);
    return texts;
  }

  async close(): Promise<void> {
    await (await this.engineStarted?.catch(() => null))?.close();
  }

  private async startEngine(): Promise<Engine> {
    const encoder = await this.encoder();
    const { dtype } = this.settings;
    return Engine.start({ encoder, dtype, device: 'cpu', processes: 1, threads: 1 });
  }

  private async chooseEncoder(): Promise<string> {
    const { encoder } = this.settings;
    if (encoder !== SHIPPED_ENCODERS.english) return encoder;
    const texts = textsOf(await this.panel());
    const readings = await readingsOf(texts, await pieces(encoder), [SHIPPED_ENCODERS.multilingual]);
    this.say(readingText(readings));
    return bestReading(readings).directory;
  }

  private async embed(encoder: string, shop: Shop | null = null): Promise<TextVectors> {
    const panel = await this.panel();
    const weeks = { weeks: panel.weeks, unknown: panel.unknownWeeks() };
    const origins = [...candidateOrigins(weeks, this.resultOf<ReadResult>('read')), panel.weeks];
    const texts = new Set(['']);
    panel.skus.forEach((_, sku) => {
      for (const origin of origins) texts.add(panel.descriptionAt(sku, origin));
      for (let t = 0; t < panel.weeks; t++) texts.add(withoutDepth(panel.promoText(sku, t) ?? ''));
    });
    const onStage = (done: number, of: number) => this.onStage('embedding', done, of);
    const engine = await this.engine();
    const isOwn = encoder === (await this.encoder());
    const reader = isOwn ? engine : await engine.beside(encoder);
    const { isWord } = reader.tokenizer;
    try {
      for (const origin of origins) {
        for (const text of launchTexts(panel, origin, isWord)) texts.add(text);
        panel.skus.forEach((sku, at) => {
          const description = panel.descriptionAt(at, origin);
          if (shop) texts.add(readDescription(shop, { sku, description }, isWord).text);
        });
      }
      return { ...(await embedTexts(reader, texts, onStage)), isWord };
    } finally {
      if (!isOwn) await reader.close();
    }
  }
}
