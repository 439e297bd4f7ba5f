import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { messageOf } from '../common/thrown';
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
import { gatherRecords } from './gatherRecords';
import { HeadSession } from './headSession';
import { OneGraphSession } from './oneGraphSession';
import { openEncoder, type OpenedEncoder } from './openEncoder';
import { openSession } from './runtime';

const LOOKED_UP_BETWEEN =
  'its head reads what products alike sold, which is looked up between the encoder and the head';

/** The sessions of one model. */
interface LoadedModel {
  /** The graph, if the head has not run yet. */
  heads: Map<HeadKind, HeadSession | Uint8Array>;
  /** Encoder and text-aware head in one graph; null if they are two runs. */
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

  /** Why texts are padded to one length; null if they share rows. */
  get paddingReason(): string | null {
    return this.opened.paddingReason;
  }

  /** Heads already `tried` in another process are opened on their first run: unused sessions cost time and memory. */
  async loadHeads({ key, heads: files }: HeadFiles, tried: boolean): Promise<HeadsLoaded | null> {
    if (tried && this.models.has(key)) return null;
    const graphs = new Map<HeadKind, Uint8Array>();
    for (const [kind, file] of Object.entries(files) as [HeadKind, CheckedFile][])
      graphs.set(kind, await checkedBytes(file));
    if (tried && !this.settings.oneGraph) {
      this.models.set(key, { heads: graphs, oneGraph: null });
      return null;
    }
    const heads = new Map<HeadKind, HeadSession>();
    for (const [kind, graph] of graphs) heads.set(kind, await this.openHead(graph));
    const { oneGraph, twoRunsReason } = await this.oneGraphOf(
      graphs.get('text_aware'),
      heads.get('text_aware'),
    );
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

  /** Vectors of the texts, and forecasts of the records given with them, in one run or in two. */
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
    const head = await this.headOf(key, kind);
    const { result, seconds } = await timed(() => head.run(inputs));
    return { outputs: result, seconds };
  }

  private async headOf(key: string, kind: HeadKind): Promise<HeadSession> {
    const heads = this.models.get(key)?.heads;
    const head = heads?.get(kind);
    if (!heads || !head) throw new Error(`model ${key} has no ${kind} head here`);
    if (head instanceof HeadSession) return head;
    const opened = await this.openHead(head);
    heads.set(kind, opened);
    return opened;
  }

  private async openHead(graph: Uint8Array): Promise<HeadSession> {
    return new HeadSession(await openSession(graph, this.settings));
  }

  /** Encoder and text-aware head in one graph, or the reason why they are two runs. */
  private async oneGraphOf(
    graph: Uint8Array | undefined,
    head: HeadSession | undefined,
  ): Promise<{ oneGraph: OneGraphSession | null; twoRunsReason: string | null }> {
    const twoRuns = (twoRunsReason: string) => ({ oneGraph: null, twoRunsReason });
    if (!graph || !head || !this.settings.oneGraph)
      return twoRuns('it is off here; --one-graph on switches it on');
    if (head.widths.analogs !== null) return twoRuns(LOOKED_UP_BETWEEN);
    try {
      return { oneGraph: await this.openOneGraph(graph), twoRunsReason: null };
    } catch (error) {
      return twoRuns(messageOf(error));
    }
  }

  private async encodeInOneGraph(texts: PackedTokens, records: BatchRecords): Promise<Encoded> {
    const session = this.models.get(records.key)?.oneGraph;
    if (!session) throw new Error(`model ${records.key} has no graph with the encoder here`);
    const { result, seconds } = await timed(() => session.run(texts, records));
    return { ...result, seconds, headSeconds: null };
  }

  /** Its session has its own copy of the encoder's weights. */
  private async openOneGraph(head: Uint8Array): Promise<OneGraphSession> {
    const { dimension } = this.files;
    const { halved = false, steps } = this.settings;
    // The code that reads and changes graphs takes time and memory to load, and is rarely needed.
    const { mergedGraph } = await import('./mergedGraph');
    const graph = await mergedGraph(this.files, head, { dimension, halved });
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
