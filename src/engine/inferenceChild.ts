import { fork, type ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';
import { stripVTControlCharacters } from 'node:util';
import { ownModule } from '../common/ownModule';
import type { InferenceReply, InferenceRequest, InferenceResults } from '../contract/messages';
import { PassingMap } from '../common/passingMap';

type Type = InferenceRequest['type'];
/** Omit, applied to each member of a union. */
type Body<T extends Type> = T extends Type ? Omit<Extract<InferenceRequest, { type: T }>, 'id'> : never;

/** The inference process could not do what was requested. */
export class InferenceFailed extends Error {
  override readonly name = 'InferenceFailed';
}

/** The inference process ended before it answered. */
export class InferenceProcessDied extends Error {
  override readonly name = 'InferenceProcessDied';

  constructor(
    message: string,
    /** Whether this request may have ended the process; false if it had not been started. */
    readonly suspect: boolean,
    /** Whether the process was ended because it hung, which says little about the request. */
    readonly hung = false,
  ) {
    super(message);
  }
}

interface Pending {
  type: Type;
  /** When it was sent, by the monotonic clock. */
  since: number;
  /** Tokens of a batch; 0 for everything else. */
  tokens: number;
  resolve(result: never): void;
  reject(error: Error): void;
}

/** In megabytes. Numbers are stored outside the heap, so young objects need little space. */
const YOUNG_OBJECTS = '--max-semi-space-size=2';
/** Makes glibc return large freed blocks to the system; read by mallopt(3). */
const GIVES_BACK = { MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072' };
/** The HTTP event loop takes precedence over inference if both need a core. */
const NICENESS = 5;
const STDERR_KEPT = 2000;
const CLOSE_GRACE_MS = 2000;

/** One operating system process that runs inference: requests in, answers out, until it ends. */
export class InferenceChild {
  /** Resolves with the reason when the process has ended. */
  readonly ended: Promise<string>;
  private readonly child: ChildProcess;
  private pending = new PassingMap<number, Pending>();
  /** Batches of the encoder not answered yet. */
  encodes = 0;
  /** When it last got a request other than a ping, or answered one, by the monotonic clock. */
  usedAt = performance.now();
  private nextId = 0;
  private stderr = '';
  private closing = false;
  private gone = false;
  private hung: string | null = null;
  private repliedAt = 0;

  constructor() {
    const { path, execArgv } = ownModule('engine/inferenceProcess');
    this.child = fork(path, {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: ['--expose-gc', YOUNG_OBJECTS, ...execArgv],
      env: { ...process.env, ...GIVES_BACK },
    });
    // Without free file descriptors the child has no streams, and its error comes on the next tick.
    this.ended = new Promise((resolve) => {
      this.child.on('error', (error) => resolve(this.fail(error.message)));
      this.child.once('exit', (status, signal) => {
        resolve(this.fail(signal ? `it was ended by ${signal}` : `it ended with status ${status}`));
      });
    });
    this.child.on('message', (reply: InferenceReply) => this.settle(reply));
    this.child.stderr
      ?.on('error', () => {})
      .setEncoding('utf8')
      .on('data', (text: string) => {
        this.stderr = (this.stderr + text).slice(-STDERR_KEPT);
      });
    lowerPriority(this.child.pid);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** False from the moment at which nothing sent would be answered any more. */
  get alive(): boolean {
    return !this.gone && this.child.connected;
  }

  /** Requests not answered yet. */
  get load(): number {
    return this.pending.size;
  }

  /** Rejects with InferenceFailed, or with InferenceProcessDied if the process ends first. */
  request<T extends Type>(body: Body<T>): Promise<InferenceResults[T]> {
    return new Promise((resolve, reject) => {
      if (!this.alive) return reject(new InferenceProcessDied('it has ended', false));
      const id = this.nextId++;
      const tokens = body.type === 'encode' ? (body as Body<'encode'>).texts.ids.length : 0;
      if (body.type === 'encode') this.encodes++;
      if (body.type !== 'ping') this.usedAt = performance.now();
      this.pending.set(id, { type: body.type, since: performance.now(), tokens, resolve, reject });
      // A failed write means that the process is ending; `ended` then rejects the pending requests.
      this.child.send({ id, ...body }, () => {});
      return undefined;
    });
  }

  /** Milliseconds that the oldest request has been waiting; 0 if there is none. */
  oldestAge(): number {
    for (const { since } of this.pending.values()) return performance.now() - since;
    return 0;
  }

  /**
   * The request that it should be answering, and for how many milliseconds it has been silent; null if there is none.
   */
  silence(): { type: Type; tokens: number; milliseconds: number } | null {
    for (const { type, since, tokens } of this.pending.values()) {
      return { type, tokens, milliseconds: performance.now() - Math.max(since, this.repliedAt) };
    }
    return null;
  }

  /** Kills it; `hung`: the reason, if it hung. */
  kill(hung: string | null = null): void {
    this.hung ??= hung;
    this.child.kill('SIGKILL');
  }

  /** Lets the process end by itself, and kills it after a grace period. */
  async close(): Promise<void> {
    this.closing = true;
    if (this.child.connected) this.child.disconnect();
    const timer = setTimeout(() => this.kill(), CLOSE_GRACE_MS);
    await this.ended;
    clearTimeout(timer);
  }

  private settle(reply: InferenceReply): void {
    this.repliedAt = performance.now();
    const pending = this.pending.get(reply.id);
    if (!pending) return;
    if (pending.type !== 'ping') this.usedAt = this.repliedAt;
    this.pending.delete(reply.id);
    if (pending.type === 'encode') this.encodes--;
    if ('error' in reply) pending.reject(new InferenceFailed(reply.error.message));
    else pending.resolve(reply.result as never);
  }

  private fail(what: string): string {
    this.gone = true;
    const said = lastLine(this.stderr);
    const cause = this.hung ?? what;
    const reason = said ? `${cause}; it said: ${said}` : cause;
    // The process runs batches in the order sent, so only the first pending one had been started.
    let begun = this.closing;
    for (const { type, reject } of this.pending.values()) {
      reject(new InferenceProcessDied(reason, type !== 'encode' || !begun, this.hung !== null));
      begun ||= type === 'encode';
    }
    this.pending = new PassingMap();
    this.encodes = 0;
    return reason;
  }
}

function lowerPriority(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, NICENESS);
  } catch {
    // Not every system allows this; it only affects latency.
  }
}

function lastLine(text: string): string {
  return stripVTControlCharacters(text).trim().split('\n').at(-1) ?? '';
}
