import { certain } from '../common/certain';
import type { ShelfcastError } from '../contract/errors';
import type { HeadInputs, HeadKind } from '../contract/head';
import type {
  BatchRecords,
  EncoderFiles,
  Encoded,
  HeadFiles,
  HeadRun,
  HeadsLoaded,
  PackedTokens,
} from '../contract/messages';
import { ENCODES_PER_PROCESS, type ProcessUser } from './dispatcher';
import { type InferenceChild, InferenceFailed, InferenceProcessDied } from './inferenceChild';
import { FIRST_ENCODER, InferenceProcesses, type PoolState, type ProcessesOptions } from './processes';

export type PoolOptions = ProcessesOptions;

/** Numbers given to a head cannot end a process, so these ended for another reason. */
const MOST_DEATHS_OF_HEADS = 5;

/** One encoder in the inference processes, with the heads of the models that were trained with it. */
export class EnginePool implements ProcessUser {
  private readonly users = new Set<ProcessUser>();
  /** Models whose text-aware head is in one graph with the encoder. */
  private readonly oneGraph = new Set<string>();

  private constructor(
    private readonly processes: InferenceProcesses,
    private readonly encoder: number,
  ) {
    processes.jobs.attach(this);
  }

  onFree(): void {
    for (const user of this.users) user.onFree();
  }

  onLost(error: ShelfcastError): void {
    for (const user of this.users) user.onLost(error);
  }

  /** Tells a user about free room and lost processes from now on. Returns a function that ends this. */
  attach(user: ProcessUser): () => void {
    this.users.add(user);
    return () => this.users.delete(user);
  }

  /** Starts the processes. Rejects with `not_ready` if none could start. */
  static async start(options: PoolOptions): Promise<EnginePool> {
    return new EnginePool(await InferenceProcesses.start(options), FIRST_ENCODER);
  }

  /**
   * A further encoder in the same processes. Rejects with InferenceFailed or InferenceProcessDied if it does not load.
   */
  async beside(encoder: EncoderFiles): Promise<EnginePool> {
    return new EnginePool(this.processes, await this.processes.loadEncoder(encoder));
  }

  /** Why texts are padded to one length; null if they share the encoder's rows. */
  get paddingReason(): string | null {
    const loaded = this.processes.loaded(this.encoder);
    return loaded ? loaded.paddingReason : 'no inference process has loaded the encoder';
  }

  /** Batches that `encode` can take now without waiting here. */
  get freeSlots(): number {
    return this.processes.jobs.freeSlots;
  }

  /** Processes without any batch. */
  get idle(): number {
    return this.processes.idle;
  }

  /** Processes that have a batch. */
  get busy(): number {
    return this.processes.busy;
  }

  /**
   * Runs a batch, and forecasts the records given with it. Rejects with InferenceProcessDied if the batch ended two
   * processes, with InferenceFailed if it was refused.
   */
  encode(texts: PackedTokens, records: BatchRecords | null = null): Promise<Encoded> {
    const oneGraph = records !== null && this.isOneGraph(records.key);
    const { encoder, processes } = this;
    const send = async (child: InferenceChild) => {
      const encoded = await child.request<'encode'>({ type: 'encode', encoder, texts, records, oneGraph });
      processes.observe(texts.ids.length, 1000 * (encoded.seconds + (encoded.headSeconds ?? 0)));
      return encoded;
    };
    return processes.jobs.run(send, {
      needs: { encoder, key: records?.key },
      fits: (child) => child.encodes < ENCODES_PER_PROCESS,
    });
  }

  runHead(key: string, kind: HeadKind, inputs: HeadInputs): Promise<HeadRun> {
    const { encoder } = this;
    return this.processes.jobs.run(
      (child) => child.request<'run_head'>({ type: 'run_head', encoder, key, kind, inputs }),
      { needs: { encoder, key }, mostDeaths: MOST_DEATHS_OF_HEADS },
    );
  }

  /** Loads a model's heads into every process. Rejects if one process cannot; then no process keeps them. */
  async loadHeads(model: HeadFiles): Promise<HeadsLoaded> {
    const { encoder } = this;
    const told = await this.processes.loadHeads(encoder, model, (child, tried) =>
      child.request<'load_heads'>({ type: 'load_heads', encoder, model, tried }),
    );
    const loaded = certain(told, 'what the first process found in the heads');
    if (loaded.twoRunsReason === null) this.oneGraph.add(model.key);
    return loaded;
  }

  /** Whether this model's text-aware head and the encoder are one graph. */
  isOneGraph(key: string): boolean {
    return this.oneGraph.has(key);
  }

  /** Runs a model's head after the encoder from now on. */
  useTwoRuns(key: string): void {
    this.oneGraph.delete(key);
  }

  async unloadHeads(key: string): Promise<void> {
    this.oneGraph.delete(key);
    await this.processes.unloadHeads(this.encoder, key);
  }

  /** Whether a ready process has the encoder and a model's heads, or none is ready. */
  serves(key: string): boolean {
    return this.processes.serve({ encoder: this.encoder, key });
  }

  state(): PoolState {
    return this.processes.state();
  }

  /** `not_ready` while no process can be started; null otherwise. */
  get lost(): ShelfcastError | null {
    return this.processes.lost;
  }

  /** Ends the processes if this is the encoder that they started with; else only unloads this one. */
  async close(): Promise<void> {
    this.processes.jobs.detach(this);
    if (this.encoder === FIRST_ENCODER) await this.processes.close();
    else await this.processes.unloadEncoder(this.encoder);
  }
}

export { InferenceFailed, InferenceProcessDied };
