import { fstatSync, openSync, write as writeAsync, writeSync, constants } from 'node:fs';
import { codeOf } from '../../common/thrown';

/** Lines of so many bytes are written, however short a time they have waited for more. */
const TOGETHER_BYTES = 4096;
/** Between two tries at a pipe that is full. */
const FULL_MS = 100;
/** What may wait for a slow reader; lines beyond it are dropped. */
const MOST_BYTES = 4 * 1024 * 1024;
/** How often, and in which steps of milliseconds, the last lines are tried at the exit. */
const LAST_TRIES = 10;
const LAST_MS = 10;

/**
 * Writes the lines of a log to a file descriptor without ever waiting for it, failing by it or throwing: lines that
 * cannot be written (a full disk, a pipe that nobody reads) are dropped and counted.
 */
export class LogWriter {
  private readonly fd: number;
  private waiting: string[] = [];
  private waitingBytes = 0;
  /** What is being written. */
  private rest: Buffer | null = null;
  private writing = false;
  private timer: NodeJS.Timeout | null = null;
  /** The last line was written in part. */
  private torn = false;

  /** Lines that come within `togetherMs` are written together; each at once where that is 0. */
  constructor(
    fd: number,
    private readonly togetherMs: number,
    private readonly onDropped: (lines: number) => void,
  ) {
    this.fd = neverWaiting(fd);
  }

  /** `line` ends with a newline. */
  write(line: string): void {
    if (this.waitingBytes >= MOST_BYTES) {
      this.onDropped(1);
      return;
    }
    this.waiting.push(line);
    this.waitingBytes += line.length;
    if (this.togetherMs === 0 || this.waitingBytes >= TOGETHER_BYTES) this.begin();
    else this.later();
  }

  /** Writes what is left, as far as that goes at once, as the exit asks. */
  flush(): void {
    clearTimeout(this.timer ?? undefined);
    if (this.writing) {
      // Under way in a thread of its own, and done in a moment or never.
      pause(LAST_MS);
      this.rest = null;
    }
    for (let tries = 0; tries < LAST_TRIES; tries++) {
      this.rest ??= this.taken();
      if (!this.rest) return;
      try {
        this.written(writeSync(this.fd, this.rest));
      } catch (error) {
        if (!isBusy(error)) return this.drop();
        pause(LAST_MS);
      }
    }
    this.drop();
  }

  private later(): void {
    this.timer ??= setTimeout(() => this.begin(), this.togetherMs).unref();
  }

  private begin(): void {
    clearTimeout(this.timer ?? undefined);
    this.timer = null;
    if (this.rest) return;
    this.rest = this.taken();
    this.goOn();
  }

  private goOn(): void {
    if (!this.rest) return;
    this.writing = true;
    writeAsync(this.fd, this.rest, (error, bytes) => {
      this.writing = false;
      if (isBusy(error)) {
        setTimeout(() => this.goOn(), FULL_MS).unref();
        return;
      }
      if (error) this.drop();
      else this.written(bytes);
      if (this.rest) this.goOn();
      else if (this.waitingBytes >= TOGETHER_BYTES) this.begin();
      else if (this.waiting.length) this.later();
    });
  }

  private taken(): Buffer | null {
    if (!this.waiting.length) return null;
    const bytes = Buffer.from((this.torn ? '\n' : '') + this.waiting.join(''));
    this.waiting = [];
    this.waitingBytes = 0;
    return bytes;
  }

  private written(bytes: number): void {
    const rest = this.rest?.subarray(bytes) ?? null;
    this.torn = bytes > 0 ? this.rest?.[bytes - 1] !== NEWLINE : this.torn;
    this.rest = rest?.length ? rest : null;
  }

  private drop(): void {
    let lines = 0;
    for (const byte of this.rest ?? []) if (byte === NEWLINE) lines++;
    this.rest = null;
    this.onDropped(lines);
  }
}

const NEWLINE = 10;

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function isBusy(error: unknown): boolean {
  return codeOf(error) === 'EAGAIN';
}

/** A pipe that nobody reads would hold a thread for ever, also at the exit: its own end is opened again without waiting. */
function neverWaiting(fd: number): number {
  try {
    if (!fstatSync(fd).isFIFO()) return fd;
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return fd;
  }
}
