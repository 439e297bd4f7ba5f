import { certain } from '../common/certain';
import { ShelfcastError } from '../contract/errors';
import type { EncoderFiles, EncoderLoaded, HeadFiles, SessionSettings } from '../contract/messages';
import { Dispatcher, RETRY_SECONDS, type Needs } from './dispatcher';
import { type InferenceChild, InferenceProcessDied } from './inferenceChild';
import { Patience } from './patience';
import { SupervisedChild, type LoadedEncoder, type Loadout } from './supervisedChild';

export interface ProcessesOptions extends Omit<SessionSettings, 'deviceId'> {
  /** The encoder that every process loads first. */
  encoder: EncoderFiles;
  processes: number;
  /** This many processes always run; the others start when there is work. All by default. */
  atRest?: number;
  /**
   * Milliseconds without work after which such a process ends, and between attempts to start one that failed; also the
   * longest pause between attempts to start any other. A minute by default.
   */
  restMs?: number;
  /** CUDA devices, assigned to the processes in turn. */
  deviceIds: readonly number[];
  /**
   * Milliseconds of silence after which a process counts as hung, longer for a batch that is expected to take longer; 5
   * s by default.
   */
  hangMs?: number;
  /** Milliseconds that loading an encoder or heads may take; two minutes by default. */
  loadMs?: number;
  /** Called when a process that had been ready ended. */
  onDeath?: (reason: string) => void;
  /** Called when a process failed to start several times in a row; it is tried again. */
  onFailing?: (reason: string) => void;
  /** Called when a process serves without an encoder or heads that it could not load; it is tried again. */
  onLacking?: (reason: string) => void;
}

export interface PoolState {
  running: number;
  wanted: number;
  /** Processes that failed to start three times in a row; each is tried again. */
  failing: number;
  restarts: number;
  /** Why no process could be started recently; null while one runs or may start. It may contain file names. */
  failure: string | null;
  pids: number[];
}

/** Loads into a process; `tried` if another one has loaded the same. */
type LoadsIn<T> = (child: InferenceChild, tried: boolean) => Promise<T>;

const HANG_MS = 5000;
const LOAD_MS = 120_000;
const REST_MS = 60_000;
const STOPPING = 'The inference processes are stopping';
/** Number of the encoder that the processes start with. */
export const FIRST_ENCODER = 0;

/**
 * The inference processes: each has every encoder with its models' heads. Encoders and heads stay loaded when a process
 * ends and is replaced.
 */
export class InferenceProcesses {
  /** Their work. */
  readonly jobs = new Dispatcher({
    ready: () => this.ready(),
    serves: (child, needs) => this.serves(child, needs),
    wake: () => this.wake(),
    refusal: () => (this.closed ? new ShelfcastError('draining', STOPPING) : this.lost),
  });
  private readonly children: SupervisedChild[] = [];
  private readonly loadout: Loadout;
  private readonly observers = new Set<() => void>();
  private nextEncoder = FIRST_ENCODER + 1;
  /** Whether the permanent processes have started. */
  private inUse = false;
  private closed = false;

  private constructor(options: ProcessesOptions) {
    const { encoder, processes, atRest = processes, deviceIds } = options;
    const { hangMs = HANG_MS, loadMs = LOAD_MS, restMs = REST_MS } = options;
    const { threads, provider, steps, packed, oneGraph, halved, graphs } = options;
    const first: LoadedEncoder = { number: FIRST_ENCODER, files: encoder, models: new Map() };
    this.loadout = {
      encoders: new Map([[FIRST_ENCODER, first]]),
      patience: new Patience({ hangMs, loadMs }),
      restMs,
    };
    const events = {
      changed: () => this.changed(),
      slow: () => this.wake(),
      startsSlowly: () => {
        if (this.inUse && this.ready().length === 0) this.wake();
      },
      died: (reason: string) => options.onDeath?.(reason),
      failing: (reason: string) => options.onFailing?.(reason),
      lacking: (reason: string) => options.onLacking?.(reason),
    };
    for (let i = 0; i < processes; i++) {
      const deviceId = deviceIds[i % deviceIds.length];
      const settings = { threads, provider, deviceId, steps, packed, oneGraph, halved, graphs };
      this.children.push(new SupervisedChild(this.loadout, settings, events, i >= atRest));
    }
  }

  /** Resolves when every process is ready, resting or failing. Rejects with `not_ready` if none could start. */
  static async start(options: ProcessesOptions): Promise<InferenceProcesses> {
    const processes = new InferenceProcesses(options);
    await processes.until(() => processes.awake.every(({ state, failing }) => state === 'ready' || failing));
    const { failure } = processes.state();
    if (failure === null) {
      processes.inUse = true;
      return processes;
    }
    await processes.close();
    throw new ShelfcastError('not_ready', `No inference process could start: ${failure}`);
  }

