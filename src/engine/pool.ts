import { ShelfcastError } from '../contract/errors';
import type { HeadInputs, HeadKind } from '../contract/head';
import type {
  BatchRecords,
  EncoderFiles,
  Encoded,
  HeadFiles,
  HeadRun,
  HeadsLoaded,
  PackedTokens,
  SessionSettings,
} from '../contract/messages';
import { type InferenceChild, InferenceFailed, InferenceProcessDied } from './inferenceChild';
import { Patience } from './patience';
import { SupervisedChild, type Loadout } from './supervisedChild';

export interface PoolOptions extends Omit<SessionSettings, 'deviceId'> {
  encoder: EncoderFiles;
  processes: number;
  /** CUDA devices, which the processes take in turn. */
  deviceIds: readonly number[];
  /** Milliseconds without a sign after which a process counts as stopped, longer for a batch that should take longer; 5 s where none is given. */
  hangMs?: number;
  /** Milliseconds that loading an encoder or heads may take; two minutes where none is given. */
  loadMs?: number;
  /** Told when a process that had been ready ended. */
  onDeath?: (reason: string) => void;
  /** Told when a process failed to start several times in a row; it is tried again. */
  onFailing?: (reason: string) => void;
}

export interface PoolState {
  running: number;
  wanted: number;
  restarts: number;
  /** Why no process could be started of late; null while one runs or may. It may name files. */
  failure: string | null;
  pids: number[];
}

interface Job<T> {
  /** Whether the process may take it now. */
  fits(child: InferenceChild): boolean;
  send(child: InferenceChild): Promise<T>;
  /** Processes that ended while they ran it, and how many may. */
  deaths: number;
  mostDeaths: number;
  /** Processes that no longer answered while they had it. */
  hangs: number;
  resolve(result: T): void;
  reject(error: Error): void;
}

/** Each process has one batch running and one waiting, so that it never idles while the next one travels. */
const ENCODES_PER_PROCESS = 2;
/** A job whose process ended is run once more elsewhere; after that it is taken for the cause. */
const MOST_DEATHS = 2;
/** The numbers given to a head end no process, so that what ended these was something else. */
const MOST_DEATHS_OF_HEADS = 5;
/** A process is stopped from outside more often than by what it was asked. */
const MOST_HANGS = 3;
const HANG_MS = 5000;
const LOAD_MS = 120_000;
const STOPPING = 'The inference processes are stopping';
const RETRY_SECONDS = 5;

/** The inference processes: runs the encoder and heads in them, and outlives the end of any. */
export class EnginePool {
  /** Called when a process could take a batch. */
  onFree: () => void = () => {};
  /** Called with `not_ready` when the last process turned out not to start: nothing that waits will be taken soon. */
  onLost: (error: ShelfcastError) => void = () => {};
  private readonly children: SupervisedChild[] = [];
  private readonly loadout: Loadout;
  private readonly waiting: Job<unknown>[] = [];
  private readonly observers = new Set<() => void>();
  /** Models whose text-aware head is in one graph with the encoder. */
  private readonly oneGraph = new Set<string>();
  private closed = false;

  private constructor(options: PoolOptions) {
    const { encoder, processes, deviceIds, hangMs = HANG_MS, loadMs = LOAD_MS } = options;
    const { threads, provider, steps, packed, oneGraph, halved } = options;
    this.loadout = { encoder, models: new Map(), patience: new Patience({ hangMs, loadMs }) };
    const events = {
      changed: () => this.changed(),
      died: (reason: string) => options.onDeath?.(reason),
      failing: (reason: string) => options.onFailing?.(reason),
    };
    for (let i = 0; i < processes; i++) {
      const deviceId = deviceIds[i % deviceIds.length];
      const settings = { threads, provider, deviceId, steps, packed, oneGraph, halved };
      this.children.push(new SupervisedChild(this.loadout, settings, events));
    }
  }

  /** Resolves when every process is ready or failing. Rejects with `not_ready` when none could start. */
  static async start(options: PoolOptions): Promise<EnginePool> {
    const pool = new EnginePool(options);
    await pool.until(() => pool.children.every(({ state, failing }) => state === 'ready' || failing));
    const { failure } = pool.state();
    if (failure === null) return pool;
    await pool.close();
    throw new ShelfcastError('not_ready', `No inference process could start: ${failure}`);
  }

  /** Why texts are padded to one length; null where they share the encoder's rows. */
  get paddingReason(): string | null {
    const loaded = this.children.flatMap((child) => child.loaded ?? []);
    return loaded[0] ? loaded[0].paddingReason : 'no inference process has loaded the encoder';
  }

  /** Batches that may be given to `encode` now without waiting in here. */
  get freeSlots(): number {
    let free = -this.waiting.length;
    for (const child of this.ready()) free += Math.max(0, ENCODES_PER_PROCESS - child.encodes);
    return Math.max(0, free);
  }

  /** Processes that have no batch at all. */
  get idle(): number {
    return this.ready().filter(({ encodes }) => encodes === 0).length;
  }

  /** Processes that have a batch. */
  get busy(): number {
    return this.ready().length - this.idle;
  }

  /**
   * Runs a batch, and forecasts the records given with it. Rejects with InferenceProcessDied when the batch ended two
   * processes, with InferenceFailed when it was refused.
   */
  encode(texts: PackedTokens, records: BatchRecords | null = null): Promise<Encoded> {
    const oneGraph = records !== null && this.isOneGraph(records.key);
    const { patience } = this.loadout;
    const send = async (child: InferenceChild) => {
      const encoded = await child.request<'encode'>({ type: 'encode', texts, records, oneGraph });
      patience.observe(texts.ids.length, 1000 * (encoded.seconds + (encoded.headSeconds ?? 0)));
      return encoded;
    };
    return this.run(send, {
      fits: (child) => child.encodes < ENCODES_PER_PROCESS,
    });
  }

