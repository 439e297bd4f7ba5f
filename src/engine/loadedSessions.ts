import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { HeadInputs, HeadKind } from '../contract/head';
import type {
  BatchRecords,
  CheckedFile,
  Encoded,
  EncoderFiles,
  HeadFiles,
  HeadRun,
  HeadsLoaded,
  PackedTokens,
  SessionSettings,
} from '../contract/messages';
import { mergeHead } from '../graph/merge';
import { encoderGraph } from './encoderGraph';
import { gatherRecords } from './gatherRecords';
import { HeadSession } from './headSession';
import { OneGraphSession } from './oneGraphSession';
import { openEncoder, type OpenedEncoder } from './openEncoder';
import { openSession } from './runtime';

const LOOKED_UP_BETWEEN =
  'its head reads what products alike sold, which is looked up between the encoder and the head';

/** The sessions of one model. */
interface LoadedModel {
  heads: Map<HeadKind, HeadSession>;
  /** Encoder and text-aware head together; null where they are two runs. */
  oneGraph: OneGraphSession | null;
}

/** What an inference process has loaded: the encoder, and the heads of every model. */
export class LoadedSessions {
  private readonly models = new Map<string, LoadedModel>();

  private constructor(
    private readonly opened: OpenedEncoder,
    private readonly files: EncoderFiles,
    private readonly settings: SessionSettings,
  ) {}

  static async open(files: EncoderFiles, settings: SessionSettings): Promise<LoadedSessions> {
    return new LoadedSessions(await openEncoder(files, settings), files, settings);
  }

  /** Why texts are padded to one length; null where they share rows. */
  get paddingReason(): string | null {
    return this.opened.paddingReason;
  }

  async loadHeads({ key, heads: files }: HeadFiles): Promise<HeadsLoaded> {
    const heads = new Map<HeadKind, HeadSession>();
    let oneGraph: OneGraphSession | null = null;
    let twoRunsReason: string | null = 'it is off here; --one-graph on switches it on';
    for (const [kind, file] of Object.entries(files) as [HeadKind, CheckedFile][]) {
      const bytes = await checkedBytes(file);
      const session = await openSession(bytes, this.settings);
      const head = new HeadSession(session);
      heads.set(kind, head);
      if (kind !== 'text_aware' || !this.settings.oneGraph) continue;
      if (head.widths.analogs !== null) {
        twoRunsReason = LOOKED_UP_BETWEEN;
        continue;
      }
      try {
        oneGraph = await this.openOneGraph(bytes);
        twoRunsReason = null;
      } catch (error) {
        twoRunsReason = (error as Error).message;
      }
    }
    this.models.set(key, { heads, oneGraph });
    return {
      widths: Object.fromEntries([...heads].map(([kind, { widths }]) => [kind, widths])),
      promo: [...heads.values()].some(({ promo }) => promo),
      twoRunsReason,
    };
  }

  unloadHeads(key: string): void {
    this.models.delete(key);
  }

  /** Vectors of the texts, and the forecasts of records given with them, by one graph or by one run after the other. */
  async encode(texts: PackedTokens, records: BatchRecords | null, oneGraph: boolean): Promise<Encoded> {
    if (records && oneGraph) return this.encodeInOneGraph(texts, records);
    const { result, seconds } = await timed(() => this.opened.encoder.encode(texts));
    const { vectors, cells } = result;
    if (!records) return { vectors, cells, outputs: null, seconds, headSeconds: null };
    const { dimension } = this.files;
    const inputs = gatherRecords(records, vectors, { dimension, halved: this.settings.halved ?? false });
    const head = await this.runHead(records.key, 'text_aware', inputs);
    return {
      vectors: records.vectorsWanted ? vectors : new Float32Array(),
      cells,
      outputs: head.outputs,
      seconds,
      headSeconds: head.seconds,
    };
  }

  async runHead(key: string, kind: HeadKind, inputs: HeadInputs): Promise<HeadRun> {
    const head = this.models.get(key)?.heads.get(kind);
    if (!head) throw new Error(`model ${key} has no ${kind} head here`);
    const { result, seconds } = await timed(() => head.run(inputs));
    return { outputs: result, seconds };
  }

  private async encodeInOneGraph(texts: PackedTokens, records: BatchRecords): Promise<Encoded> {
    const session = this.models.get(records.key)?.oneGraph;
    if (!session) throw new Error(`model ${records.key} has no graph with the encoder here`);
    const { result, seconds } = await timed(() => session.run(texts, records));
    return { ...result, seconds, headSeconds: null };
  }

  /** Its session holds weights of the encoder of its own, beside those of the encoder that runs alone. */
  private async openOneGraph(head: Uint8Array): Promise<OneGraphSession> {
    const { dimension } = this.files;
    const { halved = false, steps } = this.settings;
    const graph = mergeHead(await encoderGraph(this.files), head, { dimension, halved });
    const session = await openSession(graph, this.settings);
    return new OneGraphSession(session, this.files, steps);
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const started = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - started) / 1000 };
}

async function checkedBytes({ file, sha256 }: CheckedFile): Promise<Uint8Array> {
  const bytes = await readFile(file);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new Error('the file changed after its hash was checked');
  }
  return bytes;
}