  /**
   * Loads a further encoder into every process; resolves to its number. Rejects if one process cannot; then none keeps
   * it.
   */
  async loadEncoder(files: EncoderFiles): Promise<number> {
    const number = this.nextEncoder++;
    const { encoders } = this.loadout;
    await this.everywhere((child) => this.supervised(child).loadEncoder(number, files), {
      keep: () => encoders.set(number, { number, files, models: new Map() }),
      undo: () => this.unloadEncoder(number),
    });
    return number;
  }

  async unloadEncoder(encoder: number): Promise<void> {
    this.loadout.encoders.delete(encoder);
    await this.inAll((child) => child.request<'unload_encoder'>({ type: 'unload_encoder', encoder }));
  }

  /** What the last process that loaded an encoder reported about it; undefined before that. */
  loaded(encoder: number): EncoderLoaded | undefined {
    return this.children.flatMap(({ loaded }) => loaded.get(encoder) ?? [])[0];
  }

  /** Keeps a model's heads in every process, after one has loaded them with `load`. */
  loadHeads<T>(encoder: number, model: HeadFiles, load: LoadsIn<T>): Promise<T> {
    const models = this.loadout.encoders.get(encoder)?.models;
    return this.everywhere(load, {
      keep: () => models?.set(model.key, model),
      undo: () => this.unloadHeads(encoder, model.key),
    });
  }

  async unloadHeads(encoder: number, key: string): Promise<void> {
    this.loadout.encoders.get(encoder)?.models.delete(key);
    await this.inAll((child) => child.request<'unload_heads'>({ type: 'unload_heads', encoder, key }));
  }

  /** Records the duration of a batch in milliseconds, which limits later ones. */
  observe(tokens: number, milliseconds: number): void {
    this.loadout.patience.observe(tokens, milliseconds);
  }

  /** Processes without any batch. */
  get idle(): number {
    let idle = 0;
    for (const { encodes } of this.ready()) if (encodes === 0) idle++;
    return idle;
  }

  /** Processes that have a batch. */
  get busy(): number {
    return this.ready().length - this.idle;
  }

  /** Whether a ready process has what is needed, or none is ready. */
  serve(needs: Needs): boolean {
    const ready = this.ready();
    return ready.length === 0 || ready.some((child) => this.serves(child, needs));
  }

  state(): PoolState {
    const ready = this.ready();
    const { awake } = this;
    const lost = awake.every(({ failing }) => failing);
    return {
      running: ready.length,
      wanted: awake.length,
      failing: this.children.filter(({ failing }) => failing).length,
      restarts: this.children.reduce((sum, { restarts }) => sum + restarts, 0),
      failure: lost ? (awake[0]?.reason ?? 'unknown') : null,
      pids: ready.flatMap((child) => child.pid ?? []),
    };
  }

  /** `not_ready` while no process can be started; null otherwise. */
  get lost(): ShelfcastError | null {
    if (this.state().failure === null) return null;
    return new ShelfcastError(
      'not_ready',
      'No inference process can be started now; the log says why. It is tried again.',
      { retryAfterSeconds: RETRY_SECONDS },
    );
  }

  /** Ends the processes; waiting work is rejected. */
  async close(): Promise<void> {
    this.closed = true;
    this.jobs.rejectWaiting(new ShelfcastError('draining', STOPPING));
    await Promise.all(this.children.map((child) => child.close()));
  }

  /** Loads into one process first, so that a file that crashes it affects no other, then into all. */
  private async everywhere<T>(
    load: LoadsIn<T>,
    { keep, undo }: { keep: () => void; undo: () => Promise<void> },
  ): Promise<T> {
    const loaded = await this.jobs.run((child) => load(child, false));
    keep();
    try {
      await this.inAll((child) => load(child, true));
    } catch (error) {
      await undo();
      throw error;
    }
    return loaded;
  }

  private async inAll(ask: (child: InferenceChild) => Promise<unknown>): Promise<void> {
    await Promise.all(this.ready().map((child) => ignoreDeath(ask(child))));
  }

  /**
   * Starts processes one after the other, so that they do not take the cores from working ones; does not wait for one
   * that may hang.
   */
  private wake(): void {
    if (this.children.some(({ state, startsSlowly }) => state === 'starting' && !startsSlowly)) return;
    this.children.find(({ wakeable }) => wakeable)?.wake();
  }

  private get awake(): SupervisedChild[] {
    return this.children.filter(({ state }) => state !== 'resting');
  }

  private serves(child: InferenceChild, { encoder, key }: Needs): boolean {
    return this.supervised(child).serves(encoder, key);
  }

  private supervised(child: InferenceChild): SupervisedChild {
    return certain(
      this.children.find((supervised) => supervised.child === child),
      'supervisor of an inference process',
    );
  }

  private changed(): void {
    const { lost } = this;
    if (lost) this.jobs.lose(lost);
    for (const observe of this.observers) observe();
    this.jobs.advance();
  }

  private ready(): InferenceChild[] {
    const ready: InferenceChild[] = [];
    for (const { state, child } of this.children) if (state === 'ready' && child?.alive) ready.push(child);
    return ready;
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

/** A process that ends loads its encoders and models again when it restarts. */
async function ignoreDeath<T>(request: Promise<T>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof InferenceProcessDied)) throw error;
  }
}