  runHead(key: string, kind: HeadKind, inputs: HeadInputs): Promise<HeadRun> {
    return this.run((child) => child.request<'run_head'>({ type: 'run_head', key, kind, inputs }), {
      mostDeaths: MOST_DEATHS_OF_HEADS,
    });
  }

  /** Loads a model's heads into every process. Rejects when one process cannot; then no process keeps them. */
  async loadHeads(model: HeadFiles): Promise<HeadsLoaded> {
    const load = (child: InferenceChild) => child.request<'load_heads'>({ type: 'load_heads', model });
    // One process alone first: a file that ends it ends no other.
    const loaded = await this.run(load);
    this.loadout.models.set(model.key, model);
    try {
      await Promise.all(this.ready().map((child) => ignoreDeath(load(child))));
    } catch (error) {
      await this.unloadHeads(model.key);
      throw error;
    }
    if (loaded.twoRunsReason === null) this.oneGraph.add(model.key);
    return loaded;
  }

  /** Whether this model's text-aware head and the encoder are one graph. */
  isOneGraph(key: string): boolean {
    return this.oneGraph.has(key);
  }

  /** Has a model's head run after the encoder from now on. */
  useTwoRuns(key: string): void {
    this.oneGraph.delete(key);
  }

  async unloadHeads(key: string): Promise<void> {
    this.loadout.models.delete(key);
    this.oneGraph.delete(key);
    await Promise.all(
      this.ready().map((child) => ignoreDeath(child.request<'unload_heads'>({ type: 'unload_heads', key }))),
    );
  }

  state(): PoolState {
    const ready = this.ready();
    const lost = this.children.every(({ failing }) => failing);
    return {
      running: ready.length,
      wanted: this.children.length,
      restarts: this.children.reduce((sum, { restarts }) => sum + restarts, 0),
      failure: lost ? (this.children[0]?.reason ?? 'unknown') : null,
      pids: ready.flatMap((child) => child.pid ?? []),
    };
  }

  /** `not_ready` while no process can be started; null while there is hope. */
  get lost(): ShelfcastError | null {
    if (this.state().failure === null) return null;
    return new ShelfcastError(
      'not_ready',
      'No inference process can be started now; the log says why. It is tried again.',
      { retryAfterSeconds: RETRY_SECONDS },
    );
  }

  /** Ends the processes; what still waits is rejected. */
  async close(): Promise<void> {
    this.closed = true;
    this.rejectWaiting(new ShelfcastError('draining', STOPPING));
    await Promise.all(this.children.map((child) => child.close()));
  }

  private run<T>(
    send: Job<T>['send'],
    { fits = () => true, mostDeaths = MOST_DEATHS }: Partial<Pick<Job<T>, 'fits' | 'mostDeaths'>> = {},
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.dispatch({
        send,
        fits,
        deaths: 0,
        hangs: 0,
        mostDeaths,
        resolve,
        reject,
      } as Job<T> as Job<unknown>);
    });
  }

  private dispatch(job: Job<unknown>): void {
    const refused = this.closed ? new ShelfcastError('draining', STOPPING) : this.lost;
    if (refused) return job.reject(refused);
    const fitting = this.ready().filter((child) => job.fits(child));
    if (fitting.length === 0) {
      this.waiting.push(job);
      return;
    }
    const child = fitting.reduce((best, other) => (isSooner(other, best) ? other : best));
    job.send(child).then(
      (result) => {
        job.resolve(result);
        this.advance();
      },
      (error: Error) => {
        this.failed(job, error);
        this.advance();
      },
    );
  }

  private failed(job: Job<unknown>, error: Error): void {
    if (!(error instanceof InferenceProcessDied)) return job.reject(error);
    if (error.suspect && error.hung) job.hangs++;
    else if (error.suspect) job.deaths++;
    if (job.deaths >= job.mostDeaths || job.hangs >= MOST_HANGS) return job.reject(error);
    return this.dispatch(job);
  }

  /** Gives waiting jobs to processes that can take them, then says that there may be room for more. */
  private advance(): void {
    for (const job of this.waiting.splice(0)) this.dispatch(job);
    if (this.freeSlots > 0) this.onFree();
  }

  private changed(): void {
    const { lost } = this;
    if (lost) {
      this.rejectWaiting(lost);
      this.onLost(lost);
    }
    for (const observe of this.observers) observe();
    this.advance();
  }

  private rejectWaiting(error: ShelfcastError): void {
    for (const job of this.waiting.splice(0)) job.reject(error);
  }

  private ready(): InferenceChild[] {
    return this.children.flatMap(({ state, child }) => (state === 'ready' && child?.alive ? [child] : []));
  }

  private until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const observe = () => {
        if (!condition()) return;
        this.observers.delete(observe);
        resolve();
      };
      this.observers.add(observe);
      observe();
    });
  }
}

/** Whether a process has less to do than another, or as much and for longer already. */
function isSooner(child: InferenceChild, other: InferenceChild): boolean {
  return child.load < other.load || (child.load === other.load && child.oldestAge() > other.oldestAge());
}

/** A process that ends loads its models again when it starts. */
async function ignoreDeath<T>(request: Promise<T>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof InferenceProcessDied)) throw error;
  }
}

export { InferenceFailed, InferenceProcessDied };
