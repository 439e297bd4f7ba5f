import { fstatSync, openSync, write as writeAsync, writeSync, constants } from 'node:fs';
import { codeOf } from '../../common/thrown';

/** From this many bytes on, lines are written at once. */
const TOGETHER_BYTES = 4096;
/** Between two attempts to write to a full pipe. */
const FULL_MS = 100;
/** Most bytes buffered for a slow reader; further lines are dropped. */
const MOST_BYTES = 4 * 1024 * 1024;
/** Attempts to write the last lines at exit, and the milliseconds between them. */
const LAST_TRIES = 10;
const LAST_MS = 10;

/**
 * Writes the lines of a log to a file descriptor. It never blocks, fails or throws: lines that cannot be written (a
 * full disk, a pipe that nobody reads) are dropped and counted.
 */
export class LogWriter {
  private readonly fd: number;
  private waiting: string[] = [];
  private waitingBytes = 0;
  /** What is being written. */
  private rest: Buffer | null = null;
  private writing = false;
  private timer: NodeJS.Timeout | null = null;
  /** Whether the last line was written only in part. */
  private torn = false;

  /** Lines that come within `togetherMs` are written together; each at once if it is 0. */
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

  /** Writes what is left, as far as possible at once, for the exit. */
  flush(): void {
    clearTimeout(this.timer ?? undefined);
    if (this.writing) {
      // In progress in another thread, and done in a moment or never.
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

/** A full pipe would block a thread for ever, even at exit: it is opened again in non-blocking mode. */
function neverWaiting(fd: number): number {
  try {
    if (!fstatSync(fd).isFIFO()) return fd;
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return fd;
  }
}
