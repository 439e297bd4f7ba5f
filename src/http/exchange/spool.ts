import { randomUUID } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Bytes kept in memory before a file is created. */
const MEMORY_BYTES = 256 * 1024;
const CHUNK_BYTES = 64 * 1024;
/** A client that makes no room for this long is given up. */
const STALLED_MS = 5_000;
/** One answer may take this part of the disk budget. */
const PART = 4;

/** Disk space in bytes for the answers of all streams together. */
export class SpoolBudget {
  private held = 0;

  constructor(private readonly bytes: number) {}

  /** Whether a file of `size` may grow by `bytes`, which are then reserved. */
  take(bytes: number, size: number): boolean {
    if (this.held + bytes > this.bytes || size + bytes > this.bytes / PART) return false;
    this.held += bytes;
    return true;
  }

  give(bytes: number): void {
    this.held -= bytes;
  }
}

/**
 * The texts of `source`, in order, read from it even while nobody reads them here. Otherwise a client that sends
 * everything before it reads would wait for the server, and the server for the client. Unread texts wait in memory,
 * then in an unnamed temporary file. When the budget is used up, the source waits. `onStalled` is called if nothing is
 * read for some seconds; what the source sends after that are its last words.
 */
export async function* spooled(
  source: AsyncIterable<string>,
  budget: SpoolBudget,
  onStalled: () => void,
): AsyncGenerator<Buffer> {
  const spool = new Spool(budget, onStalled);
  void spool.fill(source);
  try {
    for (let bytes = await spool.next(); bytes !== null; bytes = await spool.next()) yield bytes;
  } finally {
    await spool.leave();
  }
}

/** Texts from a source that nobody has read yet. */
class Spool {
  private readonly memory: Buffer[] = [];
  private readonly file: SpoolFile;
  private memoryBytes = 0;
  private stalled = false;
  private left = false;
  private ended = false;
  private failed: unknown = null;
  private wakeReader = () => {};
  private wakeWriter = () => {};

  constructor(
    budget: SpoolBudget,
    private readonly onStalled: () => void,
  ) {
    this.file = new SpoolFile(budget);
  }

  async fill(source: AsyncIterable<string>): Promise<void> {
    try {
      for await (const text of source) {
        await this.keep(Buffer.from(text));
        this.wakeReader();
        if (this.left) return;
      }
    } catch (error) {
      this.failed = error;
    }
    this.ended = true;
    this.wakeReader();
  }

  /** Null at the end. Throws what the source threw. */
  async next(): Promise<Buffer | null> {
    for (;;) {
      const bytes = this.memory.shift();
      if (bytes) {
        this.memoryBytes -= bytes.length;
        this.wakeWriter();
        return bytes;
      }
      if (!this.file.empty) {
        const read = await this.file.read();
        this.wakeWriter();
        return read;
      }
      if (this.file.afterwards.length) this.memory.push(...this.file.afterwards.splice(0));
      else if (this.failed) throw this.failed;
      else if (this.ended) return null;
      else await new Promise<void>((resolve) => (this.wakeReader = resolve));
    }
  }

  /** Nobody reads any more. */
  async leave(): Promise<void> {
    this.left = true;
    this.wakeWriter();
    await this.file.close();
  }

  private async keep(bytes: Buffer): Promise<void> {
    for (;;) {
      if (this.file.empty && this.fitsMemory(bytes)) break;
      if (this.stalled || this.left) break;
      if (await this.file.append(bytes)) return;
      if (await this.roomMade()) continue;
      this.stalled = true;
      this.onStalled();
    }
    (this.file.empty ? this.memory : this.file.afterwards).push(bytes);
    this.memoryBytes += bytes.length;
  }

  private fitsMemory(bytes: Buffer): boolean {
    return this.memory.length === 0 || this.memoryBytes + bytes.length <= MEMORY_BYTES;
  }

  /** False if nothing was read for long. */
  private roomMade(): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), STALLED_MS);
      this.wakeWriter = () => (clearTimeout(timer), resolve(true));
    });
  }
}

/** Bytes written at its end and read from its start; it is reset whenever everything was read. */
class SpoolFile {
  /** What came after the file was full. */
  readonly afterwards: Buffer[] = [];
  private handle: FileHandle | null = null;
  private written = 0;
  private readTo = 0;

  constructor(private readonly budget: SpoolBudget) {}

  get empty(): boolean {
    return this.readTo === this.written;
  }

  /** False if there is no room, in the budget or on the disk. */
  async append(bytes: Buffer): Promise<boolean> {
    if (this.empty) this.startAnew();
    if (!this.budget.take(bytes.length, this.written)) return false;
    try {
      this.handle ??= await nameless();
      for (let at = 0; at < bytes.length;) {
        const { bytesWritten } = await this.handle.write(bytes, at, bytes.length - at, this.written + at);
        at += bytesWritten;
      }
    } catch {
      this.budget.give(bytes.length);
      return false;
    }
    this.written += bytes.length;
    return true;
  }

  async read(): Promise<Buffer> {
    const size = Math.min(CHUNK_BYTES, this.written - this.readTo);
    const { buffer, bytesRead } = await this.handle!.read(Buffer.allocUnsafe(size), 0, size, this.readTo);
    if (bytesRead === 0) throw new Error('the temporary file of an answer was cut short');
    this.readTo += bytesRead;
    return buffer.subarray(0, bytesRead);
  }

  async close(): Promise<void> {
    this.startAnew();
    const { handle } = this;
    this.handle = null;
    await handle?.close();
  }

  private startAnew(): void {
    this.budget.give(this.written);
    this.written = 0;
    this.readTo = 0;
  }
}

/** A temporary file that is removed with this process, however that ends. */
async function nameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `shelfcast-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  await unlink(path);
  return handle;
}
